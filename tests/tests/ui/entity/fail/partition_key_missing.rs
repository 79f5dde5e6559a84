use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    id: Uuid,
    email: String,
}

fn main() {}
