//! The system tables that a driver reads, page after page where it asks for pages.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use ilium_driver::frame::response::result::{CollectionType, ColumnSpec, ColumnType, NativeType, TableSpec};
use ilium_driver::serialize::value::SerializeValue;
use ilium_driver::serialize::writers::CellWriter;
use ilium_driver::wire::ProtocolVersion;
use ilium_driver::wire::response::ErrorCode;

use crate::answer::Answer;
use crate::request::Parameters;
use crate::rows::Rows;
use crate::state::State;

/// A column of a row: name, type and value.
type Cell = (&'static str, ColumnType<'static>, Option<Vec<u8>>);

/// The answer to a `SELECT` from a system table, of which a page is asked for or all of it; `None` when it is none.
pub(crate) fn answer(state: &State, node: usize, cql: &str, parameters: &Parameters) -> Option<Answer> {
    let lower = cql.to_lowercase();
    let (columns, rest) = lower.trim().strip_prefix("select ")?.split_once(" from ")?;
    let table = rest.split_whitespace().next()?.trim_end_matches(';').to_owned();
    let rows = match table.as_str() {
        "system.local" => vec![local(state, node)],
        "system.peers_v2" if state.peers_v2 => peers(state, node, peer_v2),
        "system.peers" => peers(state, node, peer_v1),
        "system_schema.keyspaces" => keyspaces(state),
        table if table.starts_with("system") => {
            return Some(Answer::error(ErrorCode::Invalid, format!("table {table} does not exist")));
        }
        _ => return None,
    };
    // The columns are those of a row that would be there: an empty table has columns too.
    let columns_of = match table.as_str() {
        "system.peers_v2" => peer_v2(state, node),
        "system.peers" => peer_v1(state, node),
        "system_schema.keyspaces" => keyspace_row("", &HashMap::new()),
        _ => local(state, node),
    };
    let (rows, next) = match page(&rows, parameters) {
        Ok(page) => page,
        Err(error) => return Some(error),
    };
    Some(project(&table, columns, &columns_of, rows, next))
}

/// The rows of the page that is asked for, and where the next one begins. A paging state is the number of rows before.
fn page<'a>(rows: &'a [Vec<Cell>], parameters: &Parameters) -> Result<(&'a [Vec<Cell>], Option<u32>), Answer> {
    let begin = match parameters.paging_state.as_deref().map(<[u8; 4]>::try_from) {
        None => 0,
        Some(Ok(state)) => u32::from_be_bytes(state),
        Some(Err(_)) => return Err(Answer::error(ErrorCode::Protocol, "Invalid value for the paging state")),
    };
    let size = parameters.page_size.and_then(|size| u32::try_from(size).ok()).filter(|size| *size > 0);
    let end = size.map_or(u32::MAX, |size| begin.saturating_add(size));
    let left = rows.get(begin as usize..).unwrap_or_default();
    match left.get(..(end - begin) as usize) {
        Some(page) if page.len() < left.len() => Ok((page, Some(end))),
        _ => Ok((left, None)),
    }
}

