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
    #[select]
    get: Select<fn(org: Uuid, id: CqlTimeuuid) -> Option<User>>,
    #[select(whre = "org = :org")]
    by_org: Select<fn(org: Uuid) -> Vec<User>>,
}

async fn uses(users: &UserDao, org: Uuid, id: CqlTimeuuid) -> Result<(), Error> {
    let _: Option<User> = users.get(org, id).await?;
    let _: Vec<User> = users.by_org(org).await?;
    Ok(())
}

fn main() {}
