//! When a lost connection is tried again.

use std::fmt::Debug;
use std::time::Duration;

/// Says when a lost connection is tried again.
pub trait ReconnectionPolicy: Debug + Send + Sync {
    /// How long to wait before the next attempt, after `failures` attempts in a row have failed (0 right after the loss);
    /// `None` to wait until the cluster says that the node is up.
    ///
    /// `random` is uniform over all its values, and another for each call.
    fn delay(&self, failures: u32, random: u64) -> Option<Duration>;
}

/// Waits twice as long after each failure: from 100 ms up to 15 s by default, each time up to 15 % more or less, so that
/// many clients do not come back to a restarted node at the same moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExponentialReconnection {
    first: Duration,
    longest: Duration,
}

/// The greatest part of a delay, in percent, by which it is longer or shorter: enough to spread clients over a third of it.
const JITTER_PERCENT: u32 = 15;

impl ExponentialReconnection {
    /// Waits `first` after the loss of a connection and never more than `longest`, jitter aside. A `longest` below `first`
    /// counts as `first`.
    pub fn new(first: Duration, longest: Duration) -> Self {
        Self { first, longest: longest.max(first) }
    }
}

impl Default for ExponentialReconnection {
    /// From 100 ms, which a restarting process needs at least, to 15 s, after which a person who brought a node back begins
    /// to wonder.
    fn default() -> Self {
        Self::new(Duration::from_millis(100), Duration::from_secs(15))
    }
}

impl ReconnectionPolicy for ExponentialReconnection {
    fn delay(&self, failures: u32, random: u64) -> Option<Duration> {
        let factor = 2_u32.saturating_pow(failures);
        let delay = self.first.saturating_mul(factor).min(self.longest);
        let least = delay / 100 * (100 - JITTER_PERCENT);
        let spread = (delay / 100).saturating_mul(2 * JITTER_PERCENT);
        Some(least.saturating_add(scaled(spread, random)))
    }
}

/// A part of `longest`: each from nothing to all of it as likely as any other when `random` is uniform.
fn scaled(longest: Duration, random: u64) -> Duration {
    let nanos = longest.as_nanos().min(u128::from(u64::MAX));
    let scaled = (nanos * u128::from(random)) >> 64;
    Duration::from_nanos(u64::try_from(scaled).unwrap_or(u64::MAX))
}