/// The rows with the columns that were asked for; `next` is where the next page begins.
fn project(table: &str, columns: &str, all: &[Cell], rows: &[Vec<Cell>], next: Option<u32>) -> Answer {
    let (keyspace, name) = table.split_once('.').unwrap_or(("system", table));
    let table = TableSpec::owned(keyspace.to_owned(), name.to_owned());
    let mut wanted = Vec::new();
    if columns.trim() == "*" {
        wanted.extend(0..all.len());
    } else {
        for column in columns.split(',').map(str::trim) {
            match all.iter().position(|(name, _, _)| *name == column) {
                Some(index) => wanted.push(index),
                None => {
                    let found = format!("Undefined column name {column} in table {keyspace}.{name}");
                    return Answer::error(ErrorCode::Invalid, found);
                }
            }
        }
    }
    let spec = |index: &usize| {
        all.get(*index).map(|(name, typ, _)| ColumnSpec::owned((*name).to_owned(), typ.clone(), table.clone()))
    };
    let specs: Arc<[ColumnSpec<'static>]> = wanted.iter().filter_map(spec).collect();
    let pick = |row: &Vec<Cell>| -> Vec<Option<Vec<u8>>> {
        wanted.iter().map(|index| row.get(*index).and_then(|(_, _, value)| value.clone())).collect()
    };
    let picked = rows.iter().map(pick);
    let rows = picked.fold(Rows::of_specs(specs), |rows, row| rows.raw_row(row.iter().map(Option::as_deref)));
    match next {
        Some(next) => rows.more(next.to_be_bytes()).into(),
        None => rows.into(),
    }
}

fn local(state: &State, node: usize) -> Vec<Cell> {
    let mut row = vec![
        cell("key", NativeType::Text, &"local"),
        cell("cluster_name", NativeType::Text, &"mock"),
        cell("partitioner", NativeType::Text, &"org.apache.cassandra.dht.Murmur3Partitioner"),
        cell("cql_version", NativeType::Text, &"3.4.7"),
        cell("native_protocol_version", NativeType::Text, &state.version_of(node).number().to_string()),
        cell("broadcast_address", NativeType::Inet, &ip(state, node)),
        cell("listen_address", NativeType::Inet, &ip(state, node)),
        cell("rpc_address", NativeType::Inet, &ip(state, node)),
    ];
    row.extend(common(state, node));
    row
}

fn peers(state: &State, node: usize, row: fn(&State, usize) -> Vec<Cell>) -> Vec<Vec<Cell>> {
    let members: Vec<usize> = {
        let inner = state.lock();
        inner.nodes.iter().enumerate().filter(|(_, node)| node.is_member).map(|(index, _)| index).collect()
    };
    members.into_iter().filter(|member| *member != node).map(|member| row(state, member)).collect()
}

fn peer_v2(state: &State, node: usize) -> Vec<Cell> {
    let port = state.nodes.get(node).map_or(0, |node| i32::from(node.address.port()));
    let mut row = vec![
        cell("peer", NativeType::Inet, &ip(state, node)),
        cell("peer_port", NativeType::Int, &7000_i32),
        cell("native_address", NativeType::Inet, &ip(state, node)),
        cell("native_port", NativeType::Int, &port),
    ];
    row.extend(common(state, node));
    row
}

fn peer_v1(state: &State, node: usize) -> Vec<Cell> {
    let mut row =
        vec![cell("peer", NativeType::Inet, &ip(state, node)), cell("rpc_address", NativeType::Inet, &ip(state, node))];
    row.extend(common(state, node));
    row
}

/// A release of Cassandra whose newest version is this one.
const fn release_of(version: ProtocolVersion) -> &'static str {
    match version.number() {
        5 => "5.0.4",
        4 => "3.11.19",
        _ => "2.1.22",
    }
}

/// What both kinds of table say of a node.
fn common(state: &State, node: usize) -> Vec<Cell> {
    let inner = state.lock();
    let (datacenter, tokens) = match state.nodes.get(node) {
        Some(node) => (node.datacenter.as_str(), node.tokens.iter().map(i64::to_string).collect()),
        None => ("", Vec::new()),
    };
    let schema_version = inner.nodes.get(node).map(|node| node.schema_version).unwrap_or_default();
    let release = inner.nodes.get(node).map_or("", |node| release_of(node.version));
    vec![
        cell("host_id", NativeType::Uuid, &state.host_id(node)),
        cell("data_center", NativeType::Text, &datacenter),
        cell("rack", NativeType::Text, &"rack1"),
        cell("release_version", NativeType::Text, &release),
        cell("schema_version", NativeType::Uuid, &schema_version),
        typed_cell("tokens", collection(CollectionType::Set(Box::new(text()))), &tokens),
    ]
}

fn keyspaces(state: &State) -> Vec<Vec<Cell>> {
    let inner = state.lock();
    let row = |keyspace: &crate::keyspace::Keyspace| {
        keyspace_row(&keyspace.name, &keyspace.replication.iter().cloned().collect())
    };
    inner.keyspaces.iter().map(row).collect()
}

fn keyspace_row(name: &str, replication: &HashMap<String, String>) -> Vec<Cell> {
    let map = collection(CollectionType::Map(Box::new(text()), Box::new(text())));
    vec![
        cell("keyspace_name", NativeType::Text, &name),
        cell("durable_writes", NativeType::Boolean, &true),
        typed_cell("replication", map, replication),
    ]
}

fn ip(state: &State, node: usize) -> IpAddr {
    state.nodes.get(node).map_or_else(|| IpAddr::from([127, 0, 0, 1]), |node| node.address.ip())
}

const fn text() -> ColumnType<'static> {
    ColumnType::Native(NativeType::Text)
}

const fn collection(typ: CollectionType<'static>) -> ColumnType<'static> {
    ColumnType::Collection { frozen: false, typ }
}

fn cell(name: &'static str, typ: NativeType, value: &impl SerializeValue) -> Cell {
    typed_cell(name, ColumnType::Native(typ), value)
}

fn typed_cell(name: &'static str, typ: ColumnType<'static>, value: &impl SerializeValue) -> Cell {
    let mut bytes = Vec::new();
    let written = value.serialize(&typ, CellWriter::new(&mut bytes)).is_ok();
    // The first four bytes are the value's length.
    let value = bytes.split_off_checked(4).filter(|_| written);
    (name, typ, value)
}

/// What `Vec::split_off` does, where the vector may be too short.
trait SplitOff {
    fn split_off_checked(self, at: usize) -> Option<Vec<u8>>;
}

impl SplitOff for Vec<u8> {
    fn split_off_checked(mut self, at: usize) -> Option<Vec<u8>> {
        (self.len() >= at).then(|| self.split_off(at))
    }
}
