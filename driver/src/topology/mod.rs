//! Which nodes there are, and which of them hold a key.
//!
//! # What lives here
//! [`Token`] and the Murmur3 partitioner that computes it, [`Node`], replication [`Strategy`], and [`Snapshot`]: the cluster
//! at one moment, with the replicas of every token range of a keyspace worked out when they are first asked for. Rows of
//! the system tables come in as plain structs ([`PeerRow`], [`KeyspaceRow`]); what is wrong with one is reported, never
//! fatal.
//!
//! # Depends on
//! Nothing of this crate.
//!
//! # Invariants
//! No I/O, no clock. A snapshot never changes, except for the marks on its nodes (connected or not, schema version, shards), which
//! all snapshots share. Looking up replicas allocates nothing once they are worked out. A [`NodeIndex`] means a node only
//! in the snapshot it came from. Nothing panics on what a server sent, and what it can make this hold and do is bounded
//! (`limits.rs`).
//!
//! # Start reading at
//! [`Snapshot`], then `placement.rs`.

mod limits;
mod murmur3;
mod network;
mod node;
mod packed;
mod partition_key;
mod partitioner;
mod peers;
mod placement;
mod problem;
mod ring;
mod row;
mod row_tokens;
mod schema;
mod shard;
mod sharder;
mod simple;
mod snapshot;
mod targets;
mod token;

#[cfg(test)]
pub(crate) mod tests;

pub(crate) use limits::{MAX_KEYSPACES, MAX_NODES, MAX_OPTIONS_IN_ALL, MAX_REPLICATION_OPTIONS, MAX_TOKENS};
pub use murmur3::{Murmur3Partitioner, Murmur3PartitionerHasher};
pub(crate) use node::ConnectedMark;
pub use node::{Node, NodeIndex, NodeRef};
pub use partitioner::PartitionerName;
pub(crate) use problem::shown;
pub use problem::{RowProblem, RowProblemKind, RowProblems};
pub use row::{ClusterRows, PeerRow};
pub use row_tokens::RowTokens;
pub use schema::{Keyspace, KeyspaceRow, ReplicationFactor, SchemaRows, Strategy};
pub use shard::Shard;
pub use sharder::{ShardCount, Sharder};
pub use snapshot::Snapshot;
pub(crate) use targets::{Target, Targets};
pub use token::Token;
