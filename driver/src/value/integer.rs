//! `tinyint`, `smallint`, `int`, `bigint` as the signed integers of their size, and `counter`.

use std::num::NonZero;

use super::cell_writer::{CellWriter, WrittenCellProof};
use super::deserialize::DeserializeValue;
use super::error::{DeserializationError, SerializationError, TypeCheckError};
use super::frame_slice::FrameSlice;
use super::native::fixed_size;
use super::serialize::SerializeValue;
use super::value_error::{BuiltinDeserializationErrorKind, unreadable};
use crate::wire::column::ColumnType;

/// The value of a `counter` column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_structs, reason = "a counter is its number")]
pub struct Counter(pub i64);

fixed_size!(i8: TinyInt, 1; |value| value.to_be_bytes(); |bytes| Self::from_be_bytes(bytes));
fixed_size!(i16: SmallInt, 2; |value| value.to_be_bytes(); |bytes| Self::from_be_bytes(bytes));
fixed_size!(i32: Int, 4; |value| value.to_be_bytes(); |bytes| Self::from_be_bytes(bytes));
fixed_size!(i64: BigInt, 8; |value| value.to_be_bytes(); |bytes| Self::from_be_bytes(bytes));
fixed_size!(Counter: Counter, 8; |value| value.0.to_be_bytes(); |bytes| Self(i64::from_be_bytes(bytes)));

macro_rules! non_zero {
    ($($integer:ty),*) => {$(
        impl SerializeValue for NonZero<$integer> {
            #[inline]
            fn serialize<'b>(
                &self,
                typ: &ColumnType<'_>,
                writer: CellWriter<'b>,
            ) -> Result<WrittenCellProof<'b>, SerializationError> {
                self.get().serialize(typ, writer)
            }
        }

        /// Zero is out of range.
        impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for NonZero<$integer> {
            fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
                <$integer>::type_check(typ)
            }

            #[inline]
            fn deserialize(
                typ: &'metadata ColumnType<'metadata>,
                v: Option<FrameSlice<'frame>>,
            ) -> Result<Self, DeserializationError> {
                Self::new(<$integer>::deserialize(typ, v)?)
                    .ok_or_else(|| unreadable::<Self>(typ, BuiltinDeserializationErrorKind::ValueOverflow))
            }
        }
    )*};
}

non_zero!(i8, i16, i32, i64);
