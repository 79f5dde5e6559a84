use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(partion_key)]
    id: Uuid,
}

fn main() {}
