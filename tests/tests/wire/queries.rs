//! QUERY, PREPARE and EXECUTE.

use ilium_driver::wire::request::{Execute, Prepare, Query, QueryParameters, RawValue, Request, Values};
use ilium_driver::wire::{Consistency, DecodeError, SerialConsistency};

use crate::vector::{V4, V5, bytes, request};

const USE: &str = "00 00 00 05 'USE k'";

fn plain() -> QueryParameters<'static> {
    QueryParameters { consistency: Consistency::One, ..QueryParameters::default() }
}

#[test]
fn query_without_options() {
    let query = Request::Query(Query { query: "USE k", parameters: plain(), values: Values::NONE });
    let v4 = bytes(&format!(
        "{USE}
         00 01                          # consistency ONE
         00                             # flags [byte]"
    ));
    request(V4, &v4, &query);
    let v5 = bytes(&format!(
        "{USE}
         00 01                          # consistency ONE
         00 00 00 00                    # flags [int]"
    ));
    request(V5, &v5, &query);
}

#[test]
fn query_with_every_option_of_version_4() {
    let parameters = QueryParameters {
        consistency: Consistency::LocalQuorum,
        serial_consistency: Some(SerialConsistency::LocalSerial),
        page_size: Some(5000),
        paging_state: Some(&[0xAB, 0xCD]),
        timestamp: Some(1_000_000),
        skip_metadata: true,
        keyspace: None,
        now_in_seconds: None,
    };
    let values = bytes("00 00 00 01 07  FF FF FF FF  FF FF FF FE");
    let query = Request::Query(Query { query: "USE k", parameters, values: Values::positional(3, &values) });
    let rest = "
        00 03                           # three values
        00 00 00 01 07                  # a value of one byte
        FF FF FF FF                     # null
        FF FF FF FE                     # not set
        00 00 13 88                     # page size
        00 00 00 02 AB CD               # paging state
        00 09                           # serial consistency LOCAL_SERIAL
        00 00 00 00 00 0F 42 40         # timestamp";
    // Values, Skip_metadata, Page_size, With_paging_state, With serial consistency, With default timestamp.
    request(V4, &bytes(&format!("{USE} 00 06  3F {rest}")), &query);
    request(V5, &bytes(&format!("{USE} 00 06  00 00 00 3F {rest}")), &query);
}

#[test]
fn query_with_the_options_that_came_with_version_5() {
    let parameters = QueryParameters { keyspace: Some("ks"), now_in_seconds: Some(7), ..plain() };
    let query = Request::Query(Query { query: "USE k", parameters, values: Values::NONE });
    let v5 = bytes(&format!(
        "{USE}
         00 01                          # consistency ONE
         00 00 01 80                    # flags: With keyspace, With now in seconds
         00 02 'ks'                     # keyspace
         00 00 00 07                    # now in seconds"
    ));
    request(V5, &v5, &query);

    // Version 4 has no place for them; who encodes asks first.
    assert_eq!(parameters.unsupported(V5), None);
    assert_eq!(parameters.unsupported(V4), Some("keyspace"));
    assert_eq!(QueryParameters { keyspace: None, ..parameters }.unsupported(V4), Some("now_in_seconds"));
    assert_eq!(plain().unsupported(V4), None);
    let mut v4 = Vec::new();
    query.encode(V4, &mut v4).unwrap();
    assert_eq!(v4, bytes(&format!("{USE} 00 01 00")));
}

#[test]
fn query_with_named_values() {
    let values = bytes("00 01 'a' 00 00 00 01 07  00 01 'b' FF FF FF FF");
    let values = Values::named(2, &values);
    let query = Request::Query(Query { query: "USE k", parameters: plain(), values });
    let rest = "
        00 02                           # two values
        00 01 'a'  00 00 00 01 07       # a name and a value
        00 01 'b'  FF FF FF FF          # a name and null";
    // Values, With names for values.
    request(V4, &bytes(&format!("{USE} 00 01  41 {rest}")), &query);
    request(V5, &bytes(&format!("{USE} 00 01  00 00 00 41 {rest}")), &query);
    let read: Result<Vec<_>, DecodeError> = values.iter().collect();
    assert_eq!(read, Ok(vec![(Some("a"), RawValue::Value(&[7])), (Some("b"), RawValue::Null)]));
}

