//! What follows from a failed attempt.

use crate::wire::consistency::Consistency;

/// What follows from a failed attempt; a [`RetrySession`](crate::policies::retry::RetrySession) decides it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryDecision {
    /// Ask the same node again, at this consistency; `None` keeps that of the attempt.
    RetrySameTarget(Option<Consistency>),
    /// Ask the next node of the plan, at this consistency; `None` keeps that of the attempt.
    RetryNextTarget(Option<Consistency>),
    /// Give the error to the caller.
    DontRetry,
    /// Give the caller a result without rows, as if the write had succeeded.
    IgnoreWriteError,
}
