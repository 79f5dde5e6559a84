//! `timestamp`.

use std::fmt;
use std::ops::{Add, AddAssign, Sub, SubAssign};
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::calendar::{Civil, number, parse_time, unquoted};
use super::date::CqlDate;
use super::native::fixed_size;
use super::parse_error::ParseError;
use super::time::CqlTime;
use super::value_overflow::ValueOverflow;

/// A `timestamp`: milliseconds since 1970-01-01T00:00:00Z, negative before.
///
/// `+` and `-` with a [`Duration`] stop at [`MAX`](Self::MAX) and [`MIN`](Self::MIN);
/// [`checked_add`](Self::checked_add) and [`checked_sub`](Self::checked_sub) say when it is out of range.
///
/// # Examples
/// ```
/// use std::time::{Duration, SystemTime, UNIX_EPOCH};
///
/// use ilium_driver::value::CqlTimestamp;
///
/// let time: CqlTimestamp = "2026-11-21 08:12:54.123+0100".parse()?;
/// assert_eq!(time.to_string(), "'2026-11-21 07:12:54.123+0000'");
/// assert_eq!(SystemTime::try_from(time)?, UNIX_EPOCH + Duration::from_millis(1_795_245_174_123));
/// assert_eq!(time.checked_add(Duration::MAX), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_structs, reason = "a timestamp is its milliseconds")]
pub struct CqlTimestamp(pub i64);

fixed_size!(CqlTimestamp: Timestamp, 8; |value| value.0.to_be_bytes(); |bytes| Self(i64::from_be_bytes(bytes)));

impl CqlTimestamp {
    /// The earliest timestamp.
    pub const MIN: Self = Self(i64::MIN);
    /// The latest timestamp.
    pub const MAX: Self = Self(i64::MAX);

    /// How much later this is than `earlier`; `None` when it is not later or equal.
    pub fn checked_duration_since(self, earlier: Self) -> Option<Duration> {
        let millis = i128::from(self.0) - i128::from(earlier.0);
        u64::try_from(millis).ok().map(Duration::from_millis)
    }

    /// The timestamp so much later, what is finer than a millisecond cut off; `None` when it is out of range.
    pub fn checked_add(self, duration: Duration) -> Option<Self> {
        let millis = i128::try_from(duration.as_millis()).ok()?;
        i64::try_from(i128::from(self.0) + millis).ok().map(Self)
    }

    /// The timestamp so much earlier, what is finer than a millisecond cut off; `None` when it is out of range.
    pub fn checked_sub(self, duration: Duration) -> Option<Self> {
        let millis = i128::try_from(duration.as_millis()).ok()?;
        i64::try_from(i128::from(self.0) - millis).ok().map(Self)
    }

    /// That time of that day, in UTC, cut to milliseconds; `None` when `time` is no time of a day.
    pub fn from_date_and_time(date: CqlDate, time: CqlTime) -> Option<Self> {
        time.to_hms_nano()?;
        date.days_since_epoch().checked_mul(DAY)?.checked_add(time.0 / NANOS_PER_MILLI).map(Self)
    }

    /// The day and the time of day, in UTC; `None` where `date` has no value for it.
    pub fn to_date_and_time(self) -> Option<(CqlDate, CqlTime)> {
        let date = CqlDate::from_days_since_epoch(self.0.div_euclid(DAY))?;
        Some((date, CqlTime(self.0.rem_euclid(DAY) * NANOS_PER_MILLI)))
    }
}

/// Stops at the latest timestamp.
impl Add<Duration> for CqlTimestamp {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        self.checked_add(duration).unwrap_or(Self::MAX)
    }
}

/// Stops at the earliest timestamp.
impl Sub<Duration> for CqlTimestamp {
    type Output = Self;

    fn sub(self, duration: Duration) -> Self {
        self.checked_sub(duration).unwrap_or(Self::MIN)
    }
}

impl AddAssign<Duration> for CqlTimestamp {
    fn add_assign(&mut self, duration: Duration) {
        *self = *self + duration;
    }
}

