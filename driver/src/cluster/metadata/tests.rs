//! What is read of answers that have more than a cluster has.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use bytes::Bytes;

use super::keyspaces::Keyspaces;
use super::local::Local;
use super::page::{Page, read_page};
use super::peers::PeersV2;
use super::table::{Table, select};
use crate::error::Error;
use crate::topology::{
    ClusterRows, KeyspaceRow, MAX_KEYSPACES, MAX_NODES, MAX_OPTIONS_IN_ALL, MAX_REPLICATION_OPTIONS, PeerRow,
    SchemaRows, Snapshot, Strategy,
};
use crate::value::SerializeValue;
use crate::value::cell_writer::CellWriter;
use crate::wire::ProtocolVersion;
use crate::wire::column::{CollectionType, ColumnSpec, ColumnType, NativeType, TableSpec};
use crate::wire::response::{MetadataFlags, Response, Result as Answer, RowsHeader, encode_rows};

type Bytewise = Vec<Option<Vec<u8>>>;

fn text() -> ColumnType<'static> {
    ColumnType::Native(NativeType::Text)
}

fn set_of_text() -> ColumnType<'static> {
    ColumnType::Collection { frozen: false, typ: CollectionType::Set(Box::new(text())) }
}

fn map_of_text() -> ColumnType<'static> {
    ColumnType::Collection { frozen: true, typ: CollectionType::Map(Box::new(text()), Box::new(text())) }
}

/// The bytes of a value, without their length.
fn cell(typ: &ColumnType<'_>, value: &impl SerializeValue) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    value.serialize(typ, CellWriter::new(&mut out)).unwrap();
    Some(out.split_off(4))
}

