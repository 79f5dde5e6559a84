//! One preparation at a time for a statement that a node has forgotten, however many requests found out.

use std::hash::{BuildHasher, Hash, Hasher};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use foldhash::fast::FixedState;
use tokio::sync::Mutex;

use crate::connection::Connection;
use crate::error::Error;
use crate::session::Inner;
use crate::session::warnings::in_a_line;
use crate::statement::{Described, PreparedStatement};

/// How many statements can be prepared again at the same time; others wait their turn.
const STRIPES: usize = 64;

/// Who is preparing what again. Cassandra forgets a statement for a moment when it is prepared twice at once, so requests
/// that find it missing together must not all prepare it.
#[derive(Debug)]
pub(in crate::session) struct Repreparations {
    stripes: [Mutex<Option<Done>>; STRIPES],
    /// How many are done. A clock would not tell which of two came first where it stands still between them.
    made: AtomicU64,
}

/// The last preparation of a stripe.
#[derive(Debug)]
struct Done {
    id: Bytes,
    node: SocketAddr,
    /// Which of all it was.
    number: u64,
    described: Arc<Described>,
}

impl Default for Repreparations {
    fn default() -> Self {
        Self { stripes: std::array::from_fn(|_| Mutex::new(None)), made: AtomicU64::new(0) }
    }
}

impl Repreparations {
    /// How many statements have been prepared again so far.
    #[inline]
    pub(super) fn made(&self) -> u64 {
        // What a request does next takes a lock that orders it after this.
        self.made.load(Ordering::Relaxed)
    }

    fn stripe(&self, id: &[u8], node: SocketAddr) -> &Mutex<Option<Done>> {
        let mut hasher = FixedState::default().build_hasher();
        id.hash(&mut hasher);
        node.hash(&mut hasher);
        let index = usize::try_from(hasher.finish() % STRIPES as u64).unwrap_or(0);
        let [first, ..] = &self.stripes;
        self.stripes.get(index).unwrap_or(first)
    }
}

impl Inner {
    /// Prepares on one node a statement that it has forgotten, unless that was done since there were `seen`
    /// preparations. Returns what the node said of it.
    pub(super) async fn prepare_once(
        &self,
        prepared: &PreparedStatement,
        connection: &Arc<Connection>,
        seen: u64,
        timeout: Duration,
    ) -> Result<Arc<Described>, Error> {
        let node = connection.address();
        let stripe = self.repreparations.stripe(prepared.get_id(), node);
        let Ok(mut last) = tokio::time::timeout(timeout, stripe.lock()).await else {
            return Err(Error::timeout(timeout, "waiting for the statement to be prepared again"));
        };
        let is_done = |done: &Done| done.number > seen && done.node == node && done.id == prepared.get_id();
        if let Some(done) = last.as_ref().filter(|done| is_done(done)) {
            return Ok(Arc::clone(&done.described));
        }
        tracing::debug!(statement = %in_a_line(prepared.label()), %node, "preparing again");
        self.counters.reprepared();
        let described = Arc::new(self.prepare_again(prepared, connection, timeout).await?);
        let id = prepared.get_id().clone();
        let number = self.repreparations.made.fetch_add(1, Ordering::Relaxed) + 1;
        *last = Some(Done { id, node, number, described: Arc::clone(&described) });
        Ok(described)
    }
}
