//! Who is told of a request's attempts.

use std::fmt::Debug;
use std::net::SocketAddr;

use crate::error::{Error, RetryDecision};

/// Names a request to its [`HistoryListener`], which chooses the number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_structs, reason = "listeners make them")]
pub struct RequestId(pub usize);

/// Names an attempt to its [`HistoryListener`], which chooses the number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_structs, reason = "listeners make them")]
pub struct AttemptId(pub usize);

/// Names a speculative branch to its [`HistoryListener`], which chooses the number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_structs, reason = "listeners make them")]
pub struct SpeculativeId(pub usize);

/// Is told what becomes of the requests of the statements that it is set on, attempt by attempt.
///
/// It is called on the path of a request, so it should not block. A request whose future is dropped, and a branch that is
/// given up since another one was answered, are not told of any more.
pub trait HistoryListener: Debug + Send + Sync {
    /// A request begins. Returns how to name it in what follows.
    fn log_request_start(&self) -> RequestId;

    /// A request got its result.
    fn log_request_success(&self, request_id: RequestId);

    /// A request failed.
    fn log_request_error(&self, request_id: RequestId, error: &Error);

    /// A speculative branch of a request begins. Returns how to name it in what follows.
    fn log_new_speculative_fiber(&self, request_id: RequestId) -> SpeculativeId;

    /// An attempt begins: the request is about to be sent to `node_addr`, for a speculative branch if there is one. Returns
    /// how to name it in what follows.
    fn log_attempt_start(
        &self,
        request_id: RequestId,
        speculative_id: Option<SpeculativeId>,
        node_addr: SocketAddr,
    ) -> AttemptId;

    /// An attempt was answered with a result.
    fn log_attempt_success(&self, attempt_id: AttemptId);

    /// An attempt failed, and what follows from that.
    fn log_attempt_error(&self, attempt_id: AttemptId, error: &Error, retry_decision: &RetryDecision);
}
