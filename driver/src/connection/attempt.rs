//! One request on one connection: handed over, and its answer.

use std::future::poll_fn;
use std::task::Poll;

use super::{Call, Connection, Request};
use crate::protocol::{Answer, CallError, Due, Refused};

/// Why one attempt brought no answer.
#[derive(Debug)]
pub(crate) enum AttemptError {
    /// Nothing of the request was sent.
    Refused(Refused),
    /// It was handed over and no answer came.
    Lost(CallError),
}

/// Sends a request on a connection and waits for its answer, whatever it is.
///
/// Dropped, it gives the request up.
///
/// # Errors
/// When the connection does not take the request, or no answer comes.
pub(crate) async fn attempt(connection: &Connection, request: Request<'_>) -> Result<Answer, AttemptError> {
    attempt_until(connection, &mut { request.due }, |due| Request { due, ..request }).await
}

/// As [`attempt`], of the request that is due when `due` says, which is told a time once the connection has taken it.
///
/// # Errors
/// As [`attempt`].
#[inline]
pub(crate) async fn attempt_until<'a>(
    connection: &Connection,
    due: &mut Due,
    request: impl Fn(Due) -> Request<'a>,
) -> Result<Answer, AttemptError> {
    let mut call: Option<Call<'_>> = None;
    poll_fn(|cx| match &mut call {
        Some(call) => call.poll_answer(cx.waker()).map_err(AttemptError::Lost),
        None => match connection.call(request(*due), cx.waker()) {
            Ok((sent, deadline)) => {
                *due = deadline.into();
                call = Some(sent);
                Poll::Pending
            }
            Err(refused) => Poll::Ready(Err(AttemptError::Refused(refused))),
        },
    })
    .await
}