impl SubAssign<Duration> for CqlTimestamp {
    fn sub_assign(&mut self, duration: Duration) {
        *self = *self - duration;
    }
}

/// Cuts off what is finer than a millisecond, towards the past.
impl TryFrom<SystemTime> for CqlTimestamp {
    type Error = ValueOverflow;

    fn try_from(time: SystemTime) -> Result<Self, ValueOverflow> {
        let millis = match time.duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_millis()),
            Err(before) => i64::try_from(before.duration().as_nanos().div_ceil(1_000_000)).map(|millis| -millis),
        };
        millis.map(Self).map_err(|_| ValueOverflow)
    }
}

impl TryFrom<CqlTimestamp> for SystemTime {
    type Error = ValueOverflow;

    fn try_from(timestamp: CqlTimestamp) -> Result<Self, ValueOverflow> {
        let distance = Duration::from_millis(timestamp.0.unsigned_abs());
        let time = if timestamp.0 < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) };
        time.ok_or(ValueOverflow)
    }
}

/// The milliseconds of a day.
const DAY: i64 = 86_400_000;
const NANOS_PER_MILLI: i64 = 1_000_000;

/// `2026-11-21`, or with a time after a space or a `T`, such as `2026-11-21T08:12:54.123`, and after these an offset: `Z`,
/// `+01`, `+0100` or `+01:00`. Without an offset it is UTC. With or without single quotes; or the milliseconds, as
/// [`Display`](fmt::Display) writes what has no other literal.
impl FromStr for CqlTimestamp {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        if let Ok(millis) = text.parse() {
            return Ok(Self(millis));
        }
        parse(unquoted(text))
            .ok_or_else(|| ParseError::new("timestamp", text, "expected a time such as 2026-11-21 08:12:54.123+0000"))
    }
}

fn parse(text: &str) -> Option<CqlTimestamp> {
    // A date has ten characters: Cassandra reads years of four digits only.
    let (date, rest) = text.split_at_checked(10)?;
    let date = Civil::parse(date)?;
    let (time, offset) = match rest.strip_prefix(['T', 't', ' ']) {
        Some(rest) => rest.split_at_checked(rest.find(['+', '-', 'Z', 'z', ' ']).unwrap_or(rest.len()))?,
        None => ("00:00", rest),
    };
    let nanos = parse_time(time)?;
    let offset_minutes = parse_offset(offset.trim_start())?;
    let millis = date.to_days().checked_mul(DAY)?.checked_add(nanos / NANOS_PER_MILLI)?;
    millis.checked_sub(offset_minutes * 60_000).map(CqlTimestamp)
}

/// How many minutes the local time is before UTC.
fn parse_offset(text: &str) -> Option<i64> {
    let (is_negative, digits) = match text {
        "" | "Z" | "z" => return Some(0),
        text => (text.starts_with('-'), text.strip_prefix(['+', '-'])?),
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None => digits.split_at_checked(2)?,
    };
    let minutes = if minutes.is_empty() { 0 } else { number(minutes, 2..=2)? };
    let hours = number(hours, 2..=2)?;
    // The widest that any place has is 14 hours; 18 is what Java takes.
    let offset = hours * 60 + minutes;
    (hours <= 18 && minutes < 60).then_some(if is_negative { -offset } else { offset })
}

