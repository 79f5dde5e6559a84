//! Reads pages of 5,000 rows and writes rows of 5 values, so that a tool can count what one costs.
//!
//! `cargo bench -p ilium-driver --bench rows -- borrowed 3` reads three pages as structs that borrow; run under
//! `valgrind --tool=callgrind`, the difference between two counts is the cost of the pages alone.

#![allow(clippy::expect_used, clippy::panic, reason = "what cannot be measured must say so")]
#![allow(dead_code, reason = "that rows are read is what is measured, not what is in them")]

use std::hint::black_box;
use std::sync::Arc;

use bytes::Bytes;
use ilium_driver::deserialize::FrameSlice;
use ilium_driver::deserialize::result::TypedRowIterator;
use ilium_driver::deserialize::row::{DeserializeRow, RawRow};
use ilium_driver::deserialize::value::{DeserializeValue, VectorIterator};
use ilium_driver::frame::response::result::{ColumnSpec, ColumnType, NativeType, TableSpec, UserDefinedType};
use ilium_driver::serialize::row::{RowSerializationContext, SerializeRow};
use ilium_driver::serialize::value::SerializeValue;
use ilium_driver::serialize::writers::{CellWriter, RowWriter};
use ilium_driver::value::{CqlTimestamp, Elements, Row};
use ilium_driver::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

const ROWS: usize = 5_000;

/// The row that the peers are measured with.
#[derive(DeserializeRow)]
struct Borrowed<'a> {
    id: i64,
    name: &'a str,
    payload: &'a [u8],
    score: f64,
    at: CqlTimestamp,
}

#[derive(DeserializeRow, SerializeRow)]
struct Owned {
    id: i64,
    name: String,
    payload: Vec<u8>,
    score: f64,
    at: CqlTimestamp,
}

/// [`Owned`], its fields in another order than the columns.
#[derive(DeserializeRow, SerializeRow)]
struct Shuffled {
    at: CqlTimestamp,
    payload: Vec<u8>,
    id: i64,
    name: String,
    score: f64,
}

/// A user-defined type, written and read as one column.
#[derive(SerializeValue, DeserializeValue)]
struct Udt {
    id: i64,
    name: String,
    payload: Vec<u8>,
    score: f64,
    at: CqlTimestamp,
}

/// [`Udt`], its fields in another order than the type's.
#[derive(SerializeValue, DeserializeValue)]
struct ShuffledUdt {
    at: CqlTimestamp,
    payload: Vec<u8>,
    id: i64,
    name: String,
    score: f64,
}

/// A row of one column of a user-defined type with the fields of the others.
fn udt_specs() -> Vec<ColumnSpec<'static>> {
    let fields = specs().into_iter().map(|spec| (spec.name().to_owned().into(), spec.typ().clone())).collect();
    let definition = Arc::new(UserDefinedType::new("bench", "udt", fields));
    let typ = ColumnType::UserDefinedType { frozen: true, definition };
    vec![ColumnSpec::borrowed("udt", typ, TableSpec::borrowed("bench", "rows"))]
}

fn udts(mode: &str, pages: usize) {
    let specs = udt_specs();
    let one = row(1);
    let udt = (Udt { id: one.id, name: one.name, payload: one.payload, score: one.score, at: one.at },);
    let mut page = Vec::new();
    for _ in 0..ROWS {
        let context = RowSerializationContext::from_specs(&specs);
        SerializeRow::serialize(&udt, &context, &mut RowWriter::new(&mut page)).expect("the values fit");
    }
    let page = Bytes::from(page);
    for _ in 0..pages {
        match mode {
            "write-udt" => write(&specs, &udt),
            "read-udt" => read::<(Udt,)>(&specs, &page),
            "read-udt-shuffled" => read::<(ShuffledUdt,)>(&specs, &page),
            other => panic!("no mode {other}"),
        }
    }
}

fn specs() -> Vec<ColumnSpec<'static>> {
    let column =
        |(name, native)| ColumnSpec::borrowed(name, ColumnType::Native(native), TableSpec::borrowed("bench", "rows"));
    let columns = [
        ("id", NativeType::BigInt),
        ("name", NativeType::Text),
        ("payload", NativeType::Blob),
        ("score", NativeType::Double),
        ("at", NativeType::Timestamp),
    ];
    columns.map(column).into()
}

