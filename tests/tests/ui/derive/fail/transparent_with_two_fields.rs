use ilium_driver::{DeserializeValue, SerializeRow, SerializeValue};

#[derive(SerializeValue)]
#[cql(transparent)]
struct Pair(i32, i32);

#[derive(DeserializeValue)]
#[cql(transparent)]
struct Nothing {}

#[derive(SerializeRow)]
#[cql(transparent)]
struct AllSkipped {
    #[cql(skip)]
    id: i64,
}

fn main() {}
