//! jiff 0.2: `civil::Date` is a `date`, `civil::Time` a `time`, `Timestamp` a `timestamp`, `Span` a `duration`.

use ::jiff_02::civil::{Date, Time};
use ::jiff_02::{SignedDuration, Span, Timestamp};

use super::through::through;
use crate::value::{CqlDate, CqlDuration, CqlTime, CqlTimestamp, Emptiable, ValueOverflow};

const EPOCH: Date = Date::constant(1970, 1, 1);
const SECONDS_PER_DAY: i64 = 86_400;

impl From<Date> for CqlDate {
    fn from(date: Date) -> Self {
        // Its years end at ±9999, far inside those of a `date`.
        Self::from_days_since_epoch(date.duration_since(EPOCH).as_secs() / SECONDS_PER_DAY).unwrap_or(Self(0))
    }
}

impl TryFrom<CqlDate> for Date {
    type Error = ValueOverflow;

    fn try_from(date: CqlDate) -> Result<Self, ValueOverflow> {
        let distance = SignedDuration::from_secs(date.days_since_epoch() * SECONDS_PER_DAY);
        EPOCH.checked_add(distance).map_err(|_| ValueOverflow)
    }
}

impl From<Time> for CqlTime {
    fn from(time: Time) -> Self {
        let since = time.duration_since(Time::midnight());
        Self(since.as_secs() * 1_000_000_000 + i64::from(since.subsec_nanos()))
    }
}

impl TryFrom<CqlTime> for Time {
    type Error = ValueOverflow;

    fn try_from(time: CqlTime) -> Result<Self, ValueOverflow> {
        Self::midnight().checked_add(SignedDuration::from_nanos(time.0)).map_err(|_| ValueOverflow)
    }
}

/// Cuts off what is finer than a millisecond, towards the past.
impl From<Timestamp> for CqlTimestamp {
    fn from(timestamp: Timestamp) -> Self {
        // jiff's own milliseconds are rounded towards 1970.
        let millis = timestamp.as_millisecond();
        let is_cut_up = timestamp.as_nanosecond() < i128::from(millis) * 1_000_000;
        Self(millis - i64::from(is_cut_up))
    }
}

impl TryFrom<CqlTimestamp> for Timestamp {
    type Error = ValueOverflow;

    fn try_from(timestamp: CqlTimestamp) -> Result<Self, ValueOverflow> {
        Self::from_millisecond(timestamp.0).map_err(|_| ValueOverflow)
    }
}

/// Years are twelve months, weeks are seven days, and what is shorter is nanoseconds; none of these become another.
impl TryFrom<Span> for CqlDuration {
    type Error = ValueOverflow;

    fn try_from(span: Span) -> Result<Self, ValueOverflow> {
        let months = i32::from(span.get_years()) * 12;
        let days = span.get_weeks().checked_mul(7).ok_or(ValueOverflow)?;
        let minutes = i128::from(span.get_hours()) * 60 + i128::from(span.get_minutes());
        let seconds = minutes * 60 + i128::from(span.get_seconds());
        let millis = seconds * 1000 + i128::from(span.get_milliseconds());
        let micros = millis * 1000 + i128::from(span.get_microseconds());
        let nanos = micros * 1000 + i128::from(span.get_nanoseconds());
        Ok(Self {
            months: months.checked_add(span.get_months()).ok_or(ValueOverflow)?,
            days: days.checked_add(span.get_days()).ok_or(ValueOverflow)?,
            nanoseconds: i64::try_from(nanos).map_err(|_| ValueOverflow)?,
        })
    }
}

/// In months, days and nanoseconds, as a `duration` is; fails when jiff's limit of one of them is passed, or when their
/// signs differ.
impl TryFrom<CqlDuration> for Span {
    type Error = ValueOverflow;

    fn try_from(duration: CqlDuration) -> Result<Self, ValueOverflow> {
        if !duration.has_one_sign() {
            return Err(ValueOverflow);
        }
        Self::new()
            .try_months(duration.months)
            .and_then(|span| span.try_days(duration.days))
            .and_then(|span| span.try_nanoseconds(duration.nanoseconds))
            .map_err(|_| ValueOverflow)
    }
}

through!(Date: CqlDate, Date);
through!(Time: CqlTime, Time);
through!(Timestamp: CqlTimestamp, Timestamp);
through!(Span: CqlDuration, Duration);

impl Emptiable for Date {}
impl Emptiable for Time {}
impl Emptiable for Timestamp {}
