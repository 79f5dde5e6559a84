use ilium::prelude::*;

#[derive(Entity)]
struct User {
    #[col(partition_key)]
    id: Uuid,
}

fn main() {}
