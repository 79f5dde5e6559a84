use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(partition_key)]
    id: Uuid,
    email: String,
    #[col(computed = "writetime(emial)")]
    written: i64,
}

fn main() {}
