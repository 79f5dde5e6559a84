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
    #[query("SELECT {columns} FROM {keyspace}.users WHERE org = :org ADN id > :id AND email = 'x'")]
    find: Query<fn(org: Uuid, id: CqlTimeuuid) -> Vec<User>>,
    #[select(where = "org = :org [AND id >= :from] [AND id < ] AND email = :email")]
    slice: Select<fn(org: Uuid, from: Option<CqlTimeuuid>, email: &str) -> Vec<User>>,
    #[query("SELECT {columns} FROM {table} WHERE email = 'x")]
    open: Query<fn() -> Vec<User>>,
}

fn main() {}