/// Reads a page with these rows; `next` says that there are more.
fn read<T: Table>(
    types: &[ColumnType<'static>],
    rows: &[Bytewise],
    next: Option<&[u8]>,
    before: T,
) -> Result<Page<T>, Error> {
    let table = TableSpec::borrowed("system", "t");
    let spec = |typ: &ColumnType<'static>| ColumnSpec::borrowed("c", typ.clone(), table.clone());
    let specs: Vec<_> = types.iter().map(spec).collect();
    let header = RowsHeader::new(MetadataFlags::GLOBAL_TABLES_SPEC, specs.len(), next, None);
    let mut body = Vec::new();
    encode_rows(ProtocolVersion::V4, &header, &specs, rows, &mut body).unwrap();
    let body = Bytes::from(body);
    let response = Response::Result(Answer::decode(ProtocolVersion::V4, &body).unwrap());
    read_page(response, &body, before)
}

fn peer_types() -> [ColumnType<'static>; 9] {
    let native = ColumnType::Native;
    [
        native(NativeType::Uuid),
        native(NativeType::Inet),
        native(NativeType::Inet),
        native(NativeType::Int),
        text(),
        text(),
        set_of_text(),
        text(),
        native(NativeType::Uuid),
    ]
}

fn peers(rows: &[Bytewise]) -> (Vec<PeerRow>, usize) {
    read(&peer_types(), rows, None, PeersV2::default()).unwrap().table.into_rows()
}

fn peer(tokens: Option<&[&str]>) -> Bytewise {
    let tokens = tokens.and_then(|tokens| cell(&set_of_text(), &tokens));
    vec![Some(vec![1; 16]), Some(vec![10, 0, 0, 1]), None, None, None, None, tokens, None, None]
}

fn keyspaces(rows: &[Bytewise]) -> (Vec<KeyspaceRow>, usize) {
    let types = [text(), map_of_text(), ColumnType::Native(NativeType::Boolean)];
    read(&types, rows, None, Keyspaces::default()).unwrap().table.into_rows()
}

fn found_keyspaces(schema: SchemaRows) -> ClusterRows {
    ClusterRows { schema, ..ClusterRows::default() }
}

fn keyspace(name: &str, options: usize) -> Bytewise {
    let options: BTreeMap<String, String> = (0..options).map(|n| (format!("dc{n:05}"), "1".to_owned())).collect();
    vec![cell(&text(), &name), cell(&map_of_text(), &options), None]
}

#[test]
fn rows_of_nodes_beyond_those_that_are_used_are_not_read() {
    let mut rows = vec![peer(None); MAX_NODES];
    // What is not looked at may be anything.
    rows.resize(MAX_NODES + 7, vec![None; 9]);
    let (read, more) = peers(&rows);
    assert_eq!((read.len(), more), (MAX_NODES, 7));

    let found = ClusterRows { more_peers: more, ..ClusterRows::default() };
    let (_, problems) = Snapshot::build(found, None);
    assert_eq!(problems.count(), 7);
    assert_eq!(problems.to_string(), "more rows of nodes: skipped: only 16384 nodes are used; and 6 more");
}

#[test]
fn tokens_are_read_as_numbers() {
    let (read, _) = peers(&[peer(Some(&["-5", "x", "9223372036854775807", "y"])), peer(Some(&[])), peer(None)]);
    let tokens: Vec<usize> = read.iter().map(|row| row.tokens.len()).collect();
    assert_eq!(tokens, [4, 0, 0]);
    let found = ClusterRows { peers: read, default_port: 9042, ..ClusterRows::default() };
    let (snapshot, problems) = Snapshot::build(found, None);
    assert_eq!(snapshot.get_nodes_info()[0].tokens().len(), 2);
    let bad = "node row of 10.0.0.1: token ignored: expected a 64-bit number, got";
    assert!(problems.to_string().starts_with(&format!("{bad} `x`; {bad} `y`; ")), "{problems}");
}

#[test]
fn tokens_that_are_no_numbers_are_counted_and_the_first_shown() {
    let texts: Vec<String> = (0..100).map(|n| format!("t{n}")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let (read, _) = peers(&[peer(Some(&texts))]);
    let found = ClusterRows { peers: read, default_port: 9042, ..ClusterRows::default() };
    let (_, problems) = Snapshot::build(found, None);
    assert_eq!((problems.count(), problems.first().len()), (100, 10));
}

#[test]
fn a_keyspace_of_more_options_than_are_read_counts_as_one_of_unknown_replication() {
    let (read, more) = keyspaces(&[keyspace("a", MAX_REPLICATION_OPTIONS), keyspace("b", 5 * MAX_REPLICATION_OPTIONS)]);
    let options: Vec<usize> = read.iter().map(|row| row.replication.len()).collect();
    assert_eq!((options, more), (vec![MAX_REPLICATION_OPTIONS, MAX_REPLICATION_OPTIONS + 1], 0));
    let found = found_keyspaces(SchemaRows { keyspaces: read, more_keyspaces: more });
    let (snapshot, problems) = Snapshot::build(found, None);
    assert_eq!(problems.to_string(), "keyspace `b`: replication: expected at most 1024 options, got more");
    let strategy = &snapshot.get_keyspace("b").unwrap().strategy;
    assert!(matches!(strategy, Strategy::Other { data, .. } if data.is_empty()), "{strategy:?}");
}

#[test]
fn keyspaces_beyond_those_that_are_kept_are_not_read() {
    let rows: Vec<_> = (0..400).map(|n| keyspace(&format!("k{n}"), 1000)).collect();
    let (read, more) = keyspaces(&rows);
    let all = read.iter().map(|row| row.replication.len()).sum::<usize>();
    assert!((MAX_OPTIONS_IN_ALL..MAX_OPTIONS_IN_ALL + 1000).contains(&all), "{all}");
    assert_eq!(read.len() + more, 400);

    let mut rows = vec![keyspace("k", 1); MAX_KEYSPACES];
    rows.resize(MAX_KEYSPACES + 3, vec![None; 3]);
    let (read, more) = keyspaces(&rows);
    assert_eq!((read.len(), more), (MAX_KEYSPACES, 3));
    let found = found_keyspaces(SchemaRows { more_keyspaces: more, ..SchemaRows::default() });
    let (_, problems) = Snapshot::build(found, None);
    assert_eq!(problems.to_string(), "more rows of keyspaces: skipped: only 65536 keyspaces are kept; and 2 more");
}

#[test]
fn a_table_takes_the_rows_of_one_page_after_the_other() {
    let row = [peer(None)];
    let first = read(&peer_types(), &row, Some(b"next"), PeersV2::default()).unwrap();
    assert_eq!(first.next.as_deref(), Some(&b"next"[..]));
    let last = read(&peer_types(), &row, None, first.table).unwrap();
    assert_eq!((last.next, last.table.into_rows().0.len()), (None, 2));
}

#[test]
fn the_first_row_of_a_node_counts_and_one_there_must_be() {
    let address = SocketAddr::from(([127, 0, 0, 1], 9042));
    let native = ColumnType::Native;
    let types = [
        native(NativeType::Uuid),
        native(NativeType::Inet),
        text(),
        text(),
        set_of_text(),
        text(),
        native(NativeType::Uuid),
        text(),
        text(),
    ];
    let row = |name: &str| {
        let mut row = vec![None; 9];
        row[7] = cell(&text(), &name);
        row
    };
    let two = read(&types, &[row("one"), row("other")], None, Local::default()).unwrap();
    assert_eq!(two.table.into_rows(address).unwrap().cluster_name.as_deref(), Some("one"));
    let none = read(&types, &[], None, Local::default()).unwrap();
    let error = none.table.into_rows(address).unwrap_err().to_string();
    assert!(error.contains("system.local has no row"), "{error}");
}

#[test]
fn each_table_is_read_by_one_statement() {
    assert_eq!(select::<Keyspaces>(), "SELECT keyspace_name, replication, durable_writes FROM system_schema.keyspaces");
    assert!(select::<Local>().ends_with(" FROM system.local WHERE key = 'local'"));
}
