use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(partition_key)]
    id: Uuid,
    name: String,
    email: String,
    logins: Counter,
}

fn main() {}
