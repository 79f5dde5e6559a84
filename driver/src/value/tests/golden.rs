//! The bytes of each type, as sections 5 and 6 of the specification say them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Debug;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use bytes::Bytes;
use uuid::Uuid;

use super::{cell, list, map, native, read, set, udt, vector, write};
use crate::value::deserialize::DeserializeValue;
use crate::value::serialize::SerializeValue;
use crate::value::{
    Counter, CqlDate, CqlDecimal, CqlDuration, CqlTime, CqlTimestamp, CqlTimeuuid, CqlValue, CqlVarint, MaybeEmpty,
    MaybeUnset, Unset,
};
use crate::wire::column::{ColumnType, NativeType};

/// `value` is written as `contents`, read back from them, and refused for every type that does not fit.
fn both_ways<T>(typ: &ColumnType<'static>, value: &T, contents: &[u8])
where
    T: SerializeValue + for<'a> DeserializeValue<'a, 'a> + PartialEq + Debug,
{
    assert_eq!(write(typ, value).unwrap(), cell(contents), "{typ}");
    assert_eq!(read::<T>(typ, &cell(contents)).unwrap(), *value, "{typ}");
    for other in super::NATIVES.map(native) {
        let fits = T::type_check(&other).is_ok();
        assert_eq!(fits, write(&other, value).is_ok(), "{value:?} as {other}");
        assert!(!fits || &other == typ || is_text(&other) && is_text(typ), "{value:?} as {other}");
    }
}

fn is_text(typ: &ColumnType<'_>) -> bool {
    matches!(typ, ColumnType::Native(NativeType::Text | NativeType::Ascii))
}

#[test]
fn numbers() {
    both_ways(&native(NativeType::TinyInt), &-2_i8, &[0xFE]);
    both_ways(&native(NativeType::SmallInt), &258_i16, &[1, 2]);
    both_ways(&native(NativeType::Int), &0x0102_0304_i32, &[1, 2, 3, 4]);
    both_ways(&native(NativeType::BigInt), &-1_i64, &[0xFF; 8]);
    both_ways(&native(NativeType::Counter), &Counter(1), &[0, 0, 0, 0, 0, 0, 0, 1]);
    both_ways(&native(NativeType::Float), &1.5_f32, &[0x3F, 0xC0, 0, 0]);
    both_ways(&native(NativeType::Double), &-1.5_f64, &[0xBF, 0xF8, 0, 0, 0, 0, 0, 0]);
}

#[test]
fn booleans() {
    both_ways(&native(NativeType::Boolean), &true, &[1]);
    both_ways(&native(NativeType::Boolean), &false, &[0]);
    // native_protocol_v5 §5.3: "any non-zero value is also true".
    assert!(read::<bool>(&native(NativeType::Boolean), &cell(&[2])).unwrap());
}

#[test]
fn varints_are_those_of_the_table_in_the_specification() {
    let table: [(i64, &[u8]); 8] = [
        (0, &[0x00]),
        (1, &[0x01]),
        (127, &[0x7F]),
        (128, &[0x00, 0x80]),
        (129, &[0x00, 0x81]),
        (-1, &[0xFF]),
        (-128, &[0x80]),
        (-129, &[0xFF, 0x7F]),
    ];
    for (value, contents) in table {
        both_ways(&native(NativeType::Varint), &CqlVarint::from(value), contents);
    }
}

#[test]
fn decimals() {
    let decimal = CqlDecimal::from_signed_be_bytes_slice_and_exponent(&[0x04, 0xE2], 2);
    both_ways(&native(NativeType::Decimal), &decimal, &[0, 0, 0, 2, 0x04, 0xE2]);
    let small = CqlDecimal::from_signed_be_bytes_slice_and_exponent(&[0xFF], -3);
    both_ways(&native(NativeType::Decimal), &small, &[0xFF, 0xFF, 0xFF, 0xFD, 0xFF]);
}

#[test]
fn times() {
    both_ways(&native(NativeType::Timestamp), &CqlTimestamp(-1), &[0xFF; 8]);
    both_ways(&native(NativeType::Date), &CqlDate(1 << 31), &[0x80, 0, 0, 0]);
    both_ways(&native(NativeType::Time), &CqlTime(258), &[0, 0, 0, 0, 0, 0, 1, 2]);
    let duration = CqlDuration { months: 1, days: 2, nanoseconds: 3 };
    both_ways(&native(NativeType::Duration), &duration, &[2, 4, 6]);
    let duration = CqlDuration { months: -1, days: -2, nanoseconds: -128 };
    both_ways(&native(NativeType::Duration), &duration, &[1, 3, 0x80, 0xFF]);
}

#[test]
fn uuids_and_addresses() {
    let bytes: [u8; 16] = std::array::from_fn(|index| u8::try_from(index).unwrap());
    both_ways(&native(NativeType::Uuid), &Uuid::from_bytes(bytes), &bytes);
    both_ways(&native(NativeType::Timeuuid), &CqlTimeuuid::from_bytes(bytes), &bytes);
    both_ways(&native(NativeType::Inet), &IpAddr::from(Ipv4Addr::LOCALHOST), &[127, 0, 0, 1]);
    both_ways(&native(NativeType::Inet), &IpAddr::from(Ipv6Addr::from(bytes)), &bytes);
}

#[test]
fn texts() {
    let text = native(NativeType::Text);
    both_ways(&text, &"a".to_owned(), b"a");
    both_ways::<Box<str>>(&text, &"".into(), b"");
    both_ways::<Arc<str>>(&native(NativeType::Ascii), &"b".into(), b"b");
    assert_eq!(read::<String>(&text, &cell("é€".as_bytes())).unwrap(), "é€");
    assert_eq!(write(&text, &std::borrow::Cow::Borrowed("é")).unwrap(), cell("é".as_bytes()));
    let frame = cell(b"borrowed");
    let borrowed: &str = read(&text, &frame).unwrap();
    assert_eq!(borrowed.as_ptr(), frame[4..].as_ptr());
}

#[test]
fn blobs() {
    let blob = native(NativeType::Blob);
    both_ways(&blob, &vec![1_u8, 2], &[1, 2]);
    both_ways(&blob, &Bytes::from_static(&[1, 2]), &[1, 2]);
    both_ways(&blob, &[1_u8, 2], &[1, 2]);
    let frame = cell(&[1, 2]);
    assert_eq!(read::<&[u8]>(&blob, &frame).unwrap().as_ptr(), frame[4..].as_ptr());
    assert_eq!(read::<Bytes>(&blob, &frame).unwrap().as_ptr(), frame[4..].as_ptr());
    let custom = ColumnType::Custom("org.example.Class".into());
    assert_eq!(write(&custom, &[1_u8, 2][..]).unwrap(), frame);
    assert_eq!(read::<CqlValue>(&custom, &frame).unwrap(), CqlValue::Blob(vec![1, 2]));
}

#[test]
fn lists_and_sets() {
    let contents = [0, 0, 0, 2, 0, 0, 0, 1, 7, 0, 0, 0, 1, 8];
    both_ways(&list(native(NativeType::TinyInt)), &vec![7_i8, 8], &contents);
    both_ways(&set(native(NativeType::TinyInt)), &vec![7_i8, 8], &contents);
    both_ways(&set(native(NativeType::TinyInt)), &BTreeSet::from([8_i8, 7]), &contents);
    both_ways(&set(native(NativeType::TinyInt)), &HashSet::<i8>::from([7]), &[0, 0, 0, 1, 0, 0, 0, 1, 7]);
    assert_eq!(write(&list(native(NativeType::TinyInt)), &[7_i8, 8]).unwrap(), cell(&contents));
    assert!(write(&list(native(NativeType::TinyInt)), &BTreeSet::from([7_i8])).is_err());
    // Nobody can write a null inside, but it is read.
    let null = cell(&[0, 0, 0, 1, 255, 255, 255, 255]);
    assert_eq!(read::<Vec<Option<i32>>>(&list(native(NativeType::Int)), &null).unwrap(), [None]);
}

#[test]
fn maps() {
    let typ = map(native(NativeType::Text), native(NativeType::TinyInt));
    let contents = [0, 0, 0, 1, 0, 0, 0, 1, b'a', 0, 0, 0, 1, 7];
    both_ways(&typ, &HashMap::from([("a".to_owned(), 7_i8)]), &contents);
    both_ways(&typ, &BTreeMap::from([("a".to_owned(), 7_i8)]), &contents);
}

#[test]
fn an_empty_collection_may_come_as_null() {
    let null = Bytes::from_static(&[255; 4]);
    assert_eq!(read::<Vec<i32>>(&list(native(NativeType::Int)), &null).unwrap(), Vec::<i32>::new());
    assert_eq!(read::<HashSet<i32>>(&set(native(NativeType::Int)), &null).unwrap(), HashSet::new());
    let typ = map(native(NativeType::Int), native(NativeType::Int));
    assert_eq!(read::<HashMap<i32, i32>>(&typ, &null).unwrap(), HashMap::new());
    assert_eq!(read::<Option<Vec<i32>>>(&list(native(NativeType::Int)), &null).unwrap(), None);
}

#[test]
fn tuples() {
    let typ = ColumnType::Tuple(vec![native(NativeType::TinyInt), native(NativeType::Text)]);
    both_ways(&typ, &(7_i8, Some("a".to_owned())), &[0, 0, 0, 1, 7, 0, 0, 0, 1, b'a']);
    both_ways(&typ, &(7_i8, None::<String>), &[0, 0, 0, 1, 7, 255, 255, 255, 255]);
    // A value older than the tuple's last field, and one newer than the type known here.
    assert_eq!(read::<(i8, Option<&str>)>(&typ, &cell(&[0, 0, 0, 1, 7])).unwrap(), (7, None));
    let newer = cell(&[0, 0, 0, 1, 7, 0, 0, 0, 0, 0, 0, 0, 1, 9]);
    assert_eq!(read::<(i8, &str)>(&typ, &newer).unwrap(), (7, ""));
}

#[test]
fn vectors() {
    both_ways(&vector(native(NativeType::SmallInt), 2), &vec![1_i16, 2], &[2, 0, 1, 2, 0, 2]);
    both_ways(&vector(native(NativeType::Float), 2), &[1.5_f32, 0.0], &[0x3F, 0xC0, 0, 0, 0, 0, 0, 0]);
    both_ways(
        &vector(native(NativeType::Text), 2),
        &vec!["a".to_owned(), "b".repeat(128)],
        &[&[1, b'a', 0x80, 0x80][..], &[b'b'; 128]].concat(),
    );
    let nested = vector(vector(native(NativeType::Int), 1), 2);
    both_ways(&nested, &[[1_i32], [2]], &[0, 0, 0, 1, 0, 0, 0, 2]);
}

#[test]
fn user_defined_types() {
    let typ = udt([("a", native(NativeType::TinyInt)), ("b", native(NativeType::Text))]);
    let value = |fields: &[(&str, Option<CqlValue>)]| CqlValue::UserDefinedType {
        keyspace: "ks".to_owned(),
        name: "udt".to_owned(),
        fields: fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
    };
    let whole = value(&[("a", Some(CqlValue::TinyInt(7))), ("b", None)]);
    let contents = cell(&[0, 0, 0, 1, 7, 255, 255, 255, 255]);
    assert_eq!(write(&typ, &whole).unwrap(), contents);
    assert_eq!(write(&typ, &value(&[("a", Some(CqlValue::TinyInt(7)))])).unwrap(), contents);
    assert_eq!(read::<CqlValue>(&typ, &contents).unwrap(), whole);
    assert_eq!(read::<CqlValue>(&typ, &cell(&[0, 0, 0, 1, 7])).unwrap(), whole);
    assert!(write(&typ, &value(&[("c", None)])).is_err());
}

#[test]
fn null_unset_and_empty() {
    let int = native(NativeType::Int);
    assert_eq!(write(&int, &None::<i32>).unwrap(), [255; 4]);
    assert_eq!(write(&int, &Unset).unwrap(), [255, 255, 255, 254]);
    assert_eq!(write(&int, &MaybeUnset::<i32>::Unset).unwrap(), [255, 255, 255, 254]);
    assert_eq!(write(&int, &MaybeUnset::from_option(Some(1_i32))).unwrap(), [0, 0, 0, 4, 0, 0, 0, 1]);
    assert_eq!(write(&int, &MaybeEmpty::<i32>::Empty).unwrap(), cell(&[]));
    assert_eq!(read::<MaybeEmpty<i32>>(&int, &cell(&[])).unwrap(), MaybeEmpty::Empty);
    both_ways(&int, &MaybeEmpty::Value(1_i32), &[0, 0, 0, 1]);
    assert_eq!(read::<CqlValue>(&int, &cell(&[])).unwrap(), CqlValue::Empty);
    assert_eq!(read::<Option<CqlValue>>(&int, &Bytes::from_static(&[255; 4])).unwrap(), None);
}

#[test]
fn pointers_are_what_they_point_to() {
    let int = native(NativeType::Int);
    both_ways(&int, &Box::new(1_i32), &[0, 0, 0, 1]);
    both_ways(&int, &Arc::new(1_i32), &[0, 0, 0, 1]);
    let dynamic: &dyn SerializeValue = &1_i32;
    assert_eq!(write(&int, &dynamic).unwrap(), [0, 0, 0, 4, 0, 0, 0, 1]);
    assert_eq!(write(&int, &Some(&&1_i32)).unwrap(), [0, 0, 0, 4, 0, 0, 0, 1]);
}
