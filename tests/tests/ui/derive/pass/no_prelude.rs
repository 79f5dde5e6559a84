//! Generated code asks nothing of the prelude.
#![no_implicit_prelude]

use ::std::option::Option;
use ::std::string::String;

#[derive(
    ::ilium_driver::SerializeRow,
    ::ilium_driver::DeserializeRow,
    ::ilium_driver::SerializeValue,
    ::ilium_driver::DeserializeValue,
)]
pub struct User {
    pub id: i64,
    pub name: Option<String>,
    #[cql(allow_missing)]
    pub age: i32,
    #[cql(default_when_null)]
    pub score: i32,
    #[cql(skip)]
    pub seen: bool,
}

#[derive(::ilium_driver::SerializeRow, ::ilium_driver::DeserializeRow)]
#[cql(flavor = "enforce_order")]
pub struct Outer {
    pub first: i64,
    #[cql(flatten, prefix = "user_")]
    pub user: User,
    pub last: i64,
}

#[derive(
    ::ilium_driver::SerializeRow,
    ::ilium_driver::DeserializeRow,
    ::ilium_driver::SerializeValue,
    ::ilium_driver::DeserializeValue,
)]
pub struct Pair(i32, #[cql(default_when_null)] i32);

#[derive(::ilium_driver::SerializeValue, ::ilium_driver::DeserializeValue)]
#[cql(transparent)]
pub struct Id(#[cql(default_when_null)] i64);

#[derive(::ilium_driver::SerializeValue, ::ilium_driver::DeserializeValue)]
pub enum Status {
    Active,
}

#[derive(::ilium_driver::SerializeValue, ::ilium_driver::DeserializeValue)]
#[cql(as = "int")]
pub enum Level {
    Low = 1,
}

fn main() {}
