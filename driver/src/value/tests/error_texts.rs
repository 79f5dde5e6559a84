//! What errors say: the column, the Rust type, the CQL type and the cause, in one line.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::net::IpAddr;

use bytes::Bytes;

use super::{cell, list, map, native, read, set, udt, vector, write};
use crate::value::deserialize::DeserializeValue;
use crate::value::serialize::SerializeValue;
use crate::value::value_error::{BuiltinDeserializationError, BuiltinDeserializationErrorKind, BuiltinTypeCheckError};
use crate::value::{CqlDuration, CqlTime, CqlValue, MaybeEmpty, Unset};
use crate::wire::column::{ColumnType, NativeType};

#[track_caller]
fn check_says<'a, T: DeserializeValue<'a, 'a>>(typ: &ColumnType<'_>, text: &str) {
    let error = T::type_check(typ).expect_err("the type does not fit");
    assert_eq!(error.to_string(), text);
}

#[track_caller]
fn write_says<T: SerializeValue + ?Sized>(typ: &ColumnType<'_>, value: &T, text: &str) {
    assert_eq!(write(typ, value).expect_err("the value does not fit").to_string(), text);
}

#[track_caller]
fn read_says<T: for<'a> DeserializeValue<'a, 'a>>(typ: &ColumnType<'static>, cell: &Bytes, text: &str) {
    let Err(error) = read::<T>(typ, cell) else { panic!("the bytes are no value") };
    assert_eq!(error.to_string(), text);
}

const INT: ColumnType<'static> = native(NativeType::Int);
const TEXT: ColumnType<'static> = native(NativeType::Text);

#[test]
fn of_types_that_do_not_fit() {
    check_says::<i64>(&INT, "cannot read int as i64: expected bigint");
    check_says::<String>(&INT, "cannot read int as String: expected text or ascii");
    check_says::<&[u8]>(&TEXT, "cannot read text as &[u8]: expected blob or a custom type");
    check_says::<Option<IpAddr>>(&TEXT, "cannot read text as IpAddr: expected inet");
    check_says::<Vec<i32>>(&INT, "cannot read int as Vec<i32>: expected list, set or vector");
    check_says::<Vec<i32>>(
        &list(TEXT),
        "cannot read list<text> as Vec<i32>: element: cannot read text as i32: expected int",
    );
    check_says::<HashSet<i32>>(&list(INT), "cannot read list<int> as HashSet<i32>: expected set");
    check_says::<HashMap<i32, i32>>(
        &map(INT, TEXT),
        "cannot read map<int, text> as HashMap<i32, i32>: value: cannot read text as i32: expected int",
    );
    check_says::<HashMap<i32, i32>>(
        &map(TEXT, INT),
        "cannot read map<text, int> as HashMap<i32, i32>: key: cannot read text as i32: expected int",
    );
    check_says::<(i32,)>(
        &ColumnType::Tuple(vec![INT, INT]),
        "cannot read tuple<int, int> as (i32,): expected 1 elements, got 2",
    );
    check_says::<(i32, i32)>(
        &ColumnType::Tuple(vec![INT, TEXT]),
        "cannot read tuple<int, text> as (i32, i32): field `1`: cannot read text as i32: expected int",
    );
    check_says::<[i32; 2]>(&vector(INT, 3), "cannot read vector<int, 3> as [i32; 2]: expected 2 elements, got 3");
}

