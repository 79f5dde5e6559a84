//! What a field's type asks of a type parameter is asked where the struct is used, once.

use std::collections::HashMap;
use std::hash::Hash;
use std::marker::PhantomData;

use ilium_driver::deserialize::row::DeserializeRow as Reads;
use ilium_driver::serialize::row::SerializeRow as Writes;
use ilium_driver::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

#[derive(SerializeRow, DeserializeRow, SerializeValue, DeserializeValue)]
struct Bounded<'a, T: Clone, K, const N: usize = 2>
where
    K: Eq + Hash + 'a,
{
    id: T,
    pairs: HashMap<K, Option<T>>,
    name: &'a str,
    #[cql(skip)]
    marker: PhantomData<(T, [u8; N])>,
}

#[derive(SerializeRow, DeserializeRow)]
struct Outer<T> {
    inner: Inner<T>,
    list: Vec<T>,
}

#[derive(SerializeValue, DeserializeValue)]
struct Inner<T> {
    value: T,
}

trait Table {
    type Key;
}

struct Users;

impl Table for Users {
    type Key = i64;
}

#[derive(SerializeRow, DeserializeRow)]
struct ByKey<T: Table> {
    key: T::Key,
    name: String,
}

fn writes<R: Writes>() {}
fn reads<R: for<'frame, 'metadata> Reads<'frame, 'metadata>>() {}

fn generic<T>()
where
    Outer<T>: Writes,
{
    writes::<Outer<T>>();
}

fn main() {
    writes::<Bounded<'_, i64, String>>();
    writes::<ByKey<Users>>();
    reads::<ByKey<Users>>();
    reads::<Outer<String>>();
    generic::<i32>();
}
