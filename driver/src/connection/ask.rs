//! Requests that the driver makes for itself: one message, one decoded answer.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use bytes::Bytes;

use super::{AttemptError, Connection, Request, attempt, now};
use crate::error::{Error, ErrorKind};
use crate::protocol::{Answer, Broken, CallError, Refused, deadline};
use crate::wire::Flags;
use crate::wire::request;
use crate::wire::response::{Extensions, Response, encode_custom_payload};

impl Connection {
    /// Sends a request and waits for its answer, at most `timeout` long.
    ///
    /// # Errors
    /// When no answer comes. An ERROR is an answer.
    pub(crate) async fn ask(
        &self,
        message: &request::Request<'_>,
        payload: Option<&HashMap<String, Bytes>>,
        timeout: Duration,
    ) -> Result<Answer, Error> {
        let mut body = Vec::new();
        let mut flags = Flags::NONE;
        if let Some(payload) = payload {
            flags |= Flags::CUSTOM_PAYLOAD;
            let written = encode_custom_payload(payload, &mut body);
            written.map_err(|error| Error::caused(ErrorKind::BadConfig, error))?;
        }
        message.encode(self.version, &mut body).map_err(|error| Error::caused(ErrorKind::BadConfig, error))?;
        let deadline = deadline(now(), timeout);
        let request = Request { opcode: message.opcode(), flags, body: &body, due: deadline.into() };
        self.attempt_when_free(request, timeout, deadline).await.map_err(|error| error.on_node(self.address))
    }

    /// Sends a request as soon as the connection takes it, and waits for its answer.
    async fn attempt_when_free(
        &self,
        request: Request<'_>,
        timeout: Duration,
        deadline: Option<Instant>,
    ) -> Result<Answer, Error> {
        loop {
            let refused = match attempt(self, request).await {
                Ok(answer) => return Ok(answer),
                Err(AttemptError::Lost(lost)) => return Err(call_error(lost, timeout)),
                Err(AttemptError::Refused(refused)) => refused,
            };
            let Some(phase) = refused.waits_for() else { return Err(refused_error(refused)) };
            // Without a deadline it is asked for again now and then.
            let left = deadline.map_or(timeout, |deadline| deadline.saturating_duration_since(now()));
            if left.is_zero() {
                return Err(Error::timeout(timeout, phase));
            }
            self.freed(request.body.len(), left).await;
        }
    }

    /// Sends a request and decodes its answer.
    ///
    /// # Errors
    /// When no answer comes, when it is an ERROR, or when it is no valid message.
    pub(crate) async fn ask_for<T>(
        &self,
        message: &request::Request<'_>,
        timeout: Duration,
        take: impl FnOnce(Response<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.ask_with(message, None, timeout, take).await
    }

    /// Sends a request with a custom payload beside it and decodes its answer.
    ///
    /// # Errors
    /// As [`ask_for`](Self::ask_for).
    pub(crate) async fn ask_with<T>(
        &self,
        message: &request::Request<'_>,
        payload: Option<&HashMap<String, Bytes>>,
        timeout: Duration,
        take: impl FnOnce(Response<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let answer = self.ask(message, payload, timeout).await?;
        self.read_answer(&answer, take)
    }

    /// Decodes an answer of this connection.
    ///
    /// # Errors
    /// When it is an ERROR, or when it is not a valid message.
    pub(crate) fn read_answer<T>(
        &self,
        answer: &Answer,
        take: impl FnOnce(Response<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let decoded = decode(answer, self).and_then(|(extensions, response)| match response {
            Response::Error(error) => Err(Error::server(error).extended(extensions)),
            other => take(other),
        });
        decoded.map_err(|error| error.on_node(self.address))
    }
}

/// Decodes an answer, and what stands before it.
pub(crate) fn decode<'a>(answer: &'a Answer, connection: &Connection) -> Result<(Extensions, Response<'a>), Error> {
    let mut body = &*answer.body;
    let decoded = Extensions::decode(answer.flags, &mut body)
        .and_then(|extensions| Ok((extensions, Response::decode(connection.version, answer.opcode, body)?)));
    decoded.map_err(|error| Error::caused(ErrorKind::InvalidResponse, error))
}

/// The answer was a message of another kind than the request's.
#[cold]
pub(crate) fn unexpected(expected: &'static str, got: &Response<'_>) -> Error {
    Error::new(ErrorKind::InvalidResponse, format!("expected {expected}, got {}", got.opcode()))
}

/// The error of a request of which nothing was sent.
#[cold]
pub(crate) fn refused_error(refused: Refused) -> Error {
    match refused {
        Refused::Busy => Error::new(ErrorKind::NoNodeAvailable, "every stream id of the connection is in use"),
        Refused::Full => Error::new(ErrorKind::NoNodeAvailable, "too many bytes wait to be written to the connection"),
        Refused::Broken(broken) => broken_error(broken),
        Refused::TooLong(len) => {
            Error::new(ErrorKind::BadConfig, format!("the request is {len} bytes long, over the protocol's 256 MiB"))
        }
    }
}

/// The error of a request that was sent and not answered.
#[cold]
pub(crate) fn call_error(error: CallError, timeout: Duration) -> Error {
    match error {
        CallError::Timeout => Error::timeout(timeout, "waiting for the answer"),
        CallError::Broken { broken, .. } => broken_error(broken),
    }
}

/// The error of a request whose connection is gone.
#[cold]
pub(crate) fn broken_error(broken: Broken) -> Error {
    match broken {
        Broken::Closed => Error::closed(),
        Broken::RuntimeEnded => Error::runtime_ended(),
        broken => Error::caused(ErrorKind::BrokenConnection, broken),
    }
}
