use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::{Error, ErrorKind};

/// Long enough to cost nothing while a JVM boots, short enough not to be noticed.
const STEP: Duration = Duration::from_millis(50);

/// How long a wait may take, and who may end it early.
#[derive(Clone, Debug)]
pub(crate) struct Patience {
    deadline: Instant,
    limit: Duration,
    cancelled: Vec<Arc<AtomicBool>>,
}

impl Patience {
    pub(crate) fn new(limit: Duration, cancelled: &[&Arc<AtomicBool>]) -> Self {
        let cancelled = cancelled.iter().map(|flag| Arc::clone(flag)).collect();
        Self { deadline: Instant::now() + limit, limit, cancelled }
    }

    /// Sleeps until the next look is due; `false` when the time is up.
    pub(crate) fn step(&self) -> Result<bool, Error> {
        if self.cancelled.iter().any(|flag| flag.load(Ordering::Relaxed)) {
            return Err(Error::new(ErrorKind::Cancelled, "the wait for Cassandra was cancelled"));
        }
        if Instant::now() >= self.deadline {
            return Ok(false);
        }
        thread::sleep(STEP);
        Ok(true)
    }

    /// The whole time allowed, for messages.
    pub(crate) fn limit(&self) -> Duration {
        self.limit
    }
}
