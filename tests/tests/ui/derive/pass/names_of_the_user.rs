//! The user's own items may be called like what generated code uses.
#![allow(dead_code, non_camel_case_types, non_upper_case_globals)]

use ::ilium_driver::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

struct Result;
struct Option;
struct Default;
struct Record;
struct ColumnType;
fn drop() {}
mod core {}
mod std {}
mod private {}
mod ilium_driver {}

#[derive(SerializeRow, DeserializeRow, SerializeValue, DeserializeValue)]
struct Ok<'frame, 'metadata> {
    row: &'frame str,
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
    cell: &'cell str,
    b: &'b str,
}

fn main() {}
