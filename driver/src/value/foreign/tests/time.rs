use ::time_03::{Date, Duration, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};
use proptest::prelude::*;

use super::check::{as_key, bytes_say, everywhere, other_type_says, read_says, same};
use crate::value::{CqlDate, CqlTime, CqlTimestamp, ValueOverflow};
use crate::wire::column::NativeType;

const EPOCH: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

fn days(date: Date) -> i64 {
    (date - EPOCH.date()).whole_days()
}

fn date_at(days: i64) -> CqlDate {
    CqlDate::from_days_since_epoch(days).expect("a date")
}

#[test]
fn dates_end_where_the_crate_ends() {
    same(NativeType::Date, &EPOCH.date(), &CqlDate(1 << 31));
    for date in [Date::MIN, Date::MAX] {
        same(NativeType::Date, &date, &date_at(days(date)));
    }
    for beyond in [date_at(days(Date::MIN) - 1), date_at(days(Date::MAX) + 1), CqlDate(0), CqlDate(u32::MAX)] {
        assert_eq!(Date::try_from(beyond), Err(ValueOverflow));
        read_says::<Date>(NativeType::Date, &beyond, "cannot read date as Date: the value is out of range");
    }
}

#[test]
fn times_are_less_than_a_day() {
    same(NativeType::Time, &Time::MIDNIGHT, &CqlTime(0));
    same(NativeType::Time, &Time::MAX, &CqlTime(86_399_999_999_999));
    for nanos in [-1, 86_400_000_000_000, i64::MIN, i64::MAX] {
        assert_eq!(Time::try_from(CqlTime(nanos)), Err(ValueOverflow));
        let text = "cannot read time as Time: the value is out of range";
        bytes_say::<Time>(NativeType::Time, &nanos.to_be_bytes(), text);
    }
}

#[test]
fn timestamps_end_where_the_crate_ends_and_are_cut_to_milliseconds() {
    let earliest = PrimitiveDateTime::MIN.assume_utc();
    let latest = PrimitiveDateTime::MAX.assume_utc();
    let millis = |time: OffsetDateTime| time.unix_timestamp_nanos().div_euclid(1_000_000);
    let millis = |time| i64::try_from(millis(time)).expect("milliseconds");
    same(NativeType::Timestamp, &earliest, &CqlTimestamp(millis(earliest)));
    assert_eq!(CqlTimestamp::from(latest), CqlTimestamp(millis(latest)));
    for beyond in [millis(earliest) - 1, millis(latest) + 1, i64::MIN, i64::MAX].map(CqlTimestamp) {
        assert_eq!(OffsetDateTime::try_from(beyond), Err(ValueOverflow));
        let text = "cannot read timestamp as OffsetDateTime: the value is out of range";
        read_says::<OffsetDateTime>(NativeType::Timestamp, &beyond, text);
    }
    for (nanos, millis) in [(1, 0), (999_999, 0), (-1, -1), (-1_000_000, -1), (-1_000_001, -2)] {
        let time = EPOCH + Duration::nanoseconds(nanos);
        assert_eq!(CqlTimestamp::from(time), CqlTimestamp(millis), "{nanos} ns");
    }
    let elsewhere = EPOCH.to_offset(UtcOffset::from_hms(-9, -30, 0).expect("an offset"));
    same(NativeType::Timestamp, &elsewhere, &CqlTimestamp(0));
}

#[test]
fn they_go_wherever_a_value_goes() {
    let (date, time) = (EPOCH.date(), Time::MAX);
    everywhere(NativeType::Date, &date);
    everywhere(NativeType::Time, &time);
    everywhere(NativeType::Timestamp, &EPOCH);
    as_key(NativeType::Date, date);
    as_key(NativeType::Time, time);
    as_key(NativeType::Timestamp, EPOCH);
    other_type_says(&time, "cannot read inet as Time: expected time", "cannot write Time as inet: expected time");
}

proptest! {
    #[test]
    fn what_the_crate_has_comes_back_and_nothing_wraps(day: u32, nanos: i64, millis: i64, shift in 0..64_u32) {
        let day = CqlDate(day);
        let in_range = (days(Date::MIN)..=days(Date::MAX)).contains(&day.days_since_epoch());
        prop_assert_eq!(Date::try_from(day).is_ok(), in_range);
        if let Ok(date) = Date::try_from(day) {
            same(NativeType::Date, &date, &day);
        }
        let time = CqlTime(nanos >> shift);
        prop_assert_eq!(Time::try_from(time).is_ok(), (0..86_400_000_000_000).contains(&time.0));
        if let Ok(theirs) = Time::try_from(time) {
            same(NativeType::Time, &theirs, &time);
        }
        let timestamp = CqlTimestamp(millis >> shift);
        if let Ok(theirs) = OffsetDateTime::try_from(timestamp) {
            same(NativeType::Timestamp, &theirs, &timestamp);
        }
    }
}
