//! Keeps the deadlines of requests whose connection's task does not run: nothing drives its runtime, or a thread of it is
//! blocked.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use tokio::runtime::Handle;

use super::{Shared, now};

/// How far apart two looks at a connection are.
///
/// A request on a connection whose task does not run ends after its deadline by twice as much at most. The thread that
/// looks costs five wake-ups a second.
const INTERVAL: Duration = Duration::from_millis(200);

/// A thread, since no runtime is known to run; one for the whole process. It ends when there is no connection left.
static WATCH: Mutex<Watch> = Mutex::new(Watch { connections: Vec::new(), is_running: false });

struct Watch {
    connections: Vec<Watched>,
    is_running: bool,
}

struct Watched {
    connection: Weak<Shared>,
    /// Of the runtime that its task is in, for the clock: where a test has stopped it, no deadline passes here either.
    runtime: Handle,
    /// The deadline that was overdue at the last look. What is overdue once only may have the whole process stopped for a
    /// while, and answers may wait to be read.
    overdue: Option<Instant>,
}

/// Keeps the deadlines of a connection from now on; to be called where its task runs.
pub(super) fn watch(connection: &Arc<Shared>) {
    let mut watch = lock();
    watch.connections.push(Watched {
        connection: Arc::downgrade(connection),
        runtime: Handle::current(),
        overdue: None,
    });
    if !watch.is_running {
        let thread = std::thread::Builder::new().name("ilium-deadlines".to_owned()).spawn(run);
        if let Err(error) = &thread {
            tracing::warn!(%error, "no thread to keep the deadlines of requests while their runtime does not run");
        }
        watch.is_running = thread.is_ok();
    }
}

fn lock() -> MutexGuard<'static, Watch> {
    // Nothing panics under this lock; were it poisoned all the same, the list is still whole.
    WATCH.lock().unwrap_or_else(PoisonError::into_inner)
}

fn run() {
    loop {
        std::thread::sleep(INTERVAL);
        let mut late = Vec::new();
        {
            let mut watch = lock();
            watch.connections.retain_mut(|watched| watched.look(&mut late));
            if watch.connections.is_empty() {
                watch.is_running = false;
                return;
            }
        }
        late.into_iter().for_each(|(connection, now)| connection.expire(now));
    }
}

impl Watched {
    /// Whether the connection is still to be watched; it is added to `late`, with the time that it is there, when its task
    /// has missed a deadline.
    fn look(&mut self, late: &mut Vec<(Arc<Shared>, Instant)>) -> bool {
        let Some(connection) = self.connection.upgrade() else { return false };
        let deadline = {
            let mut locked = connection.lock();
            if locked.machine.broken().is_some() {
                return false;
            }
            // A task that does not run does not put right what goes by a time of long ago.
            locked.machine.settle(|| self.now());
            locked.machine.earliest_deadline()
        };
        let missed = self.overdue.take();
        let Some(deadline) = deadline else { return true };
        let now = self.now();
        if deadline > now {
            return true;
        }
        self.overdue = Some(deadline);
        if missed == self.overdue {
            late.push((connection, now));
        }
        true
    }

    /// The time in the connection's runtime.
    fn now(&self) -> Instant {
        let _inside = self.runtime.enter();
        now()
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;
    use std::task::{Poll, Waker};

    use super::*;
    use crate::connection::{Connection, Request};
    use crate::observe::Counters;
    use crate::protocol::{CallError, Limits};
    use crate::wire::{Flags, Opcode, ProtocolVersion};

    const TIMEOUT: Duration = Duration::from_millis(2);

    /// Looks as the thread does, which is in no runtime, and says how many requests were late.
    fn look(watched: &mut Watched) -> usize {
        std::thread::scope(|scope| {
            let looking = scope.spawn(|| {
                let mut late = Vec::new();
                assert!(watched.look(&mut late));
                let found = late.len();
                late.into_iter().for_each(|(connection, now)| connection.expire(now));
                found
            });
            looking.join().unwrap()
        })
    }

    /// Of a connection whose task does not run.
    #[tokio::test(start_paused = true)]
    async fn a_deadline_passes_by_the_clock_of_the_runtime_and_not_by_another() {
        let limits = Limits {
            in_flight: 4,
            orphans: 1,
            orphan_grace: TIMEOUT,
            heartbeat_interval: None,
            heartbeat_timeout: TIMEOUT,
            unsent_bytes: 1024,
        };
        let version = ProtocolVersion::V4;
        let shared = Arc::new(Shared::new(version, limits, Arc::new(Counters::default()), now()));
        let mut watched = Watched { connection: Arc::downgrade(&shared), runtime: Handle::current(), overdue: None };
        let connection = Arc::new(Connection::new(shared, SocketAddr::from(([127, 0, 0, 1], 9042)), version));
        let deadline = Some(now() + TIMEOUT);
        let request = Request { opcode: Opcode::Query, flags: Flags::NONE, body: b"", due: deadline.into() };
        let (mut call, _) = connection.call(request, Waker::noop()).unwrap();

        let started = Instant::now();
        while started.elapsed() < TIMEOUT * 2 {
            std::hint::spin_loop();
        }
        assert_eq!([look(&mut watched), look(&mut watched)], [0, 0]);
        assert!(call.poll_answer(Waker::noop()).is_pending());

        tokio::time::advance(TIMEOUT).await;
        // What is overdue once only may be about to be seen to.
        assert_eq!([look(&mut watched), look(&mut watched)], [0, 1]);
        assert!(matches!(call.poll_answer(Waker::noop()), Poll::Ready(Err(CallError::Timeout))));
    }
}
