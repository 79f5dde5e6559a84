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
    #[delete]
    remove: Delete<fn(user: &User, id: CqlTimeuuid)>,
    #[insert]
    save: Insert<fn(user: &User, age: i32)>,
}

fn main() {}
