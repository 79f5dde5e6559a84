use ilium::prelude::*;

struct Address {
    street: String,
}

enum Status {
    Open,
    Closed,
}

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(partition_key)]
    id: Uuid,
    home: Address,
    others: Vec<Address>,
    status: Option<Status>,
}

fn main() {}
