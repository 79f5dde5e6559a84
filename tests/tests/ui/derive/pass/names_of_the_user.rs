//! The user's own items may be called like what generated code uses.
#![allow(dead_code, non_camel_case_types, non_upper_case_globals)]

use ::ilium_driver::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

struct Result;
struct Option;
struct Default;
struct Record;
struct ColumnType;
struct String;
struct Some;
struct None;
struct Err;
struct Vec;
struct str;
struct bool;
struct i8;
struct i128;
struct usize;
struct WriteRow;
struct Field;
static __USER: u8 = 0;
fn drop() {}
mod core {}
mod std {}
mod private {}
mod ilium_driver {}

#[derive(SerializeRow, DeserializeRow, SerializeValue, DeserializeValue)]
struct Ok<'frame, 'metadata> {
    row: &'frame Text,
    udt: &'metadata [u8],
    field: i32,
    typ: i32,
    value: i32,
    writer: i32,
    context: i32,
    error: i32,
    written: i32,
    field_0: i32,
    columns: i32,
    plan: i32,
}

#[derive(SerializeRow, DeserializeRow, SerializeValue, DeserializeValue)]
struct Cells<'cell, 'b> {
    cell: &'cell Text,
    b: &'b Text,
}

type Text = ::core::primitive::str;

#[derive(SerializeRow, DeserializeRow)]
struct Record2 {
    cells: i32,
    column: i32,
    index: i32,
    own: i32,
    spec: i32,
    row: i32,
    #[cql(flatten)]
    fields: Inner,
    #[cql(allow_missing, default_when_null)]
    present: i32,
}

#[derive(SerializeRow, DeserializeRow)]
struct Inner {
    inner: i32,
}

impl Inner {
    const RECORD: i32 = 0;
    const CHECKS: i32 = 0;
    fn read_cells() {}
    fn write_in_order() {}
    fn serialize() {}
}

#[derive(SerializeValue, DeserializeValue, SerializeRow, DeserializeRow)]
struct Tuple(i32, #[cql(default_when_null)] i32);

#[derive(SerializeValue, DeserializeValue)]
#[cql(transparent)]
struct Private(i32);

#[derive(SerializeValue, DeserializeValue)]
enum Stored {
    Text,
    None,
    Some,
}

#[derive(SerializeValue, DeserializeValue)]
#[cql(as = "tinyint")]
enum Variants {
    Text,
    i8,
}

fn main() {}
