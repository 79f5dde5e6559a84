//! The task that keeps the state true: events, refreshes, a new control connection when the old one breaks.

use std::future::{Future, poll_fn};
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use arc_swap::ArcSwap;
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::control::News;
use super::{ClusterConfig, Control, Live, Refresh, contact};
use crate::connection::Endpoint;
use crate::error::{Error, ErrorKind};
use crate::policy::{ExponentialReconnection, ReconnectionPolicy};
use crate::pool::{Life, NodePool, PoolConfig, Restraint};
use crate::topology::{ClusterRows, Snapshot};

/// How long events gather before the state is read anew.
///
/// A node that joins sends several within a second; one refresh serves them all.
const DEBOUNCE: Duration = Duration::from_secs(1);

/// How often the state is read anew without an event.
///
/// Events get lost when a control connection breaks or a node's gossip is slow.
const PERIOD: Duration = Duration::from_secs(60);

/// What the worker does next.
enum Next {
    /// The control connection ended.
    Ended,
    /// Somebody wishes for a refresh.
    Wish(Refresh),
    /// The server pushed an event.
    News(News),
    /// A refresh is due.
    Due,
}

pub(super) struct Worker {
    state: Arc<ArcSwap<Live>>,
    config: Arc<ClusterConfig>,
    pools: Arc<PoolConfig>,
    wishes: mpsc::Receiver<Refresh>,
}

impl Worker {
    pub(super) const fn new(
        state: Arc<ArcSwap<Live>>,
        config: Arc<ClusterConfig>,
        pools: Arc<PoolConfig>,
        wishes: mpsc::Receiver<Refresh>,
    ) -> Self {
        Self { state, config, pools, wishes }
    }

    /// Runs for as long as the cluster lives.
    pub(super) async fn run(mut self, mut control: Control) {
        let mut restraint = Restraint::default();
        loop {
            let life = Life::begin(control.connection(), std::time::Instant::now());
            self.watch(&mut control).await;
            tracing::warn!(node = %control.address(), "control connection lost");
            let now = std::time::Instant::now();
            if let Some(delay) = restraint.after(control.connection(), life, now, fastrand::u64(..)) {
                // An elapsed timeout is what is waited for.
                let _elapsed = tokio::time::timeout(delay, self.refuse_wishes()).await;
            }
            control = self.reconnect().await;
        }
    }

    /// Serves events and wishes until the control connection breaks.
    async fn watch(&mut self, control: &mut Control) {
        let mut due = Instant::now() + PERIOD;
        loop {
            match self.next(control, due).await {
                Next::Ended => return,
                Next::Wish(wish) => {
                    let refreshed = self.refresh(control).await;
                    // Whoever wished may have stopped waiting.
                    let _unread = wish.send(refreshed);
                    due = Instant::now() + PERIOD;
                }
                Next::News(News::Up(address)) => self.retry(address),
                Next::News(News::Down(address)) => {
                    self.probe(address);
                    due = due.min(Instant::now() + DEBOUNCE);
                }
                Next::News(News::Changed) => due = due.min(Instant::now() + DEBOUNCE),
                Next::Due => {
                    if let Err(error) = self.refresh(control).await {
                        tracing::warn!(%error, "cannot refresh the cluster's metadata");
                    }
                    due = Instant::now() + PERIOD;
                }
            }
        }
    }

    /// Waits for whatever comes first.
    async fn next(&mut self, control: &mut Control, due: Instant) -> Next {
        let connection = Arc::clone(control.connection());
        let mut ended = pin!(connection.ended());
        let mut sleep = pin!(tokio::time::sleep_until(due));
        poll_fn(|cx| {
            if ended.as_mut().poll(cx).is_ready() {
                return Poll::Ready(Next::Ended);
            }
            if let Poll::Ready(Some(wish)) = self.wishes.poll_recv(cx) {
                return Poll::Ready(Next::Wish(wish));
            }
            if let Poll::Ready(news) = control.poll_news(cx) {
                return Poll::Ready(news.map_or(Next::Ended, Next::News));
            }
            sleep.as_mut().poll(cx).map(|()| Next::Due)
        })
        .await
    }

