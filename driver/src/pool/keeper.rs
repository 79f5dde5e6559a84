//! The tasks that keep a pool's slots filled, one for each.

use std::sync::Arc;
use std::time::Duration;

use super::early::Early;
use super::{Inner, Life, Placed, PoolConfig, Restraint, Task};
use crate::connection::{Connection, Endpoint, VersionRefused, connect, now};
use crate::error::Error;
use crate::policy::{ExponentialReconnection, ReconnectionPolicy};

/// When a node that does not speak the session's version is tried again, if nobody says that it is up before.
///
/// Only another release of the server changes that, which takes a node down and up; an event tells of it, as a rule.
const UNTIL_UPGRADED: Duration = Duration::from_secs(60);

/// How many connections in a row may come to shards that have all of theirs, before the keeper waits a while.
const MISPLACED: usize = 4;

/// A pool's slots while there is a task to fill them: nobody waits for a first attempt that nobody makes.
pub(super) struct Kept(pub(super) Arc<Inner>);

impl Drop for Kept {
    fn drop(&mut self) {
        self.0.tried.send_replace(true);
    }
}

/// Why a keeper has no connection.
enum Failure {
    /// It cannot connect.
    Connect(Error),
    /// All that it opened came to shards that have their connections.
    Misplaced,
}

/// Keeps the first slot filled for as long as the pool lives, and has others keep the rest.
///
/// While the node has no connection this task alone tries to connect: others would only fail in the same way.
pub(super) async fn run(kept: Kept, config: Arc<PoolConfig>) {
    let inner = &kept.0;
    let mut followers = Vec::new();
    let mut keeper = Keeper::new(inner, &config, 0);
    let mut early = Early::default();
    // Whether the next attempt may well succeed: it is the first, or the node was connected or is said to be up.
    let mut is_hopeful = true;
    loop {
        match keeper.fill(is_hopeful).await {
            Ok(placed) => {
                is_hopeful = true;
                let wanted = inner.slots().len();
                followers.truncate(wanted.saturating_sub(1));
                while followers.len() + 1 < wanted {
                    followers.push(Task::spawn(follow(Arc::clone(inner), Arc::clone(&config), followers.len() + 1)));
                }
                if let Some(delay) = keeper.hold(placed).await {
                    early.pause(Some(delay), &inner.retry).await;
                }
            }
            Err(failure) => {
                let delay = keeper.delay(&failure);
                if let Failure::Connect(error) = failure {
                    let error = explained(error);
                    tracing::warn!(node = %inner.node.address, %error, "cannot connect");
                    inner.failed(error);
                }
                is_hopeful = early.pause(delay, &inner.retry).await;
            }
        }
    }
}

/// Keeps another slot filled while the node is connected.
async fn follow(inner: Arc<Inner>, config: Arc<PoolConfig>, index: usize) {
    let mut keeper = Keeper::new(&inner, &config, index);
    loop {
        let reconnections = inner.until_connected().await;
        let is_hopeful = keeper.failures == 0;
        match keeper.fill(is_hopeful).await {
            Ok(placed) => {
                if let Some(delay) = keeper.hold(placed).await {
                    tokio::time::sleep(delay).await;
                } else if !inner.is_connected() {
                    // This one was of use, so the node may be worth an attempt at once.
                    inner.retry.notify_one();
                }
            }
            Err(failure) => {
                let delay = keeper.delay(&failure);
                if let Failure::Connect(error) = failure {
                    let error = explained(error);
                    if is_hopeful {
                        tracing::warn!(node = %inner.node.address, %error, "cannot open another connection");
                    } else {
                        tracing::debug!(node = %inner.node.address, %error, "cannot open another connection");
                    }
                    inner.failed(error);
                }
                // A node that has just come back takes connections again; without that, the delay passes.
                let reconnected = inner.until_reconnected(reconnections);
                match delay {
                    Some(delay) => drop(tokio::time::timeout(delay, reconnected).await),
                    None => reconnected.await,
                }
            }
        }
    }
}

/// What one task fills a slot with.
struct Keeper<'a> {
    inner: &'a Arc<Inner>,
    config: &'a Arc<PoolConfig>,
    /// Which of the pool's keepers it is.
    index: usize,
    restraint: Restraint,
    /// How often in a row it got no connection.
    failures: u32,
}

impl<'a> Keeper<'a> {
    fn new(inner: &'a Arc<Inner>, config: &'a Arc<PoolConfig>, index: usize) -> Self {
        Self { inner, config, index, restraint: Restraint::default(), failures: 0 }
    }

    /// Opens a connection for an empty slot.
    async fn fill(&mut self, is_hopeful: bool) -> Result<Placed, Failure> {
        // Kept for the moment: a server gives a new connection to the shard that has the fewest.
        let mut misplaced = Vec::new();
        while misplaced.len() < MISPLACED {
            let (connection, keyspace) = self.open(is_hopeful).await.map_err(Failure::Connect)?;
            let Some(placed) = Placed::new(self.inner, self.config, self.index, &connection) else {
                misplaced.push(connection);
                continue;
            };
            tracing::debug!(node = %self.inner.node.address, version = %connection.version(), "connected");
            self.failures = 0;
            // From here on a change of the keyspace finds the connection; one of a moment before did not.
            follow_keyspace(&connection, keyspace, self.config).await;
            return Ok(placed);
        }
        tracing::debug!(node = %self.inner.node.address, "connections came to other shards than wanted");
        Err(Failure::Misplaced)
    }

    /// Opens a connection in the session's keyspace, once it is its turn.
    async fn open(&self, is_hopeful: bool) -> Result<(Arc<Connection>, Keyspace), Error> {
        let config = self.config;
        let _turn = config.turns.take(is_hopeful).await;
        let keyspace = config.keyspace.load_full();
        let name = keyspace.as_deref().map(String::as_str);
        let node = Endpoint::of_node(&self.inner.node).for_shard(self.inner.slots().wanted(self.index));
        let connection = connect(node, config.version, &config.options, name, None).await?;
        let keyspace = follow_keyspace(&connection, keyspace, config).await;
        Ok((connection, keyspace))
    }

    /// Waits until a connection ends. Returns how long to wait before the next one, if at all.
    async fn hold(&mut self, placed: Placed) -> Option<Duration> {
        let connection = placed.connection();
        let life = Life::begin(connection, now());
        connection.ended().await;
        self.config.options.counters.lost();
        if let Some(broken) = connection.broken() {
            tracing::warn!(node = %self.inner.node.address, %broken, "connection lost");
        }
        self.restraint.after(connection, life, now(), fastrand::u64(..))
    }

    /// How long to wait after a failure; `None` until somebody says that the node is up.
    fn delay(&mut self, failure: &Failure) -> Option<Duration> {
        let failures = self.failures;
        self.failures = failures.saturating_add(1);
        match failure {
            Failure::Connect(error) if VersionRefused::of(error).is_some() => Some(UNTIL_UPGRADED),
            _ => ExponentialReconnection::default().delay(failures, fastrand::u64(..)),
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
