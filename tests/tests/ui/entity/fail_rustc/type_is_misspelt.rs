use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(partition_key)]
    id: Uuid,
    nickname: Nickname,
}

#[derive(Dao)]
#[dao(entity = User)]
struct UserDao {
    #[select]
    get: Select<fn(id: Uuid) -> Option<User>>,
    #[insert]
    save: Insert<fn(user: &User)>,
}

fn main() {}
