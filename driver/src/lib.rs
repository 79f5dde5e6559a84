//! A CQL driver for Apache Cassandra and ScyllaDB: protocol 4 and 5, token-aware routing, execution profiles that are
//! remapped at run time.

pub mod wire;

mod profile;

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

/// Statements and their options.
pub mod statement {
    pub use crate::wire::consistency::{Consistency, SerialConsistency};
}
