use ::jiff_02::civil::{Date, Time};
use ::jiff_02::{SignedDuration, Span, Timestamp};
use proptest::prelude::*;

use super::check::{as_key, bytes_say, everywhere, other_type_says, read_says, same, write_says};
use crate::value::tests::{native, read, write};
use crate::value::{CqlDate, CqlDuration, CqlTime, CqlTimestamp, ValueOverflow};
use crate::wire::column::NativeType;

fn days(date: Date) -> i64 {
    date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24
}

fn date_at(days: i64) -> CqlDate {
    CqlDate::from_days_since_epoch(days).expect("a date")
}

#[test]
fn dates_end_where_jiff_ends() {
    same(NativeType::Date, &Date::constant(1970, 1, 1), &CqlDate(1 << 31));
    same(NativeType::Date, &Date::constant(1969, 12, 31), &CqlDate((1 << 31) - 1));
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
    same(NativeType::Time, &Time::MIN, &CqlTime(0));
    same(NativeType::Time, &Time::MAX, &CqlTime(86_399_999_999_999));
    for nanos in [-1, 86_400_000_000_000, i64::MIN, i64::MAX] {
        assert_eq!(Time::try_from(CqlTime(nanos)), Err(ValueOverflow));
        let text = "cannot read time as Time: the value is out of range";
        bytes_say::<Time>(NativeType::Time, &nanos.to_be_bytes(), text);
    }
}

#[test]
fn timestamps_end_where_jiff_ends_and_are_cut_to_milliseconds() {
    same(NativeType::Timestamp, &Timestamp::UNIX_EPOCH, &CqlTimestamp(0));
    same(NativeType::Timestamp, &Timestamp::MIN, &CqlTimestamp(Timestamp::MIN.as_millisecond()));
    assert_eq!(CqlTimestamp::from(Timestamp::MAX), CqlTimestamp(Timestamp::MAX.as_millisecond()));
    let ends = [Timestamp::MIN.as_millisecond() - 1, Timestamp::MAX.as_millisecond() + 1];
    for beyond in [ends[0], ends[1], i64::MIN, i64::MAX].map(CqlTimestamp) {
        assert_eq!(Timestamp::try_from(beyond), Err(ValueOverflow));
        let text = "cannot read timestamp as Timestamp: the value is out of range";
        read_says::<Timestamp>(NativeType::Timestamp, &beyond, text);
    }
    for (nanos, millis) in [(1, 0), (999_999, 0), (-1, -1), (-1_000_000, -1), (-1_000_001, -2)] {
        let time = Timestamp::UNIX_EPOCH + SignedDuration::from_nanos(nanos);
        assert_eq!(CqlTimestamp::from(time), CqlTimestamp(millis), "{nanos} ns");
    }
}

#[test]
fn they_go_wherever_a_value_goes() {
    let (date, time) = (Date::constant(2024, 2, 29), Time::MAX);
    everywhere(NativeType::Date, &date);
    everywhere(NativeType::Time, &time);
    everywhere(NativeType::Timestamp, &Timestamp::UNIX_EPOCH);
    as_key(NativeType::Date, date);
    as_key(NativeType::Time, time);
    as_key(NativeType::Timestamp, Timestamp::UNIX_EPOCH);
    let value = Span::new().days(1);
    other_type_says(
        &value,
        "cannot read inet as Span: expected duration",
        "cannot write Span as inet: expected duration",
    );
}

#[test]
fn a_span_is_months_days_and_nanoseconds() {
    let span = Span::new().years(2).months(3).weeks(4).days(5).hours(6).minutes(7).seconds(8);
    let span = span.milliseconds(9).microseconds(10).nanoseconds(11);
    let nanoseconds = ((6 * 60 + 7) * 60 + 8) * 1_000_000_000 + 9_010_011;
    let duration = CqlDuration { months: 27, days: 33, nanoseconds };
    assert_eq!(CqlDuration::try_from(span), Ok(duration));
    let negative = CqlDuration { months: -27, days: -33, nanoseconds: -nanoseconds };
    assert_eq!(CqlDuration::try_from(-span), Ok(negative));
    let back = Span::try_from(duration).expect("a span");
    assert_eq!(back.fieldwise(), Span::new().months(27).days(33).nanoseconds(nanoseconds));
}

#[test]
fn what_either_side_cannot_hold_is_an_error() {
    let long = Span::new().hours(175_307_616).minutes(60);
    assert_eq!(CqlDuration::try_from(long), Err(ValueOverflow));
    write_says(NativeType::Duration, &long, "cannot write Span as duration: the value is out of range");
    let text = "cannot read duration as Span: the value is out of range";
    let (months, days) = (239_976, 7_304_484);
    for (beyond, last) in [
        (CqlDuration { months: months + 1, days: 0, nanoseconds: 0 }, CqlDuration { months, days: 0, nanoseconds: 0 }),
        (CqlDuration { months: 0, days: days + 1, nanoseconds: 0 }, CqlDuration { months: 0, days, nanoseconds: 0 }),
        (
            CqlDuration { months: 0, days: 0, nanoseconds: i64::MIN },
            CqlDuration { months: 0, days: 0, nanoseconds: -i64::MAX },
        ),
    ] {
        read_says::<Span>(NativeType::Duration, &beyond, text);
        let span = Span::try_from(last).expect("the last that fits");
        assert_eq!(CqlDuration::try_from(span), Ok(last));
    }
    let mixed = CqlDuration { months: 1, days: -1, nanoseconds: 0 };
    assert_eq!(Span::try_from(mixed).map(|span| span.fieldwise()).err(), Some(ValueOverflow));
    // Months 1, days -1, nanoseconds 0.
    bytes_say::<Span>(NativeType::Duration, &[2, 1, 0], text);
    bytes_say::<Span>(NativeType::Duration, &[2], "cannot read duration as Span: the value ends inside its days");
}

proptest! {
    #[test]
    fn what_jiff_has_comes_back_and_nothing_wraps(day: u32, nanos: i64, millis: i64, shift in 0..64_u32) {
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
        if let Ok(theirs) = Timestamp::try_from(timestamp) {
            same(NativeType::Timestamp, &theirs, &timestamp);
        }
    }

    #[test]
    fn durations_come_back(months in 0..=239_976, days in 0..=7_304_484, nanoseconds in 0..=i64::MAX, negative: bool) {
        let sign = if negative { -1 } else { 1 };
        let duration =
            CqlDuration { months: months * sign, days: days * sign, nanoseconds: nanoseconds * i64::from(sign) };
        let typ = native(NativeType::Duration);
        let bytes = write(&typ, &duration).expect("ours is written").into();
        let span = read::<Span>(&typ, &bytes).expect("a span");
        prop_assert_eq!(&bytes, &write(&typ, &span).expect("theirs is written"));
        prop_assert_eq!(CqlDuration::try_from(span), Ok(duration));
    }
}
