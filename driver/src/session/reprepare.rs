//! One preparation at a time for a statement that a node has forgotten, however many requests found out.

use std::hash::{BuildHasher, Hash, Hasher};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use foldhash::fast::FixedState;
use tokio::sync::Mutex;

use super::Inner;
use crate::connection::Connection;
use crate::error::Error;
use crate::statement::PreparedStatement;

/// How many statements can be prepared again at the same time; others wait their turn.
const STRIPES: usize = 64;

/// Who is preparing what again. Cassandra forgets a statement for a moment when it is prepared twice at once, so requests
/// that find it missing together must not all prepare it.
#[derive(Debug)]
pub(super) struct Repreparations {
    stripes: Vec<Mutex<Option<Done>>>,
}

/// The last preparation of a stripe.
#[derive(Debug)]
struct Done {
    id: Bytes,
    node: SocketAddr,
    at: Instant,
}

impl Default for Repreparations {
    fn default() -> Self {
        Self { stripes: (0..STRIPES).map(|_| Mutex::new(None)).collect() }
    }
}

impl Repreparations {
    fn stripe(&self, id: &[u8], node: SocketAddr) -> Option<&Mutex<Option<Done>>> {
        let mut hasher = FixedState::default().build_hasher();
        id.hash(&mut hasher);
        node.hash(&mut hasher);
        let index = usize::try_from(hasher.finish() % STRIPES as u64).unwrap_or(0);
        self.stripes.get(index)
    }
}

impl Inner {
    /// Prepares on one node a statement that it has forgotten, unless that was done since `attempted`.
    pub(super) async fn prepare_once(
        &self,
        prepared: &PreparedStatement,
        connection: &Arc<Connection>,
        attempted: Instant,
        timeout: Duration,
    ) -> Result<(), Error> {
        let node = connection.address();
        let Some(stripe) = self.repreparations.stripe(prepared.get_id(), node) else { return Ok(()) };
        let Ok(mut last) = tokio::time::timeout(timeout, stripe.lock()).await else {
            return Err(Error::timeout(timeout, "waiting for the statement to be prepared again"));
        };
        let is_done = |done: &Done| done.at >= attempted && done.node == node && done.id == prepared.get_id();
        if last.as_ref().is_some_and(is_done) {
            return Ok(());
        }
        tracing::debug!(statement = %prepared.label(), %node, "preparing again");
        self.counters.reprepared();
        self.prepare_again(prepared, connection, timeout).await?;
        *last = Some(Done { id: prepared.get_id().clone(), node, at: Instant::now() });
        Ok(())
    }
}
