//! The task that keeps a pool's slots filled.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwapOption;

use super::early::Early;
use super::{Inner, Life, PoolConfig, Restraint};
use crate::connection::{Connection, Endpoint, VersionRefused, connect, now};
use crate::error::Error;
use crate::policy::{ExponentialReconnection, ReconnectionPolicy};
use crate::topology::ConnectedMark;

/// When a node that does not speak the session's version is tried again, if nobody says that it is up before.
///
/// Only another release of the server changes that, which takes a node down and up; an event tells of it, as a rule.
const UNTIL_UPGRADED: Duration = Duration::from_secs(60);

/// A pool's slots while there is a task to fill them: nobody waits for a first attempt that nobody makes.
pub(super) struct Kept(pub(super) Arc<Inner>);

impl Drop for Kept {
    fn drop(&mut self) {
        self.0.tried.send_replace(true);
    }
}

/// Fills every slot and refills it whenever its connection breaks, for as long as the pool lives.
pub(super) async fn run(kept: Kept, config: Arc<PoolConfig>) {
    let inner = &*kept.0;
    // Cassandra's nodes have one shard; with more, each slot gets a keeper of its own.
    if let Some(slot) = inner.slots.first() {
        keep(inner, slot, &config).await;
    }
}

async fn keep(inner: &Inner, slot: &ArcSwapOption<Connection>, config: &PoolConfig) {
    let policy = ExponentialReconnection::default();
    let mut restraint = Restraint::default();
    let mut early = Early::default();
    let mut failures: u32 = 0;
    // Whether the next attempt may well succeed: it is the first, or the node was connected or is said to be up.
    let mut is_hopeful = true;
    loop {
        match open(inner, config, is_hopeful).await {
            Ok((connection, keyspace)) => {
                (failures, is_hopeful) = (0, true);
                let mark = inner.connected(slot, &connection);
                // From here on a change of the keyspace finds the connection; one of a moment before did not.
                follow_keyspace(&connection, keyspace, config).await;
                let life = Life::begin(&connection, now());
                connection.ended().await;
                inner.disconnected(slot, mark, &connection, config);
                if let Some(delay) = restraint.after(&connection, life, now(), fastrand::u64(..)) {
                    early.pause(Some(delay), &inner.retry).await;
                }
            }
            Err(error) => {
                let delay = match VersionRefused::of(&error) {
                    Some(_) => Some(UNTIL_UPGRADED),
                    None => policy.delay(failures, fastrand::u64(..)),
                };
                failures = failures.saturating_add(1);
                inner.failed(explained(error));
                is_hopeful = early.pause(delay, &inner.retry).await;
            }
        }
    }
}

/// Says what becomes of a node that does not speak the session's version.
fn explained(error: Error) -> Error {
    match VersionRefused::of(&error) {
        Some(refused) => {
            error.context(format!("the session speaks protocol {} alone, so the node is not used", refused.version))
        }
        None => error,
    }
}

/// The keyspace of a connection, as it is stored.
type Keyspace = Option<Arc<String>>;

/// Opens a connection in the session's keyspace, once it is its turn.
async fn open(inner: &Inner, config: &PoolConfig, is_hopeful: bool) -> Result<(Arc<Connection>, Keyspace), Error> {
    let _turn = config.turns.take(is_hopeful).await;
    let keyspace = config.keyspace.load_full();
    let name = keyspace.as_deref().map(String::as_str);
    let connection = connect(Endpoint::of_node(&inner.node), config.version, &config.options, name, None).await?;
    let keyspace = follow_keyspace(&connection, keyspace, config).await;
    Ok((connection, keyspace))
}

/// Sets the session's keyspace on a connection if it is not `current` any more, and says which that is.
///
/// A connection on which that fails is closed.
async fn follow_keyspace(connection: &Arc<Connection>, mut current: Keyspace, config: &PoolConfig) -> Keyspace {
    loop {
        let wanted = config.keyspace.load_full();
        let Some(name) = wanted.as_deref().filter(|_| wanted != current) else { return current };
        if let Err(error) = connection.set_keyspace(name, config.options.handshake_timeout).await {
            tracing::warn!(node = %connection.address(), %error, "cannot set the keyspace; reconnecting");
            connection.close();
            return current;
        }
        current = wanted;
    }
}

impl Inner {
    fn connected(&self, slot: &ArcSwapOption<Connection>, connection: &Arc<Connection>) -> ConnectedMark {
        tracing::debug!(node = %self.node.address, version = %connection.version(), "connected");
        slot.store(Some(Arc::clone(connection)));
        *self.last_error.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let mark = self.node.mark_connected();
        self.tried.send_replace(true);
        mark
    }

    fn disconnected(
        &self,
        slot: &ArcSwapOption<Connection>,
        mark: ConnectedMark,
        connection: &Connection,
        config: &PoolConfig,
    ) {
        slot.store(None);
        drop(mark);
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
