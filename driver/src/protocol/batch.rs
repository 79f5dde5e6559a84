//! Requests that take one look at the clock together.

use std::time::{Duration, Instant};

/// How much too early a deadline may be. Timers do not go by less.
const SLACK: Duration = Duration::from_millis(1);

/// The requests that were submitted since the connection's task last looked, which is soon after the first of them: they wake
/// it.
///
/// Those with a timeout share the time of the first that has one. When the task looks late, because others of its runtime do
/// not let it, the time was too early for some of them, and their deadlines are put right by as much.
#[derive(Debug, Default)]
pub(super) struct Batch {
    number: u64,
    /// No request of this batch and later ones has been taken for writing.
    unsent: u64,
    /// The time of its first request with a timeout.
    at: Option<Instant>,
    /// Whether another request took that time.
    is_shared: bool,
}

/// A batch that was looked at too late.
pub(super) struct Late {
    pub(super) number: u64,
    pub(super) by: Duration,
}

impl Batch {
    /// What its requests are marked with.
    #[inline]
    pub(super) const fn number(&self) -> u64 {
        self.number
    }

    /// The time for one more request with a timeout, and whether it is another request's.
    #[inline]
    pub(super) fn time(&mut self, now: impl FnOnce() -> Instant) -> (Instant, bool) {
        match self.at {
            Some(at) => {
                self.is_shared = true;
                (at, true)
            }
            None => (*self.at.insert(now()), false),
        }
    }

    /// Whether the requests marked with `number` were taken for writing.
    pub(super) const fn is_sent(&self, number: u64) -> bool {
        number < self.unsent
    }

    /// All requests are taken for writing; the batch has [ended](Self::end) before.
    #[inline]
    pub(super) const fn sent(&mut self) {
        self.number += 1;
        self.unsent = self.number;
    }

    /// A number that is another one after each time that requests were taken for writing.
    pub(super) const fn transmits(&self) -> u64 {
        self.unsent
    }

    /// The connection's task looks: what is submitted next takes another time. The clock is read if one was shared.
    #[inline]
    pub(super) fn end(&mut self, now: impl FnOnce() -> Instant) -> Option<Late> {
        let at = self.at.take()?;
        let number = self.number;
        self.number += 1;
        if !std::mem::take(&mut self.is_shared) {
            return None;
        }
        let by = now().saturating_duration_since(at);
        if by > SLACK { Some(Late { number, by }) } else { None }
    }
}
