//! What version 3 has otherwise than version 4 (section 10 of the specification of version 4).

use ilium_driver::wire::ProtocolVersion::V3;
use ilium_driver::wire::column::{CollectionType, ColumnSpec, ColumnType, NativeType, TableSpec};
use ilium_driver::wire::event::{Event, SchemaChange, SchemaChangeType, SchemaTarget};
use ilium_driver::wire::request::{Query, QueryParameters, Request, Values};
use ilium_driver::wire::response::{
    Error, ErrorCode, ErrorDetail, MetadataFlags, Prepared, Response, Result as Outcome, ResultMetadata,
    decode_column_specs, encode_column_specs,
};
use ilium_driver::wire::{Compression, Consistency, Flags, Header, Opcode, ProtocolVersion};

use crate::vector::{V4, V5, bytes, request, response};

#[test]
fn versions_are_ordered_and_lead_from_the_newest_to_the_oldest() {
    let versions: Vec<_> = std::iter::successors(Some(ProtocolVersion::LATEST), |version| version.older()).collect();
    assert_eq!(versions, [V5, V4, V3]);
    assert_eq!(ProtocolVersion::OLDEST, V3);
    assert_eq!((2..=6).filter_map(ProtocolVersion::from_number).collect::<Vec<_>>(), [V3, V4, V5]);
    assert_eq!(V3.to_string(), "v3");
    let snappy = [V3, V4, V5].map(|version| version.has_compression(Compression::Snappy));
    assert_eq!(snappy, [true, true, false]);
    assert!([V3, V4, V5].iter().all(|version| version.has_compression(Compression::Lz4)));
}

#[test]
fn headers_are_those_of_version_4_with_another_number() {
    let header = Header::request(V3, Flags::NONE, 0x0102, Opcode::Options);
    assert_eq!(header.encode().as_slice(), bytes("03 00 01 02  05  00 00 00 00"));
    assert_eq!(Header::decode(&header.encode()), Ok(header));
    let header = Header::response(V3, Flags::TRACING, 0, Opcode::Ready);
    assert_eq!(header.encode().as_slice(), bytes("83 02 00 00  02  00 00 00 00"));
    assert_eq!(Header::decode(&header.encode()), Ok(header));
}

#[test]
fn queries_have_the_narrow_flags() {
    let parameters = QueryParameters {
        consistency: Consistency::Quorum,
        page_size: Some(5000),
        timestamp: Some(7),
        ..QueryParameters::default()
    };
    let value = bytes("00 00 00 01 'v'");
    let query = Query { query: "?", parameters, values: Values::positional(1, &value) };
    let body = bytes(
        "00 00 00 01 '?'
         00 04  25                      # QUORUM; values, page size, timestamp
         00 01  00 00 00 01 'v'
         00 00 13 88
         00 00 00 00 00 00 00 07",
    );
    request(V3, &body, &Request::Query(query));
    assert_eq!(QueryParameters { keyspace: Some("ks"), ..parameters }.unsupported(V3), Some("keyspace"));
}

#[test]
fn a_value_that_is_not_set_cannot_be_carried() {
    let values = bytes("00 00 00 01 'v'  FF FF FF FF  FF FF FF FE  FF FF FF FE");
    let values = Values::positional(4, &values);
    assert_eq!(values.unsupported(V3), Some(2));
    assert_eq!(values.unsupported(V4), None);
    let null = bytes("FF FF FF FF");
    assert_eq!(Values::positional(1, &null).unsupported(V3), None);
}

