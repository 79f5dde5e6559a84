use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(partition_key)]
    id: Uuid,
    #[col(computed = "writetime(")]
    written: i64,
}

fn main() {}
