//! The system tables of a one-node cluster with one keyspace and one table, as drivers read them when they connect.

use std::net::{IpAddr, SocketAddr};

use super::cell::{Cell, Type, int, push_cell, push_count, text, text_map, texts};
use super::metadata::{Column, push_result};
use super::select::Select;

const HOST_ID: [u8; 16] = [0xA0, 0x7B, 0x11, 0xD4, 0x5C, 0x1E, 0x4F, 0x2B, 0x9C, 0x33, 0x01, 0x02, 0x03, 0x04, 0x05, 6];
const SCHEMA_VERSION: [u8; 16] = [0xB1, 0x5C, 0x22, 0xE5, 0x6D, 0x2F, 0x40, 0x3C, 0x8D, 0x44, 9, 8, 7, 6, 5, 4];

/// Tokens of the node, as many as a Cassandra 5 node has by default, evenly spread.
const TOKENS: i64 = 16;

/// The columns of `bench.t`, in the order of the statements.
pub(super) const BENCH_COLUMNS: [Column<'static>; 5] = [
    ("id", Type::Bigint),
    ("name", Type::Text),
    ("payload", Type::Blob),
    ("score", Type::Double),
    ("created", Type::Timestamp),
];

#[derive(Debug)]
struct Table {
    keyspace: &'static str,
    name: &'static str,
    columns: Vec<Column<'static>>,
    rows: Vec<Vec<Cell>>,
}

/// All tables that can be asked for by an unprepared or a prepared `SELECT`.
#[derive(Debug)]
pub(super) struct Catalog(Vec<Table>);

impl Catalog {
    pub(super) fn new(address: SocketAddr) -> Self {
        Self(vec![
            local(address),
            peers(),
            peers_v2(),
            keyspaces(),
            tables(),
            columns(),
            empty(
                "system_schema",
                "types",
                &[
                    ("keyspace_name", Type::Text),
                    ("type_name", Type::Text),
                    ("field_names", Type::ListOfText),
                    ("field_types", Type::ListOfText),
                ],
            ),
            empty(
                "system_schema",
                "views",
                &[("keyspace_name", Type::Text), ("view_name", Type::Text), ("base_table_name", Type::Text)],
            ),
        ])
    }

    /// Columns of what is selected, or why there is none: what a server would say.
    pub(super) fn columns(&self, select: &Select) -> Result<Vec<Column<'static>>, String> {
        let (table, chosen) = self.resolve(select)?;
        Ok(chosen.iter().filter_map(|index| table.columns.get(*index).copied()).collect())
    }

    /// The body of the `Rows` that answer, all in one page.
    pub(super) fn rows(&self, select: &Select) -> Result<Vec<u8>, String> {
        let (table, chosen) = self.resolve(select)?;
        let columns: Vec<_> = chosen.iter().filter_map(|index| table.columns.get(*index).copied()).collect();
        let mut out = 0x0002_u32.to_be_bytes().to_vec();
        push_result(&mut out, table.keyspace, table.name, &columns, true);
        push_count(&mut out, table.rows.len());
        for row in &table.rows {
            for index in &chosen {
                push_cell(&mut out, row.get(*index).and_then(Option::as_deref));
            }
        }
        Ok(out)
    }

    fn resolve(&self, select: &Select) -> Result<(&Table, Vec<usize>), String> {
        let Select { columns, keyspace, table } = select;
        let found = self
            .0
            .iter()
            .find(|candidate| candidate.keyspace == keyspace && candidate.name == table)
            .ok_or_else(|| format!("unconfigured table {keyspace}.{table}"))?;
        let Some(columns) = columns else { return Ok((found, (0..found.columns.len()).collect())) };
        let position = |name: &String| {
            found
                .columns
                .iter()
                .position(|(column, _)| column == name)
                .ok_or_else(|| format!("Undefined column name {name} in table {keyspace}.{table}"))
        };
        Ok((found, columns.iter().map(position).collect::<Result<_, _>>()?))
    }
}

fn empty(keyspace: &'static str, name: &'static str, columns: &[Column<'static>]) -> Table {
    Table { keyspace, name, columns: columns.to_vec(), rows: Vec::new() }
}

/// A table of one row, written as name, type and value.
fn single(name: &'static str, cells: Vec<(&'static str, Type, Cell)>) -> Table {
    let columns = cells.iter().map(|(column, typ, _)| (*column, *typ)).collect();
    let row = cells.into_iter().map(|(_, _, cell)| cell).collect();
    Table { keyspace: "system", name, columns, rows: vec![row] }
}

