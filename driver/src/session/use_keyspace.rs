use std::sync::Arc;

use super::Session;
use crate::error::{Error, ErrorKind};

impl Session {
    /// Sets the keyspace of tables that a statement names without one, on every connection and on those to come.
    ///
    /// Without `case_sensitive` the name is taken as CQL takes an unquoted one: in lower case.
    ///
    /// # Errors
    /// [`Keyspace`](ErrorKind::Keyspace) or the server's error when there is no such keyspace; the keyspace before then
    /// stays.
    ///
    /// # Cancel safety
    /// When the future is dropped half way, some connections may have the new keyspace; call it again.
    pub async fn use_keyspace(&self, keyspace: impl AsRef<str>, case_sensitive: bool) -> Result<(), Error> {
        let keyspace = keyspace.as_ref();
        if keyspace.is_empty() || keyspace.len() > MAX_NAME {
            let found = format!("expected a name of 1 to {MAX_NAME} characters, got `{keyspace}`");
            return Err(Error::new(ErrorKind::Keyspace, found));
        }
        self.inner.cluster.use_keyspace(&spell(keyspace, case_sensitive)).await
    }

    /// The keyspace of tables that a statement names without one, quoted where it needs it.
    pub fn get_keyspace(&self) -> Option<Arc<String>> {
        self.inner.cluster.keyspace()
    }

    /// A `USE` was executed on one connection: the others follow.
    pub(super) async fn follow_use(&self, keyspace: &str) -> Result<(), Error> {
        self.inner.cluster.use_keyspace(&spell(keyspace, true)).await
    }
}

/// Cassandra's limit for names of keyspaces.
const MAX_NAME: usize = 48;

/// The name as it stands in a `USE`.
pub(super) fn spell(keyspace: &str, case_sensitive: bool) -> String {
    if case_sensitive {
        ilium_cql::quote(keyspace).into_owned()
    } else {
        ilium_cql::quote(&keyspace.to_lowercase()).into_owned()
    }
}
