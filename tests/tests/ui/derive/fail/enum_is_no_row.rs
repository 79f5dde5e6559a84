use ilium_driver::{DeserializeRow, SerializeRow};

#[derive(SerializeRow, DeserializeRow)]
enum Status {
    Active,
}

fn main() {}
