//! Numbers.

use ilium_driver::value::{Counter, CqlDecimal, CqlValue, CqlVarint};

use crate::kind::{Kind, Sample};

/// 2^200.
const HUGE: &str = "1606938044258990275541962092341162602522202993782792835301376";
/// 2^200 divided by 10^30.
const HUGE_FRACTION: &str = "1606938044258990275541962092341.162602522202993782792835301376";

/// 2^200, or its negative.
fn huge(is_negative: bool) -> Vec<u8> {
    let mut bytes = vec![0; 26];
    if let Some(first) = bytes.first_mut() {
        *first = if is_negative { 0xFF } else { 0x01 };
    }
    bytes
}

pub(super) fn kinds() -> Vec<Kind> {
    let tinyint = |literal: &str, value| Sample::new(literal, CqlValue::TinyInt(value));
    let smallint = |literal: &str, value| Sample::new(literal, CqlValue::SmallInt(value));
    let int = |literal: &str, value| Sample::new(literal, CqlValue::Int(value));
    vec![
        Kind::plain(
            "tinyint",
            vec![
                tinyint("0", 0),
                tinyint("7", 7),
                tinyint("-1", -1),
                tinyint("127", i8::MAX),
                tinyint("-128", i8::MIN),
            ],
        ),
        Kind::plain(
            "smallint",
            vec![smallint("0", 0), smallint("-2", -2), smallint("32767", i16::MAX), smallint("-32768", i16::MIN)],
        ),
        Kind::plain(
            "int",
            vec![
                int("0", 0),
                int("-3", -3),
                int("2147483647", i32::MAX),
                int("-2147483648", i32::MIN),
                Sample::empty("blobAsInt(0x)", false),
            ],
        ),
        Kind::plain("bigint", bigint()),
        Kind::plain("counter", counter()),
        Kind::plain("float", float()),
        Kind::plain("double", double()),
        Kind::plain("decimal", decimal()),
        Kind::plain("varint", varint()),
    ]
}

fn bigint() -> Vec<Sample> {
    let sample = |literal: &str, value| Sample::new(literal, CqlValue::BigInt(value));
    vec![
        sample("0", 0),
        sample("-4", -4),
        sample("9007199254740993", 9_007_199_254_740_993),
        sample("9223372036854775807", i64::MAX),
        sample("-9223372036854775808", i64::MIN),
        Sample::empty("blobAsBigint(0x)", false),
    ]
}

fn counter() -> Vec<Sample> {
    let sample = |literal: &str, value| Sample::new(literal, CqlValue::Counter(Counter(value)));
    vec![
        sample("0", 0),
        sample("1", 1),
        sample("-1", -1),
        sample("9223372036854775807", i64::MAX),
        sample("-9223372036854775807", -i64::MAX),
    ]
}

fn float() -> Vec<Sample> {
    let sample = |literal: &str, value| Sample::new(literal, CqlValue::Float(value));
    vec![
        sample("0.0", 0.0),
        sample("-0.0", -0.0),
        sample("0.1", 0.1),
        sample("-1.5", -1.5),
        sample("3.4028235E38", f32::MAX),
        sample("-3.4028235E38", f32::MIN),
        sample("1.17549435E-38", f32::MIN_POSITIVE),
        sample("1.4E-45", f32::from_bits(1)),
        sample("NaN", f32::NAN),
        sample("Infinity", f32::INFINITY),
        sample("-Infinity", f32::NEG_INFINITY),
        Sample::empty("blobAsFloat(0x)", false),
    ]
}

fn double() -> Vec<Sample> {
    let sample = |literal: &str, value| Sample::new(literal, CqlValue::Double(value));
    vec![
        sample("0.0", 0.0),
        sample("-0.0", -0.0),
        sample("0.1", 0.1),
        sample("0.30000000000000004", 0.1 + 0.2),
        sample("-1.5", -1.5),
        sample("1.7976931348623157E308", f64::MAX),
        sample("-1.7976931348623157E308", f64::MIN),
        sample("2.2250738585072014E-308", f64::MIN_POSITIVE),
        sample("4.9E-324", f64::from_bits(1)),
        sample("NaN", f64::NAN),
        sample("Infinity", f64::INFINITY),
        sample("-Infinity", f64::NEG_INFINITY),
        Sample::empty("blobAsDouble(0x)", false),
    ]
}

fn decimal() -> Vec<Sample> {
    let of_bytes = |literal: &str, unscaled: &[u8], scale| {
        let decimal = CqlDecimal::from_signed_be_bytes_slice_and_exponent(unscaled, scale);
        Sample::new(literal, CqlValue::Decimal(decimal))
    };
    vec![
        of_bytes("0", &[0], 0),
        of_bytes("12.50", &[0x04, 0xE2], 2),
        of_bytes("-0.005", &[0xFB], 3),
        of_bytes("7E3", &[7], -3),
        of_bytes("-1.28", &[0x80], 2),
        of_bytes("1E-1000", &[1], 1000),
        of_bytes("-1E+308", &[0xFF], -308),
        // Cassandra's parser has no literal for what a double cannot hold.
        of_bytes("blobAsDecimal(0xFFFFFC18FF)", &[0xFF], -1000),
        of_bytes(HUGE_FRACTION, &huge(false), 30),
        of_bytes(&format!("-{HUGE}"), &huge(true), 0),
        Sample::empty("blobAsDecimal(0x)", true),
    ]
}

fn varint() -> Vec<Sample> {
    let of_bytes = |literal: &str, bytes: &[u8]| {
        Sample::new(literal, CqlValue::Varint(CqlVarint::from_signed_bytes_be_slice(bytes)))
    };
    vec![
        of_bytes("0", &[0]),
        of_bytes("-1", &[0xFF]),
        of_bytes("127", &[0x7F]),
        of_bytes("128", &[0x00, 0x80]),
        of_bytes("-128", &[0x80]),
        of_bytes("-129", &[0xFF, 0x7F]),
        of_bytes("-9223372036854775808", &[0x80, 0, 0, 0, 0, 0, 0, 0]),
        of_bytes(HUGE, &huge(false)),
        of_bytes(&format!("-{HUGE}"), &huge(true)),
        Sample::empty("blobAsVarint(0x)", true),
    ]
}
