//! One connection to a node: the tokio shell around `protocol`.
//!
//! # What lives here
//! [`Connection`], which requests are called on; [`connect`](connect::connect), which opens a stream, agrees on a version
//! and starts the task that does the I/O; [`authentication`] and [`SelfIdentity`], which say who the client is;
//! `Transport`, which says what streams are: TCP, what a [`Connector`] opens, TLS over either.
//!
//! # Depends on
//! `protocol` and everything left of it; tokio.
//!
//! # Invariants
//! One task does all reads and writes of a connection. A request takes one short lock to go out and one to come back;
//! no lock is held while a task is woken or a socket is touched. Dropping a call at any point gives its stream id back
//! when the answer comes, and not before. When the last handle is dropped the task ends. No secret is shown by `Debug`, or
//! logged.
//!
//! # Start reading at
//! [`Connection::call`], then `io.rs`.

mod ask;
mod attempt;
mod authentication;
mod call;
mod compression;
mod connect;
mod connector;
mod endpoint;
mod handshake;
mod identity;
mod io;
mod query;
mod refusal;
mod sharding;
mod socket;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "openssl-010", feature = "rustls-023"))]
mod tls;
mod transport;
mod watch;

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::Waker;
use std::time::{Duration, Instant};

use tokio::sync::Notify;

pub(crate) use ask::{broken_error, call_error, decode, refused_error, unexpected};
pub(crate) use attempt::{AttemptError, attempt, attempt_until};
pub(crate) use authentication::Authenticator;
pub use authentication::{AuthError, AuthenticatorProvider, AuthenticatorSession, PlainTextAuthenticator};
pub(crate) use call::{Call, Request};
pub(crate) use compression::WantedCompression;
pub(crate) use connect::{Options, connect};
pub use connector::Connector;
pub use endpoint::Endpoint;
pub(crate) use endpoint::HostNames;
pub use identity::SelfIdentity;
pub(crate) use query::QuerySettings;
pub(crate) use refusal::VersionRefused;
pub(crate) use sharding::Sharding;
pub(crate) use socket::SocketOptions;
#[cfg(feature = "openssl-010")]
pub use tls::OpenSsl010Config;
#[cfg(any(feature = "openssl-010", feature = "rustls-023"))]
pub use tls::{ServerNameSource, TlsContext};
pub(crate) use transport::Transport;

use crate::error::{Error, ErrorKind};
use crate::observe::Counters;
use crate::protocol::{Broken, Limits, Machine};
use crate::wire::{Compression, ProtocolVersion};

/// The time, by the clock that timers go by: that of the caller's runtime, which a test can stop, or else the system's.
#[inline]
pub(crate) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// Why a task that should run on is dropped at this moment.
pub(crate) fn why_dropped() -> Broken {
    if std::thread::panicking() { Broken::Panicked } else { Broken::RuntimeEnded }
}

/// A connection that is ready for requests.
#[derive(Debug)]
pub(crate) struct Connection {
    shared: Arc<Shared>,
    /// The node's address.
    address: SocketAddr,
    /// The version that both sides agreed on.
    version: ProtocolVersion,
    /// The shard that it came to; unset for a node without shards, and where nobody has asked.
    sharding: OnceLock<Sharding>,
}

/// What the handle and the I/O task share.
#[derive(Debug)]
pub(super) struct Shared {
    locked: Mutex<Locked>,
    /// Whether the connection is told to have ended: only advice, to be read without the lock.
    has_ended: AtomicBool,
    /// What bodies are compressed by, which callers do themselves; never set where segments are compressed instead.
    body_compression: OnceLock<Compression>,
    /// Notified when a stream id became free or requests were written while somebody waited, and when the connection broke.
    freed: Notify,
    /// Notified when the connection broke.
    ended: Notify,
    counters: Arc<Counters>,
}

#[derive(Debug)]
pub(super) struct Locked {
    machine: Machine,
    /// The I/O task's waker while it sleeps.
    sleeper: Option<Waker>,
    /// How many calls wait for a stream id, or for room to be written.
    waiting: usize,
}

impl Locked {
    /// Whether a stream id is free that somebody waits for.
    #[inline]
    const fn has_freed(&self) -> bool {
        self.waiting > 0 && self.machine.has_free_stream()
    }
}

impl Shared {
    fn new(version: ProtocolVersion, limits: Limits, counters: Arc<Counters>, now: Instant) -> Self {
        let machine = Machine::new(version, limits, now);
        Self {
            locked: Mutex::new(Locked { machine, sleeper: None, waiting: 0 }),
            has_ended: AtomicBool::new(false),
            body_compression: OnceLock::new(),
            freed: Notify::new(),
            ended: Notify::new(),
            counters,
        }
    }

    #[inline]
    fn lock(&self) -> MutexGuard<'_, Locked> {
        // Nothing panics under this lock; were it poisoned all the same, the machine's state is still whole.
        self.locked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the connection and wakes whoever has to know.
    #[cold]
    fn fail(&self, broken: Broken) {
        self.has_ended.store(true, Ordering::Relaxed);
        let mut woken = Vec::new();
        let sleeper = {
            let mut locked = self.lock();
            locked.machine.fail(broken);
            locked.machine.take_woken(&mut woken);
            locked.sleeper.take()
        };
        woken.into_iter().chain(sleeper).for_each(Waker::wake);
        self.tell_end();
    }

    /// A request was given up: counts it, and makes the task look when its orphans are overdue if they are many now.
    #[cold]
    fn orphaned(&self) {
        self.counters.orphaned(1);
        let sleeper = {
            let mut locked = self.lock();
            if locked.machine.is_due_earlier() { locked.sleeper.take() } else { None }
        };
        if let Some(sleeper) = sleeper {
            sleeper.wake();
        }
    }

