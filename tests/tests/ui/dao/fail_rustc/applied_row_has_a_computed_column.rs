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

#[derive(Dao)]
#[dao(entity = User)]
struct UserDao {
    #[insert(if_not_exists)]
    create: Insert<fn(org: Uuid, email: &str) -> Applied<User>>,
    #[insert(if_not_exists)]
    create_unseen: Insert<fn(org: Uuid, email: &str) -> Applied>,
    #[select]
    get: Select<fn(org: Uuid) -> Option<User>>,
}

fn main() {}
