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

#[derive(Dao)]
#[dao(entity = User)]
struct UserDao {
    #[select(where = "org = :org [AND id > :after] [AND email = 'a']", allow_filtering)]
    find: Select<fn(org: Uuid, after: Option<CqlTimeuuid>) -> Vec<User>>,
}

fn main() {}