#[test]
fn prepared_has_no_partition_key_indexes() {
    let specs_bytes = bytes("00 02 'ks'  00 01 't'  00 02 'id'  00 09");
    let specs = || {
        let table = TableSpec::borrowed("ks", "t");
        vec![ColumnSpec::borrowed("id", ColumnType::Native(NativeType::Int), table)]
    };
    let body = bytes(
        "00 00 00 04  00 02 01 02       # kind Prepared, id
         00 00 00 01  00 00 00 01       # flags: Global_tables_spec; one bind marker
         00 02 'ks'  00 01 't'  00 02 'id'  00 09
         00 00 00 01  00 00 00 01       # of the result: the same
         00 02 'ks'  00 01 't'  00 02 'id'  00 09",
    );
    let mut prepared = Prepared {
        id: &[1, 2],
        result_metadata_id: None,
        global_table: true,
        variables: specs(),
        pk_indexes: Vec::new(),
        result: ResultMetadata { flags: MetadataFlags::GLOBAL_TABLES_SPEC, specs: specs(), specs_bytes: &specs_bytes },
    };
    response(V3, &body, &Response::Result(Outcome::Prepared(Box::new(prepared.clone()))));
    prepared.pk_indexes = vec![0];
    let mut encoded = Vec::new();
    Response::Result(Outcome::Prepared(Box::new(prepared))).encode(V3, &mut encoded).unwrap();
    assert_eq!(encoded, body);
}

#[test]
fn types_that_came_later_go_by_their_class_names() {
    let class = |name: &str| format!("00 00  00 {:02X} 'org.apache.cassandra.db.marshal.{name}'", 32 + name.len());
    for (native, name) in [
        (NativeType::Date, "SimpleDateType"),
        (NativeType::Duration, "DurationType"),
        (NativeType::SmallInt, "ShortType"),
        (NativeType::Time, "TimeType"),
        (NativeType::TinyInt, "ByteType"),
    ] {
        let list = |typ| ColumnType::Collection { frozen: false, typ: CollectionType::List(Box::new(typ)) };
        for (typ, text) in [
            (ColumnType::Native(native), class(name)),
            (list(ColumnType::Native(native)), format!("00 20  {}", class(name))),
        ] {
            let specs = vec![ColumnSpec::borrowed("c", typ, TableSpec::borrowed("k", "t"))];
            let body = bytes(&format!("00 01 'k'  00 01 't'  00 01 'c'  {text}"));
            let mut encoded = Vec::new();
            encode_column_specs(V3, MetadataFlags::NONE, &specs, &mut encoded).unwrap();
            assert_eq!(encoded, body, "{name}");
            assert_eq!(decode_column_specs(&mut &*body, MetadataFlags::NONE, 1).as_ref(), Ok(&specs), "{name}");
        }
    }
    for native in [NativeType::Int, NativeType::Text, NativeType::Timestamp, NativeType::Inet] {
        assert!(V3.has_type_id(native));
    }
}

#[test]
fn failures_are_codes_that_nobody_knows() {
    for code in [0x1300, 0x1400, 0x1500] {
        let body = bytes(&format!("00 00 {:02X} 00  00 01 'm'  00 01 02", code >> 8));
        let error =
            Error { code: ErrorCode::Other(code), message: "m".to_owned(), detail: ErrorDetail::Other(vec![0, 1, 2]) };
        assert_eq!(Error::decode(V3, &body), Ok(error));
        assert!(Error::decode(V4, &body).is_err(), "{code:#x} is cut short in version 4");
    }
}

#[test]
fn a_function_that_changes_is_an_update_of_its_keyspace() {
    let (name, arguments) = ("f".to_owned(), vec!["int".to_owned()]);
    let function = SchemaTarget::Function { name: name.clone(), arguments: arguments.clone() };
    for target in [function, SchemaTarget::Aggregate { name, arguments }] {
        let change = SchemaChange { change: SchemaChangeType::Created, keyspace: "ks".to_owned(), target };
        let mut body = Vec::new();
        Event::SchemaChange(change).encode(V3, &mut body).unwrap();
        let expected = SchemaChange {
            change: SchemaChangeType::Updated,
            keyspace: "ks".to_owned(),
            target: SchemaTarget::Keyspace,
        };
        assert_eq!(Event::decode(V3, &body), Ok(Event::SchemaChange(expected)));
    }
    let table = SchemaTarget::Table("t".to_owned());
    let change = SchemaChange { change: SchemaChangeType::Dropped, keyspace: "ks".to_owned(), target: table };
    let body = bytes("00 0D 'SCHEMA_CHANGE'  00 07 'DROPPED'  00 05 'TABLE'  00 02 'ks'  00 01 't'");
    response(V3, &body, &Response::Event(Event::SchemaChange(change)));
}
