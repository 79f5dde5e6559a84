use std::collections::HashSet;

use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(partition_key)]
    org: Uuid,
    #[col(clustering_key, order = desc)]
    id: CqlTimeuuid,
    email: String,
    tags: HashSet<String>,
    age: Option<i32>,
}

type Get = Select<fn(org: Uuid, id: CqlTimeuuid) -> Option<User>>;

#[derive(Dao)]
#[dao(entity = User)]
struct UserDao {
    #[select]
    get: Get,
}

fn main() {}
