//! Columns and fields of types that may be missing or null.

use ilium_driver::deserialize::row::DeserializeRow as Reads;
use ilium_driver::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

#[derive(SerializeRow, DeserializeRow, SerializeValue, DeserializeValue)]
struct Lenient<'a, T> {
    id: i64,
    #[cql(allow_missing)]
    name: &'a str,
    #[cql(default_when_null)]
    value: T,
    #[cql(allow_missing, default_when_null)]
    values: Vec<T>,
}

#[derive(DeserializeRow, SerializeValue, DeserializeValue)]
#[cql(flavor = "enforce_order")]
struct InOrder {
    #[cql(allow_missing)]
    id: i64,
    name: String,
}

fn reads<'a, R: Reads<'a, 'a>>() {}

fn main() {
    reads::<Lenient<'_, i32>>();
}
