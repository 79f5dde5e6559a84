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
