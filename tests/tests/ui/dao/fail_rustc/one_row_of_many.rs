use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(partition_key)]
    org: Uuid,
    #[col(clustering_key)]
    id: i64,
    email: String,
}

#[derive(Dao)]
#[dao(entity = User)]
struct UserDao {
    #[query("SELECT {columns} FROM {table} WHERE org = :org")]
    first: Query<fn(org: Uuid) -> Option<User>>,
    #[query("SELECT email FROM {table} WHERE org = :org AND id IN :ids")]
    email: Query<fn(org: Uuid, ids: &[i64]) -> String>,
    #[query("SELECT writetime(email), email FROM users WHERE org = :org AND id > 3 ALLOW FILTERING")]
    written: Query<fn(org: Uuid) -> Option<(i64, String)>>,
    // These are as they should be.
    #[query("SELECT {columns} FROM {table} WHERE org = :org LIMIT 1")]
    limited: Query<fn(org: Uuid) -> Option<User>>,
    #[query("SELECT email FROM {table} WHERE org = :org AND id = :id")]
    whole_key: Query<fn(org: Uuid, id: i64) -> Option<String>>,
    #[query("SELECT count(*) FROM {table} WHERE org = :org")]
    count: Query<fn(org: Uuid) -> i64>,
    #[query("SELECT email, ks.latest(id) FROM {table} WHERE org = :org")]
    perhaps_an_aggregate: Query<fn(org: Uuid) -> (String, i64)>,
    #[query("SELECT email FROM others WHERE org = :org")]
    of_another_table: Query<fn(org: Uuid) -> Option<String>>,
    #[query("SELECT {columns} FROM {table} WHERE org = :org")]
    all: Query<fn(org: Uuid) -> Vec<User>>,
}

fn main() {}