fn local(address: SocketAddr) -> Table {
    let ip = match address.ip() {
        IpAddr::V4(ip) => ip.octets().to_vec(),
        IpAddr::V6(ip) => ip.octets().to_vec(),
    };
    let port = int(i32::from(address.port()));
    let step = i64::MAX / TOKENS * 2;
    let tokens: Vec<String> = (0..TOKENS).map(|index| ((index - TOKENS / 2) * step).to_string()).collect();
    single(
        "local",
        vec![
            ("key", Type::Text, text("local")),
            ("bootstrapped", Type::Text, text("COMPLETED")),
            ("broadcast_address", Type::Inet, Some(ip.clone())),
            ("broadcast_port", Type::Int, int(7000)),
            ("cluster_name", Type::Text, text("bench")),
            ("cql_version", Type::Text, text("3.4.7")),
            ("data_center", Type::Text, text("datacenter1")),
            ("gossip_generation", Type::Int, int(1_700_000_000)),
            ("host_id", Type::Uuid, Some(HOST_ID.to_vec())),
            ("listen_address", Type::Inet, Some(ip.clone())),
            ("listen_port", Type::Int, int(7000)),
            ("native_protocol_version", Type::Text, text("5")),
            ("partitioner", Type::Text, text("org.apache.cassandra.dht.Murmur3Partitioner")),
            ("rack", Type::Text, text("rack1")),
            ("release_version", Type::Text, text("5.0.0")),
            ("rpc_address", Type::Inet, Some(ip)),
            ("rpc_port", Type::Int, port),
            ("schema_version", Type::Uuid, Some(SCHEMA_VERSION.to_vec())),
            ("tokens", Type::SetOfText, texts(&tokens.iter().map(String::as_str).collect::<Vec<_>>())),
            ("truncated_at", Type::MapOfUuidToBlob, None),
        ],
    )
}

fn peers() -> Table {
    empty(
        "system",
        "peers",
        &[
            ("peer", Type::Inet),
            ("data_center", Type::Text),
            ("host_id", Type::Uuid),
            ("preferred_ip", Type::Inet),
            ("rack", Type::Text),
            ("release_version", Type::Text),
            ("rpc_address", Type::Inet),
            ("schema_version", Type::Uuid),
            ("tokens", Type::SetOfText),
        ],
    )
}

fn peers_v2() -> Table {
    empty(
        "system",
        "peers_v2",
        &[
            ("peer", Type::Inet),
            ("peer_port", Type::Int),
            ("data_center", Type::Text),
            ("host_id", Type::Uuid),
            ("native_address", Type::Inet),
            ("native_port", Type::Int),
            ("preferred_ip", Type::Inet),
            ("preferred_port", Type::Int),
            ("rack", Type::Text),
            ("release_version", Type::Text),
            ("schema_version", Type::Uuid),
            ("tokens", Type::SetOfText),
        ],
    )
}

fn keyspaces() -> Table {
    let replication =
        text_map(&[("class", "org.apache.cassandra.locator.NetworkTopologyStrategy"), ("datacenter1", "1")]);
    Table {
        keyspace: "system_schema",
        name: "keyspaces",
        columns: vec![
            ("keyspace_name", Type::Text),
            ("durable_writes", Type::Boolean),
            ("replication", Type::MapOfText),
        ],
        rows: vec![vec![text("bench"), Some(vec![1]), replication]],
    }
}

fn tables() -> Table {
    Table {
        keyspace: "system_schema",
        name: "tables",
        columns: vec![
            ("keyspace_name", Type::Text),
            ("table_name", Type::Text),
            ("id", Type::Uuid),
            ("flags", Type::SetOfText),
        ],
        rows: vec![vec![text("bench"), text("t"), Some(SCHEMA_VERSION.to_vec()), texts(&["compound"])]],
    }
}

fn columns() -> Table {
    let row = |(name, typ): &Column<'_>| {
        let (kind, position) = if *name == "id" { ("partition_key", 0) } else { ("regular", -1) };
        vec![text("bench"), text("t"), text(name), text("none"), text(name), text(kind), int(position), text(typ.cql())]
    };
    Table {
        keyspace: "system_schema",
        name: "columns",
        columns: vec![
            ("keyspace_name", Type::Text),
            ("table_name", Type::Text),
            ("column_name", Type::Text),
            ("clustering_order", Type::Text),
            ("column_name_bytes", Type::Blob),
            ("kind", Type::Text),
            ("position", Type::Int),
            ("type", Type::Text),
        ],
        rows: BENCH_COLUMNS.iter().map(row).collect(),
    }
}
