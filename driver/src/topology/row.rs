//! Rows of the system tables, as plain values.

use std::net::IpAddr;

use uuid::Uuid;

use crate::topology::{RowTokens, SchemaRows};

/// What one refresh read from the system tables.
#[derive(Clone, Debug, Default)]
pub struct ClusterRows {
    /// `system.local.cluster_name`.
    pub cluster_name: Option<String>,
    /// `system.local.partitioner`; Murmur3 when absent.
    pub partitioner: Option<String>,
    /// The node that was asked.
    pub local: Option<PeerRow>,
    /// The other nodes, as that node sees them.
    pub peers: Vec<PeerRow>,
    /// How many rows of other nodes were not read, since more nodes than that are not used.
    pub more_peers: usize,
    /// The tables of `system_schema`.
    pub schema: SchemaRows,
    /// The port of nodes whose row has none: that of the contact points.
    pub default_port: u16,
}

/// One row of `system.local`, `system.peers_v2` or `system.peers`. Every column may be null.
#[derive(Clone, Debug, Default)]
pub struct PeerRow {
    /// `host_id`.
    pub host_id: Option<Uuid>,
    /// `native_address`, or `rpc_address` where there is no such column: where clients reach the node.
    pub address: Option<IpAddr>,
    /// `native_port`, where there is such a column.
    pub port: Option<u16>,
    /// `peer`, or `broadcast_address` of the local row: where other nodes reach it. It stands in for an address of
    /// `0.0.0.0` or `::`, by which a node says that it listens everywhere.
    pub broadcast_address: Option<IpAddr>,
    /// `data_center`.
    pub datacenter: Option<String>,
    /// `rack`.
    pub rack: Option<String>,
    /// `tokens`.
    pub tokens: RowTokens,
    /// `release_version`.
    pub release_version: Option<String>,
    /// `schema_version`.
    pub schema_version: Option<Uuid>,
}
