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
#[select(where = "org = :org")]
#[query("SELECT now() FROM system.local")]
struct UserDao {
    #[select]
    #[dao(profile = "reads")]
    by_org: Select<fn(org: Uuid) -> Vec<User>>,
}

fn main() {}
