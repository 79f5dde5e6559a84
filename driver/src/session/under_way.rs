//! The preparations that are under way, so that whoever asks for the same meanwhile shares one.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared, WeakShared, join_all};
use tokio::runtime::{self, Handle};

use crate::error::Error;
use crate::statement::PreparedStatement;

/// What a preparation comes to.
pub(super) type Outcome = Result<PreparedStatement, Error>;

type Work = BoxFuture<'static, Outcome>;

/// What is prepared. Cassandra forgets a statement for a moment when it is prepared twice at once, so there is one
/// preparation of each at a time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Text {
    pub(super) contents: Arc<str>,
    /// The keyspace of tables that the text names without one.
    pub(super) keyspace: Option<Arc<str>>,
    /// Timers of a preparation end with the runtime that it began in, so runtimes do not share one.
    pub(super) runtime: Option<runtime::Id>,
}

/// How it is prepared. Only those who ask for the same share a preparation; others wait for it to end.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Manner {
    pub(super) tracing: bool,
    pub(super) payload: Option<HashMap<String, Bytes>>,
    /// Whether the statement keeps its keyspace, or has the session's.
    pub(super) has_own_keyspace: bool,
    /// On all nodes, or on any one.
    pub(super) everywhere: bool,
}

/// The preparations that are under way, each as long as somebody waits for it.
#[derive(Default)]
pub(super) struct UnderWay(Mutex<HashMap<Text, Vec<Known>>>);

struct Known {
    manner: Manner,
    work: WeakShared<Work>,
}

impl Known {
    /// The preparation, unless it has ended or nobody waits for it any more.
    fn running(&self) -> Option<Shared<Work>> {
        self.work.upgrade().filter(|work| work.peek().is_none())
    }
}

/// A preparation that is waited for. It goes on when one of those who wait is dropped, and ends with the last one.
pub(super) struct Waiting<'a> {
    all: &'a UnderWay,
    text: Text,
    /// `None` once it has ended.
    work: Option<Shared<Work>>,
    /// Whether it was begun by this one, and did not have to wait for another.
    pub(super) is_first: bool,
}

impl Text {
    /// A text that is prepared in the current runtime.
    pub(super) fn new(contents: Arc<str>, keyspace: Option<Arc<str>>) -> Self {
        Self { contents, keyspace, runtime: Handle::try_current().ok().map(|handle| handle.id()) }
    }
}

impl UnderWay {
    /// Joins the preparation of a text that is under way, or begins one.
    pub(super) fn join(&self, text: Text, manner: Manner, begin: impl FnOnce() -> Work) -> Waiting<'_> {
        let mut texts = self.lock();
        let known = texts.entry(text.clone()).or_default();
        let same = known.iter().filter(|known| known.manner == manner).find_map(Known::running);
        let (work, is_first) = match same {
            Some(work) => (work, false),
            None => {
                let others: Vec<_> = known.iter().filter_map(Known::running).collect();
                let is_first = others.is_empty();
                let work = begin();
                let in_turn = async move {
                    join_all(others).await;
                    work.await
                };
                let work = in_turn.boxed().shared();
                // It has not ended, so there is something to refer to.
                known.extend(work.downgrade().map(|work| Known { manner, work }));
                (work, is_first)
            }
        };
        drop(texts);
        Waiting { all: self, text, work: Some(work), is_first }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Text, Vec<Known>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets the preparations of a text that have ended.
    fn sweep(&self, text: &Text) {
        let mut texts = self.lock();
        let Some(known) = texts.get_mut(text) else { return };
        // What was the last reference to a preparation is dropped without the lock.
        let running: Vec<_> = known.iter().map(Known::running).collect();
        let mut is_running = running.iter().map(Option::is_some);
        known.retain(|_| is_running.next().unwrap_or(false));
        if known.is_empty() {
            texts.remove(text);
        }
        drop(texts);
    }
}

impl Future for Waiting<'_> {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Outcome> {
        // It is not polled again once it is done.
        let Some(work) = &mut self.work else { return Poll::Pending };
        let outcome = work.poll_unpin(cx);
        if outcome.is_ready() {
            self.work = None;
        }
        outcome
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.work = None;
        self.all.sweep(&self.text);
    }
}

impl fmt::Debug for UnderWay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnderWay").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    fn manner(tracing: bool) -> Manner {
        Manner { tracing, payload: None, has_own_keyspace: false, everywhere: true }
    }

    /// A preparation that fails with `found`, once `gate` is open.
    fn work(found: &'static str, gate: &Arc<tokio::sync::Semaphore>) -> impl FnOnce() -> Work {
        let gate = Arc::clone(gate);
        move || {
            async move {
                drop(gate.acquire().await);
                Err(Error::new(ErrorKind::Invalid, found))
            }
            .boxed()
        }
    }

    #[tokio::test]
    async fn nothing_is_kept_of_what_has_ended_or_was_given_up() {
        let (all, gate) = (UnderWay::default(), Arc::new(tokio::sync::Semaphore::new(0)));
        let text = Text::new("a".into(), None);
        let mut first = all.join(text.clone(), manner(false), work("one", &gate));
        let second = all.join(text.clone(), manner(false), work("two", &gate));
        let other = all.join(text.clone(), manner(true), work("three", &gate));
        assert_eq!((first.is_first, second.is_first, other.is_first), (true, false, false));
        assert!((&mut first).now_or_never().is_none());
        drop(first);
        assert_eq!(all.lock().len(), 1);
        gate.add_permits(1);
        assert!(other.await.unwrap_err().to_string().contains("three"));
        assert!(second.await.unwrap_err().to_string().contains("one"));
        assert!(all.lock().is_empty());
        drop(all.join(text, manner(false), work("four", &gate)));
        assert!(all.lock().is_empty());
    }

    #[tokio::test]
    async fn who_does_not_go_on_holds_nobody_up() {
        let (all, gate) = (UnderWay::default(), Arc::new(tokio::sync::Semaphore::new(0)));
        let text = Text::new("a".into(), None);
        let mut first = all.join(text.clone(), manner(false), work("one", &gate));
        assert!((&mut first).now_or_never().is_none());
        let second = all.join(text.clone(), manner(false), work("two", &gate));
        let other = all.join(text, manner(true), work("three", &gate));
        gate.add_permits(1);
        // `first` is not polled again.
        assert!(other.await.unwrap_err().to_string().contains("three"));
        assert!(second.await.unwrap_err().to_string().contains("one"));
        drop(first);
    }
}
