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
    #[select(page_size = 100)]
    by_org: Select<fn(org: Uuid) -> Vec<User>>,
    #[select(page_size = 1)]
    get: Select<fn(org: Uuid, id: CqlTimeuuid) -> Option<User>>,
    #[query("SELECT {columns} FROM {table}", page_size = 10)]
    all: Query<fn() -> Vec<User>>,
    #[query("DELETE FROM {table} WHERE org = :org", page_size = 10)]
    remove: Query<fn(org: Uuid)>,
}

fn main() {}
