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
    #[update(set = "email = :new", if = "email = :old")]
    rename: Update<fn(org: Uuid, id: CqlTimeuuid, new: &str, old: &str) -> Applied<User>>,
}

fn main() {}
