//! EVENT, and the results of statements that change the schema.

use std::net::SocketAddr;

use ilium_driver::wire::event::{SchemaChangeType, SchemaTarget, StatusChange, TopologyChange};
use ilium_driver::wire::response::{Event, Response, Result as Outcome, SchemaChange};

use crate::vector::{BOTH, bytes, response};

fn address(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

#[test]
fn topology_changes() {
    for (name, change) in [
        ("00 08 'NEW_NODE'", TopologyChange::NewNode),
        ("00 0C 'REMOVED_NODE'", TopologyChange::RemovedNode),
        ("00 0A 'MOVED_NODE'", TopologyChange::MovedNode),
    ] {
        let body = bytes(&format!(
            "00 0F 'TOPOLOGY_CHANGE'
             {name}
             04 0A 00 00 01             # [inet]: 4 bytes, 10.0.0.1
             00 00 23 52                # port 9042"
        ));
        for version in BOTH {
            let event = Event::TopologyChange { change, address: address("10.0.0.1:9042") };
            response(version, &body, &Response::Event(event));
        }
    }
}

#[test]
fn status_changes() {
    for (name, change) in [("00 02 'UP'", StatusChange::Up), ("00 04 'DOWN'", StatusChange::Down)] {
        let body = bytes(&format!(
            "00 0D 'STATUS_CHANGE'
             {name}
             10 20 01 0D B8 00 00 00 00 00 00 00 00 00 00 00 01     # [inet]: 16 bytes, 2001:db8::1
             00 00 FF FF                # port 65535"
        ));
        for version in BOTH {
            let event = Event::StatusChange { change, address: address("[2001:db8::1]:65535") };
            response(version, &body, &Response::Event(event));
        }
    }
}

/// The targets of a schema change and the bytes of each.
fn schema_changes() -> Vec<(&'static str, SchemaChange)> {
    let change = |change, target| SchemaChange { change, keyspace: "ks".to_owned(), target };
    let arguments = vec!["int".to_owned(), "frozen<t>".to_owned()];
    vec![
        (
            "00 07 'CREATED'
             00 08 'KEYSPACE'
             00 02 'ks'",
            change(SchemaChangeType::Created, SchemaTarget::Keyspace),
        ),
        (
            "00 07 'UPDATED'
             00 05 'TABLE'
             00 02 'ks'  00 01 't'",
            change(SchemaChangeType::Updated, SchemaTarget::Table("t".to_owned())),
        ),
        (
            "00 07 'DROPPED'
             00 04 'TYPE'
             00 02 'ks'  00 01 'u'",
            change(SchemaChangeType::Dropped, SchemaTarget::Type("u".to_owned())),
        ),
        (
            "00 07 'CREATED'
             00 08 'FUNCTION'
             00 02 'ks'  00 01 'f'
             00 02                      # two arguments
             00 03 'int'  00 09 'frozen<t>'",
            change(
                SchemaChangeType::Created,
                SchemaTarget::Function { name: "f".to_owned(), arguments: arguments.clone() },
            ),
        ),
        (
            "00 07 'DROPPED'
             00 09 'AGGREGATE'
             00 02 'ks'  00 01 'a'
             00 02                      # two arguments
             00 03 'int'  00 09 'frozen<t>'",
            change(SchemaChangeType::Dropped, SchemaTarget::Aggregate { name: "a".to_owned(), arguments }),
        ),
    ]
}

#[test]
fn schema_changes_as_events() {
    for (text, change) in schema_changes() {
        let body = bytes(&format!("00 0D 'SCHEMA_CHANGE'\n{text}"));
        for version in BOTH {
            response(version, &body, &Response::Event(Event::SchemaChange(change.clone())));
        }
    }
}

#[test]
fn schema_changes_as_results() {
    for (text, change) in schema_changes() {
        let body = bytes(&format!("00 00 00 05    # kind Schema_change\n{text}"));
        for version in BOTH {
            response(version, &body, &Response::Result(Outcome::SchemaChange(change.clone())));
        }
    }
}

#[test]
fn names_that_the_specification_does_not_have_are_errors_that_show_them() {
    let refused = |body: &str| Event::decode(BOTH[0], &bytes(body)).unwrap_err().to_string();
    assert_eq!(refused("00 01 'X'"), "type of an event: unknown name \"X\"");
    let topology = "00 0F 'TOPOLOGY_CHANGE' 00 01 'X'";
    assert_eq!(refused(topology), "change of a topology event: unknown name \"X\"");
    assert_eq!(refused("00 0D 'STATUS_CHANGE' 00 01 'X'"), "change of a status event: unknown name \"X\"");
    assert_eq!(refused("00 0D 'SCHEMA_CHANGE' 00 01 'X'"), "type of a schema change: unknown name \"X\"");
    let target = "00 0D 'SCHEMA_CHANGE' 00 07 'CREATED' 00 01 'X' 00 02 'ks'";
    assert_eq!(refused(target), "target of a schema change: unknown name \"X\"");
}

#[test]
fn addresses_out_of_range_are_errors() {
    let refused = |inet: &str| {
        let body = bytes(&format!("00 0D 'STATUS_CHANGE' 00 02 'UP' {inet}"));
        Event::decode(BOTH[0], &body).unwrap_err().to_string()
    };
    assert_eq!(
        refused("05 0A 00 00 01 02 00 00 23 52"),
        "address of a status event: expected an address of 4 or 16 bytes, got 5"
    );
    assert_eq!(refused("04 0A 00 00 01 00 01 00 00"), "address of a status event: port 65536 is out of range");
    assert_eq!(refused("04 0A 00 00 01 FF FF FF FF"), "address of a status event: port -1 is out of range");
}
