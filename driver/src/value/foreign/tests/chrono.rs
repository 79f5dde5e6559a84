use ::chrono_04::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::check::{as_key, bytes_say, everywhere, other_type_says, read_says, same, write_says};
use crate::value::{CqlDate, CqlTime, CqlTimestamp, ValueOverflow};
use crate::wire::column::NativeType;

fn days(date: NaiveDate) -> i64 {
    date.signed_duration_since(NaiveDate::default()).num_days()
}

fn date_at(days: i64) -> CqlDate {
    CqlDate::from_days_since_epoch(days).expect("a date")
}

#[test]
fn dates_end_where_chrono_ends() {
    same(NativeType::Date, &NaiveDate::default(), &CqlDate(1 << 31));
    for date in [NaiveDate::MIN, NaiveDate::MAX] {
        same(NativeType::Date, &date, &date_at(days(date)));
    }
    for beyond in [date_at(days(NaiveDate::MIN) - 1), date_at(days(NaiveDate::MAX) + 1), CqlDate(0), CqlDate(u32::MAX)]
    {
        assert_eq!(NaiveDate::try_from(beyond), Err(ValueOverflow));
        read_says::<NaiveDate>(NativeType::Date, &beyond, "cannot read date as NaiveDate: the value is out of range");
    }
}

#[test]
fn times_have_no_leap_second() {
    same(NativeType::Time, &NaiveTime::MIN, &CqlTime(0));
    let last = NaiveTime::from_hms_nano_opt(23, 59, 59, 999_999_999).expect("a time");
    same(NativeType::Time, &last, &CqlTime(86_399_999_999_999));
    for (hour, minute) in [(23, 59), (12, 0)] {
        let leap = NaiveTime::from_hms_nano_opt(hour, minute, 59, 1_000_000_000).expect("a leap second");
        assert_eq!(CqlTime::try_from(leap), Err(ValueOverflow));
        write_says(NativeType::Time, &leap, "cannot write NaiveTime as time: the value is out of range");
    }
    for nanos in [-1, 86_400_000_000_000, i64::MIN, i64::MAX] {
        assert_eq!(NaiveTime::try_from(CqlTime(nanos)), Err(ValueOverflow));
        let text = "cannot read time as NaiveTime: the value is out of range";
        bytes_say::<NaiveTime>(NativeType::Time, &nanos.to_be_bytes(), text);
    }
}

#[test]
fn timestamps_end_where_chrono_ends_and_are_cut_to_milliseconds() {
    let exact = |time: DateTime<Utc>| DateTime::from_timestamp_millis(time.timestamp_millis()).expect("a time");
    same(NativeType::Timestamp, &DateTime::UNIX_EPOCH, &CqlTimestamp(0));
    let latest = exact(DateTime::<Utc>::MAX_UTC);
    for time in [DateTime::<Utc>::MIN_UTC, latest] {
        same(NativeType::Timestamp, &time, &CqlTimestamp(time.timestamp_millis()));
    }
    let ends = [DateTime::<Utc>::MIN_UTC.timestamp_millis() - 1, latest.timestamp_millis() + 1];
    for beyond in [ends[0], ends[1], i64::MIN, i64::MAX].map(CqlTimestamp) {
        assert_eq!(DateTime::<Utc>::try_from(beyond), Err(ValueOverflow));
        let text = "cannot read timestamp as DateTime<Utc>: the value is out of range";
        read_says::<DateTime<Utc>>(NativeType::Timestamp, &beyond, text);
    }
    for (nanos, millis) in [(1, 0), (999_999, 0), (-1, -1), (-1_000_000, -1), (-1_000_001, -2)] {
        let time = DateTime::UNIX_EPOCH + TimeDelta::nanoseconds(nanos);
        assert_eq!(CqlTimestamp::from(time), CqlTimestamp(millis), "{nanos} ns");
    }
}

#[test]
fn they_go_wherever_a_value_goes() {
    let date = NaiveDate::from_ymd_opt(2024, 2, 29).expect("a date");
    let time = NaiveTime::from_hms_micro_opt(8, 12, 54, 7).expect("a time");
    everywhere(NativeType::Date, &date);
    everywhere(NativeType::Time, &time);
    everywhere(NativeType::Timestamp, &DateTime::UNIX_EPOCH);
    as_key(NativeType::Date, date);
    as_key(NativeType::Time, time);
    as_key(NativeType::Timestamp, DateTime::UNIX_EPOCH);
    other_type_says(
        &date,
        "cannot read inet as NaiveDate: expected date",
        "cannot write NaiveDate as inet: expected date",
    );
    bytes_say::<NaiveDate>(NativeType::Date, &[1], "cannot read date as NaiveDate: expected 4 bytes, got 1");
    read_says::<NaiveDate>(
        NativeType::Date,
        &None::<CqlDate>,
        "cannot read date as NaiveDate: the value is null; read it as `Option<NaiveDate>`",
    );
}

proptest! {
    #[test]
    fn what_chrono_has_comes_back_and_nothing_wraps(day: u32, nanos: i64, millis: i64, shift in 0..64_u32) {
        let day = CqlDate(day);
        let in_range = (days(NaiveDate::MIN)..=days(NaiveDate::MAX)).contains(&day.days_since_epoch());
        prop_assert_eq!(NaiveDate::try_from(day).is_ok(), in_range);
        if let Ok(date) = NaiveDate::try_from(day) {
            same(NativeType::Date, &date, &day);
        }
        let time = CqlTime(nanos >> shift);
        prop_assert_eq!(NaiveTime::try_from(time).is_ok(), (0..86_400_000_000_000).contains(&time.0));
        if let Ok(theirs) = NaiveTime::try_from(time) {
            same(NativeType::Time, &theirs, &time);
        }
        let timestamp = CqlTimestamp(millis >> shift);
        if let Ok(theirs) = DateTime::<Utc>::try_from(timestamp) {
            same(NativeType::Timestamp, &theirs, &timestamp);
        }
    }
}
