//! A library that knows the driver as `scylla`, as programs do that were written for the crate of that name.

use scylla::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

/// A user, with attributes as that crate spells them.
#[derive(Clone, Debug, PartialEq, SerializeRow, DeserializeRow)]
pub struct User {
    /// Who.
    pub id: i64,
    /// Where.
    #[scylla(rename = "address")]
    pub home: Option<Address>,
    /// Of no interest to the database.
    #[scylla(skip)]
    pub seen: bool,
}

/// A place.
#[derive(Clone, Debug, PartialEq, SerializeValue, DeserializeValue)]
pub struct Address {
    /// The street and the number in it.
    pub street: String,
}

/// An order, in the forms that the derives have.
#[derive(Clone, Debug, PartialEq, SerializeRow, DeserializeRow)]
pub struct Order {
    /// Which.
    pub id: OrderId,
    /// Whose.
    #[scylla(flatten, prefix = "user_")]
    pub user: User,
    /// How far it is.
    #[scylla(allow_missing)]
    pub status: Status,
}

/// A number of its own type.
#[derive(Clone, Copy, Debug, PartialEq, SerializeValue, DeserializeValue)]
#[scylla(transparent)]
pub struct OrderId(pub i64);

/// How far an order is.
#[derive(Clone, Copy, Debug, Default, PartialEq, SerializeValue, DeserializeValue)]
#[scylla(rename_all = "snake_case")]
pub enum Status {
    /// Not yet on its way.
    #[default]
    Waiting,
    /// On its way.
    OnItsWay,
}
