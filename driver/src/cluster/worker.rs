//! The task that keeps the state true: events, refreshes, a new control connection when the old one breaks.

use std::future::{Future, poll_fn};
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use arc_swap::ArcSwap;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::mpsc;
use tokio::time::Instant;
use uuid::Uuid;

use super::control::News;
use super::live::next_state;
use super::metadata::find;
use super::{ClusterConfig, Control, Live, Refresh, contact};
use crate::connection::{Endpoint, now};
use crate::error::{Error, ErrorKind};
use crate::policy::{ExponentialReconnection, ReconnectionPolicy};
use crate::pool::{Life, PoolConfig, Restraint};
use crate::statement::Alterations;
use crate::topology::ClusterRows;

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
    /// The cluster was read, or could not be.
    Read(Reading, Result<Live, Error>),
    /// Somebody wishes for a refresh.
    Wish(Refresh),
    /// A refresh is due.
    Due,
    /// The server pushed an event.
    News(News),
}

/// The cluster being read, while events go on to be heard.
struct Reading {
    next: BoxFuture<'static, Result<Live, Error>>,
    /// Who wished for it.
    wishes: Vec<Refresh>,
    /// What was said to be altered before it began.
    altered: Alterations,
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
            let life = Life::begin(control.connection(), now());
            self.watch(&mut control).await;
            tracing::warn!(node = %control.address(), "control connection lost");
            if let Some(delay) = restraint.after(control.connection(), life, now(), fastrand::u64(..)) {
                // An elapsed timeout is what is waited for.
                let _elapsed = tokio::time::timeout(delay, self.refuse_wishes()).await;
            }
            let before = self.schema_version_of(control.address());
            control = self.reconnect().await;
            // Nobody told of what was altered meanwhile.
            if before.is_none() || before != self.schema_version_of(control.address()) {
                self.config.statements.doubt_all();
            }
        }
    }

    /// Serves events and wishes until the control connection breaks.
    async fn watch(&mut self, control: &mut Control) {
        let mut due = Instant::now() + PERIOD;
        let mut reading = None;
        let mut altered = Alterations::default();
        loop {
            match self.next(control, &mut reading, due).await {
                Next::Ended => return,
                Next::Read(done, Ok(next)) => {
                    self.enter(next).await;
                    // A node that was asked meanwhile may not have heard of it yet.
                    self.config.statements.doubt_each(&done.altered);
                    done.tell(&Ok(()));
                }
                Next::Read(mut done, Err(error)) => {
                    altered.append(std::mem::take(&mut done.altered));
                    if done.wishes.is_empty() {
                        tracing::warn!(%error, "cannot refresh the cluster's metadata");
                    }
                    done.tell(&Err(error));
                }
                Next::Wish(wish) => {
                    let mut wishes = vec![wish];
                    while let Ok(wish) = self.wishes.try_recv() {
                        wishes.push(wish);
                    }
                    reading = Some(self.read(control, wishes, std::mem::take(&mut altered)));
                    due = Instant::now() + PERIOD;
                }
                Next::Due => {
                    reading = Some(self.read(control, Vec::new(), std::mem::take(&mut altered)));
                    due = Instant::now() + PERIOD;
                }
                Next::News(news) => {
                    match news {
                        News::Up(address) => self.retry(address),
                        News::Down(address) => self.probe(address),
                        News::Altered(what) => {
                            self.config.statements.doubt(&what);
                            altered.add(Some(what));
                        }
                        News::Missed => {
                            self.config.statements.doubt_all();
                            altered.add(None);
                        }
                        News::Changed => {}
                    }
                    due = due.min(Instant::now() + DEBOUNCE);
                }
            }
        }
    }

    /// Waits for whatever comes first. Events come last: they may come without end.
    async fn next(&mut self, control: &mut Control, reading: &mut Option<Reading>, due: Instant) -> Next {
        let connection = Arc::clone(control.connection());
        let mut ended = pin!(connection.ended());
        let mut sleep = pin!(tokio::time::sleep_until(due));
        poll_fn(|cx| {
            // Before the connection's end, so that those who wished for it learn why it failed.
            if let Some(mut running) = reading.take() {
                if let Poll::Ready(read) = running.next.poll_unpin(cx) {
                    return Poll::Ready(Next::Read(running, read));
                }
                *reading = Some(running);
            }
            if ended.as_mut().poll(cx).is_ready() {
                return Poll::Ready(Next::Ended);
            }
            // One reading at a time: a wish is for what is read from now on, so it waits for the one that runs to end.
            if reading.is_none() {
                if let Poll::Ready(Some(wish)) = self.wishes.poll_recv(cx) {
                    return Poll::Ready(Next::Wish(wish));
                }
                if sleep.as_mut().poll(cx).is_ready() {
                    return Poll::Ready(Next::Due);
                }
            }
            control.poll_news(cx).map(|news| news.map_or(Next::Ended, Next::News))
        })
        .await
    }

    /// Puts a state in force, and connects to the nodes that are new in it.
    async fn enter(&self, next: Live) {
        let next = Arc::new(next);
        self.state.store(Arc::clone(&next));
        next.start(&self.pools).await;
    }

    /// Begins to read the cluster.
    fn read(&self, control: &Control, wishes: Vec<Refresh>, altered: Alterations) -> Reading {
        let (connection, state) = (Arc::clone(control.connection()), self.state.load_full());
        let config = Arc::clone(&self.config);
        let next = async move {
            let found = find(&connection, &config.reads).await?;
            next_state(Some(&state), found).await
        };
        Reading { next: next.boxed(), wishes, altered }
    }

    /// The version of the schema that a node had when the cluster was last read.
    fn schema_version_of(&self, address: SocketAddr) -> Option<Uuid> {
        self.state.load().pool_at(address)?.node().schema_version()
    }

    /// A node is said to be up: its pool need not wait any longer.
    fn retry(&self, address: SocketAddr) {
        if let Some(pool) = self.state.load().pool_at(address) {
            pool.retry_now();
        }
    }

    /// A node is said to be down: its connections find out at once whether that is so, instead of at their next heartbeat.
    ///
    /// The word of another node alone ends no connection. It may be the one that has lost the way.
    fn probe(&self, address: SocketAddr) {
        let state = self.state.load();
        state
            .pool_at(address)
            .into_iter()
            .flat_map(|pool| pool.connections())
            .for_each(|connection| connection.probe());
    }

    /// Opens a control connection to any node, or else to any known node, for as long as it takes.
    async fn reconnect(&mut self) -> Control {
        let policy = ExponentialReconnection::default();
        let mut failures: u32 = 0;
        loop {
            match self.reconnect_once().await {
                Ok((control, next)) => {
                    self.enter(next).await;
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

    async fn reconnect_once(&self) -> Result<(Control, Live), Error> {
        let state = self.state.load_full();
        let (control, found) = self.any_control(&state).await?;
        Ok((control, next_state(Some(&state), found).await?))
    }

    async fn any_control(&self, state: &Live) -> Result<(Control, ClusterRows), Error> {
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

impl Reading {
    /// Answers those who wished for it.
    fn tell(self, outcome: &Result<(), Error>) {
        for wish in self.wishes {
            // Whoever wished may have stopped waiting.
            let _unread = wish.send(outcome.clone());
        }
    }
}
