//! BATCH.

use ilium_driver::wire::request::{Batch, BatchParameters, BatchQuery, BatchStatement, BatchType, Request, Values};
use ilium_driver::wire::{Consistency, SerialConsistency};

use crate::vector::{V4, V5, bytes, request};

const TWO_STATEMENTS: &str = "
    01                                  # type: unlogged
    00 02                               # two statements
    00  00 00 00 06 'INSERT'            # kind 0: text [long string]
    00 01                               # one value
    00 00 00 01 07
    01  00 02 AA BB                     # kind 1: id [short bytes]
    00 00                               # no values";

fn statements(values: &[u8]) -> Vec<BatchStatement<'_>> {
    vec![
        BatchStatement { query: BatchQuery::Text("INSERT"), values: Values::positional(1, values) },
        BatchStatement { query: BatchQuery::Prepared(&[0xAA, 0xBB]), values: Values::NONE },
    ]
}

#[test]
fn a_batch_without_options() {
    let values = bytes("00 00 00 01 07");
    let batch = Request::Batch(Batch {
        batch_type: BatchType::Unlogged,
        statements: statements(&values),
        parameters: BatchParameters { consistency: Consistency::Two, ..BatchParameters::default() },
    });
    request(V4, &bytes(&format!("{TWO_STATEMENTS}\n 00 02  00")), &batch);
    request(V5, &bytes(&format!("{TWO_STATEMENTS}\n 00 02  00 00 00 00")), &batch);
}

#[test]
fn a_batch_with_every_option() {
    let values = bytes("00 00 00 01 07");
    let in_4 = BatchParameters {
        consistency: Consistency::Two,
        serial_consistency: Some(SerialConsistency::Serial),
        timestamp: Some(1),
        keyspace: None,
        now_in_seconds: None,
    };
    let in_5 = BatchParameters { keyspace: Some("ks"), now_in_seconds: Some(2), ..in_4 };
    let batch = |parameters| {
        Request::Batch(Batch { batch_type: BatchType::Unlogged, statements: statements(&values), parameters })
    };
    let v4 = bytes(&format!(
        "{TWO_STATEMENTS}
         00 02                          # consistency TWO
         30                             # flags: With serial consistency, With default timestamp
         00 08                          # serial consistency SERIAL
         00 00 00 00 00 00 00 01        # timestamp"
    ));
    request(V4, &v4, &batch(in_4));
    let v5 = bytes(&format!(
        "{TWO_STATEMENTS}
         00 02                          # consistency TWO
         00 00 01 B0                    # flags: as above, With keyspace, With now in seconds
         00 08                          # serial consistency SERIAL
         00 00 00 00 00 00 00 01        # timestamp
         00 02 'ks'                     # keyspace
         00 00 00 02                    # now in seconds"
    ));
    request(V5, &v5, &batch(in_5));
    assert_eq!(in_5.unsupported(V4), Some("keyspace"));
    assert_eq!(in_5.unsupported(V5), None);
    assert_eq!(in_4.unsupported(V4), None);
}

#[test]
fn an_empty_batch_of_each_type() {
    for (batch_type, byte) in [(BatchType::Logged, "00"), (BatchType::Unlogged, "01"), (BatchType::Counter, "02")] {
        let parameters = BatchParameters { consistency: Consistency::Any, ..BatchParameters::default() };
        let batch = Request::Batch(Batch { batch_type, statements: Vec::new(), parameters });
        request(V4, &bytes(&format!("{byte}  00 00  00 00  00")), &batch);
    }
}

#[test]
fn what_a_batch_cannot_have_is_an_error() {
    let refused = |body: &str| Batch::decode(V4, &bytes(body)).unwrap_err().to_string();
    assert_eq!(refused("03 00 00 00 00 00"), "type of BATCH: expected 0, 1 or 2, got 3");
    let kind = "00  00 01  02 00 00 00 00 00  00 00  00";
    assert_eq!(refused(kind), "kind of a statement of BATCH: expected 0 or 1, got 2");
    // native_protocol_v5 §4.1.7: the 4 rightmost bits must always be 0; 0x40 does not work and should not be used.
    for flags in ["01", "02", "04", "08", "40"] {
        let error = refused(&format!("00  00 00  00 00  {flags}"));
        assert!(error.starts_with("flags of BATCH: flags not of a batch in"), "{error}");
    }
}

#[test]
fn more_statements_than_a_short_counts_are_not_encoded() {
    let statement = BatchStatement { query: BatchQuery::Prepared(&[1]), values: Values::NONE };
    let batch = Batch {
        batch_type: BatchType::Logged,
        statements: vec![statement; 65_536],
        parameters: BatchParameters::default(),
    };
    let error = batch.encode(V5, &mut Vec::new()).unwrap_err();
    assert_eq!(error.to_string(), "statements of BATCH: length 65536 is over the limit of 65535");
}

#[test]
fn more_statements_than_there_are_bytes_for_are_an_error_at_once() {
    let body = bytes("00  FF FF  00 00 00");
    let error = Batch::decode(V4, &body).unwrap_err();
    assert_eq!(error.to_string(), "statements of BATCH: expected 327675 bytes, 3 left");
}
