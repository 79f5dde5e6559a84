//! How many connections a session opens at the same time.

use tokio::sync::{Semaphore, SemaphorePermit};

/// How many connections are being opened at most, of either kind.
///
/// A thousand nodes in one datacenter are connected within a second all the same; and a list of nodes that somebody made up
/// does not take all the sockets that the process may have.
const AT_ONCE: usize = 64;

/// Whose turn it is to connect.
///
/// Nodes that did not answer the last time have turns of their own: an attempt that nobody answers takes as long as the
/// timeouts allow, and a node that comes back must not wait for those that do not.
#[derive(Debug)]
pub(crate) struct Turns {
    hopeful: Semaphore,
    failed: Semaphore,
}

impl Default for Turns {
    fn default() -> Self {
        Self { hopeful: Semaphore::new(AT_ONCE), failed: Semaphore::new(AT_ONCE) }
    }
}

impl Turns {
    /// Waits for a turn, which lasts until what this returns is dropped. `is_hopeful` unless the last attempt failed and
    /// nothing has been heard of the node since.
    pub(super) async fn take(&self, is_hopeful: bool) -> Option<SemaphorePermit<'_>> {
        let turns = if is_hopeful { &self.hopeful } else { &self.failed };
        // It fails only for a closed semaphore, and nobody closes these.
        turns.acquire().await.ok()
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Waker};

    use super::*;

    #[test]
    fn nodes_that_do_not_answer_leave_turns_to_others() {
        let turns = Turns::default();
        let take = |is_hopeful| {
            let taken = pin!(turns.take(is_hopeful)).poll(&mut Context::from_waker(Waker::noop()));
            taken.is_ready().then_some(taken)
        };
        let failing: Vec<_> = (0..AT_ONCE).map(|_| take(false).unwrap()).collect();
        assert!(take(false).is_none());
        let first = take(true);
        assert!(first.is_some());
        drop(failing);
        assert!(take(false).is_some());
    }
}
