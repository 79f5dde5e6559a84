use std::collections::HashSet;

use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(partition_key)]
    org: Uuid,
    #[col(clustering_key, order = desc)]
    id: CqlTimeuuid,
    #[col(clustering_key)]
    day: i32,
    email: String,
    tags: HashSet<String>,
    age: Option<i32>,
}

#[derive(Dao)]
#[dao(entity = User)]
struct UserDao {
    #[select(where = "org = :org [AND id = :id] AND day = :day")]
    of_day: Select<fn(org: Uuid, id: Option<CqlTimeuuid>, day: i32) -> Vec<User>>,
}

fn main() {}