/// The row `index`: a name of 16 bytes and a payload of 32.
fn row(index: usize) -> Owned {
    let id = i64::try_from(index).unwrap_or_default();
    Owned {
        id,
        name: format!("name-{index:011}"),
        payload: vec![7; 32],
        score: 0.5,
        at: CqlTimestamp(1_700_000_000_000 + id),
    }
}

fn read<'a, R: DeserializeRow<'a, 'a>>(specs: &'a [ColumnSpec<'a>], page: &'a Bytes) {
    let rows = TypedRowIterator::<R>::new(specs, FrameSlice::new(page), ROWS).expect("the columns fit");
    let mut count = 0;
    for row in rows {
        black_box(row.expect("the page is whole"));
        count += 1;
    }
    assert_eq!(count, ROWS);
}

fn write(specs: &[ColumnSpec<'_>], row: &impl SerializeRow) {
    let mut buf = Vec::with_capacity(256);
    for _ in 0..ROWS {
        buf.clear();
        let mut writer = RowWriter::new(&mut buf);
        row.serialize(&RowSerializationContext::from_specs(specs), &mut writer).expect("the values fit");
        black_box(&buf);
    }
}

/// The dimensions of an embedding of the common size.
const DIMENSIONS: u16 = 1_536;
/// As many as the vectors of one page.
const VECTORS: usize = 100;

fn embeddings() -> ColumnType<'static> {
    ColumnType::Vector { typ: Box::new(ColumnType::Native(NativeType::Float)), dimensions: DIMENSIONS }
}

fn write_vectors(value: &impl SerializeValue) {
    let typ = embeddings();
    let mut buf = Vec::with_capacity(8_192);
    for _ in 0..VECTORS {
        buf.clear();
        value.serialize(&typ, CellWriter::new(&mut buf)).expect("the vector fits");
        black_box(&buf);
    }
}

fn read_vectors<'a, T: DeserializeValue<'a, 'a>>(typ: &'a ColumnType<'a>, bytes: &'a [u8], use_it: impl Fn(T)) {
    for _ in 0..VECTORS {
        use_it(T::deserialize(typ, Some(FrameSlice::new_borrowed(bytes))).expect("a whole vector"));
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let mode = arguments.first().map_or("borrowed", String::as_str);
    let pages = arguments.get(1).map_or(1, |pages| pages.parse().expect("a number of pages"));
    let specs = specs();
    let mut page = Vec::new();
    for index in 0..ROWS {
        let context = RowSerializationContext::from_specs(&specs);
        row(index).serialize(&context, &mut RowWriter::new(&mut page)).expect("the values fit");
    }
    let page = Bytes::from(page);
    let one = row(1);
    let floats: Vec<f32> = (0..DIMENSIONS).map(f32::from).collect();
    let floats_bytes: Vec<u8> = floats.iter().flat_map(|number| number.to_be_bytes()).collect();
    let typ = embeddings();
    for _ in 0..pages {
        match mode {
            "borrowed" => read::<Borrowed<'_>>(&specs, &page),
            "owned" => read::<Owned>(&specs, &page),
            "shuffled" => read::<Shuffled>(&specs, &page),
            "tuple" => read::<(i64, &str, &[u8], f64, CqlTimestamp)>(&specs, &page),
            "vector" => read_vectors(&typ, &floats_bytes, |vector: Vec<f32>| drop(black_box(vector))),
            "vector-array" => read_vectors(&typ, &floats_bytes, |vector: [f32; DIMENSIONS as usize]| {
                black_box(&vector);
            }),
            "vector-each" => read_vectors(&typ, &floats_bytes, |vector: VectorIterator<'_, '_, f32>| {
                vector.for_each(|number| _ = black_box(number));
            }),
            "write-vector" => write_vectors(&floats),
            "write-vector-each" => write_vectors(&Elements::new(&floats)),
            "raw" => read::<RawRow<'_, '_>>(&specs, &page),
            "dynamic" => read::<Row>(&specs, &page),
            "write" => write(&specs, &one),
            "write-tuple" => write(&specs, &(one.id, &one.name, &one.payload, one.score, one.at)),
            "write-shuffled" => write(
                &specs,
                &Shuffled {
                    at: one.at,
                    payload: one.payload.clone(),
                    id: one.id,
                    name: one.name.clone(),
                    score: one.score,
                },
            ),
            mode => return udts(mode, pages),
        }
    }
}
