use std::collections::HashMap;

use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(partition_key)]
    id: Uuid,
    nickname: Option<Nickname>,
    addresses: Vec<Adress>,
    homes: HashMap<String, [(i32, Adress); 2]>,
    #[col(computed = "writetime(nickname)")]
    written: Option<Micros>,
    #[col(skip)]
    cached: Option<Box<Cached>>,
}

#[derive(Entity)]
#[entity(table = "pairs")]
struct Pair<'a, V: Clone> {
    #[col(partition_key)]
    key: &'a str,
    value: Option<V>,
    name: Option<Nickname>,
}

struct Address {
    street: String,
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
