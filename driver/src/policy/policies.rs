//! The policies that one request follows.

use std::sync::{Arc, LazyLock};

use crate::observe::HistoryListener;
use crate::policy::retry::{DefaultRetryPolicy, RetryPolicy};
use crate::policy::speculative_execution::SpeculativeExecutionPolicy;
use crate::policy::{DefaultPolicy, LoadBalancingPolicy};

/// The policies that are set on a profile, a statement or a call, and who listens. What is not set is the driver's own:
/// [`DefaultPolicy`], [`DefaultRetryPolicy`], no speculation, nobody.
#[derive(Clone, Debug, Default)]
pub(crate) struct Policies {
    pub(crate) load_balancing: Option<Arc<dyn LoadBalancingPolicy>>,
    pub(crate) retry: Option<Arc<dyn RetryPolicy>>,
    pub(crate) speculative_execution: Option<Arc<dyn SpeculativeExecutionPolicy>>,
    pub(crate) history: Option<Arc<dyn HistoryListener>>,
}

static LOAD_BALANCING: LazyLock<Arc<dyn LoadBalancingPolicy>> = LazyLock::new(|| Arc::new(DefaultPolicy));
static RETRY: LazyLock<Arc<dyn RetryPolicy>> = LazyLock::new(|| Arc::new(DefaultRetryPolicy));

impl Policies {
    /// The load balancing, the driver's own if none is set.
    pub(crate) fn load_balancing(&self) -> &Arc<dyn LoadBalancingPolicy> {
        self.load_balancing.as_ref().unwrap_or(&LOAD_BALANCING)
    }

    /// The retry policy, the driver's own if none is set.
    pub(crate) fn retry(&self) -> &Arc<dyn RetryPolicy> {
        self.retry.as_ref().unwrap_or(&RETRY)
    }

    /// Whether nothing is set.
    pub(crate) const fn is_empty(&self) -> bool {
        let Self { load_balancing, retry, speculative_execution, history } = self;
        load_balancing.is_none() && retry.is_none() && speculative_execution.is_none() && history.is_none()
    }

    /// Whether a request does what it would without: nothing is set, or what is set is the driver's own.
    pub(crate) fn are_defaults(&self) -> bool {
        let Self { load_balancing, retry, speculative_execution, history } = self;
        speculative_execution.is_none()
            && history.is_none()
            && load_balancing.as_ref().is_none_or(is_own)
            && retry.as_ref().is_none_or(is_own_retry)
    }

    /// These, and where one is not set that of `others`.
    pub(crate) fn over(&self, others: &Self) -> Self {
        Self {
            load_balancing: self.load_balancing.as_ref().or(others.load_balancing.as_ref()).cloned(),
            retry: self.retry.as_ref().or(others.retry.as_ref()).cloned(),
            speculative_execution: self
                .speculative_execution
                .as_ref()
                .or(others.speculative_execution.as_ref())
                .cloned(),
            history: self.history.as_ref().or(others.history.as_ref()).cloned(),
        }
    }
}

fn is_own(policy: &Arc<dyn LoadBalancingPolicy>) -> bool {
    policy.as_any().is_some_and(|policy| policy.is::<DefaultPolicy>())
}

fn is_own_retry(policy: &Arc<dyn RetryPolicy>) -> bool {
    policy.as_any().is_some_and(|policy| policy.is::<DefaultRetryPolicy>())
}
