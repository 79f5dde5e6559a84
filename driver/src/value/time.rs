//! `time`.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::calendar::{parse_time, time_of_day, unquoted};
use super::cell_writer::{CellWriter, WrittenCellProof};
use super::deserialize::{DeserializeValue, array};
use super::error::{DeserializationError, SerializationError, TypeCheckError};
use super::frame_slice::FrameSlice;
use super::parse_error::ParseError;
use super::serialize::SerializeValue;
use super::value_error::{
    BuiltinDeserializationErrorKind, BuiltinSerializationErrorKind, read_mismatch, unreadable, unwritable,
    write_mismatch,
};
use super::value_overflow::ValueOverflow;
use crate::wire::column::{ColumnType, NativeType};

/// The nanoseconds of a day.
const DAY: i64 = 86_400_000_000_000;

/// A `time` of day: nanoseconds since midnight, less than a day of them.
///
/// Numbers outside that are neither written nor read.
///
/// # Examples
/// ```
/// use std::time::Duration;
///
/// use ilium_driver::value::CqlTime;
///
/// let time = CqlTime::from_hms_nano(8, 12, 54, 5_000_000).ok_or("no such time")?;
/// assert_eq!(time, "08:12:54.005".parse()?);
/// assert_eq!(time.to_hms_nano(), Some((8, 12, 54, 5_000_000)));
/// assert_eq!(Duration::try_from(time)?.as_secs(), 29_574);
/// assert!(CqlTime::try_from(Duration::from_secs(86_400)).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_structs, reason = "a time is its nanoseconds")]
pub struct CqlTime(pub i64);

impl CqlTime {
    /// Midnight.
    pub const MIN: Self = Self(0);
    /// The last nanosecond of a day.
    pub const MAX: Self = Self(DAY - 1);

    /// The time of day; `None` when a day has no such time.
    pub fn from_hms_nano(hours: u8, minutes: u8, seconds: u8, nanos: u32) -> Option<Self> {
        time_of_day(hours.into(), minutes.into(), seconds.into(), nanos.into()).map(Self)
    }

    /// Hours, minutes, seconds and nanoseconds; `None` when this is no time of a day.
    pub fn to_hms_nano(self) -> Option<(u8, u8, u8, u32)> {
        if !self.is_in_range() {
            return None;
        }
        let (seconds, nanos) = (self.0 / 1_000_000_000, self.0 % 1_000_000_000);
        let part = |value: i64| u8::try_from(value).ok();
        Some((part(seconds / 3600)?, part(seconds / 60 % 60)?, part(seconds % 60)?, u32::try_from(nanos).ok()?))
    }

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

/// The time so long after midnight.
impl TryFrom<Duration> for CqlTime {
    type Error = ValueOverflow;

    fn try_from(since_midnight: Duration) -> Result<Self, ValueOverflow> {
        let nanos = i64::try_from(since_midnight.as_nanos()).map(Self);
        nanos.ok().filter(|time| time.is_in_range()).ok_or(ValueOverflow)
    }
}

/// How long after midnight it is.
impl TryFrom<CqlTime> for Duration {
    type Error = ValueOverflow;

    fn try_from(time: CqlTime) -> Result<Self, ValueOverflow> {
        let nanos = u64::try_from(time.0).ok().filter(|_| time.is_in_range());
        nanos.map(Self::from_nanos).ok_or(ValueOverflow)
    }
}

/// `08:12`, `08:12:54` or `08:12:54.123456789`, with or without single quotes.
impl FromStr for CqlTime {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let time = parse_time(unquoted(text)).map(Self);
        time.ok_or_else(|| ParseError::new("time", text, "expected a time of day such as 08:12:54.123"))
    }
}

/// As a CQL literal: `'08:12:54.123456789'`, or the number where it is no time.
impl fmt::Display for CqlTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_hms_nano() {
            Some((hours, minutes, seconds, nanos)) => write!(f, "'{hours:02}:{minutes:02}:{seconds:02}.{nanos:09}'"),
            None => write!(f, "{}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_go_both_ways_to_their_ends() {
        for time in [CqlTime::MIN, CqlTime(29_574_123_456_789), CqlTime::MAX] {
            let (hours, minutes, seconds, nanos) = time.to_hms_nano().unwrap();
            assert_eq!(CqlTime::from_hms_nano(hours, minutes, seconds, nanos), Some(time));
            assert_eq!(Duration::try_from(time).map(CqlTime::try_from), Ok(Ok(time)));
            assert_eq!(time.to_string().parse(), Ok(time));
        }
    }

    #[test]
    fn what_no_day_has_is_no_time() {
        assert_eq!(CqlTime::from_hms_nano(24, 0, 0, 0), None);
        assert_eq!(CqlTime::from_hms_nano(0, 60, 0, 0), None);
        assert_eq!(CqlTime::from_hms_nano(0, 0, 60, 0), None);
        assert_eq!(CqlTime::from_hms_nano(0, 0, 0, 1_000_000_000), None);
        for time in [CqlTime(-1), CqlTime(DAY)] {
            assert_eq!(time.to_hms_nano(), None);
            assert_eq!(Duration::try_from(time), Err(ValueOverflow));
            assert_eq!(time.to_string(), time.0.to_string());
        }
        assert_eq!(CqlTime::try_from(Duration::MAX), Err(ValueOverflow));
        assert!("24:00".parse::<CqlTime>().is_err());
    }
}
