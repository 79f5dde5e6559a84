//! A node's connections: opened, replaced when they break, and handed out.
//!
//! # What lives here
//! [`NodePool`], one a node, with a slot for each shard of the node (a Cassandra node has one), and the task that keeps
//! the slots filled.
//!
//! # Depends on
//! `connection` and everything left of it; tokio.
//!
//! # Invariants
//! Handing out a connection takes one atomic load. A node counts as connected while one of its slots is filled, by a mark
//! that ends with the task which filled it. When the pool is dropped its task ends and its connections close as soon as
//! their last request is answered. A pool opens nothing before it is in the session's state. A session opens a bounded number of connections at the same time, and events make it
//! try a node at most once a second.
//!
//! # Start reading at
//! [`NodePool::connection`], then [`Keeper::run`](keeper).

mod early;
mod keeper;
mod restraint;
mod task;
mod turns;

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use arc_swap::ArcSwapOption;
use tokio::sync::{Notify, watch};

pub(crate) use restraint::{Life, Restraint};
pub(crate) use task::Task;
pub(crate) use turns::Turns;

use crate::connection::{Connection, Options, broken_error};
use crate::error::Error;
use crate::protocol::Broken;
use crate::topology::{Node, Shard};
use crate::wire::ProtocolVersion;

/// The connections to one node.
#[derive(Debug)]
pub(crate) struct NodePool {
    inner: Arc<Inner>,
    /// Keeps the slots filled; ends with the pool. There is none before the pool is started.
    keeper: OnceLock<Task>,
}

/// What the pool and its task share.
#[derive(Debug)]
struct Inner {
    node: Arc<Node>,
    /// One for each shard.
    slots: Box<[ArcSwapOption<Connection>]>,
    /// Why the last attempt to connect failed, until one succeeds.
    last_error: Mutex<Option<Error>>,
    /// Notified to end a back-off early.
    retry: Notify,
    /// Whether the first attempt has ended, well or not.
    tried: watch::Sender<bool>,
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
    /// How many connect at the same time.
    pub(crate) turns: Turns,
}

impl NodePool {
    /// A pool for `node` that is not connected before it is [started](Self::start).
    pub(crate) fn new(node: Arc<Node>) -> Self {
        let inner = Inner {
            node,
            slots: Box::new([ArcSwapOption::empty()]),
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

    /// A connection to a shard of the node, or to another shard when that has none; `random` decides which, if there are
    /// several.
    #[inline]
    pub(crate) fn connection(&self, _shard: Option<Shard>, _random: u64) -> Option<Arc<Connection>> {
        self.inner.slots.iter().find_map(ArcSwapOption::load_full)
    }

    /// All connections that are open.
    pub(crate) fn connections(&self) -> impl Iterator<Item = Arc<Connection>> {
        self.inner.slots.iter().filter_map(ArcSwapOption::load_full)
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
        self.inner.last_error.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether the last attempt to connect failed, or there are no more.
    pub(crate) fn has_failed(&self) -> bool {
        self.ended().is_some() || self.inner.last_error.lock().unwrap_or_else(PoisonError::into_inner).is_some()
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
