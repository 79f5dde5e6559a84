//! STARTUP, OPTIONS, READY, SUPPORTED and REGISTER.

use ilium_driver::wire::event::EventType;
use ilium_driver::wire::request::{Options, Register, Request, Startup};
use ilium_driver::wire::response::{Ready, Response, Supported};
use ilium_driver::wire::{Compression, ProtocolVersion};

use crate::vector::{BOTH, bytes, request, response};

#[test]
fn startup_is_a_string_map() {
    let body = bytes(
        "00 02                          # two options
         00 0B 'CQL_VERSION'            # name
         00 05 '3.0.0'                  # value
         00 0B 'DRIVER_NAME'            # name
         00 05 'ilium'                  # value",
    );
    let startup = Startup { options: vec![("CQL_VERSION", "3.0.0"), ("DRIVER_NAME", "ilium")] };
    assert_eq!(startup.get(Startup::CQL_VERSION), Some(Startup::CQL_VERSION_3));
    assert_eq!(startup.get(Startup::COMPRESSION), None);
    for version in BOTH {
        request(version, &body, &Request::Startup(startup.clone()));
    }
}

#[test]
fn options_and_ready_are_empty() {
    for version in BOTH {
        request(version, &[], &Request::Options(Options));
        response(version, &[], &Response::Ready(Ready));
    }
}

#[test]
fn supported_is_a_string_multimap() {
    let body = bytes(
        "00 02                          # two options
         00 11 'PROTOCOL_VERSIONS'      # name
         00 02                          # two values
         00 04 '4/v4'
         00 04 '5/v5'
         00 0B 'COMPRESSION'            # name
         00 00                          # no values",
    );
    let options = vec![
        ("PROTOCOL_VERSIONS".to_owned(), vec!["4/v4".to_owned(), "5/v5".to_owned()]),
        ("COMPRESSION".to_owned(), Vec::new()),
    ];
    let supported = Supported { options };
    assert_eq!(supported.get(Supported::PROTOCOL_VERSIONS), ["4/v4", "5/v5"]);
    assert!(supported.get(Supported::COMPRESSION).is_empty());
    assert!(supported.get("CQL_VERSION").is_empty());
    for version in BOTH {
        response(version, &body, &Response::Supported(supported.clone()));
    }
}

#[test]
fn supported_has_what_both_sides_know() {
    let named = |name: &str, values: &[&str]| (name.to_owned(), values.iter().map(|v| (*v).to_owned()).collect());
    let supported = Supported {
        options: vec![
            named("COMPRESSION", &["zstd", "snappy", "lz4"]),
            named("PROTOCOL_VERSIONS", &["2/v2", "4/v4", "5/v5-beta", "66/dse-v2", "v4", "", "/"]),
            named("CQL_VERSION", &["3.4.7"]),
            named("SCYLLA_SHARD", &["3"]),
        ],
    };
    assert_eq!(supported.compressions().collect::<Vec<_>>(), [Compression::Snappy, Compression::Lz4]);
    assert_eq!(supported.protocol_versions().collect::<Vec<_>>(), [ProtocolVersion::V4]);
    assert_eq!(supported.get(Supported::CQL_VERSION), ["3.4.7"]);
    assert_eq!(supported.get("SCYLLA_SHARD"), ["3"]);
    assert_eq!(Supported::default().compressions().count(), 0);
}

#[test]
fn register_is_a_string_list() {
    let body = bytes(
        "00 03                          # three event types
         00 0F 'TOPOLOGY_CHANGE'
         00 0D 'STATUS_CHANGE'
         00 0D 'SCHEMA_CHANGE'",
    );
    let event_types = vec![EventType::TopologyChange, EventType::StatusChange, EventType::SchemaChange];
    for version in BOTH {
        request(version, &body, &Request::Register(Register { event_types: event_types.clone() }));
    }
}

#[test]
fn register_for_an_unknown_event_names_it() {
    let body = bytes("00 01  00 03 'FOO'");
    let error = Register::decode(BOTH[0], &body).unwrap_err();
    assert_eq!(error.to_string(), "type of an event: unknown name \"FOO\"");
}

#[test]
fn startup_with_an_option_that_does_not_fit_is_not_encoded() {
    let long = "x".repeat(65_536);
    let startup = Startup { options: vec![("APPLICATION_NAME", &long)] };
    let error = startup.encode(BOTH[0], &mut Vec::new()).unwrap_err();
    assert_eq!(error.to_string(), "value of an option of STARTUP: length 65536 is over the limit of 65535");
}
