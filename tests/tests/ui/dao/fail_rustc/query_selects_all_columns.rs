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
    #[query("SELECT * FROM {table} WHERE org = :org")]
    by_org: Query<fn(org: Uuid) -> Vec<User>>,
    #[query("SELECT * FROM names")]
    names: Query<fn() -> RowStream<(String, i32)>>,
}

fn main() {}
