//! The live cluster: what it looks like now, and a connection to every node.
//!
//! # What lives here
//! `Cluster`: the state that requests load, the worker that keeps it true over one control connection, and [`metadata`]:
//! what the system tables say.
//!
//! # Depends on
//! `pool` and everything left of it; tokio.
//!
//! # Invariants
//! The state is immutable and swapped whole, so a request plans over one consistent view. The worker alone swaps it, and
//! does at once what an event asks for: the cluster is read by a task of its own. Whatever is asked of a server has a
//! timeout. Nodes keep their pool when the state changes.
//!
//! # Start reading at
//! `Cluster::connect`, then `worker.rs`, `watch.rs` and `metadata/cluster.rs`.

mod agreement;
mod aside;
mod contact;
mod control;
mod keyspace;
mod live;
pub mod metadata;
mod publish;
mod versions;
mod watch;
mod worker;

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::{ArcSwap, Guard};
use tokio::sync::{Mutex, Notify};

pub(crate) use contact::KnownNode;
use control::Control;
pub(crate) use live::{LISTED, Live};
pub(crate) use metadata::ReadSettings;
use metadata::Wishes;

use crate::connection::{Options, broken_error};
use crate::error::{Error, ErrorKind};
use crate::pool::{PoolConfig, PoolSize, Task, Turns};
use crate::protocol::Broken;
use crate::statement::Statements;
use crate::topology::shown;
pub use crate::topology::{
    ClusterRows, KeyspaceRow, Node, NodeIndex, NodeRef, PeerRow, RowProblem, RowProblemKind, RowProblems, RowTokens,
    SchemaRows, Snapshot as ClusterState,
};
use crate::wire::ProtocolVersion;

/// How the cluster is found and watched.
#[derive(Clone, Debug)]
pub(crate) struct ClusterConfig {
    /// Where to look first.
    pub(crate) known_nodes: Vec<KnownNode>,
    /// The only version to speak; `None` takes the newest that the server has.
    pub(crate) version: Option<ProtocolVersion>,
    /// The keyspace of every connection, as it is stored.
    pub(crate) keyspace: Option<String>,
    /// How connections are opened.
    pub(crate) options: Options,
    /// How many connections a node gets.
    pub(crate) pool_size: PoolSize,
    /// How long a contact point's name may take to resolve.
    pub(crate) dns_timeout: Duration,
    /// How system tables are read.
    pub(crate) reads: ReadSettings,
    /// How often the nodes are asked for their schema version while waiting for agreement.
    pub(crate) agreement_interval: Duration,
    /// How long to wait for agreement.
    pub(crate) agreement_timeout: Duration,
    /// The session's statements, which the schema's events are about.
    pub(crate) statements: Arc<Statements>,
}

/// The cluster as requests see it; cheap to load.
pub(crate) struct Cluster {
    state: Arc<ArcSwap<Live>>,
    config: Arc<ClusterConfig>,
    pools: Arc<PoolConfig>,
    /// Asks the worker for a refresh.
    wishes: Wishes,
    /// One `USE` at a time: the last one wins on every connection.
    using: Arc<Mutex<()>>,
    /// Ends with the cluster.
    worker: Task,
    /// Ends with the cluster.
    _publisher: Task,
}

impl Cluster {
    /// Finds the cluster through its known nodes and connects to all its nodes.
    ///
    /// # Errors
    /// When no known node leads to a cluster, or none of the cluster's nodes can be connected to; the error lists what each
    /// of them said.
    pub(crate) async fn connect(config: ClusterConfig) -> Result<Self, Error> {
        if config.known_nodes.is_empty() {
            return Err(Error::new(ErrorKind::BadConfig, "no known node: give the session builder at least one"));
        }
        let config = Arc::new(config);
        let (control, found) = contact::first_contact(&config, config.version).await?;
        let pools = Arc::new(PoolConfig {
            options: config.options.clone(),
            version: control.version(),
            keyspace: arc_swap::ArcSwapOption::from_pointee(config.keyspace.clone()),
            size: config.pool_size,
            turns: Turns::default(),
            changed: Notify::new(),
        });
        let state = live::next_state(None, found).await?;
        state.start(&pools).await;
        first_attempts(&state, &config).await?;
        let state = Arc::new(ArcSwap::from_pointee(state));
        publish::publish(&state);
        let publisher = Task::spawn(publish::run(Arc::clone(&state), Arc::clone(&pools)));
        let (wishes, granting) = metadata::wishes();
        let worker = worker::Worker::new(Arc::clone(&state), Arc::clone(&config), Arc::clone(&pools), granting);
        let worker = Task::spawn(worker.run(control));
        Ok(Self { state, config, pools, wishes, using: Arc::default(), worker, _publisher: publisher })
    }

