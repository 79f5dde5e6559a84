use ilium_driver::{DeserializeRow, SerializeRow};

#[derive(SerializeRow, DeserializeRow)]
struct User {
    #[cql(flatten)]
    at: Point,
}

#[derive(SerializeRow, DeserializeRow)]
struct Point(i32, i32);

fn main() {}