#[test]
fn of_values_that_cannot_be_written() {
    write_says(&INT, &1_i64, "cannot write i64 as int: expected bigint");
    write_says(&INT, "a", "cannot write str as int: expected text or ascii");
    write_says(&native(NativeType::Ascii), "é", "cannot write str as ascii: the text is not ASCII");
    write_says(&native(NativeType::Time), &CqlTime(-1), "cannot write CqlTime as time: the value is out of range");
    let mixed = CqlDuration { months: 1, days: -1, nanoseconds: 0 };
    write_says(
        &native(NativeType::Duration),
        &mixed,
        "cannot write CqlDuration as duration: months, days and nanoseconds have different signs",
    );
    write_says(&TEXT, &MaybeEmpty::<i32>::Empty, "cannot write MaybeEmpty<i32> as text: the type has no empty value");
    write_says(
        &list(INT),
        &[1_i64][..],
        "cannot write [i64] as list<int>: element 0: cannot write i64 as int: expected bigint",
    );
    write_says(
        &list(INT),
        &vec![Unset],
        "cannot write [Unset] as list<int>: element 0: cannot write Unset as int: only a whole bind marker can be unset",
    );
    write_says(
        &vector(INT, 1),
        &[None::<i32>],
        "cannot write [Option<i32>] as vector<int, 1>: element 0: cannot write Option<i32> as int: a list, set, map or \
         vector cannot hold null",
    );
    write_says(&vector(INT, 3), &[1_i32], "cannot write [i32] as vector<int, 3>: expected 3 elements, got 1");
    write_says(
        &map(INT, INT),
        &HashMap::from([(1_i32, "a")]),
        "cannot write HashMap<i32, &str> as map<int, int>: value of entry 0: cannot write str as int: \
         expected text or ascii",
    );
    write_says(
        &ColumnType::Tuple(vec![INT, INT]),
        &(1_i32, Unset),
        "cannot write (i32, Unset) as tuple<int, int>: field `1`: cannot write Unset as int: only a whole bind marker can \
         be unset",
    );
    write_says(
        &ColumnType::Tuple(vec![INT, TEXT]),
        &(1_i32, "a", 2_i64),
        "cannot write (i32, &str, i64) as tuple<int, text>: expected 2 elements, got 3",
    );
    write_says(
        &ColumnType::Tuple(vec![INT]),
        &CqlValue::Tuple(vec![None, None]),
        "cannot write CqlValue as tuple<int>: expected 1 elements, got 2",
    );
    let value = |name: &str, field: &str| CqlValue::UserDefinedType {
        keyspace: "ks".to_owned(),
        name: name.to_owned(),
        fields: vec![(field.to_owned(), Some(CqlValue::Text("x".to_owned())))],
    };
    let typ = udt([("a", INT)]);
    write_says(
        &typ,
        &value("udt", "a"),
        "cannot write CqlValue as frozen<udt>: field `a`: cannot write str as int: expected text or ascii",
    );
    write_says(
        &typ,
        &value("udt", "b"),
        "cannot write CqlValue as frozen<udt>: the type has no field `b`; there are `a`",
    );
    write_says(&typ, &value("other", "a"), "cannot write CqlValue as frozen<udt>: the value is of type ks.other");
}

#[test]
fn of_bytes_that_are_no_value() {
    let null = Bytes::from_static(&[255; 4]);
    read_says::<i32>(&INT, &null, "cannot read int as i32: the value is null; read it as `Option<i32>`");
    read_says::<i32>(&INT, &cell(&[1, 2]), "cannot read int as i32: expected 4 bytes, got 2");
    read_says::<String>(
        &TEXT,
        &cell(&[b'a', 0xFF]),
        "cannot read text as String: invalid utf-8 sequence of 1 bytes from index 1",
    );
    let ascii = native(NativeType::Ascii);
    read_says::<String>(&ascii, &cell("é".as_bytes()), "cannot read ascii as String: the text is not ASCII");
    let inet = native(NativeType::Inet);
    read_says::<IpAddr>(&inet, &cell(&[1]), "cannot read inet as IpAddr: expected 4 or 16 bytes, got 1");
    let time = native(NativeType::Time);
    read_says::<CqlTime>(&time, &cell(&[255; 8]), "cannot read time as CqlTime: the value is out of range");
    read_says::<Vec<i32>>(
        &list(INT),
        &cell(&[0, 0, 0, 1, 0, 0, 0, 9]),
        "cannot read list<int> as Vec<i32>: the value ends inside an element",
    );
    read_says::<Vec<i32>>(
        &list(INT),
        &cell(&[0, 0, 0, 1, 0, 0, 0, 1, 1]),
        "cannot read list<int> as Vec<i32>: element: cannot read int as i32: expected 4 bytes, got 1",
    );
    read_says::<Vec<i32>>(&list(INT), &cell(&[255; 4]), "cannot read list<int> as Vec<i32>: negative count -1");
    read_says::<HashSet<i32>>(
        &set(INT),
        &cell(&[0]),
        "cannot read set<int> as HashSet<i32>: the value ends inside its count",
    );
    read_says::<(i32,)>(
        &ColumnType::Tuple(vec![INT]),
        &cell(&[255; 4]),
        "cannot read tuple<int> as (i32,): field `0`: cannot read int as i32: the value is null; read it as `Option<i32>`",
    );
}

#[test]
fn the_chain_of_causes_is_kept_and_each_is_shown_once() {
    let typ = list(INT);
    let bytes = cell(&[0, 0, 0, 1, 0, 0, 0, 1, 1]);
    let error = read::<Vec<i32>>(&typ, &bytes).unwrap_err();
    let outer: &BuiltinDeserializationError = error.downcast_ref().expect("built in");
    let BuiltinDeserializationErrorKind::ElementDeserializationFailed(cause) = &outer.kind else {
        panic!("another kind: {outer}")
    };
    assert_eq!(cause.to_string(), "cannot read int as i32: expected 4 bytes, got 1");
    assert!(error.source().is_none() && outer.source().is_none() && cause.source().is_none());
    assert_eq!(format!("{error:?}"), error.to_string());

    let error = Vec::<i32>::type_check(&list(TEXT)).unwrap_err();
    assert!(error.downcast_ref::<BuiltinTypeCheckError>().is_some());
    assert!(error.source().is_none());

    let error = write(&list(INT), &["a"]).unwrap_err();
    assert!(error.source().is_none());
    assert_eq!(error.to_string().matches("cannot write str as int").count(), 1);
}
