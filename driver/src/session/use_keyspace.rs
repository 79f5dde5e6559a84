use std::sync::Arc;

use tokio::sync::OwnedMutexGuard;

use super::Session;
use crate::connection::Connection;
use crate::error::{Error, ErrorKind};

impl Session {
    /// Sets the keyspace of tables that a statement names without one, on every connection and on those to come.
    ///
    /// The name is given without quotes. Without `case_sensitive` it is taken as CQL takes an unquoted one: in lower case.
    ///
    /// All connections are asked at the same time, and waited for at most as long as a handshake may take
    /// (`handshake_timeout`); then those that opened meanwhile, for as long again. Where one accepts the keyspace, the others
    /// are closed, and are opened again with it.
    ///
    /// # Errors
    /// [`Keyspace`](ErrorKind::Keyspace), before anything is sent, unless the name has 1 to 48 ASCII letters, digits and
    /// underscores; [`Keyspace`](ErrorKind::Keyspace) or the server's error when there is no such keyspace. The keyspace
    /// before then stays.
    ///
    /// # Cancel safety
    /// A change that has begun goes on when the future is dropped; one that waits for another change to end is given up.
    pub async fn use_keyspace(&self, keyspace: impl AsRef<str>, case_sensitive: bool) -> Result<(), Error> {
        let name = meant(keyspace.as_ref(), case_sensitive);
        check_name(&name).map_err(|found| Error::new(ErrorKind::Keyspace, found))?;
        let turn = self.inner.cluster.turn_to_use().await;
        self.set_keyspace(name, Some(turn)).await
    }

    /// Sets the keyspace on every connection, in a task of its own: it must not end half way, with connections in different
    /// keyspaces.
    async fn set_keyspace(&self, name: String, turn: Option<OwnedMutexGuard<()>>) -> Result<(), Error> {
        let inner = Arc::clone(&self.inner);
        let setting = tokio::spawn(async move {
            let _one_at_a_time = match turn {
                Some(turn) => turn,
                None => inner.cluster.turn_to_use().await,
            };
            inner.cluster.use_keyspace(&name).await
        });
        match setting.await {
            Ok(set) => set,
            Err(ended) if ended.is_panic() => std::panic::resume_unwind(ended.into_panic()),
            Err(_) => Err(Error::runtime_ended()),
        }
    }

    /// The keyspace of tables that a statement names without one: the name as it is stored, without quotes.
    pub fn get_keyspace(&self) -> Option<Arc<String>> {
        self.inner.cluster.keyspace()
    }

    /// A `USE` was executed on one connection: the others follow.
    pub(super) async fn follow_use(&self, keyspace: String, executed_on: &Connection) -> Result<(), Error> {
        let followed = self.set_keyspace(keyspace, None).await;
        if followed.is_err() {
            // It alone has the keyspace.
            executed_on.close();
        }
        followed
    }
}

/// Cassandra's limit for names of keyspaces.
const MAX_NAME: usize = 48;

/// The name as it is stored.
pub(super) fn meant(keyspace: &str, case_sensitive: bool) -> String {
    if case_sensitive { keyspace.to_owned() } else { keyspace.to_lowercase() }
}

/// Refuses a name that no keyspace can have, by the rule of Cassandra and ScyllaDB.
///
/// # Errors
/// What is expected of a name, and what was found.
#[cold]
pub(super) fn check_name(name: &str) -> Result<(), String> {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let found = match (name.chars().count(), name.chars().find(|c| !is_allowed(*c))) {
        (0, _) => "an empty one".to_owned(),
        (count, _) if count > MAX_NAME => format!("{count} characters"),
        (_, Some(other)) => format!("{other:?} in it"),
        (_, None) => return Ok(()),
    };
    Err(format!("keyspace: expected a name of 1 to {MAX_NAME} ASCII letters, digits and underscores, got {found}"))
}
