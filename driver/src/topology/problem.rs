//! What is wrong with a row.

use std::fmt;

use uuid::Uuid;

use crate::topology::{MAX_KEYSPACES, MAX_NODES, MAX_REPLICATION_OPTIONS, MAX_TOKENS, Node, PeerRow, Token};
use crate::wire::shown::escaped;

/// How many problems are kept; the others are counted.
pub(super) const KEPT: usize = 10;

/// How many characters of a text of the server are shown.
const SHOWN: usize = 64;

/// What is wrong with the rows of one refresh: the first problems, and how many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowProblems {
    first: Vec<RowProblem>,
    count: usize,
}

impl RowProblems {
    /// Counts a problem, and keeps it if it is one of the first.
    pub(super) fn add(&mut self, problem: impl FnOnce() -> RowProblem) {
        self.count += 1;
        if self.first.len() < KEPT {
            self.first.push(problem());
        }
    }

    /// Counts `count` problems that are alike, and keeps one of them.
    pub(super) fn add_alike(&mut self, count: usize, problem: impl FnOnce() -> RowProblem) {
        if let Some(others) = count.checked_sub(1) {
            self.add(problem);
            self.count += others;
        }
    }

    /// The first of them.
    pub fn first(&self) -> &[RowProblem] {
        &self.first
    }

    /// How many there are.
    pub const fn count(&self) -> usize {
        self.count
    }
}

impl fmt::Display for RowProblems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.first.iter().enumerate() {
            write!(f, "{}{problem}", if index == 0 { "" } else { "; " })?;
        }
        match self.count - self.first.len() {
            0 => Ok(()),
            others => write!(f, "; and {others} more"),
        }
    }
}

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
        Self { row: format!("keyspace `{}`", shown(name)), kind }
    }

    /// About rows that were not read.
    pub(super) fn of_more(rows: &str, kind: RowProblemKind) -> Self {
        Self { row: format!("more rows of {rows}"), kind }
    }

    /// About what was told as a whole.
    pub(super) fn of_cluster(kind: RowProblemKind) -> Self {
        Self { row: "the cluster".to_owned(), kind }
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
    /// A replication of more options than are read; the keyspace counts as one of unknown replication.
    TooManyOptions,
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
    /// There are more keyspaces than are kept; the row is skipped.
    TooManyKeyspaces,
    /// There are more nodes than are used; the row is skipped.
    TooManyNodes,
    /// There are more tokens than are kept; none is, and requests are not routed by token.
    TooManyTokens,
}

/// The beginning of a text of the server, with its control characters escaped.
pub(crate) fn shown(text: &str) -> String {
    let mut shown = String::new();
    for (index, c) in text.chars().enumerate() {
        if index == SHOWN {
            shown.push('…');
            break;
        }
        if c.is_control() {
            shown.extend(c.escape_debug());
        } else {
            shown.push(c);
        }
    }
    shown
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
            Self::TooManyOptions => {
                write!(f, "replication: expected at most {MAX_REPLICATION_OPTIONS} options, got more")
            }
            Self::TooManyKeyspaces => write!(f, "skipped: only {MAX_KEYSPACES} keyspaces are kept"),
            Self::TooManyNodes => write!(f, "skipped: only {MAX_NODES} nodes are used"),
            Self::TooManyTokens => write!(f, "over {MAX_TOKENS} tokens: requests are not routed by token"),
        })
    }
}
