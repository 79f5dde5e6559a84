//! The keyspace that all connections use.

use std::sync::Arc;

use super::Cluster;
use crate::connection::Connection;
use crate::error::{Error, ErrorKind};

impl Cluster {
    /// Sets the keyspace on every connection, and on those to come.
    ///
    /// # Errors
    /// When no connection is open, or the server has no such keyspace. A connection on which it fails for another reason
    /// is closed and opened again, with the keyspace.
    pub(crate) async fn use_keyspace(&self, keyspace: &str) -> Result<(), Error> {
        let _one_at_a_time = self.using.lock().await;
        let none_open = || Error::new(ErrorKind::Keyspace, "no connection is open");
        let mut set = Err(self.ended().unwrap_or_else(none_open));
        let mut asked: Vec<Arc<Connection>> = Vec::new();
        // Connections that open meanwhile are asked, too: those that open after the last look know the keyspace already.
        while let Some(connection) = self.next_unasked(&asked) {
            match connection.set_keyspace(keyspace, self.config.options.handshake_timeout).await {
                Ok(_) => {
                    set = Ok(());
                    self.pools.keyspace.store(Some(Arc::new(keyspace.to_owned())));
                }
                // The server's own word: it will be the same on every node.
                Err(error) if error.is_server() => return Err(error),
                Err(error) => {
                    tracing::warn!(node = %connection.address(), %error, "cannot set the keyspace; reconnecting");
                    connection.close();
                    if set.is_err() {
                        set = Err(error);
                    }
                }
            }
            asked.push(connection);
        }
        set
    }

    /// An open connection that is none of `asked`.
    fn next_unasked(&self, asked: &[Arc<Connection>]) -> Option<Arc<Connection>> {
        let state = self.load();
        let mut open = state.pools().iter().flat_map(|pool| pool.connections());
        open.find(|connection| !asked.iter().any(|known| Arc::ptr_eq(known, connection)))
    }

    /// The keyspace that connections use, as it is stored.
    pub(crate) fn keyspace(&self) -> Option<Arc<String>> {
        self.pools.keyspace.load_full()
    }
}
