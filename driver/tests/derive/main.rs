//! What structs with the four derives write and read, byte for byte, and what their errors say.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod any_bytes;
mod flatten;
mod orders;
mod read_row;
mod shapes;
mod udt;
mod values;
mod write_row;

use std::borrow::Cow;
use std::sync::Arc;

use ilium_driver::deserialize::row::{DeserializeRow, RowReader};
use ilium_driver::deserialize::value::DeserializeValue;
use ilium_driver::deserialize::{DeserializationError, FrameSlice, TypeCheckError};
use ilium_driver::frame::response::result::{ColumnSpec, ColumnType, NativeType, TableSpec, UserDefinedType};
use ilium_driver::serialize::SerializationError;
use ilium_driver::serialize::row::{RowSerializationContext, SerializeRow};
use ilium_driver::serialize::value::SerializeValue;
use ilium_driver::serialize::writers::{CellWriter, RowWriter};

const INT: ColumnType<'static> = ColumnType::Native(NativeType::Int);
const BIGINT: ColumnType<'static> = ColumnType::Native(NativeType::BigInt);
const TEXT: ColumnType<'static> = ColumnType::Native(NativeType::Text);
const BLOB: ColumnType<'static> = ColumnType::Native(NativeType::Blob);

/// The columns of a table `ks.t`.
fn specs<'a>(columns: &[(&'a str, ColumnType<'a>)]) -> Vec<ColumnSpec<'a>> {
    let table = TableSpec::borrowed("ks", "t");
    columns.iter().map(|(name, typ)| ColumnSpec::borrowed(name, typ.clone(), table.clone())).collect()
}

/// The user-defined type `ks.<name>`.
fn udt<'a>(name: &'a str, fields: &[(&'a str, ColumnType<'a>)]) -> ColumnType<'a> {
    let fields = fields.iter().map(|(name, typ)| (Cow::Borrowed(*name), typ.clone())).collect();
    ColumnType::UserDefinedType { frozen: false, definition: Arc::new(UserDefinedType::new("ks", name, fields)) }
}

/// The bytes of values: a length and the value for each, null as `None`.
fn cells<'a>(values: impl IntoIterator<Item = Option<&'a [u8]>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for value in values {
        match value {
            Some(value) => {
                bytes.extend_from_slice(&u32::try_from(value.len()).unwrap().to_be_bytes());
                bytes.extend_from_slice(value);
            }
            None => bytes.extend_from_slice(&[0xFF; 4]),
        }
    }
    bytes
}

/// What `row` writes for the bind markers.
fn write(row: &impl SerializeRow, markers: &[(&str, ColumnType<'_>)]) -> Result<Vec<u8>, SerializationError> {
    let specs = specs(markers);
    let mut bytes = Vec::new();
    let mut writer = RowWriter::new(&mut bytes);
    row.serialize(&RowSerializationContext::from_specs(&specs), &mut writer)?;
    assert_eq!(writer.value_count(), markers.len());
    Ok(bytes)
}

/// Why a row cannot be read or its columns do not fit.
#[derive(Debug)]
enum ReadError {
    Columns(TypeCheckError),
    Row(DeserializationError),
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Columns(error) => error.fmt(f),
            Self::Row(error) => error.fmt(f),
        }
    }
}

/// Reads two rows of the same bytes, by a plan, and checks that nothing is left.
fn read<'a, R>(specs: &'a [ColumnSpec<'a>], row: &'a [u8]) -> Result<R, ReadError>
where
    R: DeserializeRow<'a, 'a> + PartialEq + std::fmt::Debug,
{
    R::type_check(specs).map_err(ReadError::Columns)?;
    let plan = R::plan(specs).map_err(ReadError::Columns)?;
    let mut reader = RowReader::new(specs, FrameSlice::new_borrowed(row));
    let columns = reader.clone().columns();
    let value = R::read(&mut reader, &plan).map_err(ReadError::Row)?;
    assert!(reader.rest().is_empty(), "the reader stands after the row");
    assert_eq!(R::deserialize(columns.map_err(ReadError::Row)?).map_err(ReadError::Row)?, value);
    Ok(value)
}

/// What `value` writes, its length included.
fn value(value: &impl SerializeValue, typ: &ColumnType<'_>) -> Result<Vec<u8>, SerializationError> {
    let mut bytes = Vec::new();
    value.serialize(typ, CellWriter::new(&mut bytes)).map(drop)?;
    Ok(bytes)
}

/// Reads a value that is not null, its length not included.
fn read_value<'a, T: DeserializeValue<'a, 'a>>(typ: &'a ColumnType<'a>, bytes: &'a [u8]) -> Result<T, ReadError> {
    T::type_check(typ).map_err(ReadError::Columns)?;
    T::deserialize(typ, Some(FrameSlice::new_borrowed(bytes))).map_err(ReadError::Row)
}

/// Reads null.
fn read_null<'a, T: DeserializeValue<'a, 'a>>(typ: &'a ColumnType<'a>) -> Result<T, ReadError> {
    T::type_check(typ).map_err(ReadError::Columns)?;
    T::deserialize(typ, None).map_err(ReadError::Row)
}

#[track_caller]
fn assert_error<T: std::fmt::Debug, E: std::fmt::Display>(result: Result<T, E>, expected: &str) {
    match result {
        Ok(value) => panic!("expected an error, got {value:?}"),
        Err(error) => assert_eq!(error.to_string(), expected),
    }
}
