//! `date`.

use std::fmt;
use std::str::FromStr;

use super::calendar::{Civil, unquoted};
use super::native::fixed_size;
use super::parse_error::ParseError;

/// A `date`: days, of which 2^31 is 1970-01-01 and 0 is -5877641-06-23.
///
/// # Examples
/// ```
/// use ilium_driver::value::CqlDate;
///
/// let date = CqlDate::from_ymd(2026, 11, 21).ok_or("no such day")?;
/// assert_eq!(date, "2026-11-21".parse()?);
/// assert_eq!(date.to_ymd(), (2026, 11, 21));
/// assert_eq!(date.checked_add_days(10).map(CqlDate::to_ymd), Some((2026, 12, 1)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_structs, reason = "a date is its days")]
pub struct CqlDate(pub u32);

/// The day that is 1970-01-01.
const EPOCH: i64 = 1 << 31;

fixed_size!(CqlDate: Date, 4; |value| value.0.to_be_bytes(); |bytes| Self(u32::from_be_bytes(bytes)));

impl CqlDate {
    /// The earliest date, -5877641-06-23.
    pub const MIN: Self = Self(0);
    /// The latest date, 5881580-07-11.
    pub const MAX: Self = Self(u32::MAX);

    /// The days since 1970-01-01, negative before.
    pub fn days_since_epoch(self) -> i64 {
        i64::from(self.0) - EPOCH
    }

    /// The date so many days after 1970-01-01; `None` where `date` has no value for it.
    pub fn from_days_since_epoch(days: i64) -> Option<Self> {
        days.checked_add(EPOCH).and_then(|days| u32::try_from(days).ok()).map(Self)
    }

    /// The day of the (proleptic) Gregorian calendar; `None` when it has no such day or `date` no value for it.
    ///
    /// The year 0 is the one before the year 1.
    pub fn from_ymd(year: i32, month: u8, day: u8) -> Option<Self> {
        Civil::new(year.into(), month.into(), day.into()).map(Civil::to_days).and_then(Self::from_days_since_epoch)
    }

    /// Year, month from 1 and day from 1 in the (proleptic) Gregorian calendar.
    pub fn to_ymd(self) -> (i32, u8, u8) {
        let (year, month, day) = Civil::from_days(self.days_since_epoch()).parts();
        // What the range of `date` makes of years, months and days fits these; the values after `or` stand for nothing.
        (year.try_into().unwrap_or(i32::MAX), month.try_into().unwrap_or(12), day.try_into().unwrap_or(31))
    }

    /// The date so many days later; `None` where `date` has no value for it.
    pub fn checked_add_days(self, days: i64) -> Option<Self> {
        self.days_since_epoch().checked_add(days).and_then(Self::from_days_since_epoch)
    }
}

/// As a CQL literal: `'2026-11-21'`, or the number of days where a date has no other literal.
impl fmt::Display for CqlDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = Civil::from_days(self.days_since_epoch());
        if date.has_literal() { write!(f, "'{date}'") } else { write!(f, "{}", self.0) }
    }
}

/// `2026-11-21`, with or without single quotes, or the number of days as [`Display`](fmt::Display) writes it.
impl FromStr for CqlDate {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        if let Ok(days) = text.parse() {
            return Ok(Self(days));
        }
        let date = Civil::parse(unquoted(text))
            .ok_or_else(|| ParseError::new("date", text, "expected a day such as 2026-11-21"))?;
        Self::from_days_since_epoch(date.to_days()).ok_or_else(|| ParseError::new("date", text, "it is out of range"))
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
        assert_eq!(CqlDate::from_days_since_epoch(EPOCH - 1), Some(CqlDate::MAX));
    }

    #[test]
    fn the_calendar_goes_both_ways_to_its_ends() {
        for date in [CqlDate::MIN, CqlDate(1 << 31), CqlDate::MAX] {
            let (year, month, day) = date.to_ymd();
            assert_eq!(CqlDate::from_ymd(year, month, day), Some(date));
        }
        assert_eq!((CqlDate::MIN.to_ymd(), CqlDate::MAX.to_ymd()), ((-5_877_641, 6, 23), (5_881_580, 7, 11)));
        assert_eq!(CqlDate::from_ymd(5_881_580, 7, 12), None);
        assert_eq!(CqlDate::from_ymd(-5_877_641, 6, 22), None);
        assert_eq!(CqlDate::from_ymd(i32::MAX, 1, 1), None);
        assert_eq!(CqlDate::from_ymd(2026, 2, 29), None);
        assert_eq!(CqlDate::MAX.checked_add_days(1), None);
        assert_eq!(CqlDate::MIN.checked_add_days(i64::MIN), None);
    }

    #[test]
    fn text_goes_both_ways() {
        assert_eq!(CqlDate(1 << 31).to_string(), "'1970-01-01'");
        assert_eq!(CqlDate(7).to_string(), "7");
        for date in [CqlDate::MIN, CqlDate(7), CqlDate(1 << 31), CqlDate((1 << 31) + 20_778), CqlDate::MAX] {
            assert_eq!(date.to_string().parse(), Ok(date));
        }
        assert_eq!("1970-1-2".parse(), Ok(CqlDate((1 << 31) + 1)));
        assert!("5881580-07-12".parse::<CqlDate>().unwrap_err().to_string().ends_with("it is out of range"));
        for text in ["", "'", "''", "1970-01", "-1", "4294967296"] {
            assert!(text.parse::<CqlDate>().is_err(), "{text}");
        }
    }
}
