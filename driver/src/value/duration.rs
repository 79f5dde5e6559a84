//! `duration`.

use std::fmt;
use std::time::Duration;

use super::cell_writer::{CellWriter, WrittenCellProof};
use super::deserialize::{DeserializeValue, present};
use super::error::{DeserializationError, SerializationError, TypeCheckError};
use super::frame_slice::FrameSlice;
use super::serialize::SerializeValue;
use super::value_error::{
    BuiltinDeserializationErrorKind, BuiltinSerializationErrorKind, read_mismatch, size_overflow, unreadable,
    unwritable, write_mismatch,
};
use super::value_overflow::ValueOverflow;
use super::vint;
use crate::wire::column::{ColumnType, NativeType};

/// A `duration`: months, days and nanoseconds, none of which can be turned into another.
///
/// Those that are not zero have the same sign; others are not written. It has no order, as a month has none in days.
///
/// It is read from text in every form that Cassandra has, in [`FromStr`](std::str::FromStr), and displays as `cqlsh` shows
/// it.
///
/// # Examples
/// ```
/// use ilium_driver::value::CqlDuration;
///
/// let duration: CqlDuration = "1y2mo3w4d5h6m7s8ms9us10ns".parse()?;
/// assert_eq!((duration.months, duration.days), (14, 25));
/// assert_eq!(duration.to_string(), "1y2mo25d5h6m7s8ms9us10ns");
/// for iso in ["P1Y2M25DT5H6M7S", "P0001-02-25T05:06:07"] {
///     assert_eq!(iso.parse::<CqlDuration>()?.to_string(), "1y2mo25d5h6m7s");
/// }
/// assert_eq!("-P2W".parse::<CqlDuration>()?, CqlDuration { months: 0, days: -14, nanoseconds: 0 });
/// # Ok::<(), ilium_driver::value::ParseError>(())
/// ```
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

/// Nanoseconds of the units that have a fixed number of them.
pub(super) const MICROSECOND: u64 = 1_000;
pub(super) const MILLISECOND: u64 = 1_000 * MICROSECOND;
pub(super) const SECOND: u64 = 1_000 * MILLISECOND;
pub(super) const MINUTE: u64 = 60 * SECOND;
pub(super) const HOUR: u64 = 60 * MINUTE;

impl CqlDuration {
    pub(crate) const fn has_one_sign(self) -> bool {
        (self.months >= 0 && self.days >= 0 && self.nanoseconds >= 0)
            || (self.months <= 0 && self.days <= 0 && self.nanoseconds <= 0)
    }
}

/// No months, no days, all of it nanoseconds.
impl TryFrom<Duration> for CqlDuration {
    type Error = ValueOverflow;

    fn try_from(duration: Duration) -> Result<Self, ValueOverflow> {
        let nanoseconds = i64::try_from(duration.as_nanos()).map_err(|_| ValueOverflow)?;
        Ok(Self { months: 0, days: 0, nanoseconds })
    }
}

/// What has months or days has no fixed length, and what is negative is none: both are out of range.
impl TryFrom<CqlDuration> for Duration {
    type Error = ValueOverflow;

    fn try_from(duration: CqlDuration) -> Result<Self, ValueOverflow> {
        match duration {
            CqlDuration { months: 0, days: 0, nanoseconds } => {
                u64::try_from(nanoseconds).map(Self::from_nanos).map_err(|_| ValueOverflow)
            }
            _ => Err(ValueOverflow),
        }
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

/// As a CQL literal, in the units of `cqlsh`: `1y2mo3d4h5m6s7ms8us9ns`, `-3ns`; `0ns` for nothing.
impl fmt::Display for CqlDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.months < 0 || self.days < 0 || self.nanoseconds < 0 {
            f.write_str("-")?;
        }
        let (months, mut nanos) = (self.months.unsigned_abs(), self.nanoseconds.unsigned_abs());
        for (count, unit) in [(months / 12, "y"), (months % 12, "mo"), (self.days.unsigned_abs(), "d")] {
            if count != 0 {
                write!(f, "{count}{unit}")?;
            }
        }
        if nanos == 0 && self.months == 0 && self.days == 0 {
            return f.write_str("0ns");
        }
        for (nanos_of_unit, unit) in
            [(HOUR, "h"), (MINUTE, "m"), (SECOND, "s"), (MILLISECOND, "ms"), (MICROSECOND, "us"), (1, "ns")]
        {
            let count = nanos / nanos_of_unit;
            nanos %= nanos_of_unit;
            if count != 0 {
                write!(f, "{count}{unit}")?;
            }
        }
        Ok(())
    }
}
