//! An application may re-export the library and tell the derives where.

mod db {
    pub use ilium as mapper;
}

use db::mapper::prelude::*;

#[derive(Entity)]
#[entity(table = "users", crate = crate::db::mapper)]
pub struct User {
    #[col(partition_key)]
    id: i64,
}

#[derive(Dao)]
#[dao(entity = User, crate = crate::db::mapper)]
pub struct UserDao {
    #[select]
    get: Select<fn(id: i64) -> Option<User>>,
}

fn main() {
    assert_eq!(User::META.table, "users");
}
