//! Attempts to connect before their time, because the node is said to be up.

use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// The least time between two early attempts.
///
/// Anybody who can make the cluster push events, or is taken for a node of it, could otherwise have connections opened as
/// fast as events come.
const APART: Duration = Duration::from_secs(1);

/// When a node was last tried early.
#[derive(Debug, Default)]
pub(super) struct Early {
    last: Option<Instant>,
}

impl Early {
    /// Waits before the next attempt, for ever if there is no delay, and less when `told` is notified meanwhile. Says
    /// whether it was that which ended the wait.
    pub(super) async fn pause(&mut self, delay: Option<Duration>, told: &Notify) -> bool {
        let earlier = async {
            told.notified().await;
            if let Some(last) = self.last {
                tokio::time::sleep_until(last + APART).await;
            }
        };
        let is_early = match delay {
            Some(delay) => tokio::time::timeout(delay, earlier).await.is_ok(),
            None => {
                earlier.await;
                true
            }
        };
        if is_early {
            self.last = Some(Instant::now());
        }
        is_early
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    /// How long a pause lasts, and whether it ended early.
    async fn paused(early: &mut Early, delay: Option<Duration>, told: &Notify) -> (Duration, bool) {
        let started = Instant::now();
        let is_early = early.pause(delay, told).await;
        (started.elapsed(), is_early)
    }

    #[tokio::test(start_paused = true)]
    async fn one_early_attempt_a_second() {
        let (mut early, told) = (Early::default(), Notify::new());
        told.notify_one();
        assert_eq!(paused(&mut early, Some(LONG), &told).await, (Duration::ZERO, true));
        for _ in 0..5 {
            told.notify_one();
            let (waited, is_early) = paused(&mut early, Some(LONG), &told).await;
            assert!(is_early && waited >= APART && waited < APART * 2, "{waited:?}");
        }
        tokio::time::sleep(APART).await;
        told.notify_one();
        assert_eq!(paused(&mut early, None, &told).await, (Duration::ZERO, true));
    }

    #[tokio::test(start_paused = true)]
    async fn a_delay_that_ends_first_is_not_early() {
        let (mut early, told) = (Early::default(), Notify::new());
        told.notify_one();
        paused(&mut early, Some(LONG), &told).await;
        told.notify_one();
        let short = APART / 4;
        let (waited, is_early) = paused(&mut early, Some(short), &told).await;
        assert!(!is_early && waited >= short && waited < APART, "{waited:?}");
    }
}
