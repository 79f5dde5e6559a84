use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(partition_key)]
    id: Uuid,
    #[col(clustering_key, order = dsc)]
    day: i32,
}

fn main() {}
