use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(partition_key)]
    id: i32,
    name: Option<String>,
}

#[derive(Dao)]
#[dao(entity = User)]
struct UserDao {
    #[query("SELECT {columns} FROM {table} WHERE id = :id")]
    get: Query<fn(id: i32) -> Vec<Option<User>>>,
}

fn main() {}
