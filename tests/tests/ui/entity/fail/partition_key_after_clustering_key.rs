use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(clustering_key)]
    day: i32,
    #[col(partition_key)]
    id: Uuid,
}

fn main() {}
