use ilium_driver::{DeserializeRow, SerializeRow};

#[derive(SerializeRow, DeserializeRow)]
struct User<'a> {
    name: &'a str,
    #[cql(flatten, prefix = "n")]
    inner: Inner,
}

#[derive(SerializeRow, DeserializeRow)]
struct Inner {
    id: i32,
    ame: i32,
}

fn main() {}
