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
    #[cql(skip)]
    pub seen: bool,
}

fn main() {}
