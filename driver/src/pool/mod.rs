//! A node's connections: opened, replaced when they break, and handed out.
//!
//! # What lives here
//! [`NodePool`], one a node, with as many slots as [`PoolSize`] says: for the node, or for each of its shards where it has
//! them (a Cassandra node has none). Each slot has a task that keeps it filled. A [`View`] shows the open connections at one
//! moment.
//!
//! # Depends on
//! `connection` and everything left of it; tokio.
//!
//! # Invariants
//! A request takes its connection from a view, without a lock. A node counts as connected while one of its slots is filled,
//! by marks that end with the tasks which filled them. While a node has no connection, one task alone tries to connect to
//! it. When the pool is dropped its tasks end and its connections close as soon as their last request is answered. A pool
//! opens nothing before it is in the session's state. A session opens a bounded number of connections at the same time, and
//! events make it try a node at most once a second.
//!
//! # Start reading at
//! [`View::choose`], then [`keeper::run`].

mod early;
mod keeper;
mod placed;
mod restraint;
mod size;
mod slots;
mod task;
mod turns;
mod view;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use arc_swap::ArcSwapOption;
use tokio::sync::{Notify, watch};

use placed::Placed;
pub(crate) use restraint::{Life, Restraint};
pub(crate) use size::MAX_POOL_SIZE;
pub use size::PoolSize;
use slots::Slots;
pub(crate) use task::Task;
pub(crate) use turns::Turns;
pub(crate) use view::View;

use crate::connection::{Connection, Options, broken_error};
use crate::error::Error;
use crate::protocol::Broken;
use crate::topology::{Node, Shard, Token};
use crate::wire::ProtocolVersion;

/// The connections to one node.
#[derive(Debug)]
pub(crate) struct NodePool {
    inner: Arc<Inner>,
    /// Keeps the slots filled; ends with the pool. Empty until the pool is started.
    keeper: OnceLock<Task>,
}

/// What the pool and its tasks share.
#[derive(Debug)]
struct Inner {
    node: Arc<Node>,
    slots: Mutex<Slots<Connection>>,
    /// How often the slots have changed, to be read without their lock.
    version: AtomicU64,
    /// How many slots are filled.
    filled: watch::Sender<Filled>,
    /// Why the last attempt to connect failed, until one succeeds.
    last_error: Mutex<Option<Error>>,
    /// Notified to end a back-off early.
    retry: Notify,
    /// Whether the first attempt has ended, well or not.
    tried: watch::Sender<bool>,
}

/// How many slots are filled.
#[derive(Clone, Copy, Debug, Default)]
struct Filled {
    now: usize,
    /// How often there has been a first one.
    reconnections: u64,
}

/// What all pools of a session need to connect.
#[derive(Debug)]
pub(crate) struct PoolConfig {
    /// How connections are opened.
    pub(crate) options: Options,
    /// The version that the session speaks.
    pub(crate) version: ProtocolVersion,
    /// The session's keyspace, as it is stored.
    pub(crate) keyspace: ArcSwapOption<String>,
    /// How many connections a node gets.
    pub(crate) size: PoolSize,
    /// How many connect at the same time.
    pub(crate) turns: Turns,
    /// Notified when a pool's connections are others than its views show.
    pub(crate) changed: Notify,
}

impl NodePool {
    /// A pool for `node` that is not connected before it is [started](Self::start).
    pub(crate) fn new(node: Arc<Node>) -> Self {
        let inner = Inner {
            node,
            slots: Mutex::new(Slots::new()),
            version: AtomicU64::new(0),
            filled: watch::Sender::default(),
            last_error: Mutex::new(None),
            retry: Notify::new(),
            tried: watch::Sender::new(false),
        };
        Self { inner: Arc::new(inner), keeper: OnceLock::new() }
    }

