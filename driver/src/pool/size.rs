//! How many connections a session keeps to a node.

use std::num::NonZeroUsize;

use crate::topology::Sharder;

/// How many connections a session keeps to each node.
///
/// One is enough for most: requests share it, up to
/// [`max_requests_per_connection`](crate::client::session_builder::SessionBuilder::max_requests_per_connection) of them at
/// the same time. More of them use more cores, of this process and of the node: one task does all reads and writes of a
/// connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "as in the crate `scylla`")]
pub enum PoolSize {
    /// So many connections to each node, whichever shards of it they come to.
    PerHost(NonZeroUsize),
    /// So many connections to each shard of each node. A Cassandra node counts as one shard.
    PerShard(NonZeroUsize),
}

/// The most connections that may be asked for, of a node or a shard.
pub(crate) const MAX_POOL_SIZE: usize = 1024;

/// The most connections to one node, whatever it says of its shards.
const MAX_PER_NODE: usize = 4096;

impl PoolSize {
    /// The number, whatever it counts.
    pub(crate) const fn number(self) -> usize {
        match self {
            Self::PerHost(connections) | Self::PerShard(connections) => connections.get(),
        }
    }

    /// How many connections each shard of a node gets, for a node that is divided so; `None` for one number of the whole
    /// node.
    pub(super) fn per_shard(self, sharder: Option<Sharder>) -> Option<usize> {
        match (self, sharder) {
            (Self::PerShard(connections), Some(sharder)) => {
                let most = MAX_PER_NODE / usize::from(sharder.nr_shards.get());
                Some(connections.get().min(most).max(1))
            }
            _ => None,
        }
    }
}

impl Default for PoolSize {
    /// One connection to each shard.
    fn default() -> Self {
        Self::PerShard(NonZeroUsize::MIN)
    }
}
