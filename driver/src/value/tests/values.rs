//! Any value of any type.

use std::net::IpAddr;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use uuid::Uuid;

use super::any_type;
use crate::value::{
    Counter, CqlDate, CqlDecimal, CqlDuration, CqlTime, CqlTimestamp, CqlTimeuuid, CqlValue, CqlVarint,
};
use crate::wire::column::{CollectionType, ColumnType, NativeType};

/// A type and a value of it.
pub(super) fn any_value() -> impl Strategy<Value = (ColumnType<'static>, CqlValue)> {
    any_type().prop_flat_map(|typ| (Just(typ.clone()), value_of(&typ)))
}

fn value_of(typ: &ColumnType<'static>) -> BoxedStrategy<CqlValue> {
    match typ {
        ColumnType::Native(native) => native_of(*native),
        ColumnType::Collection { typ: CollectionType::List(element), .. } => {
            vec(value_of(element), 0..4).prop_map(CqlValue::List).boxed()
        }
        ColumnType::Collection { typ: CollectionType::Set(element), .. } => {
            vec(value_of(element), 0..4).prop_map(CqlValue::Set).boxed()
        }
        ColumnType::Collection { typ: CollectionType::Map(key, value), .. } => {
            vec((value_of(key), value_of(value)), 0..4).prop_map(CqlValue::Map).boxed()
        }
        ColumnType::Vector { typ, dimensions } => {
            vec(value_of(typ), usize::from(*dimensions)).prop_map(CqlValue::Vector).boxed()
        }
        ColumnType::Tuple(types) => {
            let fields: Vec<_> = types.iter().map(|typ| option::of(value_of(typ))).collect();
            fields.prop_map(CqlValue::Tuple).boxed()
        }
        ColumnType::UserDefinedType { definition, .. } => {
            let fields = definition.field_types.iter();
            let fields: Vec<_> =
                fields.map(|(name, typ)| (Just(name.to_string()), option::of(value_of(typ)))).collect();
            let (keyspace, name) = (definition.keyspace.to_string(), definition.name.to_string());
            fields
                .prop_map(move |fields| CqlValue::UserDefinedType {
                    keyspace: keyspace.clone(),
                    name: name.clone(),
                    fields,
                })
                .boxed()
        }
        other => panic!("no values of {other}"),
    }
}

fn native_of(native: NativeType) -> BoxedStrategy<CqlValue> {
    match native {
        NativeType::Ascii => "[ -~]{0,9}".prop_map(CqlValue::Ascii).boxed(),
        NativeType::BigInt => any::<i64>().prop_map(CqlValue::BigInt).boxed(),
        NativeType::Blob => vec(any::<u8>(), 0..12).prop_map(CqlValue::Blob).boxed(),
        NativeType::Boolean => any::<bool>().prop_map(CqlValue::Boolean).boxed(),
        NativeType::Counter => any::<i64>().prop_map(|value| CqlValue::Counter(Counter(value))).boxed(),
        NativeType::Date => any::<u32>().prop_map(|days| CqlValue::Date(CqlDate(days))).boxed(),
        NativeType::Decimal => (vec(any::<u8>(), 0..20), any::<i32>())
            .prop_map(|(bytes, scale)| CqlValue::Decimal(CqlDecimal::from_signed_be_bytes_and_exponent(bytes, scale)))
            .boxed(),
        NativeType::Double => proptest::num::f64::NORMAL.prop_map(CqlValue::Double).boxed(),
        NativeType::Duration => (0..=i32::MAX, 0..=i32::MAX, 0..=i64::MAX, any::<bool>())
            .prop_map(|(months, days, nanoseconds, negative)| {
                let sign = if negative { -1 } else { 1 };
                CqlValue::Duration(CqlDuration {
                    months: months * sign,
                    days: days * sign,
                    nanoseconds: nanoseconds * i64::from(sign),
                })
            })
            .boxed(),
        NativeType::Float => proptest::num::f32::NORMAL.prop_map(CqlValue::Float).boxed(),
        NativeType::Inet => any::<IpAddr>().prop_map(CqlValue::Inet).boxed(),
        NativeType::Int => any::<i32>().prop_map(CqlValue::Int).boxed(),
        NativeType::SmallInt => any::<i16>().prop_map(CqlValue::SmallInt).boxed(),
        NativeType::Text => r"\PC{0,8}".prop_map(CqlValue::Text).boxed(),
        NativeType::Time => (0..86_400_000_000_000_i64).prop_map(|nanos| CqlValue::Time(CqlTime(nanos))).boxed(),
        NativeType::Timestamp => any::<i64>().prop_map(|millis| CqlValue::Timestamp(CqlTimestamp(millis))).boxed(),
        NativeType::Timeuuid => any::<u128>().prop_map(|id| CqlValue::Timeuuid(CqlTimeuuid::from_u128(id))).boxed(),
        NativeType::TinyInt => any::<i8>().prop_map(CqlValue::TinyInt).boxed(),
        NativeType::Uuid => any::<u128>().prop_map(|id| CqlValue::Uuid(Uuid::from_u128(id))).boxed(),
        // Zero bytes are the empty value.
        NativeType::Varint => {
            vec(any::<u8>(), 1..40).prop_map(|bytes| CqlValue::Varint(CqlVarint::from_signed_bytes_be(bytes))).boxed()
        }
    }
}
