use std::time::{Duration, Instant};

use crate::connection::Connection;
use crate::policy::{ExponentialReconnection, ReconnectionPolicy};

/// A connection that lives shorter than this, and carries nothing, is of no use.
///
/// A node that accepts connections only to hang up, as one that is about to stop or over its limit of clients, is found out
/// by it.
const BRIEF: Duration = Duration::from_secs(1);

/// Holds back whoever opens connections that end at once.
#[derive(Debug, Default)]
pub(crate) struct Restraint {
    /// How many connections in a row were of no use.
    useless: u32,
}

/// What a connection was like.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Life {
    opened: Instant,
    /// How often it had written by then.
    transmits: u64,
}

impl Life {
    /// The life of a connection that is ready now.
    pub(crate) fn begin(connection: &Connection, now: Instant) -> Self {
        Self { opened: now, transmits: connection.transmits() }
    }
}

impl Restraint {
    /// How long to wait before the next connection, after one that has just ended. The first useless one is replaced
    /// without a wait.
    pub(crate) fn after(&mut self, connection: &Connection, life: Life, now: Instant, random: u64) -> Option<Duration> {
        let is_useless = now.duration_since(life.opened) < BRIEF && connection.transmits() == life.transmits;
        self.count(is_useless, random)
    }

    fn count(&mut self, is_useless: bool, random: u64) -> Option<Duration> {
        if !is_useless {
            self.useless = 0;
            return None;
        }
        self.useless = self.useless.saturating_add(1);
        ExponentialReconnection::default().delay(self.useless.checked_sub(2)?, random)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn useless_lives_in_a_row_are_waited_for_ever_longer() {
        let mut restraint = Restraint::default();
        assert_eq!(restraint.count(true, 0), None);
        let second = restraint.count(true, 0).unwrap();
        assert!(restraint.count(true, 0).unwrap() > second);
        assert_eq!(restraint.count(false, 0), None);
        assert_eq!(restraint.count(true, 0), None);
    }
}
