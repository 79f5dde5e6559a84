//! What `Debug` of messages leaves out: values, cells, tokens, passwords.

use std::collections::HashMap;
use std::fmt::Debug;

use bytes::Bytes;

use crate::observe::{TracingEvent, TracingInfo};
use crate::value::{CellWriter, CqlTimeuuid, FrameSlice, RowReader, RowWriter};
use crate::wire::request::{
    Batch, BatchParameters, BatchQuery, BatchStatement, BatchType, Execute, Prepare, Query, QueryParameters, Request,
    Values,
};
use crate::wire::response::{Extensions, MetadataFlags, Rows, RowsHeader};

/// What is looked for, as text and as a list of numbers.
const SECRET: &[u8] = b"s3cr3t";
const CREATE: &str = "CREATE ROLE ann WITH PASSWORD = 's3cr3t'";

/// Fails when something long is shown, or the secret in any of its forms.
#[track_caller]
fn check(shown: &impl Debug) {
    for text in [format!("{shown:?}"), format!("{shown:#?}")] {
        let dense: String = text.split_whitespace().collect();
        assert!(!text.contains("s3cr3t") && !dense.contains("115,51,99"), "{text}");
        assert!(text.len() < 3000, "{} characters: {}", text.len(), &text[..1000]);
    }
}

#[test]
fn requests_show_no_values_and_no_passwords() {
    let long = SECRET.repeat(100_000);
    let text = format!("{CREATE} {}", "x".repeat(1_000_000));
    let parameters = QueryParameters { paging_state: Some(&long), ..QueryParameters::default() };
    // A length that the bytes do not have: an iterator stops there.
    let values = Values::positional(3, &long);
    check(&values.iter());
    let queries = [BatchQuery::Text(&text), BatchQuery::Prepared(b"id")];
    let statements = queries.map(|query| BatchStatement { query, values }).to_vec();
    let batch = Batch { batch_type: BatchType::Logged, statements, parameters: BatchParameters::default() };
    for request in [
        Request::Query(Query { query: &text, parameters, values }),
        Request::Execute(Execute { id: b"id", result_metadata_id: None, parameters, values }),
        Request::Prepare(Prepare { query: CREATE, keyspace: None }),
        Request::Batch(batch),
    ] {
        check(&request);
        if !matches!(request, Request::Execute(_)) {
            assert!(format!("{request:?}").contains("PASSWORD = '***'"), "{request:?}");
        }
    }
    let values = Values::positional(1, b"\0\0\0\x06s3cr3t");
    let shown: Vec<_> = values.iter().map(|value| format!("{:?}", value.unwrap().1)).collect();
    assert_eq!(shown, ["Value(6 bytes)"]);
}

#[test]
fn answers_show_no_cells_and_no_payloads() {
    let long = SECRET.repeat(100_000);
    check(&Rows { header: RowsHeader::new(MetadataFlags::NO_METADATA, 1, Some(&long), None), content: &long });
    let custom_payload = Some(HashMap::from([("name".to_owned(), Bytes::from(long.clone()))]));
    check(&Extensions { custom_payload, ..Extensions::default() });
    let frame = Bytes::from(long);
    let slice = FrameSlice::new(&frame);
    check(&slice);
    check(&RowReader::new(&[], slice));
}

#[test]
fn writers_show_nothing_of_what_they_have_written() {
    let mut buf = SECRET.repeat(100_000);
    check(&CellWriter::new(&mut buf));
    let mut builder = CellWriter::new(&mut buf).into_value_builder();
    builder.append_bytes(SECRET);
    check(&builder);
    check(&RowWriter::new(&mut buf));
}

#[test]
fn traces_show_neither_bound_values_nor_passwords() {
    let parameters = HashMap::from([
        ("bound_var_0_name".to_owned(), "'s3cr3t'".repeat(100_000)),
        ("query".to_owned(), CREATE.to_owned()),
        ("consistency_level".to_owned(), "ONE".to_owned()),
    ]);
    let event = TracingEvent {
        event_id: CqlTimeuuid::from_bytes([0; 16]),
        activity: Some(format!("Parsing {CREATE}")),
        source: None,
        source_elapsed: None,
        thread: None,
    };
    let info = TracingInfo {
        parameters: Some(parameters),
        request: Some(CREATE.to_owned()),
        events: vec![event],
        ..TracingInfo::default()
    };
    check(&info);
    assert!(format!("{info:?}").contains("\"consistency_level\": \"ONE\""), "{info:?}");
}
