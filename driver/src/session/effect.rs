//! What a statement changed that the session has to follow, whichever verb executed it.

use std::sync::Arc;

use super::Session;
use crate::connection::Connection;
use crate::error::Error;
use crate::statement::Altered;

/// What a statement changed beside rows.
pub(super) enum Effect {
    /// The keyspace of the connection that it was executed on.
    Keyspace(String, Arc<Connection>),
    /// The schema; statements that are prepared already may notice what was altered.
    Schema(Option<Altered>),
}

impl Session {
    /// Follows what a statement changed, and hands on what else its answer said.
    ///
    /// The way without an effect is the caller's, so that a request carries nothing for it.
    #[cold]
    pub(super) async fn follow<T>(&self, effect: Box<Effect>, answer: T) -> Result<T, Error> {
        match *effect {
            Effect::Keyspace(keyspace, connection) => self.follow_use(keyspace, &connection).await?,
            Effect::Schema(altered) => {
                // Before the server's event comes.
                altered.iter().for_each(|altered| self.inner.statements.doubt(altered));
                self.follow_schema_change().await;
                // A node that was asked meanwhile may not have heard of it yet.
                altered.iter().for_each(|altered| self.inner.statements.doubt(altered));
            }
        }
        Ok(answer)
    }
}
