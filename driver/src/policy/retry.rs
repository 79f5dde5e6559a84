//! What follows from an error that the server answered with.

use crate::wire::response::{Error, ErrorCode, ErrorDetail, WriteType};

/// What is known when an attempt was answered with an error.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RetryInfo<'a> {
    /// What the server said.
    pub(crate) error: &'a Error,
    /// Whether the request may be carried out twice.
    pub(crate) is_idempotent: bool,
    /// Whether a node was asked again already.
    pub(crate) same_node_retried: bool,
    /// Whether another node found too few replicas alive already.
    pub(crate) unavailable_before: bool,
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RetryDecision {
    /// Ask the same node once more.
    SameNode,
    /// Ask the next node of the plan.
    NextNode,
    /// Give the error to the caller.
    GiveUp,
}

/// Decides by the rules that the Java driver made common:
/// a node that cannot work now is left for the next one; a timeout is tried again where the server says that it is likely
/// to succeed; an error of the statement itself is final.
pub(crate) fn decide(info: &RetryInfo<'_>) -> RetryDecision {
    use RetryDecision::{GiveUp, NextNode, SameNode};
    let once = |then| if info.same_node_retried { GiveUp } else { then };
    let if_idempotent = |then| if info.is_idempotent { then } else { GiveUp };
    match (info.error.code, &info.error.detail) {
        (ErrorCode::IsBootstrapping, _) => NextNode,
        // The first coordinator may be cut off from the others; a second one that agrees is right.
        (ErrorCode::Unavailable, _) if !info.unavailable_before => NextNode,
        (ErrorCode::Overloaded | ErrorCode::Server | ErrorCode::Truncate, _) => if_idempotent(NextNode),
        // Enough replicas answered, only the one with the data did not: by now it is known to be slow.
        (ErrorCode::ReadTimeout, ErrorDetail::ReadTimeout { received, required, data_present, .. })
            if received >= required && !data_present =>
        {
            once(SameNode)
        }
        // The batch log could not be written, so nothing was applied.
        (ErrorCode::WriteTimeout, ErrorDetail::WriteTimeout { write_type: WriteType::BatchLog, .. }) => {
            once(if_idempotent(SameNode))
        }
        _ => GiveUp,
    }
}
