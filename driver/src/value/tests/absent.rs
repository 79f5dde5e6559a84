//! Null, unset and empty values, alone and inside every collection.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::IpAddr;

use bytes::Bytes;
use proptest::prelude::*;
use uuid::Uuid;

use super::{any_type, cell, list, map, native, read, set, udt, vector, write};
use crate::value::deserialize::DeserializeValue;
use crate::value::empty::{Emptiable, has_empty_value};
use crate::value::serialize::SerializeValue;
use crate::value::{
    CqlDate, CqlDecimal, CqlTime, CqlTimestamp, CqlTimeuuid, CqlValue, CqlVarint, Elements, Entries, MaybeEmpty,
    MaybeUnset, Unset,
};
use crate::wire::column::{ColumnType, NativeType};

const NULL: [u8; 4] = [255; 4];

#[test]
fn every_type_that_has_an_empty_value_is_read_and_written_so() {
    fn empty<T>(native_type: NativeType)
    where
        T: Emptiable + SerializeValue + for<'a> DeserializeValue<'a, 'a> + std::fmt::Debug + PartialEq,
    {
        let typ = native(native_type);
        assert_eq!(write(&typ, &MaybeEmpty::<T>::Empty).unwrap(), cell(&[]), "{typ}");
        assert_eq!(read::<MaybeEmpty<T>>(&typ, &cell(&[])).unwrap(), MaybeEmpty::Empty, "{typ}");
        assert!(read::<T>(&typ, &cell(&[])).is_err(), "{typ}");
        assert_eq!(read::<CqlValue>(&typ, &cell(&[])).unwrap(), CqlValue::Empty, "{typ}");
        assert_eq!(write(&typ, &CqlValue::Empty).unwrap(), cell(&[]), "{typ}");
        assert_eq!(read::<Option<MaybeEmpty<T>>>(&typ, &Bytes::from_static(&NULL)).unwrap(), None, "{typ}");
        assert!(read::<MaybeEmpty<T>>(&typ, &Bytes::from_static(&NULL)).is_err(), "{typ}");
    }
    empty::<bool>(NativeType::Boolean);
    empty::<i8>(NativeType::TinyInt);
    empty::<i16>(NativeType::SmallInt);
    empty::<i32>(NativeType::Int);
    empty::<i64>(NativeType::BigInt);
    empty::<i128>(NativeType::Varint);
    empty::<f32>(NativeType::Float);
    empty::<f64>(NativeType::Double);
    empty::<CqlVarint>(NativeType::Varint);
    empty::<CqlDecimal>(NativeType::Decimal);
    empty::<CqlDate>(NativeType::Date);
    empty::<CqlTime>(NativeType::Time);
    empty::<CqlTimestamp>(NativeType::Timestamp);
    empty::<CqlTimeuuid>(NativeType::Timeuuid);
    empty::<IpAddr>(NativeType::Inet);
    empty::<Uuid>(NativeType::Uuid);
}

#[test]
fn types_without_an_empty_value_refuse_it() {
    for typ in [NativeType::Counter, NativeType::Duration, NativeType::Text, NativeType::Ascii, NativeType::Blob] {
        assert!(write(&native(typ), &CqlValue::Empty).is_err(), "{}", typ.name());
    }
    assert!(write(&list(native(NativeType::Int)), &CqlValue::Empty).is_err());
    assert_eq!(read::<CqlValue>(&native(NativeType::Text), &cell(&[])).unwrap(), CqlValue::Text(String::new()));
    assert!(read::<CqlValue>(&native(NativeType::Counter), &cell(&[])).is_err());
    assert!(read::<CqlValue>(&native(NativeType::Duration), &cell(&[])).is_err());
}

