use std::sync::atomic::{AtomicU64, Ordering};

/// Running totals of a session's connections.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    requests: AtomicU64,
    writes: AtomicU64,
    bytes_written: AtomicU64,
    bytes_read: AtomicU64,
    connections_opened: AtomicU64,
    connections_lost: AtomicU64,
    orphaned: AtomicU64,
    reprepared: AtomicU64,
}

/// The totals at one moment, since the session was built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Requests handed to a socket, heartbeats and the driver's own included.
    pub requests: u64,
    /// Write calls on sockets; many requests travel in one.
    pub writes: u64,
    /// Bytes written to sockets, before TLS.
    pub bytes_written: u64,
    /// Bytes read from sockets, after TLS.
    pub bytes_read: u64,
    /// Connections that became ready.
    pub connections_opened: u64,
    /// Connections that broke after they had been ready.
    pub connections_lost: u64,
    /// Requests whose answer nobody waits for any more: timed out or dropped.
    pub orphaned: u64,
    /// Statements that were prepared again because a node had forgotten them.
    pub reprepared: u64,
}

impl Counters {
    /// `requests` requests of `bytes` bytes in all were handed over in one write call.
    pub(crate) fn wrote(&self, requests: u64, bytes: usize) {
        self.requests.fetch_add(requests, Ordering::Relaxed);
        self.writes.fetch_add(1, Ordering::Relaxed);
        self.bytes_written.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub(crate) fn read(&self, bytes: usize) {
        self.bytes_read.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub(crate) fn opened(&self) {
        self.connections_opened.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn lost(&self) {
        self.connections_lost.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn orphaned(&self, requests: u64) {
        self.orphaned.fetch_add(requests, Ordering::Relaxed);
    }

    pub(crate) fn reprepared(&self) {
        self.reprepared.fetch_add(1, Ordering::Relaxed);
    }

    /// The totals now; each is exact, but they are not read at one instant.
    pub(crate) fn counts(&self) -> Counts {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counts {
            requests: of(&self.requests),
            writes: of(&self.writes),
            bytes_written: of(&self.bytes_written),
            bytes_read: of(&self.bytes_read),
            connections_opened: of(&self.connections_opened),
            connections_lost: of(&self.connections_lost),
            orphaned: of(&self.orphaned),
            reprepared: of(&self.reprepared),
        }
    }
}