    async fn refresh(&self, control: &Control) -> Result<(), Error> {
        self.install(control.find(&self.config).await?);
        Ok(())
    }

    fn install(&self, found: ClusterRows) {
        let next = next_state(Some(&self.state.load()), found, &self.pools);
        self.state.store(Arc::new(next));
    }

    /// A node is said to be up: its pool need not wait any longer.
    fn retry(&self, address: SocketAddr) {
        for pool in self.state.load().pools() {
            if pool.node().address == address {
                pool.retry_now();
            }
        }
    }

    /// A node is said to be down: its connections find out at once whether that is so, instead of at their next heartbeat.
    ///
    /// The word of another node alone ends no connection. It may be the one that has lost the way.
    fn probe(&self, address: SocketAddr) {
        let state = self.state.load();
        let pools = state.pools().iter().filter(|pool| pool.node().address == address);
        pools.flat_map(|pool| pool.connections()).for_each(|connection| connection.probe());
    }

    /// Opens a control connection to any node, or else to any known node, for as long as it takes.
    async fn reconnect(&mut self) -> Control {
        let policy = ExponentialReconnection::default();
        let mut failures: u32 = 0;
        loop {
            match self.reconnect_once().await {
                Ok((control, found)) => {
                    self.install(found);
                    return control;
                }
                Err(error) => tracing::warn!(%error, "cannot open a control connection"),
            }
            // Without a control connection nobody would say that a node is up, so "wait until told" means a period.
            let delay = policy.delay(failures, fastrand::u64(..)).unwrap_or(PERIOD);
            failures = failures.saturating_add(1);
            // An elapsed timeout is what is waited for.
            let _elapsed = tokio::time::timeout(delay, self.refuse_wishes()).await;
        }
    }

    /// Tells whoever wishes for a refresh that there is none to be had now.
    async fn refuse_wishes(&mut self) {
        while let Some(wish) = self.wishes.recv().await {
            let error = Error::new(ErrorKind::Metadata, "there is no control connection at the moment");
            let _unread = wish.send(Err(error));
        }
        // The cluster is gone, and this task with it.
        std::future::pending().await
    }

    async fn reconnect_once(&self) -> Result<(Control, ClusterRows), Error> {
        let state = self.state.load_full();
        let (connected, others): (Vec<_>, Vec<_>) =
            state.pools().iter().map(|pool| pool.node()).partition(|node| node.is_connected());
        for node in connected.into_iter().chain(others) {
            match Control::connect(Endpoint::of_node(node), self.pools.version, &self.config).await {
                Ok(found) => return Ok(found),
                Err(error) => tracing::debug!(node = %node.address, %error, "no control connection to this node"),
            }
        }
        // Every node may have moved: ask where the session started, under the names it was given.
        // Statements are prepared in the session's version, which stays whatever the nodes speak by now.
        contact::first_contact(&self.config, Some(self.pools.version)).await
    }
}

/// The state that follows from what was found; nodes that stay keep their pools.
pub(super) fn next_state(old: Option<&Live>, found: ClusterRows, config: &Arc<PoolConfig>) -> Live {
    let (snapshot, problems) = Snapshot::build(found, old.map(|old| &**old.snapshot()));
    for problem in problems {
        tracing::warn!(%problem, "the cluster's metadata has a row that cannot be used");
    }
    let pools = snapshot.get_nodes_info().iter().map(|node| {
        let same = |pool: &&Arc<NodePool>| pool.node().host_id == node.host_id && pool.node().address == node.address;
        let kept = old.and_then(|old| old.pools().iter().find(same));
        kept.map_or_else(|| Arc::new(NodePool::new(Arc::clone(node), Arc::clone(config))), Arc::clone)
    });
    let pools = pools.collect();
    Live { snapshot: Arc::new(snapshot), pools }
}
