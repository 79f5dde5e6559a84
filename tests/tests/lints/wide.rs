//! Wide types, as applications write them: checked by `lints.rs` with what clippy denies by default.
#![deny(clippy::all, unused)]

use std::collections::HashMap;

use ilium::prelude::*;
use ilium::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

#[derive(SerializeValue, DeserializeValue, Debug, Clone, PartialEq)]
#[cql(crate = ilium::driver)]
pub struct Address {
    pub street: String,
    pub zip_code: Option<i32>,
}

#[derive(SerializeValue, DeserializeValue, Debug, Clone, Copy, PartialEq)]
#[cql(crate = ilium::driver)]
pub enum Status {
    Open,
    Closed,
}

#[derive(SerializeRow, DeserializeRow, Debug, Clone)]
#[cql(crate = ilium::driver)]
pub struct Row<'a, T> {
    pub id: i32,
    pub name: &'a str,
    pub value: Option<T>,
}

#[derive(Entity, Debug, Clone, PartialEq)]
#[entity(table = "users")]
pub struct User {
    #[col(partition_key)]
    pub org: Uuid,
    #[col(clustering_key, order = desc)]
    pub id: CqlTimeuuid,
    pub email: String,
    pub phones: HashMap<String, Vec<Option<String>>>,
    pub home: Option<Address>,
    pub status: Option<Status>,
    pub a: Option<i32>,
    pub b: Option<i32>,
    pub c: Option<i32>,
    pub d: Option<i32>,
    pub e: Option<i32>,
    #[col(skip)]
    pub cached: bool,
}

#[derive(Dao, Clone, Debug)]
#[dao(entity = User)]
#[allow(clippy::type_complexity, reason = "the type of a statement is its signature")]
pub struct UserDao {
    #[select(where = "org = :org [AND id >= :from] [AND id < :to]", limit = ":n")]
    pub slice: Select<fn(org: Uuid, from: Option<CqlTimeuuid>, to: Option<CqlTimeuuid>, n: i32) -> Vec<User>>,
    #[select]
    pub by_org: Select<fn(org: Uuid) -> RowStream<User>>,
    #[insert]
    #[rustfmt::skip]
    pub add: Insert<fn(org: Uuid, id: CqlTimeuuid, email: &str, status: Status, a: i32, b: i32, c: i32, d: i32, e: i32)>,
    #[update(set = "email = :new", if = "email = :old")]
    pub change: Update<for<'a> fn(org: Uuid, id: CqlTimeuuid, new: &'a str, old: &'a str) -> Applied>,
    #[delete]
    pub remove: Delete<fn(user: &User)>,
    #[query("SELECT email, org, id FROM {table}")]
    pub all: Query<fn() -> RowStream<(String, Uuid, CqlTimeuuid)>>,
}
