//! When a request is sent to a further node though no answer has come yet.

use std::fmt::Debug;
use std::time::Duration;

/// What a [`SpeculativeExecutionPolicy`] knows.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Context {}

/// Decides when a request is sent to a further node of its plan though no answer has come yet.
///
/// The first answer counts, and the other branches are given up. Only requests that are idempotent have branches, since the
/// server may carry out each of them.
pub trait SpeculativeExecutionPolicy: Debug + Send + Sync {
    /// How many branches there may be beside the first; asked once a request.
    fn max_retry_count(&self, context: &Context) -> usize;

    /// How long to wait for an answer before the next branch begins; asked before each.
    fn retry_interval(&self, context: &Context) -> Duration;
}

/// Begins a branch after the same time each.
///
/// # Examples
/// A second node is asked after 50 ms, and no third one:
/// ```
/// use std::sync::Arc;
/// use std::time::Duration;
/// use ilium_driver::client::execution_profile::ExecutionProfile;
/// use ilium_driver::policies::speculative_execution::SimpleSpeculativeExecutionPolicy;
///
/// let twice = SimpleSpeculativeExecutionPolicy { max_retry_count: 1, retry_interval: Duration::from_millis(50) };
/// let profile = ExecutionProfile::builder().speculative_execution_policy(Some(Arc::new(twice))).build();
/// assert!(profile.get_speculative_execution_policy().is_some());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "made by its fields, as in the seed driver")]
pub struct SimpleSpeculativeExecutionPolicy {
    /// How many branches there may be beside the first; 0 for none.
    pub max_retry_count: usize,
    /// How long to wait for an answer before the next branch begins.
    pub retry_interval: Duration,
}

impl SpeculativeExecutionPolicy for SimpleSpeculativeExecutionPolicy {
    fn max_retry_count(&self, _: &Context) -> usize {
        self.max_retry_count
    }

    fn retry_interval(&self, _: &Context) -> Duration {
        self.retry_interval
    }
}
