use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(partition_ky)]
    id: i32,
    name: Option<String>,
}

#[derive(Dao)]
#[dao(entity = User)]
struct UserDao {
    #[select]
    get: Select<fn(id: i32) -> Option<User>>,
    #[select]
    stream: Select<fn(id: i32) -> RowStream<User>>,
    #[insert(if_not_exists)]
    create: Insert<fn(user: &User) -> Applied<User>>,
}

#[derive(Dao)]
#[dao(entity = User)]
struct OtherDao {
    #[query("SELECT {columns} FROM {table} WHERE id = :id")]
    all: Query<fn(id: i32) -> Vec<User>>,
    #[update(set = "name = :name")]
    rename: Update<fn(id: i32, name: &str)>,
    #[delete]
    remove: Delete<fn(user: &User)>,
}

fn main() {}
