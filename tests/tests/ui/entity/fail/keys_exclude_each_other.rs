use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(partition_key, clustering_key)]
    id: Uuid,
}

fn main() {}
