//! The cluster at one moment, and how its nodes are reached.

use std::net::SocketAddr;
use std::sync::Arc;

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use super::aside::aside;
use crate::connection::Connection;
use crate::error::{Attempt, Error};
use crate::pool::{NodePool, PoolConfig, View};
use crate::topology::{ClusterRows, NodeIndex, RowProblems, Snapshot, Target, Token, shown};

/// What the cluster looks like at one moment, and how its nodes are reached.
#[derive(Debug)]
pub(crate) struct Live {
    snapshot: Arc<Snapshot>,
    /// In the order of the snapshot's nodes.
    pools: Arc<[Arc<NodePool>]>,
    /// The connections of the pools.
    views: Box<[Arc<View<Connection>>]>,
    by_address: Arc<HashMap<SocketAddr, NodeIndex, RandomState>>,
    /// What is wrong with the rows that this was made of.
    problems: Arc<RowProblems>,
}

impl Live {
    /// Nodes, ring and replicas.
    pub(crate) const fn snapshot(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }

    /// The connections to a node.
    #[inline]
    pub(crate) fn pool(&self, node: NodeIndex) -> Option<&Arc<NodePool>> {
        self.pools.get(node.as_usize())
    }

    /// A connection to a target: to its shard, or else to the one that holds `token`, where the node has shards. `random`
    /// decides among several.
    #[inline]
    pub(crate) fn connection(&self, target: Target, token: Option<Token>, random: u64) -> Option<Arc<Connection>> {
        match self.views.get(target.node.as_usize()).and_then(|view| view.choose(target.shard, token, random)) {
            Some(connection) if connection.is_open() => Some(Arc::clone(connection)),
            _ => self.connection_of_now(target, token, random),
        }
    }

    /// The same where the view has no open connection: the pool may have one by now.
    #[cold]
    fn connection_of_now(&self, target: Target, token: Option<Token>, random: u64) -> Option<Arc<Connection>> {
        self.pool(target.node)?.connection(target.shard, token, random)
    }

    /// The same cluster with the connections that its pools have now; `None` when this has them.
    pub(super) fn with_connections_of_now(&self) -> Option<Self> {
        let pools = || self.pools.iter().zip(&self.views);
        if pools().all(|(pool, view)| pool.is_shown_by(view)) {
            return None;
        }
        let now = |(pool, view): (&Arc<NodePool>, &Arc<View<Connection>>)| match pool.is_shown_by(view) {
            true => Arc::clone(view),
            false => Arc::new(pool.view()),
        };
        Some(Self {
            snapshot: Arc::clone(&self.snapshot),
            pools: Arc::clone(&self.pools),
            views: pools().map(now).collect(),
            by_address: Arc::clone(&self.by_address),
            problems: Arc::clone(&self.problems),
        })
    }

    /// The connections to the node at this address.
    pub(crate) fn pool_at(&self, address: SocketAddr) -> Option<&Arc<NodePool>> {
        self.by_address.get(&address).and_then(|node| self.pool(*node))
    }

    /// The connections to all nodes.
    pub(crate) fn pools(&self) -> &[Arc<NodePool>] {
        &self.pools
    }

    /// Why nodes cannot be connected to: the errors of the first few that failed.
    pub(crate) fn failures(&self) -> Vec<Attempt> {
        let failed = |pool: &Arc<NodePool>| Some(Attempt::new(pool.node().address, pool.last_error()?));
        self.pools.iter().filter_map(failed).take(LISTED).collect()
    }

    /// Starts to connect to the nodes that are new in this state, once it is where the session looks.
    pub(super) async fn start(&self, config: &Arc<PoolConfig>) {
        for pools in self.pools.chunks(POOLS) {
            pools.iter().for_each(|pool| pool.start(config));
            tokio::task::yield_now().await;
        }
    }

    /// The pool of a node that is as it was.
    fn kept(&self, host_id: uuid::Uuid, address: SocketAddr) -> Option<Arc<NodePool>> {
        let pool = self.snapshot.index_of(host_id).and_then(|node| self.pool(node));
        pool.filter(|pool| pool.node().address == address).map(Arc::clone)
    }
}

/// How many keyspaces a warning names.
const NAMED: usize = 10;

/// Warns of keyspaces whose replicas take too much memory or time: once, when that is found out.
pub(super) fn warn_over_limits(keyspaces: &[String]) {
    if !keyspaces.is_empty() {
        let named = keyspaces.get(..NAMED).unwrap_or(keyspaces).join(", ");
        tracing::warn!(
            count = keyspaces.len(), keyspaces = %named,
            "working out the replicas of these keyspaces takes too much memory or time; their requests go to any node"
        );
    }
}

/// How many nodes an error lists: enough to see what is wrong with the nodes of a large cluster.
pub(crate) const LISTED: usize = 16;

/// How many pools are started before other tasks have their turn.
const POOLS: usize = 64;

/// The state that follows from what was found; nodes that stay keep their pools. Those of the others are to be
/// [started](Live::start).
///
/// # Errors
/// When the runtime shuts down meanwhile.
pub(super) async fn next_state(old: Option<&Arc<Live>>, found: ClusterRows) -> Result<Live, Error> {
    let previous = old.map(|old| Arc::clone(&old.snapshot));
    let tokens = found.peers.iter().chain(&found.local).map(|row| row.tokens.len()).sum::<usize>();
    let size = tokens + found.peers.len() + found.schema.keyspaces.len();
    let built = aside(size, move || {
        let (snapshot, problems) = Snapshot::build(found, previous.as_deref());
        let was_over = |name: &str| previous.as_ref().is_some_and(|previous| previous.is_over_limits(name));
        let over: Vec<String> = snapshot.over_limits().filter(|name| !was_over(name)).map(shown).collect();
        (snapshot, problems, over)
    });
    let (snapshot, problems, over) = built.await?;
    warn_over_limits(&over);
    // Once, not at each refresh: a row that cannot be used is so until somebody mends it.
    if problems.count() > 0 && old.is_none_or(|old| *old.problems != problems) {
        tracing::warn!(count = problems.count(), %problems, "the cluster's metadata has rows that cannot be used");
    }
    let mut pools = Vec::with_capacity(snapshot.get_nodes_info().len());
    for node in snapshot.get_nodes_info() {
        let kept = old.and_then(|old| old.kept(node.host_id, node.address));
        pools.push(kept.unwrap_or_else(|| Arc::new(NodePool::new(Arc::clone(node)))));
    }
    let by_address = snapshot.get_nodes_info().iter().map(|node| node.address).zip(snapshot.indexes()).collect();
    let views = pools.iter().map(|pool| Arc::new(pool.view())).collect();
    let (snapshot, by_address, problems) = (Arc::new(snapshot), Arc::new(by_address), Arc::new(problems));
    Ok(Live { snapshot, pools: pools.into(), views, by_address, problems })
}

#[cfg(test)]
mod tests;
