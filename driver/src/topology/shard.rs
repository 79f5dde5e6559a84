//! The parts that a ScyllaDB node is made of.

/// The number of one of a ScyllaDB node's shards, each of which has a part of the node's tokens; a Cassandra node has none.
pub type Shard = u32;