#[test]
fn empty_values_stand_in_every_collection() {
    let int = || native(NativeType::Int);
    let some = [MaybeEmpty::Value(7_i32), MaybeEmpty::Empty];
    let elements = [0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0, 7, 0, 0, 0, 0];
    for typ in [list(int()), set(int())] {
        assert_eq!(write(&typ, &some).unwrap(), cell(&elements));
        assert_eq!(read::<Vec<MaybeEmpty<i32>>>(&typ, &cell(&elements)).unwrap(), some);
        assert!(read::<Vec<i32>>(&typ, &cell(&elements)).is_err());
    }
    let ordered = BTreeSet::from([MaybeEmpty::Empty::<i32>]);
    assert_eq!(write(&set(int()), &ordered).unwrap(), cell(&[0, 0, 0, 1, 0, 0, 0, 0]));
    let typ = map(int(), int());
    let entries = BTreeMap::from([(MaybeEmpty::Empty::<i32>, MaybeEmpty::Empty::<i32>)]);
    let bytes = cell(&[0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(write(&typ, &entries).unwrap(), bytes);
    assert_eq!(read::<BTreeMap<MaybeEmpty<i32>, MaybeEmpty<i32>>>(&typ, &bytes).unwrap(), entries);
    let typ = ColumnType::Tuple(vec![int(), int()]);
    let bytes = cell(&[0, 0, 0, 0, 255, 255, 255, 255]);
    assert_eq!(write(&typ, &(MaybeEmpty::<i32>::Empty, None::<i32>)).unwrap(), bytes);
    assert_eq!(read::<(MaybeEmpty<i32>, Option<MaybeEmpty<i32>>)>(&typ, &bytes).unwrap(), (MaybeEmpty::Empty, None));
    // Of an element whose type has a fixed size, a vector has no length that could say that it is empty.
    let vectors = vector(int(), 2);
    let error = write(&vectors, &some).unwrap_err().to_string();
    assert!(
        error.ends_with("element 1: cannot write MaybeEmpty<i32> as int: expected elements of 4 bytes, got 0"),
        "{error}"
    );
    let vectors = vector(native(NativeType::SmallInt), 2);
    let some = [MaybeEmpty::Empty, MaybeEmpty::Value(7_i16)];
    assert_eq!(write(&vectors, &some).unwrap(), cell(&[0, 2, 0, 7]));
    assert_eq!(read::<[MaybeEmpty<i16>; 2]>(&vectors, &cell(&[0, 2, 0, 7])).unwrap(), some);
}

/// `list`, `set`, `map` and `vector` of values that the server dereferences without asking whether they are there.
#[test]
fn no_collection_is_written_with_a_null_inside() {
    let int = || native(NativeType::Int);
    let pair = || ColumnType::Tuple(vec![int(), int()]);
    let refused = [
        (write(&list(int()), &[Some(1), None]), "element 1"),
        (write(&set(int()), &[None::<i32>]), "element 0"),
        (write(&vector(int(), 2), &[Some(1), None]), "element 1"),
        (write(&vector(native(NativeType::Text), 2), &[Some("a"), None]), "element 1"),
        (write(&set(int()), &BTreeSet::from([None, Some(1)])), "element 0"),
        (write(&list(int()), &VecDeque::from([Some(1), Some(2), None])), "element 2"),
        (write(&list(int()), &Elements::new([Some(1), None].iter())), "element 1"),
        (write(&map(int(), int()), &BTreeMap::from([(1, Some(1)), (2, None)])), "value of entry 1"),
        (write(&map(int(), int()), &BTreeMap::from([(None::<i32>, 1)])), "key of entry 0"),
        (write(&map(int(), int()), &Entries::new([(1, None::<i32>)])), "value of entry 0"),
        (write(&list(list(int())), &[vec![Some(1)], vec![Some(2), None]]), "element 1: cannot write [Option<i32>]"),
        (write(&list(list(int())), &[Some(vec![1]), None]), "element 1"),
        (write(&list(pair()), &[Some((1, 2)), None]), "element 1"),
        (write(&list(vector(int(), 1)), &[[None::<i32>]]), "element 0: cannot write [Option<i32>]"),
        (write(&ColumnType::Tuple(vec![list(int())]), &(vec![None::<i32>],)), "field `0`"),
        (write(&list(int()), &Some(&[None::<i32>])), "element 0"),
    ];
    for (written, place) in refused {
        let error = written.unwrap_err().to_string();
        assert!(error.contains(place), "no `{place}` in: {error}");
        assert!(error.ends_with("a list, set, map or vector cannot hold null"), "{error}");
    }
    // Fields of tuples and user-defined types may be null, wherever these stand.
    write(&list(pair()), &[(None::<i32>, Some(1))]).unwrap();
    write(&list(pair()), &[CqlValue::Tuple(vec![None, Some(CqlValue::Int(1))])]).unwrap();
    // Whatever wrote it, it can be read.
    let null = cell(&[&[0, 0, 0, 1], &NULL[..]].concat());
    assert_eq!(read::<Vec<Option<i32>>>(&list(int()), &null).unwrap(), [None]);
    assert!(read::<Vec<i32>>(&list(int()), &null).is_err());
    let null = cell(&[&[0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 1], &NULL[..]].concat());
    let back: BTreeMap<i32, Option<i32>> = read(&map(int(), int()), &null).unwrap();
    assert_eq!(back, BTreeMap::from([(1, None)]));
}

#[test]
fn only_a_whole_marker_is_unset() {
    let int = || native(NativeType::Int);
    let unset = MaybeUnset::<i32>::Unset;
    for (error, place) in [
        (write(&list(int()), &[MaybeUnset::Set(1), unset]).unwrap_err(), "element 1"),
        (write(&set(int()), &[Unset]).unwrap_err(), "element 0"),
        (write(&vector(int(), 1), &[unset]).unwrap_err(), "element 0"),
        (write(&map(int(), int()), &BTreeMap::from([(1_i32, unset)])).unwrap_err(), "value of entry 0"),
        (write(&map(int(), int()), &Entries::new([(unset, 1)])).unwrap_err(), "key of entry 0"),
        (write(&ColumnType::Tuple(vec![int()]), &(unset,)).unwrap_err(), "field `0`"),
    ] {
        assert!(error.to_string().contains("unset") && error.to_string().contains(place), "{error}");
    }
    for typ in [int(), list(int()), udt([("a", int())]), vector(int(), 2)] {
        assert_eq!(write(&typ, &Unset).unwrap(), [255, 255, 255, 254]);
    }
}

#[test]
fn a_tuple_may_end_before_its_type_does() {
    let typ = ColumnType::Tuple(vec![native(NativeType::Int), native(NativeType::Text), native(NativeType::BigInt)]);
    let short = cell(&[0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 1, b'x']);
    assert_eq!(write(&typ, &(1, "x")).unwrap(), short);
    assert_eq!(write(&typ, &(1,)).unwrap(), cell(&[0, 0, 0, 4, 0, 0, 0, 1]));
    let dynamic = CqlValue::Tuple(vec![Some(CqlValue::Int(1)), Some(CqlValue::Text("x".to_owned()))]);
    assert_eq!(write(&typ, &dynamic).unwrap(), short);
    // Inside other values too, whose own lengths tell where it ends.
    let whole = [&[0, 0, 0, 2][..], &short, &short].concat();
    assert_eq!(write(&list(typ.clone()), &[(1, "x"), (1, "x")]).unwrap(), cell(&whole));
    let whole = [&[0, 0, 0, 1][..], &[0, 0, 0, 4, 0, 0, 0, 7], &short].concat();
    assert_eq!(
        write(&map(native(NativeType::Int), typ.clone()), &BTreeMap::from([(7, (1, "x"))])).unwrap(),
        cell(&whole)
    );
    assert_eq!(write(&ColumnType::Tuple(vec![typ.clone(), typ.clone()]), &((1, "x"),)).unwrap(), cell(&short));
    // What is not there is read as null.
    let read_back: (i32, Option<String>, Option<i64>) = read(&typ, &short).unwrap();
    assert_eq!(read_back, (1, Some("x".to_owned()), None));
    let error = read::<(i32, String, i64)>(&typ, &short).unwrap_err().to_string();
    assert!(
        error.ends_with("field `2`: cannot read bigint as i64: the value is null; read it as `Option<i64>`"),
        "{error}"
    );
    let all = vec![Some(CqlValue::Int(1)), Some(CqlValue::Text("x".to_owned())), None];
    assert_eq!(read::<CqlValue>(&typ, &short).unwrap(), CqlValue::Tuple(all));
    // A value that is longer than its type is not CQL, and a field too few would be lost when it is read.
    assert!(write(&typ, &(1, "x", 2_i64, 3)).is_err());
    assert!(<(i32, String)>::type_check(&typ).is_err());
    // What is there has its type.
    assert!(write(&typ, &("x",)).is_err());
}

#[test]
fn user_types_have_nulls_empties_and_fields_that_are_not_there() {
    let typ =
        udt([("a", native(NativeType::Int)), ("B", native(NativeType::Int)), ("select", native(NativeType::Text))]);
    let value = |fields: Vec<(&str, Option<CqlValue>)>| CqlValue::UserDefinedType {
        keyspace: "ks".to_owned(),
        name: "udt".to_owned(),
        fields: fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
    };
    let bytes = write(&typ, &value(vec![("B", Some(CqlValue::Empty))])).unwrap();
    assert_eq!(bytes, cell(&[&NULL[..], &[0; 4], &NULL[..]].concat()));
    let back: CqlValue = read(&typ, &Bytes::from(bytes)).unwrap();
    assert_eq!(back, value(vec![("a", None), ("B", Some(CqlValue::Empty)), ("select", None)]));
    assert_eq!(back.to_string(), r#"{a: null, "B": 0x, "select": null}"#);
    // What follows the last field that is known belongs to fields that were added since.
    let longer = cell(&[&NULL[..], &NULL[..], &NULL[..], &[0, 0, 0, 1, 9]].concat());
    assert_eq!(read::<CqlValue>(&typ, &longer).unwrap(), value(vec![("a", None), ("B", None), ("select", None)]));
}

proptest! {
    #[test]
    fn null_and_the_empty_value_are_told_apart_in_any_type(typ in any_type()) {
        let null = write(&typ, &None::<CqlValue>).unwrap();
        prop_assert_eq!(&null[..], &NULL[..]);
        prop_assert_eq!(read::<Option<CqlValue>>(&typ, &Bytes::from(null)).unwrap(), None);
        if has_empty_value(&typ) {
            let empty = Bytes::from(write(&typ, &CqlValue::Empty).unwrap());
            prop_assert_eq!(read::<Option<CqlValue>>(&typ, &empty).unwrap(), Some(CqlValue::Empty));
        } else {
            prop_assert!(write(&typ, &CqlValue::Empty).is_err());
        }
    }
}
