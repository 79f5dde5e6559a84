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

#[derive(Entity)]
#[entity(table = "users")]
struct Key {
    #[col(partition_key)]
    org: Uuid,
    #[col(clustering_key, order = desc)]
    id: CqlTimeuuid,
    #[col(computed = "writetime(id)")]
    written: Option<i64>,
}

#[derive(Dao)]
#[dao(entity = User)]
struct UserDao {
    #[update]
    touch: Update<fn(key: &Key)>,
    #[update(where = "org = :org AND id = :id")]
    touch_where: Update<fn(key: &Key, org: Uuid, id: CqlTimeuuid)>,
}

fn main() {}
