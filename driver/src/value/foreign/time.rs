//! time 0.3: `Date` is a `date`, `Time` a `time`, `OffsetDateTime` a `timestamp`.

use ::time_03::{Date, OffsetDateTime, Time};

use super::through::through;
use crate::value::{CqlDate, CqlTime, CqlTimestamp, Emptiable, ValueOverflow};

/// The Julian day of 1970-01-01.
const EPOCH_JULIAN: i64 = 2_440_588;
const SECOND: i64 = 1_000_000_000;

impl From<Date> for CqlDate {
    fn from(date: Date) -> Self {
        // Its years end at ±999,999 at most (feature `large-dates`), far inside those of a `date`.
        Self::from_days_since_epoch(i64::from(date.to_julian_day()) - EPOCH_JULIAN).unwrap_or(Self(0))
    }
}

impl TryFrom<CqlDate> for Date {
    type Error = ValueOverflow;

    fn try_from(date: CqlDate) -> Result<Self, ValueOverflow> {
        let days = i32::try_from(date.days_since_epoch() + EPOCH_JULIAN).map_err(|_| ValueOverflow)?;
        Self::from_julian_day(days).map_err(|_| ValueOverflow)
    }
}

impl From<Time> for CqlTime {
    fn from(time: Time) -> Self {
        let (hours, minutes, seconds, nanos) = time.as_hms_nano();
        let minutes = i64::from(hours) * 60 + i64::from(minutes);
        Self((minutes * 60 + i64::from(seconds)) * SECOND + i64::from(nanos))
    }
}

impl TryFrom<CqlTime> for Time {
    type Error = ValueOverflow;

    fn try_from(time: CqlTime) -> Result<Self, ValueOverflow> {
        let (seconds, nanos) = (time.0.div_euclid(SECOND), time.0.rem_euclid(SECOND));
        let part = |part: i64| u8::try_from(part).map_err(|_| ValueOverflow);
        let (hours, minutes, seconds) = (part(seconds.div_euclid(3600))?, seconds / 60 % 60, seconds % 60);
        let nanos = u32::try_from(nanos).map_err(|_| ValueOverflow)?;
        Self::from_hms_nano(hours, part(minutes)?, part(seconds)?, nanos).map_err(|_| ValueOverflow)
    }
}

/// Cuts off what is finer than a millisecond, towards the past; which offset the time has does not matter.
impl From<OffsetDateTime> for CqlTimestamp {
    fn from(time: OffsetDateTime) -> Self {
        Self(time.unix_timestamp() * 1000 + i64::from(time.millisecond()))
    }
}

/// In UTC.
impl TryFrom<CqlTimestamp> for OffsetDateTime {
    type Error = ValueOverflow;

    fn try_from(timestamp: CqlTimestamp) -> Result<Self, ValueOverflow> {
        Self::from_unix_timestamp_nanos(i128::from(timestamp.0) * 1_000_000).map_err(|_| ValueOverflow)
    }
}

through!(Date: CqlDate, Date);
through!(Time: CqlTime, Time);
through!(OffsetDateTime: CqlTimestamp, Timestamp);

impl Emptiable for Date {}
impl Emptiable for Time {}
impl Emptiable for OffsetDateTime {}
