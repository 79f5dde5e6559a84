//! What is wrong with a row.

use std::fmt;

use uuid::Uuid;

use crate::topology::{Node, PeerRow, Token};
use crate::wire::shown::escaped;

/// A row of the system tables that is not usable, in part or as a whole. The cluster is usable without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    row: String,
    kind: RowProblemKind,
}

impl RowProblem {
    pub(super) fn of_peer(row: &PeerRow, kind: RowProblemKind) -> Self {
        let mut addresses = [row.broadcast_address, row.address].into_iter().flatten();
        let row = match (addresses.find(|address| !address.is_unspecified()), row.host_id) {
            (Some(address), _) => format!("node row of {address}"),
            (None, Some(host_id)) => format!("node row of host {host_id}"),
            (None, None) => "node row without address and host id".to_owned(),
        };
        Self { row, kind }
    }

    pub(super) fn of_node(node: &Node, kind: RowProblemKind) -> Self {
        Self { row: format!("node row of {}", node.address.ip()), kind }
    }

    pub(super) fn of_keyspace(name: &str, kind: RowProblemKind) -> Self {
        Self { row: format!("keyspace `{name}`"), kind }
    }

    /// What is wrong, and what was done about it.
    pub fn kind(&self) -> &RowProblemKind {
        &self.kind
    }
}

impl fmt::Display for RowProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| write!(f, "{}: {}", self.row, self.kind))
    }
}

/// What is wrong with a row, and what was done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RowProblemKind {
    /// A replication option that is no replication factor; the keyspace counts as one of unknown replication.
    BadReplication {
        /// The option's name: a datacenter, or `replication_factor`.
        option: String,
        /// Its value; `None` when the option is missing.
        value: Option<String>,
    },
    /// A token that is no 64-bit number; the node is kept without it.
    BadToken(String),
    /// Another row has this address and port; this one, which names another host, is skipped.
    DuplicateAddress,
    /// Another row has this host id; this one is skipped.
    DuplicateHostId(Uuid),
    /// Another node owns this token; this node is kept without it.
    DuplicateToken(Token),
    /// The row is about the node that was asked; it is skipped, as that node's own row is better.
    IsLocal,
    /// There is no address that a client could connect to; the row is skipped.
    NoAddress,
    /// The host id is null; the row is skipped.
    NoHostId,
    /// The node owns no token, so it holds no data; the row is skipped.
    NoTokens,
}

impl fmt::Display for RowProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| match self {
            Self::BadReplication { option, value: Some(value) } => {
                write!(f, "replication option `{option}`: expected a replication factor, got `{value}`")
            }
            Self::BadReplication { option, value: None } => write!(f, "replication option `{option}` is missing"),
            Self::BadToken(text) => write!(f, "token ignored: expected a 64-bit number, got `{text}`"),
            Self::DuplicateAddress => f.write_str("skipped: another host has the same address and port"),
            Self::DuplicateHostId(id) => write!(f, "skipped: another row has the same host id {id}"),
            Self::DuplicateToken(token) => write!(f, "token {token} ignored: another node owns it"),
            Self::IsLocal => f.write_str("skipped: it is about the node that was asked"),
            Self::NoAddress => f.write_str("skipped: it has no address to connect to"),
            Self::NoHostId => f.write_str("skipped: its host id is null"),
            Self::NoTokens => f.write_str("skipped: the node owns no token"),
        })
    }
}
