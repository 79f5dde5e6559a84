use ilium::prelude::*;

#[derive(Entity)]
#[entity(tabel = "users")]
struct User {
    #[col(partition_key)]
    id: Uuid,
}

fn main() {}
