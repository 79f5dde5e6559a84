//! Generated code is clean under the lints that a strict crate sets.
#![deny(missing_docs, unused, warnings, missing_debug_implementations, unreachable_pub, unnameable_types)]
#![deny(elided_lifetimes_in_paths, unused_qualifications, unused_lifetimes, single_use_lifetimes, let_underscore_drop)]
#![deny(non_ascii_idents, trivial_casts, trivial_numeric_casts, unused_results, variant_size_differences)]
#![deny(nonstandard_style, future_incompatible, keyword_idents, explicit_outlives_requirements)]
#![forbid(unsafe_code)]

use ilium_driver::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

/// A user.
#[derive(Debug, SerializeRow, DeserializeRow)]
pub struct User<'a, T> {
    /// Who.
    pub id: i64,
    /// Called so.
    pub name: &'a str,
    /// Of a type that the module keeps for itself.
    home: Address<T>,
}

#[derive(Debug, SerializeValue, DeserializeValue)]
struct Address<T> {
    street: T,
    #[cql(skip)]
    seen: bool,
}

/// A user and more.
#[derive(Debug, SerializeRow, DeserializeRow)]
#[cql(flavor = "enforce_order")]
pub struct Outer<'a> {
    #[cql(flatten, prefix = "user_")]
    user: User<'a, i32>,
    #[cql(default_when_null)]
    score: i32,
}

/// A number.
#[derive(Debug, SerializeValue, DeserializeValue)]
#[cql(transparent)]
pub struct Id(i64);

/// Two numbers.
#[derive(Debug, SerializeValue, DeserializeValue, SerializeRow, DeserializeRow)]
pub struct Pair(i64, i64);

/// What it is.
#[derive(Debug, SerializeValue, DeserializeValue)]
pub enum Status {
    /// It is.
    Active,
}

/// How much.
#[derive(Debug, SerializeValue, DeserializeValue)]
#[cql(as = "smallint")]
pub enum Level {
    /// Little.
    Low = 1,
}

/// Nothing.
#[derive(Debug, SerializeRow, DeserializeRow, SerializeValue, DeserializeValue)]
pub struct Empty {}

fn main() {
    let home = Address { street: 1, seen: false };
    let user = User { id: 1, name: "a", home };
    let outer = Outer { user: User { id: 1, name: "a", home: Address { street: 1, seen: false } }, score: 1 };
    println!("{outer:?} {:?} {:?} {:?} {:?}", Id(1), Pair(1, 2), Status::Active, Level::Low);
    println!("{user:?} {} {} {:?}", user.home.street, user.home.seen, Empty {});
}