/// As a CQL literal: `'2026-11-21 08:12:54.123+0000'`, or the milliseconds where a timestamp has no other literal.
impl fmt::Display for CqlTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = Civil::from_days(self.0.div_euclid(DAY));
        if !date.has_literal() {
            return write!(f, "{}", self.0);
        }
        let millis = self.0.rem_euclid(DAY);
        let seconds = millis / 1000;
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        write!(f, "'{date} {hours:02}:{minutes:02}:{seconds:02}.{:03}+0000'", millis % 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn system_time_goes_both_ways() {
        for millis in [0, 1, -1, 1_700_000_000_123, -62_135_596_800_000] {
            let time = SystemTime::try_from(CqlTimestamp(millis)).unwrap();
            assert_eq!(CqlTimestamp::try_from(time), Ok(CqlTimestamp(millis)));
        }
        let before = UNIX_EPOCH - Duration::from_micros(1);
        assert_eq!(CqlTimestamp::try_from(before), Ok(CqlTimestamp(-1)));
    }

    #[test]
    fn arithmetic_stays_in_range() {
        let (one, day) = (Duration::from_millis(1), Duration::from_secs(86_400));
        assert_eq!(CqlTimestamp(-1).checked_add(day), Some(CqlTimestamp(DAY - 1)));
        assert_eq!(CqlTimestamp(0).checked_sub(day), Some(CqlTimestamp(-DAY)));
        assert_eq!(CqlTimestamp::MAX.checked_add(one), None);
        assert_eq!(CqlTimestamp::MIN.checked_sub(one), None);
        assert_eq!(CqlTimestamp::MIN.checked_add(Duration::from_millis(u64::MAX)), Some(CqlTimestamp::MAX));
        assert_eq!(CqlTimestamp::MAX + Duration::MAX, CqlTimestamp::MAX);
        assert_eq!(CqlTimestamp::MAX - Duration::MAX, CqlTimestamp::MIN);
        let mut time = CqlTimestamp(5);
        time += one;
        time -= Duration::from_millis(3);
        assert_eq!(time, CqlTimestamp(3));
    }

    #[test]
    fn dates_and_times_make_timestamps_and_back() {
        let date = CqlDate::from_ymd(1969, 12, 31).unwrap();
        let time = CqlTimestamp::from_date_and_time(date, CqlTime::MAX);
        assert_eq!(time, Some(CqlTimestamp(-1)));
        assert_eq!(CqlTimestamp(-1).to_date_and_time(), Some((date, CqlTime(DAY * NANOS_PER_MILLI - NANOS_PER_MILLI))));
        assert!(CqlTimestamp::from_date_and_time(CqlDate::MAX, CqlTime::MAX).is_some());
        assert_eq!(CqlTimestamp::from_date_and_time(date, CqlTime(-1)), None);
        assert_eq!(CqlTimestamp::MAX.to_date_and_time(), None);
    }

    #[test]
    fn text_is_read_in_every_form() {
        let parse = |text: &str| text.parse::<CqlTimestamp>();
        for text in
            ["1970-01-01", "'1970-01-01'", "1970-01-01 00:00", "1970-01-01T00:00:00.000Z", "1970-01-01+0000", "0"]
        {
            assert_eq!(parse(text), Ok(CqlTimestamp(0)), "{text}");
        }
        for text in ["1970-01-01 01:30:00+01:30", "1969-12-31T22:00:00 -0200", "1970-01-01T05:00+05"] {
            assert_eq!(parse(text), Ok(CqlTimestamp(0)), "{text}");
        }
        assert_eq!(parse("2026-11-21 08:12:54.123999+0000"), Ok(CqlTimestamp(1_795_248_774_123)));
        for millis in [i64::MIN, -62_135_596_800_001, -62_135_596_800_000, -1, 0, 1_700_000_000_123, i64::MAX] {
            assert_eq!(parse(&CqlTimestamp(millis).to_string()), Ok(CqlTimestamp(millis)));
        }
        for text in
            ["", "x", "1970-01-01x", "1970-01-01 24:00", "1970-01-01 00:00+19", "1970-01-01 00:00+1", "1970-1-01é"]
        {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_duration_is_never_negative() {
        assert_eq!(CqlTimestamp(5).checked_duration_since(CqlTimestamp(3)), Some(Duration::from_millis(2)));
        assert_eq!(CqlTimestamp(3).checked_duration_since(CqlTimestamp(5)), None);
        let all = CqlTimestamp::MAX.checked_duration_since(CqlTimestamp::MIN);
        assert_eq!(all, Some(Duration::from_millis(u64::MAX)));
    }
}
