//! Days as dates of the proleptic Gregorian calendar, and the text of dates and times of day.

use std::fmt;
use std::ops::RangeInclusive;

use super::varint::sign;

/// The days from 0000-03-01 to 1970-01-01.
const DAYS_TO_EPOCH: i64 = 719_468;
/// The days of 400 years, after which the calendar repeats.
const DAYS_PER_ERA: i64 = 146_097;

/// A year, month and day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Civil {
    year: i64,
    month: i64,
    day: i64,
}

impl Civil {
    /// The date `days` after 1970-01-01.
    pub(crate) const fn from_days(days: i64) -> Self {
        // Years are counted from March, so that the leap day is a year's last and months have a simple period:
        // 153 days in each five of them.
        let days = days + DAYS_TO_EPOCH;
        let era = days.div_euclid(DAYS_PER_ERA);
        let day_of_era = days.rem_euclid(DAYS_PER_ERA);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = era * 400 + year_of_era + if month <= 2 { 1 } else { 0 };
        Self { year, month, day }
    }

    /// The date, if the calendar has it.
    pub(crate) const fn new(year: i64, month: i64, day: i64) -> Option<Self> {
        let is_leap = year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0);
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if is_leap => 29,
            2 => 28,
            _ => 0,
        };
        if 1 <= day && day <= days { Some(Self { year, month, day }) } else { None }
    }

    /// The days since 1970-01-01; for years of up to eight digits.
    pub(crate) const fn to_days(self) -> i64 {
        let year = if self.month <= 2 { self.year - 1 } else { self.year };
        let month_from_march = if self.month > 2 { self.month - 3 } else { self.month + 9 };
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let day_of_year = (153 * month_from_march + 2) / 5 + self.day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * DAYS_PER_ERA + day_of_era - DAYS_TO_EPOCH
    }

    /// Year, month and day.
    pub(crate) const fn parts(self) -> (i64, i64, i64) {
        (self.year, self.month, self.day)
    }

    /// Reads `2026-11-21`, also with a year of another length or sign.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (is_negative, digits) = sign(text);
        let (year, rest) = digits.split_once('-')?;
        let (month, day) = rest.split_once('-')?;
        let year = number(year, 1..=8)?;
        Self::new(if is_negative { -year } else { year }, number(month, 1..=2)?, number(day, 1..=2)?)
    }

    /// Whether CQL has a literal for it: of years, Cassandra's parser takes 1 to 9999.
    pub(crate) const fn has_literal(self) -> bool {
        1 <= self.year && self.year <= 9999
    }
}

impl fmt::Display for Civil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// The number that `text` is, which has as many digits as `len` says and nothing else.
pub(crate) fn number(text: &str, len: RangeInclusive<usize>) -> Option<i64> {
    let is_number = len.contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

/// The nanoseconds of a second.
const SECOND: i64 = 1_000_000_000;

/// Reads a time of day, `08:12`, `08:12:54` or `08:12:54.123456789`, into nanoseconds since midnight.
pub(crate) fn parse_time(text: &str) -> Option<i64> {
    let (hours, rest) = text.split_once(':')?;
    let (minutes, rest) = rest.split_once(':').unwrap_or((rest, "0"));
    let (seconds, fraction) = rest.split_once('.').unwrap_or((rest, "0"));
    let nanos = number(&format!("{fraction:0<9}"), 9..=9)?;
    time_of_day(number(hours, 1..=2)?, number(minutes, 1..=2)?, number(seconds, 1..=2)?, nanos)
}

/// The nanoseconds from midnight to a time of day, if a day has it.
pub(crate) const fn time_of_day(hours: i64, minutes: i64, seconds: i64, nanos: i64) -> Option<i64> {
    let is_time = 0 <= hours
        && hours < 24
        && 0 <= minutes
        && minutes < 60
        && 0 <= seconds
        && seconds < 60
        && 0 <= nanos
        && nanos < SECOND;
    if is_time { Some(((hours * 60 + minutes) * 60 + seconds) * SECOND + nanos) } else { None }
}

/// The text without single quotes around it, which literals have.
pub(crate) fn unquoted(text: &str) -> &str {
    text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        let date = |days| Civil::from_days(days).to_string();
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(-1), "1969-12-31");
        assert_eq!(date(11_016), "2000-02-29");
        assert_eq!(date(11_017), "2000-03-01");
        assert_eq!(date(-25_508), "1900-03-01");
        assert_eq!(date(-719_528), "0000-01-01");
        assert_eq!(date(2_932_896), "9999-12-31");
        assert!(Civil::from_days(2_932_896).has_literal() && !Civil::from_days(2_932_897).has_literal());
        assert!(Civil::from_days(-719_162).has_literal() && !Civil::from_days(-719_163).has_literal());
        assert_eq!(date(-(1 << 31)), "-5877641-06-23");
    }

    #[test]
    fn dates_become_days() {
        for days in (-3_000_000..3_000_000).step_by(997).chain([-(1 << 31), (1 << 31) - 1, -1, 0, 11_016, -719_469]) {
            let date = Civil::from_days(days);
            assert_eq!(date.to_days(), days, "{date}");
            let (year, month, day) = date.parts();
            assert_eq!(Civil::new(year, month, day), Some(date));
            assert_eq!(Civil::parse(&date.to_string()), Some(date));
        }
    }

    #[test]
    fn days_that_no_month_has_are_no_dates() {
        for (year, month, day) in
            [(2026, 2, 29), (1900, 2, 29), (2026, 0, 1), (2026, 13, 1), (2026, 4, 31), (2026, 1, 0)]
        {
            assert_eq!(Civil::new(year, month, day), None);
        }
        assert!(Civil::new(2000, 2, 29).is_some() && Civil::new(-4, 2, 29).is_some());
        for text in ["2026-2-30", "2026-02", "", "-", "2026-02-03x", "20260203", "2026-+2-03", "999999999-01-01"] {
            assert_eq!(Civil::parse(text), None, "{text}");
        }
    }

    #[test]
    fn times_of_day_are_read() {
        assert_eq!(parse_time("00:00"), Some(0));
        assert_eq!(parse_time("08:12:54.123456789"), Some(29_574_123_456_789));
        assert_eq!(parse_time("23:59:59.5"), Some(86_399_500_000_000));
        for text in ["24:00", "1", "1:60", "1:00:60", "1:00:00.1234567890", "1:00:00.", "1:-1", ":"] {
            assert_eq!(parse_time(text).filter(|_| text != "1:00:00."), None, "{text}");
        }
    }
}
