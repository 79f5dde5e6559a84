use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
#[col(rename = "people")]
struct User {
    #[col(partition_key)]
    #[entity(table = "ids")]
    id: Uuid,
    #[entity]
    email: String,
}

fn main() {}
