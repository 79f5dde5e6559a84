use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use super::{Connection, now};
use crate::protocol::{Answer, Broken, CallError, Refused, StreamId, Submission};
use crate::wire::compression::MIN_COMPRESSED_LEN;
use crate::wire::{Compression, Flags, MAX_BODY_LEN, Opcode};

/// A request as a call sends it.
pub(crate) type Request<'a> = Submission<'a>;

/// A request in flight: a future of its answer.
///
/// Dropping it gives the request up; its stream id is used again when the answer has come.
#[derive(Debug)]
pub(crate) struct Call<'c> {
    connection: &'c Connection,
    /// The id while the answer is owed to this call.
    stream: Option<StreamId>,
}

/// A request in flight, and when the connection gives it up.
type Submitted<'c> = (Call<'c>, Option<Instant>);

impl Connection {
    /// Hands a request over for sending; the future is its answer, beside it stands when it is given up. `waker` is the task
    /// that will await it.
    ///
    /// # Errors
    /// When nothing of it will be sent.
    #[inline]
    pub(crate) fn call(&self, request: Request<'_>, waker: &Waker) -> Result<Submitted<'_>, Refused> {
        if request.body.len() >= MIN_COMPRESSED_LEN
            && let Some(compression) = self.shared.body_compression.get()
        {
            return self.call_compressed(*compression, request, waker);
        }
        self.submit(request, waker)
    }

    /// Compresses the body if that makes it shorter; before the lock is taken, so that others need not wait for it.
    #[inline(never)]
    fn call_compressed(
        &self,
        compression: Compression,
        request: Request<'_>,
        waker: &Waker,
    ) -> Result<Submitted<'_>, Refused> {
        // native_protocol_v4 §5: a STARTUP message must never be compressed. What is too long is refused as it is.
        if request.opcode == Opcode::Startup || request.body.len() > MAX_BODY_LEN as usize {
            return self.submit(request, waker);
        }
        match compression.compress_body(request.body) {
            Some(body) if body.len() < request.body.len() => {
                let flags = request.flags | Flags::COMPRESSION;
                self.submit(Request { flags, body: &body, ..request }, waker)
            }
            _ => self.submit(request, waker),
        }
    }

    #[inline]
    fn submit(&self, request: Request<'_>, waker: &Waker) -> Result<Submitted<'_>, Refused> {
        let ((stream, deadline), sleeper) = {
            let mut locked = self.shared.lock();
            let submitted = locked.machine.submit(request, waker, now)?;
            (submitted, locked.sleeper.take())
        };
        if let Some(sleeper) = sleeper {
            sleeper.wake();
        }
        Ok((Call { connection: self, stream: Some(stream) }, deadline))
    }

    /// Decompresses an answer, which the lock is not needed for.
    #[inline(never)]
    fn decompress(&self, answer: Answer) -> Result<Answer, CallError> {
        // Unset, segments are compressed, and the flag means nothing (native_protocol_v5 §2.4.1.2).
        let Some(compression) = self.shared.body_compression.get() else { return Ok(answer) };
        match compression.decompress_body(&answer.body) {
            Ok(body) => Ok(Answer { flags: answer.flags.without(Flags::COMPRESSION), body, ..answer }),
            Err(error) => {
                // Damaged on its way or written wrong: what else comes is as doubtful.
                let broken = Broken::Envelope(error.into());
                self.shared.fail(broken.clone());
                Err(CallError::Broken { sent: true, broken })
            }
        }
    }
}

impl Call<'_> {
    /// Asks for the answer.
    #[inline]
    pub(crate) fn poll_answer(&mut self, waker: &Waker) -> Poll<Result<Answer, CallError>> {
        let Some(stream) = self.stream else {
            return Poll::Ready(Err(CallError::Timeout));
        };
        let shared = &self.connection.shared;
        let (answer, freed) = {
            let mut locked = shared.lock();
            let answer = locked.machine.poll_answer(stream, waker, now);
            (answer, locked.has_freed())
        };
        if answer.is_ready() {
            self.stream = None;
            if freed {
                shared.freed.notify_one();
            }
            if let Poll::Ready(Err(CallError::Timeout)) = &answer {
                shared.orphaned();
            }
        }
        match answer {
            Poll::Ready(Ok(answer)) if answer.flags.contains(Flags::COMPRESSION) => {
                Poll::Ready(self.connection.decompress(answer))
            }
            answer => answer,
        }
    }
}

impl Future for Call<'_> {
    type Output = Result<Answer, CallError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.poll_answer(cx.waker())
    }
}

impl Drop for Call<'_> {
    fn drop(&mut self) {
        let Some(stream) = self.stream else { return };
        let shared = &self.connection.shared;
        let (freed, is_moved) = {
            let mut locked = shared.lock();
            locked.machine.cancel(stream, now());
            (locked.has_freed(), matches!(locked.machine.broken(), Some(Broken::Moved)))
        };
        shared.orphaned();
        if is_moved {
            // Wakes those who are to hear of it.
            shared.fail(Broken::Moved);
        }
        if freed {
            shared.freed.notify_one();
        }
    }
}
