//! `duration`.

use std::fmt;

use super::cell_writer::{CellWriter, WrittenCellProof};
use super::deserialize::{DeserializeValue, present};
use super::error::{DeserializationError, SerializationError, TypeCheckError};
use super::frame_slice::FrameSlice;
use super::serialize::SerializeValue;
use super::value_error::{
    BuiltinDeserializationErrorKind, BuiltinSerializationErrorKind, read_mismatch, size_overflow, unreadable,
    unwritable, write_mismatch,
};
use super::vint;
use crate::wire::column::{ColumnType, NativeType};

/// A `duration`: months, days and nanoseconds, none of which can be turned into another.
///
/// Those that are not zero have the same sign; others are not written. It has no order, as a month has none in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "the specification closes this list")]
pub struct CqlDuration {
    /// Months.
    pub months: i32,
    /// Days.
    pub days: i32,
    /// Nanoseconds.
    pub nanoseconds: i64,
}

impl CqlDuration {
    const fn has_one_sign(self) -> bool {
        (self.months >= 0 && self.days >= 0 && self.nanoseconds >= 0)
            || (self.months <= 0 && self.days <= 0 && self.nanoseconds <= 0)
    }
}

impl SerializeValue for CqlDuration {
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        if !matches!(typ, ColumnType::Native(NativeType::Duration)) {
            return Err(write_mismatch::<Self>(typ, NativeType::Duration.name()));
        }
        if !self.has_one_sign() {
            return Err(unwritable::<Self>(typ, BuiltinSerializationErrorKind::MixedSigns));
        }
        let mut builder = writer.into_value_builder();
        for part in [i64::from(self.months), i64::from(self.days), self.nanoseconds] {
            vint::write_signed(part, builder.buffer());
        }
        builder.finish().map_err(|_| size_overflow::<Self>(typ))
    }
}

impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for CqlDuration {
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        match typ {
            ColumnType::Native(NativeType::Duration) => Ok(()),
            _ => Err(read_mismatch::<Self>(typ, NativeType::Duration.name())),
        }
    }

    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        let mut rest = present::<Self>(typ, v)?.as_slice();
        let mut part = |field: &str| {
            vint::read_signed(&mut rest).ok_or_else(|| {
                unreadable::<Self>(typ, BuiltinDeserializationErrorKind::Truncated { part: format!("its {field}") })
            })
        };
        let (months, days, nanoseconds) = (part("months")?, part("days")?, part("nanoseconds")?);
        let (Ok(months), Ok(days)) = (i32::try_from(months), i32::try_from(days)) else {
            return Err(unreadable::<Self>(typ, BuiltinDeserializationErrorKind::ValueOverflow));
        };
        Ok(Self { months, days, nanoseconds })
    }
}

/// As a CQL literal: `1mo2d3ns`, `-3ns`, `0ns`.
impl fmt::Display for CqlDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.months < 0 || self.days < 0 || self.nanoseconds < 0 {
            f.write_str("-")?;
        }
        if self.months != 0 {
            write!(f, "{}mo", self.months.unsigned_abs())?;
        }
        if self.days != 0 {
            write!(f, "{}d", self.days.unsigned_abs())?;
        }
        if self.nanoseconds != 0 || (self.months == 0 && self.days == 0) {
            write!(f, "{}ns", self.nanoseconds.unsigned_abs())?;
        }
        Ok(())
    }
}
