//! One request on one connection: handed over, and its answer.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

use super::{Call, Connection, Request};
use crate::protocol::{Answer, CallError, Refused};

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
pub(crate) async fn attempt(connection: &Arc<Connection>, request: Request<'_>) -> Result<Answer, AttemptError> {
    let mut call: Option<Call> = None;
    poll_fn(|cx| match &mut call {
        Some(call) => call.poll_answer(cx.waker()).map_err(AttemptError::Lost),
        None => match connection.call(request, cx.waker()) {
            Ok(sent) => {
                call = Some(sent);
                Poll::Pending
            }
            Err(refused) => Poll::Ready(Err(AttemptError::Refused(refused))),
        },
    })
    .await
}
