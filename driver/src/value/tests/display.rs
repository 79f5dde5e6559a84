use super::cell;
use super::values::any_value;
use crate::value::deserialize::DeserializeValue;
use crate::value::frame_slice::FrameSlice;
use crate::value::{
    Counter, CqlDate, CqlDecimal, CqlDuration, CqlTime, CqlTimestamp, CqlTimeuuid, CqlValue, CqlVarint,
};
use crate::wire::column::{ColumnType, NativeType};
use proptest::prelude::*;

#[test]
fn a_value_displays_as_a_literal() {
    let text = |text: &str| CqlValue::Text(text.to_owned());
    let decimal = |unscaled: i64, scale| CqlValue::Decimal(CqlDecimal::new(CqlVarint::from(unscaled), scale));
    let table = [
        (text("it's"), "'it''s'"),
        (CqlValue::Ascii(String::new()), "''"),
        (CqlValue::Blob(vec![0xCA, 0x0E]), "0xca0e"),
        (CqlValue::Boolean(true), "true"),
        (CqlValue::Counter(Counter(-3)), "-3"),
        (CqlValue::Date(CqlDate((1 << 31) + 20_778)), "'2026-11-21'"),
        (decimal(7, -307), "7E307"),
        (decimal(-7, -308), "blobAsDecimal(0xfffffeccf9)"),
        (decimal(0, -400), "0E400"),
        (decimal(7, i32::MIN), "blobAsDecimal(0x8000000007)"),
        (decimal(-7, i32::MAX), "-7E-2147483647"),
        (CqlValue::Double(0.1), "0.1"),
        (CqlValue::Double(2.0), "2.0"),
        (CqlValue::Double(1e300), "1e300"),
        (CqlValue::Double(f64::NAN), "NaN"),
        (CqlValue::Double(f64::NEG_INFINITY), "-Infinity"),
        (CqlValue::Duration(CqlDuration { months: 14, days: 0, nanoseconds: 5 }), "1y2mo5ns"),
        (CqlValue::Duration(CqlDuration { months: 0, days: -2, nanoseconds: 0 }), "-2d"),
        (CqlValue::Duration(CqlDuration { months: 0, days: 0, nanoseconds: 0 }), "0ns"),
        (CqlValue::Float(-1.5), "-1.5"),
        (CqlValue::Inet([127, 0, 0, 1].into()), "'127.0.0.1'"),
        (CqlValue::Time(CqlTime(29_574_123_456_789)), "'08:12:54.123456789'"),
        (CqlValue::Timestamp(CqlTimestamp(1_795_248_774_123)), "'2026-11-21 08:12:54.123+0000'"),
        (CqlValue::Timestamp(CqlTimestamp(-1)), "'1969-12-31 23:59:59.999+0000'"),
        (CqlValue::Timestamp(CqlTimestamp(i64::MIN)), "-9223372036854775808"),
        (CqlValue::Timeuuid(CqlTimeuuid::nil()), "00000000-0000-0000-0000-000000000000"),
        (CqlValue::Varint(CqlVarint::from(-129_i64)), "-129"),
        (CqlValue::Empty, "0x"),
        (CqlValue::List(vec![CqlValue::Int(1), CqlValue::Int(2)]), "[1, 2]"),
        (CqlValue::Set(vec![text("a")]), "{'a'}"),
        (CqlValue::Map(vec![(text("a"), CqlValue::TinyInt(1))]), "{'a': 1}"),
        (CqlValue::Vector(vec![CqlValue::SmallInt(1)]), "[1]"),
        (CqlValue::Tuple(vec![Some(CqlValue::BigInt(1)), None]), "(1, null)"),
        (
            CqlValue::UserDefinedType {
                keyspace: "ks".to_owned(),
                name: "udt".to_owned(),
                fields: vec![("street_1".to_owned(), Some(text("x"))), ("Zip\"".to_owned(), None)],
            },
            "{street_1: 'x', \"Zip\"\"\": null}",
        ),
    ];
    for (value, literal) in table {
        assert_eq!(value.to_string(), literal);
    }
}

#[test]
fn accessors_take_their_own_type_alone() {
    let value = CqlValue::Int(1);
    assert_eq!(value.as_int(), Some(1));
    assert_eq!(value.as_bigint(), None);
    assert_eq!(CqlValue::Ascii("a".to_owned()).into_string().as_deref(), Some("a"));
    assert_eq!(CqlValue::Set(vec![value.clone()]).into_vec(), Some(vec![value]));
    assert_eq!(CqlValue::Empty.as_blob(), None);
}

proptest! {
    #[test]
    fn every_value_displays((_, value) in any_value()) {
        prop_assert!(!value.to_string().is_empty());
    }
}

#[test]
fn a_decimal_of_any_scale_displays_in_few_characters() {
    for scale in [i32::MIN, -1, 0, 1, 64, 65, i32::MAX] {
        let contents = [&scale.to_be_bytes()[..], &[1]].concat();
        let typ = ColumnType::Native(NativeType::Decimal);
        let bytes = cell(&contents);
        let value = CqlValue::deserialize(&typ, Some(FrameSlice::new(&bytes.slice(4..)))).unwrap();
        assert!(value.to_string().len() < 80, "{value}");
    }
}
