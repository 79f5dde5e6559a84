//! Simulated time, which a test of `#[tokio::test(start_paused = true)]` runs in: the clock stands still while there is
//! anything to do, and then moves to the next timer. So nothing is early or late because the machine is busy, and hours take
//! no longer than seconds. All that a test waits for has to be in memory, since tokio does not see what comes by a socket or
//! from another thread: a test of those waits in real time, for something that must happen.

use std::time::Duration;

use tokio::time::{Instant, Interval, MissedTickBehavior};

use crate::scene::PATIENCE;

/// How far apart two looks at what is waited for are.
const LOOK: Duration = Duration::from_millis(1);

/// Lets simulated time pass, and all happen that is due meanwhile.
///
/// # Panics
/// In real time.
pub(crate) async fn pass(time: Duration) {
    // By no time at all, which fails where the clock does not stand still.
    tokio::time::advance(Duration::ZERO).await;
    tokio::time::sleep(time).await;
}

/// Lets all happen that takes no time.
pub(crate) async fn settle() {
    pass(LOOK).await;
}

/// Waits until something holds, which it must some time. Says how long it took. In simulated time or in real time.
pub(crate) async fn eventually(what: &str, mut holds: impl FnMut() -> bool) -> Duration {
    let mut looks = Looks::begin(what);
    while !holds() {
        looks.next().await;
    }
    looks.started.elapsed()
}

/// Looks at something that must happen some time, in simulated time or in real time.
pub(crate) struct Looks<'a> {
    what: &'a str,
    started: Instant,
    ticks: Interval,
}

impl<'a> Looks<'a> {
    pub(crate) fn begin(what: &'a str) -> Self {
        let mut ticks = tokio::time::interval(LOOK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { what, started: Instant::now(), ticks }
    }

    /// Waits before the next look.
    pub(crate) async fn next(&mut self) {
        assert!(self.started.elapsed() < PATIENCE, "not within {PATIENCE:?}: {}", self.what);
        self.ticks.tick().await;
    }
}

#[test]
fn no_test_of_a_session_sleeps_in_real_time() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/session");
    let sleeps = |path: &std::path::Path| std::fs::read_to_string(path).unwrap().contains("sleep\u{28}");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let found: Vec<_> = files.filter(|path| !path.ends_with("clock.rs") && sleeps(path)).collect();
    assert!(found.is_empty(), "`pass` lets simulated time pass; real time is waited for by `eventually`: {found:?}");
}
