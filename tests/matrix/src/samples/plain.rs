//! Text, bytes, truth, addresses and identifiers.

use std::net::IpAddr;

use ilium_driver::value::CqlValue;
use uuid::Uuid;

use crate::kind::{Kind, Sample};

pub(super) fn kinds() -> Vec<Kind> {
    vec![
        Kind::plain("ascii", ascii()),
        Kind::plain("text", text()),
        Kind::plain("varchar", text()),
        Kind::plain("blob", blob()),
        Kind::plain(
            "boolean",
            vec![
                Sample::new("true", CqlValue::Boolean(true)),
                Sample::new("false", CqlValue::Boolean(false)),
                // Not the empty value: Cassandra's toJson fails on it.
            ],
        ),
        Kind::plain("inet", inet()),
        Kind::plain("uuid", uuid()),
    ]
}

fn ascii() -> Vec<Sample> {
    let sample = |literal: &str, text: &str| Sample::new(literal, CqlValue::Ascii(text.to_owned()));
    vec![
        sample("''", "").no_partition_key(),
        sample("'abc'", "abc"),
        sample("'it''s ~ \"so\"; -- {} [] | : \\ %s'", "it's ~ \"so\"; -- {} [] | : \\ %s"),
    ]
}

fn text() -> Vec<Sample> {
    let sample = |literal: &str, text: &str| Sample::new(literal, CqlValue::Text(text.to_owned()));
    vec![
        sample("''", "").no_partition_key(),
        sample("'abc'", "abc"),
        sample("' abc'", " abc"),
        sample("'it''s \"so\"; -- {} [] | : \\n %s'", "it's \"so\"; -- {} [] | : \\n %s"),
        sample("'\u{e9} \u{6f22} \u{1f600} e\u{301}'", "é 漢 😀 e\u{301}"),
        sample("'two\nlines,\ttab'", "two\nlines,\ttab"),
        sample(&format!("'{}'", "long".repeat(200)), &"long".repeat(200)),
    ]
}

fn blob() -> Vec<Sample> {
    let sample = |literal: &str, bytes: &[u8]| Sample::new(literal, CqlValue::Blob(bytes.to_vec()));
    let all: Vec<u8> = (0..=u8::MAX).collect();
    let literal = all.iter().fold("0x".to_owned(), |literal, byte| literal + &format!("{byte:02X}"));
    vec![
        sample("0x", &[]).no_partition_key(),
        sample("0x00", &[0]),
        sample("0xcafe", &[0xCA, 0xFE]),
        Sample::new(literal, CqlValue::Blob(all)),
    ]
}

fn inet() -> Vec<Sample> {
    let sample = |literal: &str, address: IpAddr| Sample::new(literal, CqlValue::Inet(address));
    vec![
        sample("'127.0.0.1'", [127, 0, 0, 1].into()),
        sample("'0.0.0.0'", [0, 0, 0, 0].into()),
        sample("'255.255.255.255'", [255, 255, 255, 255].into()),
        sample("'::1'", [0, 0, 0, 0, 0, 0, 0, 1].into()),
        sample("'2001:db8::ff00:42:8329'", [0x2001, 0x0DB8, 0, 0, 0, 0xFF00, 0x42, 0x8329].into()),
        sample("'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'", [0xFFFF; 8].into()),
        Sample::empty("blobAsInet(0x)", false),
    ]
}

fn uuid() -> Vec<Sample> {
    let sample = |literal: &str, number: u128| Sample::new(literal, CqlValue::Uuid(Uuid::from_u128(number)));
    vec![
        sample("00000000-0000-0000-0000-000000000000", 0),
        sample("ffffffff-ffff-ffff-ffff-ffffffffffff", u128::MAX),
        sample("01234567-89ab-4def-8123-456789abcdef", 0x0123_4567_89AB_4DEF_8123_4567_89AB_CDEF),
        sample("2B12D0E0-C6B1-11F0-8DE9-0242AC120002", 0x2B12_D0E0_C6B1_11F0_8DE9_0242_AC12_0002),
        Sample::empty("blobAsUuid(0x)", false),
    ]
}
