use ilium::prelude::*;

#[derive(Entity)]
#[entity(tabel = "users")]
struct User {
    #[col(partion_key)]
    id: Uuid,
    #[col(order = desc)]
    email: String,
}

fn main() {}
