//! The API: one verb a file.
//!
//! # What lives here
//! [`Session`] and [`SessionBuilder`]; `prepare`, `execute`, `query`, `batch`, `pager` and their kin, each an `impl
//! Session`; `request`, the one loop of plan, attempt and retry that all of them call.
//!
//! # Depends on
//! Everything.
//!
//! # Invariants
//! A request loads its execution profile once, when it starts, and keeps it to its end. The path of a request that
//! succeeds at once is two async functions deep; everything else is boxed off it.
//!
//! # Start reading at
//! `execute.rs`, then `request.rs`.

mod batch;
mod builder;
mod check;
mod config;
mod cursor;
mod effect;
mod execute;
mod handshake;
mod now;
mod pager;
mod prepare;
mod query;
mod reply;
mod request;
mod result;
mod rewrite;
mod rows;
mod schema;
mod trace;
mod transport;
mod under_way;
mod use_keyspace;
mod warnings;
mod with;

use std::fmt;
use std::sync::Arc;

pub use builder::SessionBuilder;
pub use config::SessionConfig;
pub use pager::{QueryPager, TypedRowStream};
pub use result::{PagingState, PagingStateResponse, QueryResult, QueryRowsResult};
pub use rows::TypedRowIterator;

use crate::cluster::Cluster;
use crate::observe::{Counters, Counts};
use crate::profile::{ExecutionProfileHandle, Profiles};
use crate::statement::Statements;
use crate::topology::Snapshot;
use crate::wire::ProtocolVersion;

/// A cluster to talk to.
///
/// Cloning is cheap, and clones are one session: one per application is the rule. It keeps a connection to every node,
/// follows the cluster's changes, and closes its connections when the last clone is dropped.
#[derive(Clone)]
pub struct Session {
    inner: Arc<Inner>,
}

struct Inner {
    cluster: Cluster,
    /// The profiles by name.
    profiles: Profiles,
    /// What a statement without a handle of its own follows.
    default_profile: ExecutionProfileHandle,
    counters: Arc<Counters>,
    /// The statements that are in use.
    statements: Arc<Statements>,
    /// Which texts are being prepared.
    under_way: under_way::UnderWay,
    /// Which statements are being prepared again.
    repreparations: request::reprepare::Repreparations,
    warnings: warnings::WarningLog,
    config: SessionConfig,
}

impl Session {
    /// Starts to describe a session.
    pub fn builder() -> SessionBuilder {
        SessionBuilder::new()
    }

    /// The profiles that were registered by name, to be remapped while the session works.
    pub fn profiles(&self) -> &Profiles {
        &self.inner.profiles
    }

    /// The handle that statements without one of their own follow.
    pub fn get_default_execution_profile_handle(&self) -> &ExecutionProfileHandle {
        &self.inner.default_profile
    }

    /// What the cluster looks like now.
    pub fn get_cluster_state(&self) -> Arc<Snapshot> {
        Arc::clone(self.inner.cluster.load().snapshot())
    }

    /// Running totals of the session's connections.
    pub fn counts(&self) -> Counts {
        self.inner.counters.counts()
    }

    /// The version of the native protocol that the session speaks.
    pub fn protocol_version(&self) -> ProtocolVersion {
        self.inner.cluster.version()
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("cluster", &self.inner.cluster).finish_non_exhaustive()
    }
}
