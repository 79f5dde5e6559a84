use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(partition_key)]
    org: Uuid,
    email: String,
    #[col(computed = "writetime(email)")]
    written: i64,
}

#[derive(Entity)]
#[entity(table = "users")]
struct Tagged {
    #[col(partition_key)]
    org: Uuid,
    email: String,
    #[col(computed = "tags_of(email)")]
    tags: Option<std::collections::HashSet<String>>,
}

#[derive(Entity)]
#[entity(table = "users")]
struct Readable {
    #[col(partition_key)]
    org: Uuid,
    email: String,
    #[col(computed = "writetime(email)")]
    written: Option<i64>,
    #[col(computed = "ttl(email)")]
    left: Option<ilium::driver::value::CqlValue>,
}

#[derive(Dao)]
#[dao(entity = User)]
struct UserDao {
    #[insert(if_not_exists)]
    create: Insert<fn(org: Uuid, email: &str) -> Applied<User>>,
    #[insert(if_not_exists)]
    create_unseen: Insert<fn(org: Uuid, email: &str) -> Applied>,
    #[query("INSERT INTO {table} (org, email) VALUES (:org, 'a') IF NOT EXISTS")]
    by_query: Query<fn(org: Uuid) -> Applied<User>>,
    #[query("BEGIN BATCH INSERT INTO {table} (org, email) VALUES (:org, 'a') IF NOT EXISTS APPLY BATCH")]
    by_batch: Query<fn(org: Uuid) -> Applied<User>>,
    #[insert(if_not_exists)]
    create_tagged: Insert<fn(org: Uuid, email: &str) -> Applied<Tagged>>,
    // These are as they should be.
    #[insert(if_not_exists)]
    create_readable: Insert<fn(org: Uuid, email: &str) -> Applied<Readable>>,
    #[select]
    get: Select<fn(org: Uuid) -> Option<User>>,
}

fn main() {}
