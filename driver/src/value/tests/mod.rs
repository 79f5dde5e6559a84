mod absent;
mod batch;
mod column_writer;
mod columns;
mod display;
mod error_texts;
mod forms;
mod golden;
mod hostile;
mod raw_rows;
mod round_trip;
mod rows;
mod values;

use bytes::Bytes;
use proptest::prelude::*;

use super::cell_writer::CellWriter;
use super::deserialize::DeserializeValue;
use super::error::{DeserializationError, SerializationError};
use super::frame_slice::FrameSlice;
use super::serialize::SerializeValue;
use crate::wire::column::{CollectionType, ColumnType, NativeType, UserDefinedType};

const NATIVES: [NativeType; 20] = [
    NativeType::Ascii,
    NativeType::BigInt,
    NativeType::Blob,
    NativeType::Boolean,
    NativeType::Counter,
    NativeType::Date,
    NativeType::Decimal,
    NativeType::Double,
    NativeType::Duration,
    NativeType::Float,
    NativeType::Inet,
    NativeType::Int,
    NativeType::SmallInt,
    NativeType::Text,
    NativeType::Time,
    NativeType::Timestamp,
    NativeType::Timeuuid,
    NativeType::TinyInt,
    NativeType::Uuid,
    NativeType::Varint,
];

pub(super) const fn native(native: NativeType) -> ColumnType<'static> {
    ColumnType::Native(native)
}

pub(super) fn list(element: ColumnType<'static>) -> ColumnType<'static> {
    ColumnType::Collection { frozen: false, typ: CollectionType::List(Box::new(element)) }
}

pub(super) fn set(element: ColumnType<'static>) -> ColumnType<'static> {
    ColumnType::Collection { frozen: false, typ: CollectionType::Set(Box::new(element)) }
}

pub(super) fn map(key: ColumnType<'static>, value: ColumnType<'static>) -> ColumnType<'static> {
    ColumnType::Collection { frozen: false, typ: CollectionType::Map(Box::new(key), Box::new(value)) }
}

pub(super) fn vector(element: ColumnType<'static>, dimensions: u16) -> ColumnType<'static> {
    ColumnType::Vector { typ: Box::new(element), dimensions }
}

fn udt(fields: impl IntoIterator<Item = (&'static str, ColumnType<'static>)>) -> ColumnType<'static> {
    let fields = fields.into_iter().map(|(name, typ)| (name.into(), typ)).collect();
    ColumnType::UserDefinedType { frozen: true, definition: UserDefinedType::new("ks", "udt", fields).into() }
}

/// The bytes of the cell, its length included.
pub(super) fn write<T: SerializeValue + ?Sized>(
    typ: &ColumnType<'_>,
    value: &T,
) -> Result<Vec<u8>, SerializationError> {
    let mut buf = Vec::new();
    value.serialize(typ, CellWriter::new(&mut buf))?;
    Ok(buf)
}

/// Reads a cell that holds nothing else.
pub(super) fn read<'a, T: DeserializeValue<'a, 'a>>(
    typ: &'a ColumnType<'a>,
    cell: &'a Bytes,
) -> Result<T, DeserializationError> {
    T::type_check(typ).expect("the type fits");
    let mut rest = FrameSlice::new(cell);
    let value = rest.read_cql_bytes().expect("a whole cell");
    assert!(rest.is_empty(), "{} bytes after the cell", rest.as_slice().len());
    T::deserialize(typ, value)
}

/// A cell of these bytes.
pub(super) fn cell(contents: &[u8]) -> Bytes {
    let len = i32::try_from(contents.len()).expect("a short cell");
    [&len.to_be_bytes(), contents].concat().into()
}

fn any_native() -> impl Strategy<Value = ColumnType<'static>> {
    proptest::sample::select(NATIVES.to_vec()).prop_map(ColumnType::Native)
}

/// Any type, nested up to three deep.
fn any_type() -> impl Strategy<Value = ColumnType<'static>> {
    any_native().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(list),
            inner.clone().prop_map(set),
            (inner.clone(), inner.clone()).prop_map(|(key, value)| map(key, value)),
            (inner.clone(), 1..4_u16).prop_map(|(element, dimensions)| vector(element, dimensions)),
            proptest::collection::vec(inner.clone(), 1..4).prop_map(ColumnType::Tuple),
            proptest::collection::vec(inner, 1..4).prop_map(|types| udt(["a", "b", "c"].into_iter().zip(types))),
        ]
    })
}
