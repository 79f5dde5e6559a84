//! A CQL driver for Apache Cassandra and ScyllaDB: protocol 4 and 5, token-aware routing, execution profiles that are
//! remapped at run time.

pub mod wire;

mod profile;
mod topology;

/// Sessions and what they are configured with.
pub mod client {
    /// Execution profiles, their handles, and a session's registry of them.
    pub mod execution_profile {
        pub use crate::profile::{
            DEFAULT_PROFILE, DuplicateProfile, ExecutionProfile, ExecutionProfileBuilder, ExecutionProfileHandle,
            LoadedProfile, ProfileChange, ProfileOperation, ProfileUse, Profiles, RemapTarget, ScopedRemap,
            UnknownProfile,
        };
    }
}

/// The nodes of a cluster and what they hold.
pub mod cluster {
    pub use crate::topology::{
        ClusterRows, KeyspaceRow, Node, NodeIndex, NodeRef, PeerRow, RowProblem, RowProblemKind,
        Snapshot as ClusterState,
    };

    /// Keyspaces and how they are replicated.
    pub mod metadata {
        pub use crate::topology::{Keyspace, ReplicationFactor, Strategy};
    }
}

/// Where on the ring a key is.
pub mod routing {
    pub use crate::topology::Token;

    /// How tokens are made of keys.
    pub mod partitioner {
        pub use crate::topology::{Murmur3Partitioner, Murmur3PartitionerHasher, PartitionerName};
    }
}

/// Statements and their options.
pub mod statement {
    pub use crate::wire::consistency::{Consistency, SerialConsistency};
}
