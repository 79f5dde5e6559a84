//! Values of zero bytes in types that have a size: a legacy of Thrift that Cassandra still stores.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ::uuid::Uuid;

use super::cell_writer::{CellWriter, WrittenCellProof};
use super::date::CqlDate;
use super::decimal::{CqlDecimal, CqlDecimalBorrowed};
use super::deserialize::DeserializeValue;
use super::error::{DeserializationError, SerializationError, TypeCheckError};
use super::frame_slice::FrameSlice;
use super::serialize::SerializeValue;
use super::time::CqlTime;
use super::timestamp::CqlTimestamp;
use super::timeuuid::CqlTimeuuid;
use super::value_error::{BuiltinTypeCheckErrorKind, size_overflow, unfit_to_write};
use super::varint::{CqlVarint, CqlVarintBorrowed};
use crate::wire::column::{ColumnType, NativeType};

/// A type whose CQL type has an empty value besides its own.
pub trait Emptiable {}

macro_rules! emptiable {
    ($($rust:ty),*) => {$(
        impl Emptiable for $rust {}
    )*};
}

emptiable!(
    bool,
    i8,
    i16,
    i32,
    i64,
    i128,
    f32,
    f64,
    CqlVarint,
    CqlVarintBorrowed<'_>,
    CqlDecimal,
    CqlDecimalBorrowed<'_>,
    CqlDate,
    CqlTime,
    CqlTimestamp,
    CqlTimeuuid,
    IpAddr,
    Ipv4Addr,
    Ipv6Addr,
    Uuid
);

/// A value, or the empty value of zero bytes, which is not null.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_enums, reason = "there is no third case")]
pub enum MaybeEmpty<T: Emptiable> {
    /// The empty value.
    #[default]
    Empty,
    /// A value.
    Value(T),
}

/// Whether the type has an empty value that is not one of its own. Those of `text`, `ascii` and `blob` are their own.
pub(crate) const fn has_empty_value(typ: &ColumnType<'_>) -> bool {
    !matches!(
        typ,
        ColumnType::Native(
            NativeType::Counter | NativeType::Duration | NativeType::Text | NativeType::Ascii | NativeType::Blob
        ) | ColumnType::Collection { .. }
            | ColumnType::UserDefinedType { .. }
            | ColumnType::Custom(_)
    )
}

impl<T: SerializeValue + Emptiable> SerializeValue for MaybeEmpty<T> {
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        match self {
            Self::Value(value) => value.serialize(typ, writer),
            Self::Empty if has_empty_value(typ) => writer.set_value(&[]).map_err(|_| size_overflow::<Self>(typ)),
            Self::Empty => Err(unfit_to_write::<Self>(typ, BuiltinTypeCheckErrorKind::NotEmptyable)),
        }
    }
}

impl<'frame, 'metadata, T> DeserializeValue<'frame, 'metadata> for MaybeEmpty<T>
where
    T: DeserializeValue<'frame, 'metadata> + Emptiable,
{
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        T::type_check(typ)
    }

    #[inline]
    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        match v {
            Some(slice) if slice.is_empty() => Ok(Self::Empty),
            v => T::deserialize(typ, v).map(Self::Value),
        }
    }
}
