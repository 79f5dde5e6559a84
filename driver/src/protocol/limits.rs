//! What a connection allows itself.

use std::time::Duration;

/// What a connection allows itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// How many requests may be in flight.
    pub(crate) in_flight: u16,
    /// How many overdue orphans do not end the connection yet.
    pub(crate) orphans: usize,
    /// How long an orphan may wait before it is overdue.
    pub(crate) orphan_grace: Duration,
    /// How long nothing may be read before a heartbeat is sent; `None` sends none.
    pub(crate) heartbeat_interval: Option<Duration>,
    /// How long a heartbeat may go unanswered.
    pub(crate) heartbeat_timeout: Duration,
    /// How many bytes of requests may wait to be taken for writing. One request may be longer, if it waits alone.
    pub(crate) unsent_bytes: usize,
}