    /// Starts to connect, unless that was done before.
    ///
    /// The pool must be in the session's state by then: a change of the keyspace looks for connections there, and would
    /// leave those that it does not find in the keyspace of before.
    pub(crate) fn start(&self, config: &Arc<PoolConfig>) {
        self.keeper.get_or_init(|| Task::spawn(keeper::run(keeper::Kept(Arc::clone(&self.inner)), Arc::clone(config))));
    }

    /// The node.
    pub(crate) fn node(&self) -> &Arc<Node> {
        &self.inner.node
    }

    /// A view of the connections that are open now.
    pub(crate) fn view(&self) -> View<Connection> {
        self.inner.slots().view(|_| true)
    }

    /// Whether a view shows the connections of now.
    pub(crate) fn is_shown_by(&self, view: &View<Connection>) -> bool {
        self.inner.version.load(Ordering::Acquire) == view.version()
    }

    /// Chooses a connection that is open now, as [`View::choose`] does.
    pub(crate) fn connection(
        &self,
        shard: Option<Shard>,
        token: Option<Token>,
        random: u64,
    ) -> Option<Arc<Connection>> {
        let open = self.inner.slots().view(|connection| connection.broken().is_none());
        open.choose(shard, token, random).map(Arc::clone)
    }

    /// All connections that are open.
    pub(crate) fn connections(&self) -> Vec<Arc<Connection>> {
        self.view().all().to_vec()
    }

    /// Why there are no more attempts to connect.
    fn ended(&self) -> Option<&Broken> {
        self.keeper.get().and_then(Task::ended)
    }

    /// Why the last attempt to connect failed, or why there are no more; `None` while connected, and before the first
    /// attempt has ended.
    pub(crate) fn last_error(&self) -> Option<Error> {
        if let Some(ended) = self.ended() {
            return Some(broken_error(ended.clone()));
        }
        if self.inner.is_connected() { None } else { self.inner.last_error().clone() }
    }

    /// Whether the last attempt to connect failed, or there are no more.
    pub(crate) fn has_failed(&self) -> bool {
        self.ended().is_some() || (!self.inner.is_connected() && self.inner.last_error().is_some())
    }

    /// Tries to connect at once when it is waiting to try again; a second after the last time this made it try, at the
    /// earliest.
    pub(crate) fn retry_now(&self) {
        self.inner.retry.notify_one();
    }

    /// Waits until the first attempt to connect has ended, well or not.
    pub(crate) async fn tried(&self) {
        // The sender lives as long as the pool.
        let mut tried = self.inner.tried.subscribe();
        let _gone = tried.wait_for(|tried| *tried).await;
    }
}

impl Inner {
    fn slots(&self) -> MutexGuard<'_, Slots<Connection>> {
        // Nothing panics under this lock; were it poisoned all the same, the slots are still whole.
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn last_error(&self) -> MutexGuard<'_, Option<Error>> {
        self.last_error.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An attempt to connect failed.
    fn failed(&self, error: Error) {
        *self.last_error() = Some(error);
        self.tried.send_replace(true);
    }

    /// Tells of a change of the slots.
    fn changed(&self, config: &PoolConfig) {
        self.filled.send_modify(|filled| {
            let slots = self.slots();
            self.version.store(slots.version(), Ordering::Release);
            let before = std::mem::replace(&mut filled.now, slots.filled());
            filled.reconnections += u64::from(before == 0 && filled.now > 0);
        });
        config.changed.notify_one();
    }

    /// Whether a slot is filled.
    fn is_connected(&self) -> bool {
        self.filled.borrow().now > 0
    }

    /// Waits until a slot is filled. Returns how often there has been a first one.
    async fn until_connected(&self) -> u64 {
        let mut filled = self.filled.subscribe();
        // The sender lives as long as the pool, so the wait does not fail.
        filled.wait_for(|filled| filled.now > 0).await.map_or(0, |filled| filled.reconnections)
    }

    /// Waits until there has been a first one more often than `reconnections` times.
    async fn until_reconnected(&self, reconnections: u64) {
        let mut filled = self.filled.subscribe();
        let _gone = filled.wait_for(|filled| filled.reconnections > reconnections).await;
    }
}