    /// Ends the requests whose deadline has passed, in place of a task that does not.
    #[cold]
    fn expire(&self, now: Instant) {
        let mut woken = Vec::new();
        {
            let mut locked = self.lock();
            locked.machine.expire(now);
            locked.machine.take_woken(&mut woken);
        }
        woken.into_iter().for_each(Waker::wake);
    }

    /// Wakes whoever waits for the connection's end, or for one of its stream ids.
    fn tell_end(&self) {
        self.has_ended.store(true, Ordering::Relaxed);
        self.freed.notify_waiters();
        self.ended.notify_waiters();
    }
}

impl Connection {
    /// A connection that has not shaken hands yet.
    const fn new(shared: Arc<Shared>, address: SocketAddr, version: ProtocolVersion) -> Self {
        Self { shared, address, version, sharding: OnceLock::new() }
    }

    /// The node's address.
    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The version that both sides agreed on.
    pub(crate) const fn version(&self) -> ProtocolVersion {
        self.version
    }

    /// The shard that the connection came to, if the node has shards and was asked.
    pub(crate) fn sharding(&self) -> Option<Sharding> {
        self.sharding.get().copied()
    }

    /// Finds out whether the nodes have shards, unless the handshake has done that: from then on each connection asks for its
    /// own. Without an answer it stays as it was.
    pub(crate) async fn learn_of_shards(self: &Arc<Self>, options: &Options) {
        if options.compression.is_none()
            && let Err(error) = handshake::supported(self, options.handshake_timeout).await
        {
            tracing::debug!(node = %self.address, %error, "the node does not say whether it has shards");
            return;
        }
        options.has_shards.store(self.sharding().is_some(), Ordering::Relaxed);
    }

    /// Whether the connection is likely to take a request: it has not ended, as far as is known without a lock.
    #[inline]
    pub(crate) fn is_open(&self) -> bool {
        !self.shared.has_ended.load(Ordering::Relaxed)
    }

    /// Agrees to a compression: to be called once, before the STARTUP that asks for it is sent. That is not compressed.
    ///
    /// # Errors
    /// [`BadConfig`](ErrorKind::BadConfig) when the connection's version does not have it or it is not compiled; nothing
    /// has changed then.
    pub(crate) fn set_compression(&self, compression: Compression) -> Result<(), Error> {
        let agreed = self.shared.lock().machine.set_compression(compression);
        agreed.map_err(|error| Error::caused(ErrorKind::BadConfig, error).on_node(self.address))?;
        if !self.version.has_segments() {
            // Set twice, the first stays; the handshake sets it once.
            let _set = self.shared.body_compression.set(compression);
        }
        Ok(())
    }

    /// The version that the peer answers in, once that has been another than this side's.
    fn peer_version(&self) -> Option<ProtocolVersion> {
        self.shared.lock().machine.peer_version()
    }

    /// Asks the peer at once whether it is alive: no answer within the heartbeat's time ends the connection.
    pub(crate) fn probe(&self) {
        let sleeper = {
            let mut locked = self.shared.lock();
            locked.machine.probe(now());
            locked.sleeper.take()
        };
        if let Some(sleeper) = sleeper {
            sleeper.wake();
        }
    }

    /// Sends heartbeats from now on, since the handshake is over.
    fn begin_heartbeats(&self) {
        let sleeper = {
            let mut locked = self.shared.lock();
            locked.machine.begin_heartbeats(now());
            locked.sleeper.take()
        };
        if let Some(sleeper) = sleeper {
            sleeper.wake();
        }
    }

    /// How often something was written.
    pub(crate) fn transmits(&self) -> u64 {
        self.shared.lock().machine.transmits()
    }

    /// Why the connection ended, if it did.
    pub(crate) fn broken(&self) -> Option<Broken> {
        self.shared.lock().machine.broken().cloned()
    }

    /// Waits until the connection has ended.
    pub(crate) async fn ended(&self) {
        let ended = self.shared.ended.notified();
        if self.broken().is_none() {
            ended.await;
        }
    }

    /// Sets the keyspace. Returns the name as the server has it.
    ///
    /// # Errors
    /// When the server has no such keyspace or does not answer in time.
    pub(crate) async fn set_keyspace(&self, keyspace: &str, timeout: Duration) -> Result<String, Error> {
        handshake::set_keyspace(self, keyspace, timeout).await
    }

    /// Ends the connection; what is in flight fails.
    pub(crate) fn close(&self) {
        self.shared.fail(Broken::Closed);
    }

    /// Lets another one have the room that this one waited for and does not use.
    pub(crate) fn pass_room_on(&self) {
        let has_room = self.shared.lock().has_freed();
        if has_room {
            self.shared.freed.notify_one();
        }
    }

    /// Waits until a request whose body has so many bytes may be taken, or the connection broke, or `timeout` passed.
    ///
    /// A wake-up is a hint: the stream id or the room may be gone again.
    pub(crate) async fn freed(&self, body_len: usize, timeout: Duration) {
        struct Waiting<'a>(&'a Shared);
        impl Drop for Waiting<'_> {
            fn drop(&mut self) {
                self.0.lock().waiting -= 1;
            }
        }
        let notified = self.shared.freed.notified();
        let waiting = {
            let mut locked = self.shared.lock();
            // What became free before this call was counted as waiting is not told of.
            if locked.machine.broken().is_some() || locked.machine.can_take(body_len) {
                return;
            }
            locked.waiting += 1;
            Waiting(&self.shared)
        };
        // An elapsed timeout is the caller's to notice: it asks for an id once more and then looks at its deadline.
        let _elapsed = tokio::time::timeout(timeout, notified).await;
        drop(waiting);
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.close();
    }
}
