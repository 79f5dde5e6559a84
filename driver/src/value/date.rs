//! `date`.

use std::fmt;

use super::calendar::Civil;
use super::native::fixed_size;

/// A `date`: days, of which 2^31 is 1970-01-01 and 0 is -5877641-06-23.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_structs, reason = "a date is its days")]
pub struct CqlDate(pub u32);

/// The day that is 1970-01-01.
const EPOCH: i64 = 1 << 31;

fixed_size!(CqlDate: Date, 4; |value| value.0.to_be_bytes(); |bytes| Self(u32::from_be_bytes(bytes)));

impl CqlDate {
    /// The days since 1970-01-01, negative before.
    pub fn days_since_epoch(self) -> i64 {
        i64::from(self.0) - EPOCH
    }

    /// The date so many days after 1970-01-01; `None` where `date` has no value for it.
    pub fn from_days_since_epoch(days: i64) -> Option<Self> {
        days.checked_add(EPOCH).and_then(|days| u32::try_from(days).ok()).map(Self)
    }
}

/// As a CQL literal: `'2026-11-21'`, or the number of days where a date has no other literal.
impl fmt::Display for CqlDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = Civil::from_days(self.days_since_epoch());
        if date.has_literal() { write!(f, "'{date}'") } else { write!(f, "{}", self.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_both_ways() {
        assert_eq!(CqlDate::from_days_since_epoch(0), Some(CqlDate(1 << 31)));
        assert_eq!(CqlDate(0).days_since_epoch(), -(1 << 31));
        assert_eq!(CqlDate::from_days_since_epoch(EPOCH), None);
        assert_eq!(CqlDate::from_days_since_epoch(i64::MAX), None);
        assert_eq!(CqlDate::from_days_since_epoch(EPOCH - 1), Some(CqlDate(u32::MAX)));
    }

    #[test]
    fn a_date_displays_as_a_literal() {
        assert_eq!(CqlDate(1 << 31).to_string(), "'1970-01-01'");
        assert_eq!(CqlDate(7).to_string(), "7");
    }
}
