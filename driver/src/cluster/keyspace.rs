//! The keyspace that all connections use.

use std::sync::Arc;

use foldhash::fast::RandomState;
use futures_util::StreamExt;
use futures_util::stream::iter;
use hashbrown::HashSet;
use tokio::sync::OwnedMutexGuard;
use tokio::time::{Instant, timeout_at};

use super::Cluster;
use crate::connection::Connection;
use crate::error::{Error, ErrorKind};

/// How many connections are asked at the same time: all that a session of a usual size has.
const AT_ONCE: usize = 1024;

/// What became of setting the keyspace.
#[derive(Default)]
struct Progress {
    /// How many connections have it.
    set: usize,
    /// How many could not be set, and the first error; the server's word comes before others.
    failed: usize,
    error: Option<Error>,
    /// Whether a server answered that it cannot be set.
    refused: bool,
}

impl Cluster {
    /// Waits until nobody else changes the keyspace: the last change wins on every connection.
    pub(crate) async fn turn_to_use(&self) -> OwnedMutexGuard<()> {
        Arc::clone(&self.using).lock_owned().await
    }

    /// Sets the keyspace on every connection, and on those to come.
    ///
    /// All are asked at the same time, and are waited for at most as long as a handshake may take; then those that opened
    /// meanwhile, in the same way. Where one accepts it, the others are closed and opened again, with the keyspace.
    ///
    /// The caller has the [turn](Self::turn_to_use), and does not drop the future.
    ///
    /// # Errors
    /// When no connection is open, or none accepts the keyspace. The keyspace before then stays.
    pub(crate) async fn use_keyspace(&self, keyspace: &str) -> Result<(), Error> {
        let mut progress = Progress::default();
        let first = self.open_connections();
        let asked: HashSet<usize, RandomState> = first.iter().map(address_of).collect();
        self.set_keyspace(&first, keyspace, &mut progress).await;
        if progress.set > 0 || !progress.refused {
            // Connections that open after this look know the keyspace already.
            let mut later = self.open_connections();
            later.retain(|connection| !asked.contains(&address_of(connection)));
            self.set_keyspace(&later, keyspace, &mut progress).await;
        }
        if progress.set > 0 {
            if let Some(error) = progress.error {
                tracing::warn!(count = progress.failed, %error, "cannot set the keyspace; reconnecting");
            }
            return Ok(());
        }
        let none_open = || self.ended().unwrap_or_else(|| Error::new(ErrorKind::Keyspace, "no connection is open"));
        Err(progress.error.unwrap_or_else(none_open))
    }

    /// Asks these connections at the same time.
    async fn set_keyspace(&self, connections: &[Arc<Connection>], keyspace: &str, progress: &mut Progress) {
        let timeout = self.config.options.handshake_timeout;
        let deadline = Instant::now().checked_add(timeout);
        let ask = |connection: Arc<Connection>| async move {
            let set = connection.set_keyspace(keyspace, timeout);
            let answer = match deadline {
                Some(deadline) => timeout_at(deadline, set).await.unwrap_or_else(|_| {
                    Err(Error::timeout(timeout, "setting the keyspace").on_node(connection.address()))
                }),
                None => set.await,
            };
            (connection, answer)
        };
        let mut answers = iter(connections.iter().cloned()).map(ask).buffer_unordered(AT_ONCE);
        let mut refusing = Vec::new();
        while let Some((connection, answer)) = answers.next().await {
            match answer {
                Ok(_) => {
                    progress.set += 1;
                    if progress.set == 1 {
                        self.pools.keyspace.store(Some(Arc::new(keyspace.to_owned())));
                    }
                }
                Err(error) => {
                    let refused = error.is_server();
                    if refused {
                        refusing.push(connection);
                    } else {
                        // Whether it has the keyspace is not known.
                        connection.close();
                    }
                    progress.add(error, refused);
                }
            }
        }
        if progress.set > 0 {
            refusing.iter().for_each(|connection| connection.close());
        }
    }

    fn open_connections(&self) -> Vec<Arc<Connection>> {
        self.load().pools().iter().flat_map(|pool| pool.connections()).collect()
    }

    /// The keyspace that connections use, as it is stored.
    pub(crate) fn keyspace(&self) -> Option<Arc<String>> {
        self.pools.keyspace.load_full()
    }
}

impl Progress {
    fn add(&mut self, error: Error, refused: bool) {
        self.failed += 1;
        if self.error.is_none() || (refused && !self.refused) {
            self.error = Some(error);
        }
        self.refused |= refused;
    }
}

/// What tells a connection that is kept from others.
fn address_of(connection: &Arc<Connection>) -> usize {
    Arc::as_ptr(connection).addr()
}
