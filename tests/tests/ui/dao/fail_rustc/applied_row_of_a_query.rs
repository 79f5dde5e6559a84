use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(partition_key)]
    org: Uuid,
    email: String,
    age: Option<i32>,
}

#[derive(Dao)]
#[dao(entity = User)]
struct UserDao {
    #[query("UPDATE {table} SET age = 1 WHERE org = :org IF email = 'a'")]
    whole: Query<fn(org: Uuid) -> Applied<User>>,
    #[query("UPDATE {table} SET age = 1 WHERE org = :org IF email = 'a'")]
    another_type: Query<fn(org: Uuid) -> Applied<(i32,)>>,
    #[query("UPDATE {table} SET age = 1 WHERE org = :org IF email = 'a' AND age > 2 AND email != 'b'")]
    too_few: Query<fn(org: Uuid) -> Applied<(String,)>>,
    #[query("UPDATE {table} SET age = 1 WHERE org = :org IF age = 3")]
    too_many: Query<fn(org: Uuid) -> Applied<(i32, String)>>,
    #[query("DELETE FROM {table} WHERE org = :org IF EXISTS")]
    no_row: Query<fn(org: Uuid) -> Applied<(String,)>>,
    #[delete(if_exists)]
    no_row_either: Delete<fn(org: Uuid) -> Applied<(String,)>>,
    // These are as they should be.
    #[query("UPDATE {table} SET age = 1 WHERE org = :org IF email = 'a' AND age > 2 AND email != 'b'")]
    both: Query<fn(org: Uuid) -> Applied<(String, Option<i32>)>>,
    #[query("INSERT INTO {table} (org, email) VALUES (:org, 'a') IF NOT EXISTS")]
    create: Query<fn(org: Uuid) -> Applied<User>>,
    #[query("BEGIN BATCH UPDATE {table} SET age = 1 WHERE org = :org IF email = 'a' APPLY BATCH")]
    batch: Query<fn(org: Uuid) -> Applied<(Uuid, String)>>,
    #[query("UPDATE others SET v = 1 WHERE k = :org IF age = 'of others'")]
    of_another_table: Query<fn(org: Uuid) -> Applied<(String,)>>,
}

fn main() {}
