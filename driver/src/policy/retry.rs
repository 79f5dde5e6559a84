//! What follows from a failed attempt.

use std::any::Any;
use std::fmt::Debug;

use crate::error::{Error, ErrorKind, RetryDecision};
use crate::wire::consistency::Consistency;
use crate::wire::response::{ErrorCode, ErrorDetail, WriteType};

/// What a [`RetrySession`] knows of the attempt that failed.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct RequestInfo<'a> {
    /// What the attempt failed with.
    pub error: &'a Error,
    /// Whether the request may be carried out twice with the effect of once. A policy that retries one that is not may
    /// have it carried out twice.
    pub is_idempotent: bool,
    /// The consistency level of the attempt.
    pub consistency: Consistency,
}

/// Decides what follows when an attempt fails.
///
/// The driver asks a policy after a server's error, and after a connection was lost while the request was on its way. It
/// does not ask when nothing of the request was sent (the next node gets it), when the server has forgotten the prepared
/// statement (it is prepared again), or when the request's timeout has passed (it fails).
///
/// # Examples
/// A policy that tries up to two more nodes, for idempotent requests:
/// ```
/// use ilium_driver::policies::retry::{RequestInfo, RetryDecision, RetryPolicy, RetrySession};
///
/// #[derive(Debug)]
/// struct TwoMore;
///
/// struct Left(u8);
///
/// impl RetryPolicy for TwoMore {
///     fn new_session(&self) -> Box<dyn RetrySession> {
///         Box::new(Left(2))
///     }
/// }
///
/// impl RetrySession for Left {
///     fn decide_should_retry(&mut self, request: RequestInfo) -> RetryDecision {
///         if !request.is_idempotent || self.0 == 0 {
///             return RetryDecision::DontRetry;
///         }
///         self.0 -= 1;
///         RetryDecision::RetryNextTarget(None)
///     }
///
///     fn reset(&mut self) {
///         self.0 = 2;
///     }
/// }
/// ```
pub trait RetryPolicy: Debug + Send + Sync {
    /// Begins to decide for one request; with speculative execution, for each of its branches.
    fn new_session(&self) -> Box<dyn RetrySession>;

    /// The policy, where the driver knows its type and has a shorter path for it.
    #[doc(hidden)]
    fn as_any(&self) -> Option<&dyn Any> {
        None
    }
}

/// Decides for one request; made by a [`RetryPolicy`].
pub trait RetrySession: Send + Sync {
    /// An attempt has failed: says what follows.
    fn decide_should_retry(&mut self, request_info: RequestInfo<'_>) -> RetryDecision;

    /// Begins anew, for another request.
    fn reset(&mut self);
}

/// Retries where that is likely to help and cannot do harm, by the rules that the Java driver made common.
///
/// | error | idempotent | otherwise |
/// |---|---|---|
/// | `IsBootstrapping` | next node | next node |
/// | `Unavailable`, the first time | next node | next node |
/// | `Overloaded`, `ServerError`, `TruncateError` | next node | gives up |
/// | connection lost on the way | next node | gives up |
/// | `ReadTimeout`, enough replicas answered and none with the data | same node, once | same node, once |
/// | `WriteTimeout` of the batch log | same node, once | gives up |
/// | any other | gives up | gives up |
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DefaultRetryPolicy;

impl DefaultRetryPolicy {
    /// Makes the policy.
    pub const fn new() -> Self {
        Self
    }
}

impl RetryPolicy for DefaultRetryPolicy {
    fn new_session(&self) -> Box<dyn RetrySession> {
        Box::new(DefaultRetrySession::new())
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

/// Decides for one request by the rules of [`DefaultRetryPolicy`].
#[derive(Clone, Copy, Debug, Default)]
pub struct DefaultRetrySession {
    /// Whether a node was asked again already.
    same_node_retried: bool,
    /// Whether another node found too few replicas alive already.
    unavailable_before: bool,
}

impl DefaultRetrySession {
    /// Begins to decide for a request.
    pub const fn new() -> Self {
        Self { same_node_retried: false, unavailable_before: false }
    }

    fn same_node_once(&mut self) -> RetryDecision {
        if std::mem::replace(&mut self.same_node_retried, true) {
            return RetryDecision::DontRetry;
        }
        RetryDecision::RetrySameTarget(None)
    }
}

impl RetrySession for DefaultRetrySession {
    fn decide_should_retry(&mut self, request_info: RequestInfo<'_>) -> RetryDecision {
        let RequestInfo { error, is_idempotent, .. } = request_info;
        let next_node = RetryDecision::RetryNextTarget(None);
        let Some(server) = error.server_error() else {
            let is_lost = matches!(error.kind(), ErrorKind::BrokenConnection | ErrorKind::Closed);
            return if is_lost && is_idempotent { next_node } else { RetryDecision::DontRetry };
        };
        match (server.code, &server.detail) {
            (ErrorCode::IsBootstrapping, _) => next_node,
            // The first coordinator may be cut off from the others; a second one that agrees is right.
            (ErrorCode::Unavailable, _) if !std::mem::replace(&mut self.unavailable_before, true) => next_node,
            (ErrorCode::Overloaded | ErrorCode::Server | ErrorCode::Truncate, _) if is_idempotent => next_node,
            // Enough replicas answered, only the one with the data did not: by now it is known to be slow.
            (ErrorCode::ReadTimeout, ErrorDetail::ReadTimeout { received, required, data_present, .. })
                if received >= required && !data_present =>
            {
                self.same_node_once()
            }
            // The batch log could not be written, so nothing was applied.
            (ErrorCode::WriteTimeout, ErrorDetail::WriteTimeout { write_type: WriteType::BatchLog, .. })
                if is_idempotent =>
            {
                self.same_node_once()
            }
            _ => RetryDecision::DontRetry,
        }
    }

    fn reset(&mut self) {
        *self = Self::new();
    }
}
