//! Structs whose fields have no names: rows by position, and CQL tuples.

use std::marker::PhantomData;

use ilium_driver::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

#[derive(SerializeRow, DeserializeRow, SerializeValue, DeserializeValue)]
struct Pair(i32, Option<String>);

#[derive(SerializeRow, DeserializeRow, SerializeValue, DeserializeValue)]
struct Generic<'a, T, K, const N: usize = 1>(
    T,
    #[cql(skip)] PhantomData<(K, [u8; N])>,
    #[cql(default_when_null)] Option<&'a str>,
    Vec<T>,
)
where
    T: Clone;

#[derive(SerializeRow, DeserializeRow, SerializeValue, DeserializeValue)]
struct One(i64);

#[derive(DeserializeRow)]
struct Shorter(i64, #[cql(allow_missing)] Option<i32>);

fn main() {}
