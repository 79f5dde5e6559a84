//! Which nodes there are, and which of them hold a key.
//!
//! # What lives here
//! [`Token`] and the Murmur3 partitioner that computes it, [`Node`], replication [`Strategy`], and [`Snapshot`]: the cluster
//! at one moment, with the replicas of every token range of every keyspace worked out beforehand. Rows of the system tables
//! come in as plain structs ([`PeerRow`], [`KeyspaceRow`]); what is wrong with one is reported, never fatal.
//!
//! # Depends on
//! Nothing of this crate.
//!
//! # Invariants
//! No I/O, no clock. A snapshot never changes, except for the marks on its nodes (connected or not, schema version), which
//! all snapshots share. Looking up replicas allocates nothing. A [`NodeIndex`] means a node only in the snapshot it came
//! from. Nothing panics on what a server sent.
//!
//! # Start reading at
//! [`Snapshot`], then `placement.rs`.

mod keyspaces;
mod murmur3;
mod network;
mod node;
mod packed;
mod partition_key;
mod partitioner;
mod peers;
mod placement;
mod problem;
mod replication;
mod ring;
mod row;
mod simple;
mod snapshot;
mod token;

#[cfg(test)]
pub(crate) mod tests;

pub use murmur3::{Murmur3Partitioner, Murmur3PartitionerHasher};
pub(crate) use node::ConnectedMark;
pub use node::{Node, NodeIndex, NodeRef};
pub use partitioner::PartitionerName;
pub use problem::{RowProblem, RowProblemKind};
pub use replication::{ReplicationFactor, Strategy};
pub use row::{ClusterRows, KeyspaceRow, PeerRow};
pub use snapshot::{Keyspace, Snapshot};
pub use token::Token;