#[test]
fn a_value_of_a_length_below_minus_2_is_an_error() {
    // native_protocol_v5 §3: n < -2 is an invalid value and results in an error.
    let body = bytes(&format!("{USE} 00 01  01  00 01  FF FF FF FD"));
    assert_eq!(Query::decode(V4, &body).unwrap_err().to_string(), "value: negative length -3");
}

#[test]
fn flags_that_a_version_does_not_have_are_an_error() {
    let v4 = bytes(&format!("{USE} 00 01  80  00 02 'ks'"));
    assert_eq!(
        Query::decode(V4, &v4).unwrap_err().to_string(),
        "flags of a request: unknown flags in 0x80 of protocol v4"
    );
    let v5 = bytes(&format!("{USE} 00 01  00 00 02 00"));
    assert!(Query::decode(V5, &v5).is_err());
}

#[test]
fn a_serial_consistency_that_is_none_is_an_error() {
    let body = bytes(&format!("{USE} 00 01  10  00 06"));
    assert_eq!(
        Query::decode(V4, &body).unwrap_err().to_string(),
        "serial consistency of a request: expected SERIAL or LOCAL_SERIAL, got 0x0006"
    );
}

#[test]
fn a_consistency_that_is_none_is_an_error() {
    let body = bytes(&format!("{USE} 00 0B  00"));
    assert_eq!(
        Query::decode(V4, &body).unwrap_err().to_string(),
        "consistency of a request: unknown consistency level 0x000b"
    );
}

#[test]
fn prepare_is_a_long_string_and_in_version_5_flags() {
    let prepare = Request::Prepare(Prepare { query: "USE k", keyspace: None });
    request(V4, &bytes(USE), &prepare);
    request(V5, &bytes(&format!("{USE} 00 00 00 00")), &prepare);

    let prepare = Request::Prepare(Prepare { query: "USE k", keyspace: Some("ks") });
    request(V5, &bytes(&format!("{USE} 00 00 00 01  00 02 'ks'")), &prepare);

    assert!(Prepare::decode(V5, &bytes(&format!("{USE} 00 00 00 02"))).is_err());
    let negative = Prepare::decode(V4, &bytes("FF FF FF FF")).unwrap_err();
    assert_eq!(negative.to_string(), "query of PREPARE: negative length -1");
}

#[test]
fn execute_has_the_result_metadata_id_in_version_5() {
    let values = bytes("00 00 00 04 00 00 00 2A");
    let parameters = QueryParameters { skip_metadata: true, ..plain() };
    let execute = |result_metadata_id| {
        Request::Execute(Execute {
            id: &[1, 2, 3],
            result_metadata_id,
            parameters,
            values: Values::positional(1, &values),
        })
    };
    let v4 = bytes(
        "00 03 01 02 03                 # id [short bytes]
         00 01                          # consistency ONE
         03                             # flags: Values, Skip_metadata
         00 01                          # one value
         00 00 00 04 00 00 00 2A",
    );
    request(V4, &v4, &execute(None));
    let v5 = bytes(
        "00 03 01 02 03                 # id [short bytes]
         00 02 0A 0B                    # result metadata id [short bytes]
         00 01                          # consistency ONE
         00 00 00 03                    # flags: Values, Skip_metadata
         00 01                          # one value
         00 00 00 04 00 00 00 2A",
    );
    request(V5, &v5, &execute(Some(&[0x0A, 0x0B])));
}

#[test]
fn execute_sends_an_empty_result_metadata_id_rather_than_none_in_version_5() {
    let execute = Execute { id: &[1], result_metadata_id: None, parameters: plain(), values: Values::NONE };
    let mut body = Vec::new();
    execute.encode(V5, &mut body).unwrap();
    assert_eq!(body, bytes("00 01 01  00 00  00 01  00 00 00 00"));
}

#[test]
fn what_the_driver_writes_around_its_values_is_an_execute() {
    let parameters = QueryParameters { page_size: Some(10), timestamp: Some(-1), ..plain() };
    for version in [V4, V5] {
        let mut body = Vec::new();
        Execute::encode_ids(version, &[1], Some(&[2]), &mut body).unwrap();
        parameters.encode_before_values(version, true, false, &mut body);
        body.extend_from_slice(&bytes("00 01  00 00 00 01 07"));
        parameters.encode_after_values(version, &mut body).unwrap();
        let execute = Execute::decode(version, &body).unwrap();
        assert_eq!(execute.parameters, parameters);
        assert_eq!(execute.values.iter().next(), Some(Ok((None, RawValue::Value(&[7])))));
    }
}
