//! A library that has neither the mapper nor the driver among its dependencies, only a crate that re-exports both.

use ilium_facade::db::prelude::*;
use ilium_facade::db::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

/// A user. The derives of rows and values take the path of the mapper.
#[derive(Clone, Debug, PartialEq, Entity)]
#[entity(table = "users", crate = ilium_facade::db)]
pub struct User {
    /// Who.
    #[col(partition_key)]
    pub id: UserId,
    /// Where.
    pub home: Option<Address>,
    /// Whether the user may come in.
    pub status: Status,
}

/// A number of its own type.
#[derive(Clone, Copy, Debug, PartialEq, SerializeValue, DeserializeValue)]
#[cql(transparent, crate = ilium_facade::db)]
pub struct UserId(pub i64);

/// A place, by the path of the driver.
#[derive(Clone, Debug, PartialEq, SerializeValue, DeserializeValue)]
#[cql(crate = ilium_facade::cql)]
pub struct Address {
    /// The street and the number in it.
    pub street: String,
}

/// Whether a user may come in, by the path of a module that has the mapper's names and others.
#[derive(Clone, Copy, Debug, PartialEq, SerializeValue, DeserializeValue)]
#[cql(crate = "ilium_facade::storage")]
pub enum Status {
    /// Yes.
    Active,
    /// No.
    Banned,
}

/// A row without a table, by a path inside this crate.
#[derive(Clone, Debug, PartialEq, SerializeRow, DeserializeRow)]
#[cql(crate = crate::inside::database)]
pub struct Visit {
    /// Who.
    pub id: UserId,
    /// How often.
    pub visits: i32,
    /// Where.
    #[cql(flatten)]
    pub place: Place,
}

/// Columns of another row.
#[derive(Clone, Debug, PartialEq, SerializeRow, DeserializeRow)]
#[cql(crate = ilium_facade::db::driver)]
pub struct Place {
    /// The name of the place.
    pub place: String,
}

/// The statements.
#[derive(Clone, Debug, Dao)]
#[dao(entity = User, crate = ilium_facade::storage)]
pub struct UserDao {
    /// One user.
    #[select]
    pub get: Select<fn(id: UserId) -> Option<User>>,
    /// All users.
    #[select(allow_filtering)]
    pub all: Select<fn() -> RowStream<User>>,
    /// Writes a user, unless there is one.
    #[insert(if_not_exists)]
    pub create: Insert<fn(user: &User) -> Applied<User>>,
    /// Lets a user in or out.
    #[update(set = "status = :status")]
    pub judge: Update<fn(id: UserId, status: Status)>,
}

mod inside {
    pub(crate) use ilium_facade::db as database;
}
