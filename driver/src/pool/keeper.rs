//! The task that keeps a pool's slots filled.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwapOption;

use super::{Inner, PoolConfig};
use crate::connection::{Connection, connect};
use crate::error::Error;
use crate::policy::{ExponentialReconnection, ReconnectionPolicy};

/// Fills every slot and refills it whenever its connection breaks, for as long as the pool lives.
pub(super) async fn run(inner: Arc<Inner>, config: Arc<PoolConfig>) {
    // Cassandra's nodes have one shard; with more, each slot gets a keeper of its own.
    if let Some(slot) = inner.slots.first() {
        keep(&inner, slot, &config).await;
    }
}

async fn keep(inner: &Inner, slot: &ArcSwapOption<Connection>, config: &PoolConfig) {
    let policy = ExponentialReconnection::default();
    let mut failures: u32 = 0;
    loop {
        let keyspace = config.keyspace.load_full();
        let keyspace = keyspace.as_deref().map(String::as_str);
        match connect(inner.node.address, config.version, &config.options, keyspace, None).await {
            Ok(connection) => {
                failures = 0;
                inner.connected(slot, &connection);
                connection.ended().await;
                inner.disconnected(slot, &connection, config);
            }
            Err(error) => {
                inner.failed(error);
                let delay = policy.delay(failures, fastrand::u64(..));
                failures = failures.saturating_add(1);
                inner.pause(delay).await;
            }
        }
    }
}

impl Inner {
    /// Waits before the next attempt, for ever if there is no delay, and less when the node is said to be up again.
    async fn pause(&self, delay: Option<Duration>) {
        let told = self.retry.notified();
        match delay {
            Some(delay) => {
                // An elapsed timeout is what is waited for.
                let _elapsed = tokio::time::timeout(delay, told).await;
            }
            None => told.await,
        }
    }

    fn connected(&self, slot: &ArcSwapOption<Connection>, connection: &Arc<Connection>) {
        tracing::debug!(node = %self.node.address, version = %connection.version(), "connected");
        slot.store(Some(Arc::clone(connection)));
        *self.last_error.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.node.mark_connected(true);
        self.tried.send_replace(true);
    }

    fn disconnected(&self, slot: &ArcSwapOption<Connection>, connection: &Connection, config: &PoolConfig) {
        slot.store(None);
        self.node.mark_connected(self.slots.iter().any(|slot| slot.load().is_some()));
        config.options.counters.lost();
        if let Some(broken) = connection.broken() {
            tracing::warn!(node = %self.node.address, %broken, "connection lost");
        }
    }

    fn failed(&self, error: Error) {
        tracing::warn!(node = %self.node.address, %error, "cannot connect");
        *self.last_error.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        self.tried.send_replace(true);
    }
}
