//! Types without parameters.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZero;

use crate::value::{
    Counter, CqlDate, CqlDecimal, CqlDecimalBorrowed, CqlDuration, CqlTime, CqlTimestamp, CqlTimeuuid, CqlValue,
    CqlVarint, CqlVarintBorrowed, Emptiable, MaybeEmpty, MaybeUnset, Unset,
};
use bytes::Bytes;
use uuid::Uuid;

use super::{CqlType, Kind, TypeInfo};

macro_rules! natives {
    ($($rust:ty => $kind:ident $(or $also:ident)*;)+) => {$(
        impl CqlType for $rust {
            const CQL: TypeInfo = TypeInfo::native(Kind::$kind)$(.or(Kind::$also))*;
        }
    )+};
}

natives! {
    bool => Boolean;
    i8 => TinyInt;
    i16 => SmallInt;
    i32 => Int;
    i64 => BigInt;
    NonZero<i8> => TinyInt;
    NonZero<i16> => SmallInt;
    NonZero<i32> => Int;
    NonZero<i64> => BigInt;
    f32 => Float;
    f64 => Double;
    str => Text or Ascii;
    String => Text or Ascii;
    char => Text or Ascii;
    [u8] => Blob;
    Vec<u8> => Blob;
    Bytes => Blob;
    IpAddr => Inet;
    Ipv4Addr => Inet;
    Ipv6Addr => Inet;
    Uuid => Uuid;
    CqlTimeuuid => Timeuuid;
    CqlTimestamp => Timestamp;
    CqlDate => Date;
    CqlTime => Time;
    CqlDuration => Duration;
    CqlDecimal => Decimal;
    CqlDecimalBorrowed<'_> => Decimal;
    CqlVarint => Varint;
    CqlVarintBorrowed<'_> => Varint;
    i128 => Varint;
    Counter => Counter;
}

impl<const N: usize> CqlType for [u8; N] {
    const CQL: TypeInfo = TypeInfo::native(Kind::Blob);
}

/// Any value: only the server can say whether it fits.
impl CqlType for CqlValue {
    const CQL: TypeInfo = TypeInfo::ANY;
}

/// A value or the empty one, which is not null.
impl<T: CqlType + Emptiable> CqlType for MaybeEmpty<T> {
    const CQL: TypeInfo = T::CQL;
}

/// Leaves what is stored as it is.
impl CqlType for Unset {
    const CQL: TypeInfo = TypeInfo::ANY;
    const NULLABLE: bool = true;
    const UNSET: bool = true;

    fn is_null(&self) -> bool {
        true
    }
}

impl<T: CqlType> CqlType for MaybeUnset<T> {
    const CQL: TypeInfo = T::CQL;
    const NULLABLE: bool = true;
    const UNSET: bool = true;

    fn is_null(&self) -> bool {
        match self {
            Self::Set(value) => value.is_null(),
            Self::Unset => true,
        }
    }
}
