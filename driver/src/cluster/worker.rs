//! The task that keeps the state true: it follows one control connection, and opens another when that breaks.

use std::net::SocketAddr;
use std::sync::Arc;

use arc_swap::ArcSwap;
use uuid::Uuid;

use super::contact::Contacts;
use super::metadata::Granting;
use super::watch::{Happened, PERIOD, Watch};
use super::{ClusterConfig, Control, Live};
use crate::connection::{Endpoint, now};
use crate::error::{Error, ErrorKind};
use crate::policy::{ExponentialReconnection, ReconnectionPolicy};
use crate::pool::{Life, PoolConfig, Restraint};
use crate::statement::Alterations;

pub(super) struct Worker {
    pub(super) state: Arc<ArcSwap<Live>>,
    pub(super) config: Arc<ClusterConfig>,
    pub(super) pools: Arc<PoolConfig>,
    pub(super) wishes: Granting,
    /// What was said to be altered since the last reading began.
    pub(super) altered: Alterations,
}

impl Worker {
    pub(super) fn new(
        state: Arc<ArcSwap<Live>>,
        config: Arc<ClusterConfig>,
        pools: Arc<PoolConfig>,
        wishes: Granting,
    ) -> Self {
        Self { state, config, pools, wishes, altered: Alterations::default() }
    }

    /// Runs for as long as the cluster lives.
    pub(super) async fn run(mut self, control: Control) {
        let mut restraint = Restraint::default();
        let mut watch = Watch::of(control);
        loop {
            let life = Life::begin(watch.control.connection(), now());
            self.watch(&mut watch).await;
            tracing::warn!(node = %watch.control.address(), "control connection lost");
            if let Some(delay) = restraint.after(watch.control.connection(), life, now(), fastrand::u64(..)) {
                // An elapsed timeout is what is waited for.
                let _elapsed = tokio::time::timeout(delay, self.refuse_wishes()).await;
            }
            let before = self.schema_version_of(watch.control.address());
            watch = self.reconnect().await;
            // Nobody told of what was altered meanwhile.
            if before.is_none() || before != self.schema_version_of(watch.control.address()) {
                self.config.statements.doubt_all();
            }
        }
    }

    /// Follows events and wishes until the control connection breaks.
    async fn watch(&mut self, watch: &mut Watch) {
        loop {
            match self.follow(watch).await {
                Happened::Ended(error, wishes) => {
                    if let Some(wishes) = wishes {
                        self.wishes.tell(&wishes, Err(error));
                    }
                    return;
                }
                Happened::Failed(error, wishes) => {
                    if wishes.is_empty() {
                        tracing::warn!(%error, "cannot refresh the cluster's metadata");
                    }
                    self.wishes.tell(&wishes, Err(error));
                }
                Happened::Read | Happened::Other => {}
            }
        }
    }

    /// The version of the schema that a node had when the cluster was last read.
    fn schema_version_of(&self, address: SocketAddr) -> Option<Uuid> {
        self.state.load().pool_at(address)?.node().schema_version()
    }

    /// Opens a control connection to any node, or else to any known node, for as long as it takes.
    async fn reconnect(&mut self) -> Watch {
        let policy = ExponentialReconnection::default();
        let mut failures: u32 = 0;
        loop {
            match self.reconnect_once().await {
                Ok(watch) => return watch,
                Err(error) => tracing::warn!(%error, "cannot open a control connection"),
            }
            // Without a control connection nobody would say that a node is up, so "wait until told" means a period.
            let delay = policy.delay(failures, fastrand::u64(..)).unwrap_or(PERIOD);
            failures = failures.saturating_add(1);
            // An elapsed timeout is what is waited for.
            let _elapsed = tokio::time::timeout(delay, self.refuse_wishes()).await;
        }
    }

    /// Rejects refresh requests while there is no control connection.
    async fn refuse_wishes(&mut self) {
        loop {
            self.wishes.wished().await;
            let wishes = self.wishes.take();
            self.wishes
                .tell(&wishes, Err(Error::new(ErrorKind::Metadata, "there is no control connection at the moment")));
        }
    }

    async fn reconnect_once(&mut self) -> Result<Watch, Error> {
        let state = self.state.load_full();
        let (connected, others): (Vec<_>, Vec<_>) =
            state.pools().iter().map(|pool| pool.node()).partition(|node| node.is_connected());
        for node in connected.into_iter().chain(others) {
            match self.control(Endpoint::of_node(node)).await {
                Ok(watch) => return Ok(watch),
                Err(error) => tracing::debug!(node = %node.address, %error, "no control connection to this node"),
            }
        }
        // Every node may have moved: ask where the session started, under the names it was given.
        let config = Arc::clone(&self.config);
        let mut contacts = Contacts::of(&config);
        while let Some(address) = contacts.next().await {
            match self.control(Endpoint::new(address)).await {
                Ok(watch) => return Ok(watch),
                Err(error) => contacts.failed(address, error),
            }
        }
        Err(contacts.exhausted())
    }

    /// Opens a control connection to a node, and reads the cluster over it. Its events are followed meanwhile.
    ///
    /// Statements are prepared in the session's version, which stays whatever the nodes speak by now.
    async fn control(&mut self, node: Endpoint) -> Result<Watch, Error> {
        let control = Control::connect(node, self.pools.version, &self.config).await?;
        let mut watch = Watch::of(control);
        self.begin_reading(&mut watch);
        loop {
            match self.follow(&mut watch).await {
                Happened::Read => return Ok(watch),
                Happened::Failed(error, wishes) | Happened::Ended(error, Some(wishes)) => {
                    // Another node may grant them.
                    self.wishes.give_back(&wishes);
                    return Err(error);
                }
                Happened::Ended(error, None) => return Err(error),
                Happened::Other => {}
            }
        }
    }
}
