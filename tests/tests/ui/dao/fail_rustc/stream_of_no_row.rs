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

struct NotMapped;

#[derive(Dao)]
#[dao(entity = User)]
struct UserDao {
    #[select]
    by_org: Select<fn(org: Uuid) -> RowStream<NotMapped>>,
}

fn main() {}
