use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::net::IpAddr;
use std::sync::Arc;

use bytes::Bytes;
use ilium_driver::deserialize::FrameSlice;
use ilium_driver::deserialize::value::{DeserializeValue, ListlikeIterator, MapIterator, UdtIterator, VectorIterator};
use ilium_driver::frame::response::result::ColumnType;
use ilium_driver::serialize::value::SerializeValue;
use ilium_driver::serialize::writers::CellWriter;
use ilium_driver::value::{
    Counter, CqlDate, CqlDecimal, CqlDuration, CqlTime, CqlTimestamp, CqlTimeuuid, CqlValue, CqlVarint, MaybeEmpty,
};

use crate::types::column_type;

/// The bytes of a value of any type, read as every Rust type that fits it; what is read is written and read again.
pub fn value(mut input: &[u8]) {
    let typ = column_type(&mut input, 3);
    dynamic(&typ, input);
    typed(&typ, input);
}

fn dynamic(typ: &ColumnType<'_>, bytes: &[u8]) {
    let Some(Ok(value)) = read::<Option<CqlValue>>(typ, bytes) else { return };
    let Some(value) = value else { return };
    let displayed = value.to_string();
    let mut written = Vec::new();
    // A map or a tuple whose elements are null is read and cannot always be written: then there is nothing to compare.
    if value.serialize(typ, CellWriter::new(&mut written)).is_err() {
        return;
    }
    let contents = written.get(4..).expect("a cell begins with its length");
    let again = read::<Option<CqlValue>>(typ, contents).expect("it was of this type").expect("it was just written");
    assert_eq!(again.expect("a value").to_string(), displayed);
}

fn read<'a, T: DeserializeValue<'a, 'a>>(
    typ: &'a ColumnType<'a>,
    bytes: &'a [u8],
) -> Option<Result<T, ilium_driver::deserialize::DeserializationError>> {
    T::type_check(typ).ok()?;
    Some(T::deserialize(typ, Some(FrameSlice::new_borrowed(bytes))))
}

macro_rules! read_as {
    ($typ:ident, $bytes:ident, $($rust:ty,)+) => {
        $(if let Some(Err(error)) = read::<$rust>($typ, $bytes) {
            assert!(!error.to_string().is_empty());
        })+
    };
}

fn typed(typ: &ColumnType<'_>, bytes: &[u8]) {
    read_as!(
        typ, bytes,
        bool, i8, i16, i32, i64, f32, f64, &str, String, Box<str>, Arc<str>, Cow<'_, str>, &[u8], Vec<u8>, Bytes,
        IpAddr, uuid::Uuid, CqlTimeuuid, CqlDate, CqlTime, CqlTimestamp, CqlDuration, CqlDecimal,
        CqlVarint, Counter, MaybeEmpty<i32>, MaybeEmpty<CqlDecimal>, Option<Vec<Option<i64>>>,
        Vec<CqlValue>, [f32; 2], Vec<f32>, HashSet<i32>, BTreeSet<CqlTimeuuid>, HashMap<String, CqlValue>,
        BTreeMap<i32, Vec<String>>, (i32, Option<String>, CqlValue), (CqlValue, CqlValue), (Vec<u8>,),
    );
    if let Some(Ok(elements)) = read::<ListlikeIterator<'_, '_, CqlValue>>(typ, bytes) {
        elements.for_each(drop);
    }
    if let Some(Ok(entries)) = read::<MapIterator<'_, '_, CqlValue, CqlValue>>(typ, bytes) {
        entries.for_each(drop);
    }
    if let Some(Ok(elements)) = read::<VectorIterator<'_, '_, CqlValue>>(typ, bytes) {
        elements.for_each(drop);
    }
    if let Some(Ok(fields)) = read::<UdtIterator<'_, '_>>(typ, bytes) {
        assert!(fields.count() <= 2, "a type has two fields here");
    }
}