    /// The state now.
    #[inline]
    pub(crate) fn load(&self) -> Guard<Arc<Live>> {
        self.state.load()
    }

    /// The state now, to keep.
    pub(crate) fn load_full(&self) -> Arc<Live> {
        self.state.load_full()
    }

    /// The version that every connection speaks.
    #[inline]
    pub(crate) fn version(&self) -> ProtocolVersion {
        self.pools.version
    }

    /// Works out the replicas of a keyspace that is about to be used, so that no request has to.
    pub(crate) async fn place(&self, keyspace: &str) {
        let snapshot = Arc::clone(self.load().snapshot());
        if !snapshot.is_placed(keyspace) {
            let name = keyspace.to_owned();
            let placed =
                aside::aside(snapshot.token_count(), move || snapshot.place(&name).then(|| shown(&name))).await;
            // If the runtime ended meanwhile, so do the requests that would need them.
            if let Ok(Some(over)) = placed {
                live::warn_over_limits(&[over]);
            }
        }
    }

    /// Reads the cluster's nodes and keyspaces anew: waits for a reading that begins from now on.
    ///
    /// # Errors
    /// When they could not be read.
    pub(crate) async fn refresh(&self) -> Result<(), Error> {
        // A reading says itself that it took too long. Another may have to end before it, and the worker's runtime may not run.
        let timeout = self.config.reads.timeout.saturating_add(self.config.reads.page.timeout);
        match tokio::time::timeout(timeout, self.wishes.wish()).await {
            Ok(Some(result)) => result,
            Ok(None) => Err(self.worker.ended().cloned().map_or_else(Error::closed, broken_error)),
            Err(_) => Err(Error::timeout(timeout, "waiting for a refresh of the cluster's metadata")),
        }
    }

    /// Says so when the runtime that the session was built in has ended: no connection is ever opened again.
    pub(crate) fn ended(&self) -> Option<Error> {
        matches!(self.worker.ended(), Some(Broken::RuntimeEnded)).then(Error::runtime_ended)
    }
}

/// How much longer than one attempt to connect may take the first ones of all nodes are waited for.
///
/// Where more nodes do not answer than are tried at the same time, a session does not wait for them all.
const SPARE: Duration = Duration::from_secs(1);

/// Waits until each node was tried once.
///
/// # Errors
/// When no node could be connected to. The cluster was found, so this is not about addresses alone: a keyspace that there is
/// not fails on every node.
async fn first_attempts(state: &Live, config: &ClusterConfig) -> Result<(), Error> {
    let patience =
        config.options.connect_timeout.saturating_add(config.options.handshake_timeout).saturating_add(SPARE);
    let tried = async {
        for pool in state.pools() {
            pool.tried().await;
        }
    };
    let all_tried = tokio::time::timeout(patience, tried).await.is_ok();
    // One that was connected and is no longer counts: it is being connected to again.
    let some_connected = all_tried && state.pools().iter().any(|pool| !pool.has_failed());
    if some_connected || state.pools().iter().any(|pool| pool.node().is_connected()) {
        return Ok(());
    }
    let mut attempts = state.failures();
    Err(match attempts.pop() {
        Some(last) => last.error.on_node(last.node).after(attempts),
        None => Error::timeout(patience, "connecting to the cluster's nodes"),
    })
}

/// Of the nodes, how many there are and where the first few are.
impl fmt::Debug for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.load();
        let first: Vec<SocketAddr> = state.pools().iter().take(LISTED).map(|pool| pool.node().address).collect();
        f.debug_struct("Cluster")
            .field("version", &self.version())
            .field("node_count", &state.pools().len())
            .field("nodes", &first)
            .finish_non_exhaustive()
    }
}
