//! One control connection, watched: events as they come, readings as they are wished for and due.

use std::future::{Future, poll_fn};
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::time::Instant;

use super::control::News;
use super::metadata::{Reading, Taken};
use super::worker::Worker;
use super::{Control, Live};
use crate::connection::broken_error;
use crate::error::{Error, ErrorKind};
use crate::policy::{ExponentialReconnection, ReconnectionPolicy};
use crate::statement::Alterations;

/// How long events gather before the state is read anew.
///
/// A node that joins sends several within a second; one refresh serves them all.
const DEBOUNCE: Duration = Duration::from_secs(1);

/// How often the state is read anew without an event.
///
/// Events get lost when a control connection breaks or a node's gossip is slow.
pub(super) const PERIOD: Duration = Duration::from_secs(60);

/// A control connection and what is going on over it.
#[derive(Debug)]
pub(super) struct Watch {
    pub(super) control: Control,
    /// When the state is to be read anew.
    due: Instant,
    /// One at a time: a wish is for what is read from now on, so it waits for the one that runs to end.
    under_way: Option<UnderWay>,
    /// How many readings in a row have failed.
    failures: u32,
}

/// A reading, and what it is for.
#[derive(Debug)]
struct UnderWay {
    reading: Reading,
    wishes: Taken,
    /// What was said to be altered before it began.
    altered: Alterations,
}

/// What happens next.
enum Next {
    /// The control connection ended.
    Ended,
    /// The cluster was read, or could not be.
    Read(UnderWay, Result<Live, Error>),
    /// Somebody wishes for a reading.
    Wish,
    /// A reading is due.
    Due,
    /// The server pushed an event.
    News(News),
}

/// What happened on a control connection or to a reading over it.
#[derive(Debug)]
pub(super) enum Happened {
    /// The control connection ended, and the reading over it, which was for these wishes, if there was one.
    Ended(Error, Option<Taken>),
    /// A reading is over, and its state in force.
    Read,
    /// A reading for these wishes failed.
    Failed(Error, Taken),
    /// Something else, which was seen to.
    Other,
}

impl Watch {
    /// Watches a connection that was read over just now.
    pub(super) fn of(control: Control) -> Self {
        Self { control, due: Instant::now() + PERIOD, under_way: None, failures: 0 }
    }

    /// Makes a reading that failed due again: whatever it was for is still to be read.
    fn count(&mut self, read: &Result<Live, Error>) {
        if read.is_ok() {
            self.failures = 0;
            return;
        }
        let policy = ExponentialReconnection::new(DEBOUNCE, PERIOD);
        let delay = policy.delay(self.failures, fastrand::u64(..)).unwrap_or(PERIOD);
        self.due = self.due.min(Instant::now() + delay);
        self.failures = self.failures.saturating_add(1);
    }

    /// Waits for whatever comes first. Events come last: they may come without end.
    async fn next(&mut self, wished: impl Future<Output = ()>) -> Next {
        let connection = Arc::clone(self.control.connection());
        let mut ended = pin!(connection.ended());
        let mut sleep = pin!(tokio::time::sleep_until(self.due));
        let mut wished = pin!(wished);
        poll_fn(|cx| {
            // Before the connection's end, so that those who wished for it learn why it failed.
            if let Some(mut running) = self.under_way.take() {
                if let Poll::Ready(read) = running.reading.poll(cx) {
                    return Poll::Ready(Next::Read(running, read));
                }
                self.under_way = Some(running);
            }
            if ended.as_mut().poll(cx).is_ready() {
                return Poll::Ready(Next::Ended);
            }
            if self.under_way.is_none() {
                if wished.as_mut().poll(cx).is_ready() {
                    return Poll::Ready(Next::Wish);
                }
                if sleep.as_mut().poll(cx).is_ready() {
                    return Poll::Ready(Next::Due);
                }
            }
            self.control.poll_news(cx).map(|news| news.map_or(Next::Ended, Next::News))
        })
        .await
    }
}

impl Worker {
    /// Waits for the next thing that happens on the connection, and sees to it.
    pub(super) async fn follow(&mut self, watch: &mut Watch) -> Happened {
        match watch.next(self.wishes.wished()).await {
            Next::Ended => return self.ended(watch),
            Next::Read(done, read) => {
                watch.count(&read);
                return self.read(done, read).await;
            }
            Next::Wish | Next::Due => self.begin_reading(watch),
            Next::News(news) => {
                self.hear(news);
                watch.due = watch.due.min(Instant::now() + DEBOUNCE);
            }
        }
        Happened::Other
    }

    /// Begins to read the cluster, for all who wished for it and all that has happened before.
    pub(super) fn begin_reading(&mut self, watch: &mut Watch) {
        let connection = Arc::clone(watch.control.connection());
        let reading = Reading::begin(connection, self.config.reads, self.state.load_full());
        let (wishes, altered) = (self.wishes.take(), std::mem::take(&mut self.altered));
        watch.under_way = Some(UnderWay { reading, wishes, altered });
        watch.due = Instant::now() + PERIOD;
    }

    /// Puts what was read in force.
    async fn read(&mut self, done: UnderWay, read: Result<Live, Error>) -> Happened {
        match read {
            Ok(next) => {
                self.enter(next).await;
                // A node that was asked meanwhile may not have heard of it yet.
                self.config.statements.doubt_each(&done.altered);
                self.wishes.tell(&done.wishes, Ok(()));
                Happened::Read
            }
            Err(error) => {
                self.altered.append(done.altered);
                Happened::Failed(error, done.wishes)
            }
        }
    }

    /// The connection ended, and the reading over it with it.
    fn ended(&mut self, watch: &mut Watch) -> Happened {
        let connection = watch.control.connection();
        let unknown = || Error::new(ErrorKind::BrokenConnection, "the control connection ended");
        let error = connection.broken().map_or_else(unknown, broken_error);
        let error = error.on_node(connection.address()).context("reading the cluster's metadata");
        let wishes = watch.under_way.take().map(|lost| {
            self.altered.append(lost.altered);
            lost.wishes
        });
        Happened::Ended(error, wishes)
    }

    /// Puts a state in force, and connects to the nodes that are new in it.
    async fn enter(&self, next: Live) {
        let next = Arc::new(next);
        self.state.store(Arc::clone(&next));
        // Connections may have been opened or lost since it was made.
        self.pools.changed.notify_one();
        next.start(&self.pools).await;
    }

    /// Does at once what an event asks for.
    fn hear(&mut self, news: News) {
        match news {
            News::Up(address) => self.retry(address),
            News::Down(address) => self.probe(address),
            News::Altered(what) => {
                self.config.statements.doubt(&what);
                self.altered.add(Some(what));
            }
            News::Missed => {
                self.config.statements.doubt_all();
                self.altered.add(None);
            }
            News::Changed => {}
        }
    }

    /// A node is said to be up: its pool need not wait any longer.
    fn retry(&self, address: SocketAddr) {
        if let Some(pool) = self.state.load().pool_at(address) {
            pool.retry_now();
        }
    }

    /// A node is said to be down: its connections find out at once whether that is so, instead of at their next heartbeat.
    ///
    /// The word of another node alone ends no connection. It may be the one that has lost the way.
    fn probe(&self, address: SocketAddr) {
        let state = self.state.load();
        state
            .pool_at(address)
            .into_iter()
            .flat_map(|pool| pool.connections())
            .for_each(|connection| connection.probe());
    }
}
