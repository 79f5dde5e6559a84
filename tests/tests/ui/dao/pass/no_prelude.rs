//! Generated code names everything by its full path.
#![no_implicit_prelude]

mod std {}
mod core {}

struct Option;
struct Result;
struct Vec;
struct String;

#[derive(::ilium::Entity)]
#[entity(table = "users")]
struct User {
    #[col(partition_key)]
    id: i64,
    name: ::std::string::String,
}

#[derive(::ilium::Dao, ::std::clone::Clone)]
#[dao(entity = User, profile = "reads")]
struct UserDao {
    #[select]
    get: ::ilium::Select<fn(id: i64) -> ::std::option::Option<User>>,
    #[insert(ttl = ":ttl")]
    save: ::ilium::Insert<fn(user: &User, ttl: i32)>,
    #[update(set = "name = :name", if_exists)]
    rename: ::ilium::Update<fn(id: i64, name: &str) -> ::ilium::Applied>,
    #[query("SELECT count(*) FROM {table}")]
    count: ::ilium::Query<fn() -> i64>,
}

fn main() {
    let _ = (Option, Result, Vec, String);
}
