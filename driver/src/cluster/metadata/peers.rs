//! `system.peers_v2` and `system.peers`: the other nodes, as the node at the other end sees them.

use std::net::IpAddr;

use uuid::Uuid;

use super::cells::{Cell, TokensCell, tokens_of};
use super::table::Table;
use crate::topology::{MAX_NODES, PeerRow};

pub(super) type PeersV2Row = (
    Cell<Uuid>,
    IpAddr,
    Cell<IpAddr>,
    Cell<i32>,
    Cell<String>,
    Cell<String>,
    Cell<TokensCell>,
    Cell<String>,
    Cell<Uuid>,
);

/// `system.peers_v2`, which Cassandra has since version 4; up to as many nodes as are used.
#[derive(Debug, Default)]
pub(super) struct PeersV2 {
    rows: Vec<PeerRow>,
    more: usize,
}

impl PeersV2 {
    /// The nodes, and how many rows of others are known of.
    pub(super) fn into_rows(self) -> (Vec<PeerRow>, usize) {
        (self.rows, self.more)
    }
}

impl Table for PeersV2 {
    const NAME: &'static str = "system.peers_v2";
    const COLUMNS: &'static [&'static str] = &[
        "host_id",
        "peer",
        "native_address",
        "native_port",
        "data_center",
        "rack",
        "tokens",
        "release_version",
        "schema_version",
    ];
    type Row = PeersV2Row;

    fn add(&mut self, row: PeersV2Row) {
        let (host_id, peer, address, port, datacenter, rack, tokens, release_version, schema_version) = row;
        self.rows.push(PeerRow {
            host_id,
            address,
            port: port.and_then(|port| u16::try_from(port).ok()),
            broadcast_address: Some(peer),
            datacenter,
            rack,
            tokens: tokens_of(tokens),
            release_version,
            schema_version,
        });
    }

    fn is_full(&self) -> bool {
        self.rows.len() >= MAX_NODES
    }

    fn leave_out(&mut self, rows: usize) {
        self.more += rows;
    }
}

pub(super) type OldPeersRow =
    (Cell<Uuid>, IpAddr, Cell<IpAddr>, Cell<String>, Cell<String>, Cell<TokensCell>, Cell<String>, Cell<Uuid>);

/// `system.peers`, which all servers have. One port for all nodes was the rule when there was this table alone.
#[derive(Debug, Default)]
pub(super) struct OldPeers(PeersV2);

impl OldPeers {
    /// The nodes, and how many rows of others are known of.
    pub(super) fn into_rows(self) -> (Vec<PeerRow>, usize) {
        self.0.into_rows()
    }
}

impl Table for OldPeers {
    const NAME: &'static str = "system.peers";
    const COLUMNS: &'static [&'static str] =
        &["host_id", "peer", "rpc_address", "data_center", "rack", "tokens", "release_version", "schema_version"];
    type Row = OldPeersRow;

    fn add(&mut self, row: OldPeersRow) {
        let (host_id, peer, address, datacenter, rack, tokens, release, schema) = row;
        self.0.add((host_id, peer, address, None, datacenter, rack, tokens, release, schema));
    }

    fn is_full(&self) -> bool {
        self.0.is_full()
    }

    fn leave_out(&mut self, rows: usize) {
        self.0.leave_out(rows);
    }
}
