use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use super::Connection;
use crate::protocol::{Answer, CallError, Refused, StreamId, Submission};

/// A request as a call sends it.
pub(crate) type Request<'a> = Submission<'a>;

/// A request in flight: a future of its answer.
///
/// Dropping it gives the request up; its stream id is used again when the answer has come.
#[derive(Debug)]
pub(crate) struct Call {
    connection: Arc<Connection>,
    /// The id while the answer is owed to this call.
    stream: Option<StreamId>,
}

impl Connection {
    /// Hands a request over for sending; the future is its answer. `waker` is the task that will await it.
    ///
    /// # Errors
    /// When nothing of it will be sent.
    #[inline]
    pub(crate) fn call(self: &Arc<Self>, request: Request<'_>, waker: &Waker) -> Result<Call, Refused> {
        let (stream, sleeper) = {
            let mut locked = self.shared.lock();
            let stream = locked.machine.submit(request, waker)?;
            (stream, locked.sleeper.take())
        };
        if let Some(sleeper) = sleeper {
            sleeper.wake();
        }
        Ok(Call { connection: Arc::clone(self), stream: Some(stream) })
    }
}

impl Call {
    /// Asks for the answer.
    #[inline]
    pub(crate) fn poll_answer(&mut self, waker: &Waker) -> Poll<Result<Answer, CallError>> {
        let Some(stream) = self.stream else {
            return Poll::Ready(Err(CallError::Timeout));
        };
        let shared = &self.connection.shared;
        let (answer, freed) = {
            let mut locked = shared.lock();
            let answer = locked.machine.poll_answer(stream, waker, Instant::now);
            (answer, locked.waiting > 0)
        };
        if answer.is_ready() {
            self.stream = None;
            if freed {
                shared.freed.notify_one();
            }
            if let Poll::Ready(Err(CallError::Timeout)) = &answer {
                shared.counters.orphaned(1);
            }
        }
        answer
    }
}

impl Future for Call {
    type Output = Result<Answer, CallError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.poll_answer(cx.waker())
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        let Some(stream) = self.stream else { return };
        let shared = &self.connection.shared;
        let freed = {
            let mut locked = shared.lock();
            locked.machine.cancel(stream, Instant::now());
            locked.waiting > 0
        };
        shared.counters.orphaned(1);
        if freed {
            shared.freed.notify_one();
        }
    }
}
