//! A struct that is what its only field is: named or not, borrowed, generic, beside fields that CQL does not know.

use std::marker::PhantomData;

use ilium_driver::deserialize::row::DeserializeRow as ReadsRow;
use ilium_driver::deserialize::value::DeserializeValue as Reads;
use ilium_driver::serialize::row::SerializeRow as WritesRow;
use ilium_driver::serialize::value::SerializeValue as Writes;
use ilium_driver::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};
use uuid::Uuid;

#[derive(SerializeValue, DeserializeValue)]
#[cql(transparent)]
struct Id(Uuid);

#[derive(SerializeValue, DeserializeValue)]
#[scylla(transparent)]
struct Named {
    value: String,
}

#[derive(SerializeValue, DeserializeValue)]
#[cql(transparent)]
struct Borrowed<'a>(&'a str);

#[derive(SerializeValue, DeserializeValue)]
#[cql(transparent)]
struct Of<T, Kind>(T, #[cql(skip)] PhantomData<Kind>)
where
    Kind: 'static;

#[derive(SerializeValue, DeserializeValue)]
#[cql(transparent)]
struct Many<T, const N: usize> {
    #[cql(default_when_null)]
    values: Vec<T>,
}

#[derive(SerializeValue, DeserializeValue)]
#[cql(transparent)]
struct Twice(Id);

#[derive(SerializeRow, DeserializeRow)]
#[cql(transparent)]
struct Row<T>(T);

fn both<T: Writes + for<'frame, 'metadata> Reads<'frame, 'metadata>>() {}
fn rows<T: WritesRow + for<'frame, 'metadata> ReadsRow<'frame, 'metadata>>() {}

fn main() {
    both::<Id>();
    both::<Named>();
    both::<Of<i64, Id>>();
    both::<Many<i64, 3>>();
    both::<Twice>();
    rows::<Row<(i64, Id)>>();
    let Of(value, PhantomData::<Id>) = Of(1, PhantomData);
    let _ = (value, Borrowed("a").0);
}
