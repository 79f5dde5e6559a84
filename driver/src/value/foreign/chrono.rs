//! chrono 0.4: `NaiveDate` is a `date`, `NaiveTime` a `time`, `DateTime<Utc>` a `timestamp`.

use ::chrono_04::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike, Utc};

use super::through::through;
use crate::value::{CqlDate, CqlTime, CqlTimestamp, Emptiable, ValueOverflow};

/// Day 1 of year 1 is 1 in chrono's count, so this is 1970-01-01.
const EPOCH_FROM_CE: i64 = 719_163;
const SECOND: i64 = 1_000_000_000;

impl From<NaiveDate> for CqlDate {
    fn from(date: NaiveDate) -> Self {
        // Its years end at ±262,143, far inside those of a `date`.
        Self::from_days_since_epoch(i64::from(date.num_days_from_ce()) - EPOCH_FROM_CE).unwrap_or(Self(0))
    }
}

impl TryFrom<CqlDate> for NaiveDate {
    type Error = ValueOverflow;

    fn try_from(date: CqlDate) -> Result<Self, ValueOverflow> {
        let days = i32::try_from(date.days_since_epoch() + EPOCH_FROM_CE).map_err(|_| ValueOverflow)?;
        Self::from_num_days_from_ce_opt(days).ok_or(ValueOverflow)
    }
}

/// Fails on a leap second, which a `time` does not have.
impl TryFrom<NaiveTime> for CqlTime {
    type Error = ValueOverflow;

    fn try_from(time: NaiveTime) -> Result<Self, ValueOverflow> {
        let nanos = i64::from(time.nanosecond());
        if nanos < SECOND {
            Ok(Self(i64::from(time.num_seconds_from_midnight()) * SECOND + nanos))
        } else {
            Err(ValueOverflow)
        }
    }
}

impl TryFrom<CqlTime> for NaiveTime {
    type Error = ValueOverflow;

    fn try_from(time: CqlTime) -> Result<Self, ValueOverflow> {
        let seconds = u32::try_from(time.0.div_euclid(SECOND)).map_err(|_| ValueOverflow)?;
        let nanos = u32::try_from(time.0.rem_euclid(SECOND)).map_err(|_| ValueOverflow)?;
        Self::from_num_seconds_from_midnight_opt(seconds, nanos).ok_or(ValueOverflow)
    }
}

/// Cuts off what is finer than a millisecond, towards the past. A leap second is the second that follows it, as in all
/// times that count from 1970.
impl From<DateTime<Utc>> for CqlTimestamp {
    fn from(time: DateTime<Utc>) -> Self {
        Self(time.timestamp_millis())
    }
}

impl TryFrom<CqlTimestamp> for DateTime<Utc> {
    type Error = ValueOverflow;

    fn try_from(timestamp: CqlTimestamp) -> Result<Self, ValueOverflow> {
        Self::from_timestamp_millis(timestamp.0).ok_or(ValueOverflow)
    }
}

through!(NaiveDate: CqlDate, Date);
through!(NaiveTime: CqlTime, Time);
through!(DateTime<Utc>: CqlTimestamp, Timestamp);

impl Emptiable for NaiveDate {}
impl Emptiable for NaiveTime {}
impl Emptiable for DateTime<Utc> {}
