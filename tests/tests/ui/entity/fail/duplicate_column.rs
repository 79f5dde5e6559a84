use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(partition_key)]
    id: Uuid,
    mail: String,
    #[col(rename = "mail")]
    email: String,
}

fn main() {}
