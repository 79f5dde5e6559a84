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
struct ByEmail {
    #[col(partition_key)]
    org: Uuid,
    #[col(clustering_key)]
    id: CqlTimeuuid,
    #[col(clustering_key)]
    email: String,
}

#[derive(Entity)]
#[entity(table = "users")]
struct PlainId {
    #[col(partition_key)]
    org: Uuid,
    id: CqlTimeuuid,
    email: String,
}

#[derive(Dao)]
#[dao(entity = User)]
struct UserDao {
    #[delete]
    remove: Delete<fn(row: &ByEmail)>,
    #[update]
    change: Update<fn(row: &PlainId)>,
}

fn main() {}
