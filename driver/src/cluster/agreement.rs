//! Whether all nodes have the same schema.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::time::Instant;
use uuid::Uuid;

use super::Cluster;
use super::metadata::schema_version;
use crate::error::{Error, ErrorKind};

impl Cluster {
    /// Asks every connected node once for its schema version; `Some` when all have the same.
    ///
    /// A node whose connection breaks meanwhile does not count.
    ///
    /// # Errors
    /// When no node answers.
    pub(crate) async fn check_schema_agreement(&self) -> Result<Option<Uuid>, Error> {
        self.schema_versions(self.config.reads.page.timeout).await
    }

    /// Asks every connected node once, and waits for the answers at most `timeout` long.
    async fn schema_versions(&self, timeout: Duration) -> Result<Option<Uuid>, Error> {
        if let Some(ended) = self.ended() {
            return Err(ended);
        }
        let settings = &self.config.reads.of_one_query(timeout);
        let state = self.load_full();
        let connections = state.pools().iter().filter_map(|pool| pool.connection(None, None, 0));
        let asked = join_all(connections.map(|connection| async move { schema_version(&connection, settings).await }));
        let mut versions = BTreeSet::new();
        let mut last_error = Error::new(ErrorKind::Metadata, "no node is connected");
        for answer in asked.await {
            match answer {
                Ok(version) => {
                    versions.insert(version);
                }
                Err(error) => last_error = error,
            }
        }
        match versions.pop_first() {
            None => Err(last_error),
            Some(version) => Ok(versions.is_empty().then_some(version)),
        }
    }

    /// Waits until all connected nodes have the same schema.
    ///
    /// # Errors
    /// When they do not within the session's agreement timeout.
    pub(crate) async fn await_schema_agreement(&self) -> Result<Uuid, Error> {
        let deadline = Instant::now() + self.config.agreement_timeout;
        loop {
            // A node that never answers must not hold the others up.
            let left = deadline.saturating_duration_since(Instant::now());
            let checked = self.schema_versions(left.min(self.config.reads.page.timeout)).await;
            if let Ok(Some(version)) = checked {
                return Ok(version);
            }
            if let Some(ended) = self.ended() {
                return Err(ended.context("schema agreement"));
            }
            if Instant::now() + self.config.agreement_interval >= deadline {
                let timeout = self.config.agreement_timeout;
                let error = match checked {
                    // The last answers were waited for as long as was left, which nobody set.
                    Err(error) if error.is_timeout() => Error::timeout(timeout, "asking the nodes for their schemas"),
                    Err(error) => error,
                    Ok(_) => {
                        Error::new(ErrorKind::Timeout, format!("the nodes' schemas still differ after {timeout:?}"))
                    }
                };
                return Err(error.context("schema agreement"));
            }
            tokio::time::sleep(self.config.agreement_interval).await;
        }
    }
}
