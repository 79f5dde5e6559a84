//! The fields of a field are columns: both ways, with and without a prefix, nested, generic, borrowed, behind pointers.

use std::sync::Arc;

use ilium_driver::deserialize::row::DeserializeRow as Reads;
use ilium_driver::serialize::row::SerializeRow as Writes;
use ilium_driver::{DeserializeRow, SerializeRow};

#[derive(SerializeRow, DeserializeRow)]
struct User<'a, T: Clone, P> {
    #[cql(flatten)]
    first: Audit,
    id: T,
    #[cql(flatten, prefix = "home_")]
    home: Place<'a, T>,
    #[cql(flatten, prefix = "work_")]
    work: Box<Place<'a, i32>>,
    name: &'a str,
    #[cql(flatten)]
    part: P,
    #[cql(flatten, prefix = "last_")]
    last: Arc<Audit>,
}

#[derive(SerializeRow, DeserializeRow)]
struct Place<'frame, T> {
    street: &'frame str,
    #[cql(flatten, prefix = "at_")]
    at: Point<T>,
    #[cql(skip)]
    seen: bool,
}

#[derive(SerializeRow, DeserializeRow)]
#[cql(flavor = "enforce_order")]
struct Point<T> {
    x: T,
    #[cql(allow_missing = false, default_when_null)]
    y: i32,
}

#[derive(SerializeRow, DeserializeRow)]
struct Audit {
    version: i32,
}

#[derive(SerializeRow, DeserializeRow)]
struct Nothing {}

#[derive(SerializeRow)]
struct Borrowed<'a> {
    #[cql(flatten)]
    audit: &'a Audit,
    #[cql(flatten)]
    nothing: Nothing,
}

#[derive(SerializeRow, DeserializeRow)]
#[cql(flavor = "enforce_order", skip_name_checks)]
struct ByPosition {
    #[cql(flatten)]
    audit: Audit,
    id: i64,
}

#[derive(SerializeRow, DeserializeRow)]
struct InATuple(#[cql(flatten)] Audit, i64);

fn writes<R: Writes>() {}
fn reads<R: for<'frame, 'metadata> Reads<'frame, 'metadata>>() {}

fn main() {
    writes::<User<'_, i64, Nothing>>();
    writes::<Borrowed<'_>>();
    reads::<ByPosition>();
    reads::<InATuple>();
}
