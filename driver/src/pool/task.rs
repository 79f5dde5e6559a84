use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use tokio::task::AbortHandle;

use crate::connection::why_dropped;
use crate::protocol::Broken;

/// A task that ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Task {
    handle: AbortHandle,
    ended: Arc<OnceLock<Broken>>,
}

impl Task {
    pub(crate) fn spawn(work: impl Future<Output = ()> + Send + 'static) -> Self {
        let ended = Arc::default();
        let work = Work { _end: End(Arc::clone(&ended)), work: Box::pin(work) };
        Self { handle: tokio::spawn(work).abort_handle(), ended }
    }

    /// Why the task ended, if it did.
    pub(crate) fn ended(&self) -> Option<&Broken> {
        self.ended.get()
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.handle.abort();
    }
}

/// What the task runs. Its end is known before anybody is told of it by what `work` drops, since fields are dropped in
/// their order.
struct Work {
    _end: End,
    work: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl Future for Work {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.work.as_mut().poll(cx)
    }
}

struct End(Arc<OnceLock<Broken>>);

impl Drop for End {
    fn drop(&mut self) {
        // Nobody else sets it.
        let _set = self.0.set(why_dropped());
    }
}
