use uuid::Uuid;

use super::Session;
use crate::error::Error;

impl Session {
    /// Waits until all connected nodes have the same schema, and returns its version.
    ///
    /// A statement that changes the schema waits by itself, unless the session was built without.
    ///
    /// # Errors
    /// [`Timeout`](crate::errors::ErrorKind::Timeout) when they still differ after the session's agreement timeout.
    ///
    /// # Cancel safety
    /// Dropping the future stops waiting, nothing else.
    pub async fn await_schema_agreement(&self) -> Result<Uuid, Error> {
        self.inner.cluster.await_schema_agreement().await
    }

    /// Asks each connected node once for its schema's version; `None` when they differ.
    ///
    /// # Errors
    /// When no node answers.
    ///
    /// # Cancel safety
    /// Dropping the future stops asking, nothing else.
    pub async fn check_schema_agreement(&self) -> Result<Option<Uuid>, Error> {
        self.inner.cluster.check_schema_agreement().await
    }

    /// Reads the cluster's nodes and keyspaces anew. The session does so by itself when something changes, and each minute.
    ///
    /// What is known afterwards was read after the call: a reading that is under way ends first, and calls that wait for the
    /// same one share it. Tables are read in pages, of which each may take the `metadata_request_timeout`, and all of them
    /// together four times as long. Requests and the server's events do not wait for a reading.
    ///
    /// # Errors
    /// When they could not be read, or not within five times the `metadata_request_timeout`; what was known before stays.
    /// [`Metadata`](crate::errors::ErrorKind::Metadata) when there is no control connection at the moment.
    ///
    /// # Cancel safety
    /// The refresh goes on when the future is dropped.
    pub async fn refresh_metadata(&self) -> Result<(), Error> {
        self.inner.cluster.refresh().await
    }

    /// A statement changed the schema: waits for agreement and reads the keyspaces anew.
    ///
    /// The change itself succeeded, so what fails here is logged and not returned.
    pub(super) async fn follow_schema_change(&self) {
        if self.inner.config.await_agreement
            && let Err(error) = self.await_schema_agreement().await
        {
            tracing::warn!(%error, "the schema changed, but the nodes do not agree on it yet");
        }
        if let Err(error) = self.refresh_metadata().await {
            tracing::warn!(%error, "the schema changed, but the cluster's metadata could not be read anew");
        }
    }
}
