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
    #[select(where = "orgg = :org AND idd = :id AND emial = :email", order_by = "email", limit = ":n")]
    find: Select<fn(org: Uuid, id: CqlTimeuuid, email: &str, n: &str)>,
    #[update(set = "email = :id, name = :email", if_exists)]
    change: Update<fn(org: i32, id: CqlTimeuuid, email: &str) -> bool>,
}

fn main() {}
