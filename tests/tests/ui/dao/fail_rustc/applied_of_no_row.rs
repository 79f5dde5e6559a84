use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(partition_key)]
    id: i32,
    name: Option<String>,
}

struct NotMapped;

#[derive(Dao)]
#[dao(entity = User)]
struct UserDao {
    #[query("UPDATE {table} SET name = 'a' WHERE id = :id IF EXISTS")]
    get: Query<fn(id: i32) -> Applied<NotMapped>>,
}

fn main() {}
