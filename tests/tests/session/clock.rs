//! A clock that stands still until the test lets time pass, so that no busy machine makes a timeout end too early, or a test
//! measure itself.

use std::sync::mpsc;
use std::time::Duration;

/// How much passes at a time: timers that are further apart fire one after the other.
const STEP: Duration = Duration::from_millis(5);

/// How often the sockets are looked at before time passes; an answer takes a few looks.
const LOOKS: usize = 40;

/// The stopped clock of the test's runtime. What takes no time goes on: sockets, tasks, answers.
pub(crate) struct Clock {
    /// Ends the task that keeps tokio from moving the clock to the next timer whenever every task waits for a socket.
    _end: mpsc::Sender<()>,
}

/// Time goes on by itself.
impl Drop for Clock {
    fn drop(&mut self) {
        tokio::time::resume();
    }
}

impl Clock {
    /// Stops the clock. The test must run on one thread, as `#[tokio::test]` does by default, and the cluster on it too.
    pub(crate) fn stop() -> Self {
        tokio::time::pause();
        let (end, ended) = mpsc::channel();
        // Tokio moves a paused clock only while no blocking task runs.
        drop(tokio::task::spawn_blocking(move || ended.recv()));
        Self { _end: end }
    }

    /// Lets time pass.
    pub(crate) async fn pass(&self, time: Duration) {
        let mut left = time;
        while !left.is_zero() {
            let step = left.min(STEP);
            self.settle().await;
            tokio::time::advance(step).await;
            left -= step;
        }
        self.settle().await;
    }

    /// Lets time pass until something holds, and returns how much it was.
    pub(crate) async fn until(&self, what: &str, mut holds: impl FnMut() -> bool) -> Duration {
        let mut passed = Duration::ZERO;
        loop {
            self.settle().await;
            if holds() {
                return passed;
            }
            assert!(passed < Duration::from_secs(600), "not within {passed:?}: {what}");
            tokio::time::advance(STEP).await;
            passed += STEP;
        }
    }

    /// Lets everything happen that takes no time.
    async fn settle(&self) {
        for _ in 0..LOOKS {
            tokio::task::yield_now().await;
        }
        // The kernel, too, may be late on a busy machine.
        std::thread::sleep(Duration::from_micros(200));
        for _ in 0..LOOKS {
            tokio::task::yield_now().await;
        }
    }
}
