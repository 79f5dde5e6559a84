//! Types that are made of others.

use ilium_driver::value::CqlValue;
use uuid::Uuid;

use crate::kind::{Kind, Sample};
use crate::schema::INNER;

pub(super) fn kinds(keyspace: &str) -> Vec<Kind> {
    vec![
        Kind::composite("list_of_int", "list<int>", list()),
        Kind::composite("set_of_text", "set<text>", set()),
        Kind::composite("map_of_int", "map<text, int>", map()),
        Kind::composite("tuple_of_3", "tuple<int, text, uuid>", tuple()),
        Kind::composite("udt", INNER, udt(keyspace)).with_udt(),
        Kind::composite("vector_of_float", "vector<float, 3>", vector_of_float()),
        Kind::composite("vector_of_text", "vector<text, 2>", vector_of_text()),
        Kind::composite("nested", "map<text, frozen<list<frozen<tuple<decimal, frozen<inside>>>>>>", nested(keyspace))
            .with_udt(),
    ]
}

fn text(text: &str) -> CqlValue {
    CqlValue::Text(text.to_owned())
}

fn list() -> Vec<Sample> {
    let sample = |literal: &str, elements: &[i32]| {
        Sample::new(literal, CqlValue::List(elements.iter().copied().map(CqlValue::Int).collect()))
    };
    vec![
        sample("[]", &[]),
        sample("[1]", &[1]),
        sample("[3, 1, 3]", &[3, 1, 3]),
        sample("[-2147483648, 2147483647]", &[i32::MIN, i32::MAX]),
    ]
}

/// Values are in the server's order: it puts a set or map in order that is bound, but not one that is part of a bound
/// tuple, UDT or vector.
fn set() -> Vec<Sample> {
    let sample = |literal: &str, elements: &[&str]| {
        Sample::new(literal, CqlValue::Set(elements.iter().copied().map(text).collect()))
    };
    vec![sample("{}", &[]), sample("{''}", &[""]), sample("{'b', 'a', 'it''s'}", &["a", "b", "it's"])]
}

fn map() -> Vec<Sample> {
    let sample = |literal: &str, entries: &[(&str, i32)]| {
        Sample::new(
            literal,
            CqlValue::Map(entries.iter().map(|(key, value)| (text(key), CqlValue::Int(*value))).collect()),
        )
    };
    vec![sample("{}", &[]), sample("{'': 0}", &[("", 0)]), sample("{'b': 1, 'a': 2}", &[("a", 2), ("b", 1)])]
}

fn tuple() -> Vec<Sample> {
    let sample = |literal: &str, fields: [Option<CqlValue>; 3]| Sample::new(literal, CqlValue::Tuple(fields.into()));
    let id = CqlValue::Uuid(Uuid::from_u128(0x0123_4567_89AB_4DEF_8123_4567_89AB_CDEF));
    vec![
        sample("(1, 'x', 01234567-89ab-4def-8123-456789abcdef)", [Some(CqlValue::Int(1)), Some(text("x")), Some(id)]),
        sample("(-1, null, null)", [Some(CqlValue::Int(-1)), None, None]),
        sample("(null, '', null)", [None, Some(text("")), None]),
    ]
}

/// A value of the user-defined type `inside`.
fn inside(keyspace: &str, number: Option<i32>, second: Option<&str>) -> CqlValue {
    CqlValue::UserDefinedType {
        keyspace: keyspace.to_owned(),
        name: INNER.to_owned(),
        fields: vec![
            ("number".to_owned(), number.map(CqlValue::Int)),
            ("Second \"Field\"".to_owned(), second.map(text)),
        ],
    }
}

fn udt(keyspace: &str) -> Vec<Sample> {
    vec![
        Sample::new("{number: 1, \"Second \"\"Field\"\"\": 'x'}", inside(keyspace, Some(1), Some("x"))),
        Sample::new("{\"Second \"\"Field\"\"\": '', number: null}", inside(keyspace, None, Some(""))),
        Sample::new("{number: -1}", inside(keyspace, Some(-1), None)),
    ]
}

fn vector_of_float() -> Vec<Sample> {
    let sample = |literal: &str, elements: [f32; 3]| {
        Sample::new(literal, CqlValue::Vector(elements.map(CqlValue::Float).into()))
    };
    vec![
        sample("[0.1, -2.5, 3]", [0.1, -2.5, 3.0]),
        sample("[-0.0, 1.4E-45, 3.4028235E38]", [-0.0, f32::from_bits(1), f32::MAX]),
        sample("[NaN, Infinity, -Infinity]", [f32::NAN, f32::INFINITY, f32::NEG_INFINITY]),
    ]
}

fn vector_of_text() -> Vec<Sample> {
    let sample = |literal: &str, elements: [&str; 2]| Sample::new(literal, CqlValue::Vector(elements.map(text).into()));
    let long = "long".repeat(100);
    vec![
        sample("['a', 'it''s']", ["a", "it's"]),
        sample("['', '\u{6f22}']", ["", "漢"]),
        Sample::new(format!("['{long}', 'b']"), CqlValue::Vector(vec![text(&long), text("b")])),
    ]
}

fn nested(keyspace: &str) -> Vec<Sample> {
    let decimal = |unscaled: u8, scale| {
        let decimal = ilium_driver::value::CqlDecimal::from_signed_be_bytes_and_exponent(vec![unscaled], scale);
        Some(CqlValue::Decimal(decimal))
    };
    let pair = |number, field| CqlValue::Tuple(vec![number, field]);
    let one = pair(decimal(15, 1), Some(inside(keyspace, Some(1), Some("x"))));
    let two = pair(None, Some(inside(keyspace, None, None)));
    vec![
        Sample::new("{}", CqlValue::Map(Vec::new())),
        Sample::new("{'a': []}", CqlValue::Map(vec![(text("a"), CqlValue::List(Vec::new()))])),
        Sample::new(
            "{'a': [(1.5, {number: 1, \"Second \"\"Field\"\"\": 'x'}), (null, {number: null})], 'b': []}",
            CqlValue::Map(vec![(text("a"), CqlValue::List(vec![one, two])), (text("b"), CqlValue::List(Vec::new()))]),
        ),
    ]
}
