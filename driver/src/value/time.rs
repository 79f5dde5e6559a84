//! `time`.

use std::fmt;

use super::cell_writer::{CellWriter, WrittenCellProof};
use super::deserialize::{DeserializeValue, array};
use super::error::{DeserializationError, SerializationError, TypeCheckError};
use super::frame_slice::FrameSlice;
use super::serialize::SerializeValue;
use super::value_error::{
    BuiltinDeserializationErrorKind, BuiltinSerializationErrorKind, read_mismatch, unreadable, unwritable,
    write_mismatch,
};
use crate::wire::column::{ColumnType, NativeType};

/// The nanoseconds of a day.
const DAY: i64 = 86_400_000_000_000;

/// A `time` of day: nanoseconds since midnight, less than a day of them.
///
/// Numbers outside that are neither written nor read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_structs, reason = "a time is its nanoseconds")]
pub struct CqlTime(pub i64);

impl CqlTime {
    const fn is_in_range(self) -> bool {
        0 <= self.0 && self.0 < DAY
    }
}

impl SerializeValue for CqlTime {
    #[inline]
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        if !matches!(typ, ColumnType::Native(NativeType::Time)) {
            return Err(write_mismatch::<Self>(typ, NativeType::Time.name()));
        }
        if !self.is_in_range() {
            return Err(unwritable::<Self>(typ, BuiltinSerializationErrorKind::ValueOverflow));
        }
        Ok(writer.set_array::<8, 12>(self.0.to_be_bytes()))
    }
}

impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for CqlTime {
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        match typ {
            ColumnType::Native(NativeType::Time) => Ok(()),
            _ => Err(read_mismatch::<Self>(typ, NativeType::Time.name())),
        }
    }

    #[inline]
    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        let time = Self(i64::from_be_bytes(*array::<Self, 8>(typ, v)?));
        if time.is_in_range() {
            Ok(time)
        } else {
            Err(unreadable::<Self>(typ, BuiltinDeserializationErrorKind::ValueOverflow))
        }
    }
}

/// As a CQL literal: `'08:12:54.123456789'`, or the number where it is no time.
impl fmt::Display for CqlTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_in_range() {
            return write!(f, "{}", self.0);
        }
        let (seconds, nanos) = (self.0 / 1_000_000_000, self.0 % 1_000_000_000);
        write!(f, "'{:02}:{:02}:{:02}.{nanos:09}'", seconds / 3600, seconds / 60 % 60, seconds % 60)
    }
}
