use ilium_driver::{DeserializeRow, SerializeRow};

#[derive(SerializeRow, DeserializeRow)]
struct User {
    id: i64,
    #[cql(flatten)]
    home: String,
}

fn main() {}
