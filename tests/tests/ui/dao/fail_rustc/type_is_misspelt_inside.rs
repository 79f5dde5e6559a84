use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(partition_key)]
    id: Uuid,
    #[col(clustering_key)]
    seq: i32,
    name: Option<String>,
}

#[derive(Dao)]
#[dao(entity = User)]
struct UserDao {
    #[select]
    by_value: Select<fn(id: UserId, seq: i32) -> Option<User>>,
    #[insert]
    by_reference: Insert<fn(user: &Usr)>,
    #[delete]
    by_named_reference: Delete<for<'a> fn(user: &'a Usr)>,
    #[select(where = "id = :id [AND seq >= :from]")]
    optional: Select<fn(id: Uuid, from: Option<Seqence>) -> Vec<User>>,
    #[select(where = "id IN :ids")]
    slice: Select<fn(ids: &[UserId]) -> Vec<User>>,
    #[query("SELECT name FROM {table} WHERE id = :id")]
    whole: Query<fn(id: Uuid) -> Names>,
    #[select]
    one: Select<fn(id: Uuid, seq: i32) -> Option<Usr>>,
    #[select]
    all: Select<fn(id: Uuid) -> Vec<Usr>>,
    #[select]
    stream: Select<fn(id: Uuid) -> RowStream<Usr>>,
    #[insert(if_not_exists)]
    conditional: Insert<fn(user: &User) -> Applied<Usr>>,
    #[query("SELECT id, name FROM {table} WHERE id = :id")]
    tuple: Query<fn(id: Uuid) -> Option<(UserId, Option<Name>)>>,
}

fn main() {}
