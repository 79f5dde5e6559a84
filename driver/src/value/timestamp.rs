//! `timestamp`.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::calendar::Civil;
use super::native::fixed_size;
use super::value_overflow::ValueOverflow;

/// A `timestamp`: milliseconds since 1970-01-01T00:00:00Z, negative before.
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
    fn a_duration_is_never_negative() {
        assert_eq!(CqlTimestamp(5).checked_duration_since(CqlTimestamp(3)), Some(Duration::from_millis(2)));
        assert_eq!(CqlTimestamp(3).checked_duration_since(CqlTimestamp(5)), None);
        let all = CqlTimestamp::MAX.checked_duration_since(CqlTimestamp::MIN);
        assert_eq!(all, Some(Duration::from_millis(u64::MAX)));
    }
}
