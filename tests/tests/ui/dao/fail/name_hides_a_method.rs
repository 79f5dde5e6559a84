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

#[derive(Dao, Clone)]
#[dao(entity = User)]
struct UserDao {
    #[select]
    clone: Select<fn(org: Uuid) -> Vec<User>>,
    #[select]
    clone_from: Select<fn(org: Uuid) -> Vec<User>>,
    #[select]
    fmt: Select<fn(org: Uuid) -> Vec<User>>,
}

fn main() {}
