use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(partition_key)]
    id: Uuid,
    email: String,
}

#[derive(Dao)]
#[dao(entity = User)]
struct UserDao {
    #[select(page_size = 0)]
    none: Select<fn() -> RowStream<User>>,
    #[select(page_size = -1)]
    negative: Select<fn() -> RowStream<User>>,
    #[select(page_size = 2147483648)]
    too_many: Select<fn() -> RowStream<User>>,
    #[select(page_size = 99999999999999999999999999999999999999999999)]
    far_too_many: Select<fn() -> RowStream<User>>,
    #[select(page_size = "100")]
    text: Select<fn() -> RowStream<User>>,
    #[query("SELECT {columns} FROM {table}", page_size = 0i32)]
    query: Query<fn() -> RowStream<User>>,
}

fn main() {}
