//! Times.

use ilium_driver::value::{CqlDate, CqlDuration, CqlTime, CqlTimestamp, CqlTimeuuid, CqlValue};

use crate::kind::{Kind, Sample};

pub(super) fn kinds() -> Vec<Kind> {
    vec![
        Kind::plain("timeuuid", timeuuid()),
        Kind::plain("date", date()),
        Kind::plain("time", time()),
        Kind::plain("timestamp", timestamp()),
        Kind::plain("duration", duration()),
    ]
}

fn timeuuid() -> Vec<Sample> {
    let sample = |literal: &str, number| Sample::new(literal, CqlValue::Timeuuid(CqlTimeuuid::from_u128(number)));
    vec![
        sample("00000000-0000-1000-8080-808080808080", 0x0000_0000_0000_1000_8080_8080_8080_8080),
        sample("ffffffff-ffff-1fff-7f7f-7f7f7f7f7f7f", 0xFFFF_FFFF_FFFF_1FFF_7F7F_7F7F_7F7F_7F7F),
        sample("2b12d0e0-c6b1-11f0-8de9-0242ac120002", 0x2B12_D0E0_C6B1_11F0_8DE9_0242_AC12_0002),
        sample("2b12d0e0-c6b1-11f0-8de9-0242ac120003", 0x2B12_D0E0_C6B1_11F0_8DE9_0242_AC12_0003),
        Sample::empty("blobAsTimeuuid(0x)", false),
    ]
}

fn date() -> Vec<Sample> {
    let sample = |literal: &str, days| Sample::new(literal, CqlValue::Date(CqlDate(days)));
    let epoch = 1 << 31;
    vec![
        sample("'1970-01-01'", epoch),
        sample("'1969-12-31'", epoch - 1),
        sample("'2026-11-21'", epoch + 20_778),
        sample("'2024-02-29'", epoch + 19_782),
        sample("'0001-01-01'", epoch - 719_162),
        sample("'9999-12-31'", epoch + 2_932_896),
        sample("0", 0),
        sample("4294967295", u32::MAX),
    ]
}

fn time() -> Vec<Sample> {
    let sample = |literal: &str, nanos| Sample::new(literal, CqlValue::Time(CqlTime(nanos)));
    vec![
        sample("'00:00:00'", 0),
        sample("'00:00:00.000000001'", 1),
        sample("'08:12:54.123'", 29_574_123_000_000),
        sample("'23:59:59.999999999'", 86_399_999_999_999),
        sample("43200000000000", 43_200_000_000_000),
    ]
}

fn timestamp() -> Vec<Sample> {
    let sample = |literal: &str, millis| Sample::new(literal, CqlValue::Timestamp(CqlTimestamp(millis)));
    vec![
        sample("'1970-01-01 00:00:00.000+0000'", 0),
        sample("'1969-12-31 23:59:59.999+0000'", -1),
        sample("'2026-11-21T10:12:54.123+0200'", 1_795_248_774_123),
        sample("'0001-01-01 00:00:00.000+0000'", -62_135_596_800_000),
        sample("'9999-12-31 23:59:59.999+0000'", 253_402_300_799_999),
        sample("9223372036854775807", i64::MAX),
        sample("-9223372036854775808", i64::MIN),
        Sample::empty("blobAsTimestamp(0x)", false),
    ]
}

fn duration() -> Vec<Sample> {
    let sample = |literal: &str, months, days, nanoseconds| {
        Sample::new(literal, CqlValue::Duration(CqlDuration { months, days, nanoseconds }))
    };
    vec![
        sample("0s", 0, 0, 0),
        sample("1y2mo3w4d5h6m7s8ms9us10ns", 14, 25, 18_367_008_009_010),
        sample("P1Y2M3DT4H5M6S", 14, 3, 14_706_000_000_000),
        sample("-1mo1ns", -1, 0, -1),
        sample("-129d", 0, -129, 0),
        sample("2147483647mo2147483647d9223372036854775807ns", i32::MAX, i32::MAX, i64::MAX),
        sample("-2147483647mo2147483647d9223372036854775807ns", -i32::MAX, -i32::MAX, -i64::MAX),
    ]
}
