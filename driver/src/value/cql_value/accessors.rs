use std::net::IpAddr;

use ::uuid::Uuid;

use super::CqlValue;
use crate::value::date::CqlDate;
use crate::value::decimal::CqlDecimal;
use crate::value::duration::CqlDuration;
use crate::value::integer::Counter;
use crate::value::time::CqlTime;
use crate::value::timestamp::CqlTimestamp;
use crate::value::timeuuid::CqlTimeuuid;
use crate::value::varint::CqlVarint;

macro_rules! copied {
    ($($name:ident: $variant:ident -> $rust:ty),* $(,)?) => {
        impl CqlValue {$(
            #[doc = concat!("The value of a [`", stringify!($variant), "`](Self::", stringify!($variant), ").")]
            pub const fn $name(&self) -> Option<$rust> {
                match self {
                    Self::$variant(value) => Some(*value),
                    _ => None,
                }
            }
        )*}
    };
}

copied! {
    as_bigint: BigInt -> i64,
    as_boolean: Boolean -> bool,
    as_counter: Counter -> Counter,
    as_cql_date: Date -> CqlDate,
    as_cql_duration: Duration -> CqlDuration,
    as_cql_time: Time -> CqlTime,
    as_cql_timestamp: Timestamp -> CqlTimestamp,
    as_double: Double -> f64,
    as_float: Float -> f32,
    as_inet: Inet -> IpAddr,
    as_int: Int -> i32,
    as_smallint: SmallInt -> i16,
    as_timeuuid: Timeuuid -> CqlTimeuuid,
    as_tinyint: TinyInt -> i8,
    as_uuid: Uuid -> Uuid,
}

macro_rules! borrowed {
    ($($name:ident: $variant:ident -> $rust:ty),* $(,)?) => {
        impl CqlValue {$(
            #[doc = concat!("The value of a [`", stringify!($variant), "`](Self::", stringify!($variant), ").")]
            pub const fn $name(&self) -> Option<&$rust> {
                match self {
                    Self::$variant(value) => Some(value),
                    _ => None,
                }
            }
        )*}
    };
}

borrowed! {
    as_ascii: Ascii -> String,
    as_blob: Blob -> Vec<u8>,
    as_list: List -> Vec<Self>,
    as_map: Map -> Vec<(Self, Self)>,
    as_set: Set -> Vec<Self>,
    as_text: Text -> String,
    as_tuple: Tuple -> Vec<Option<Self>>,
    as_vector: Vector -> Vec<Self>,
}

impl CqlValue {
    /// The fields of a [`UserDefinedType`](Self::UserDefinedType).
    pub const fn as_udt(&self) -> Option<&Vec<(String, Option<Self>)>> {
        match self {
            Self::UserDefinedType { fields, .. } => Some(fields),
            _ => None,
        }
    }

    /// The text of a [`Text`](Self::Text) or [`Ascii`](Self::Ascii).
    pub fn into_string(self) -> Option<String> {
        match self {
            Self::Ascii(text) | Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The bytes of a [`Blob`](Self::Blob).
    pub fn into_blob(self) -> Option<Vec<u8>> {
        match self {
            Self::Blob(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The elements of a [`List`](Self::List), [`Set`](Self::Set) or [`Vector`](Self::Vector).
    pub fn into_vec(self) -> Option<Vec<Self>> {
        match self {
            Self::List(elements) | Self::Set(elements) | Self::Vector(elements) => Some(elements),
            _ => None,
        }
    }

    /// The entries of a [`Map`](Self::Map).
    pub fn into_pair_vec(self) -> Option<Vec<(Self, Self)>> {
        match self {
            Self::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The fields of a [`UserDefinedType`](Self::UserDefinedType).
    pub fn into_udt_pair_vec(self) -> Option<Vec<(String, Option<Self>)>> {
        match self {
            Self::UserDefinedType { fields, .. } => Some(fields),
            _ => None,
        }
    }

    /// The number of a [`Varint`](Self::Varint).
    pub fn into_cql_varint(self) -> Option<CqlVarint> {
        match self {
            Self::Varint(value) => Some(value),
            _ => None,
        }
    }

    /// The number of a [`Decimal`](Self::Decimal).
    pub fn into_cql_decimal(self) -> Option<CqlDecimal> {
        match self {
            Self::Decimal(value) => Some(value),
            _ => None,
        }
    }
}
