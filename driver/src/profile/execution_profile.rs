//! An immutable set of execution options.

use std::sync::Arc;
use std::time::Duration;

use crate::policy::retry::RetryPolicy;
use crate::policy::speculative_execution::SpeculativeExecutionPolicy;
use crate::policy::{LoadBalancingPolicy, Policies};
use crate::profile::ExecutionProfileHandle;
use crate::wire::consistency::{Consistency, SerialConsistency};

/// Options that say how requests are executed; immutable and cheap to clone.
///
/// A profile is used through an [`ExecutionProfileHandle`], which can be moved to another profile while statements and
/// sessions hold it.
///
/// | option | default |
/// |---|---|
/// | `consistency` | `LocalQuorum` |
/// | `serial_consistency` | `Some(LocalSerial)` |
/// | `request_timeout` | `Some(10 s)` |
/// | `load_balancing_policy` | [`DefaultPolicy`](crate::policies::load_balancing::DefaultPolicy) |
/// | `retry_policy` | [`DefaultRetryPolicy`](crate::policies::retry::DefaultRetryPolicy) |
/// | `speculative_execution_policy` | `None` |
///
/// # Examples
/// A profile and its handle:
/// ```
/// use std::time::Duration;
/// use ilium_driver::client::execution_profile::ExecutionProfile;
/// use ilium_driver::statement::Consistency;
///
/// let fast = ExecutionProfile::builder()
///     .consistency(Consistency::One)
///     .request_timeout(Some(Duration::from_millis(500)))
///     .build();
/// let handle = fast.into_handle();
/// assert_eq!(handle.load().consistency(), Consistency::One);
/// ```
#[derive(Clone, Debug, Default)]
pub struct ExecutionProfile {
    pub(super) options: Arc<Options>,
}

impl ExecutionProfile {
    /// Starts a profile whose options all have their defaults.
    pub fn builder() -> ExecutionProfileBuilder {
        ExecutionProfileBuilder::default()
    }

    /// Starts a new profile from this one's options.
    pub fn to_builder(&self) -> ExecutionProfileBuilder {
        ExecutionProfileBuilder { options: Options::clone(&self.options) }
    }

    /// Makes a handle that points to this profile.
    pub fn into_handle(self) -> ExecutionProfileHandle {
        ExecutionProfileHandle::new(self, None)
    }

    /// Makes a handle that points to this profile and shows `label` when it is printed.
    pub fn into_handle_with_label(self, label: impl Into<String>) -> ExecutionProfileHandle {
        ExecutionProfileHandle::new(self, Some(label.into()))
    }

    /// The time a whole request may take, all its attempts included; `None` sets no limit.
    pub fn get_request_timeout(&self) -> Option<Duration> {
        self.options.request_timeout
    }

    /// How many replicas must answer.
    pub fn get_consistency(&self) -> Consistency {
        self.options.consistency
    }

    /// The consistency of the Paxos phase of conditional statements; `None` leaves it to the server.
    pub fn get_serial_consistency(&self) -> Option<SerialConsistency> {
        self.options.serial_consistency
    }

    /// Which nodes a request goes to.
    pub fn get_load_balancing_policy(&self) -> &Arc<dyn LoadBalancingPolicy> {
        self.options.policies.load_balancing()
    }

    /// What follows when an attempt fails.
    pub fn get_retry_policy(&self) -> &Arc<dyn RetryPolicy> {
        self.options.policies.retry()
    }

    /// When a request is sent to a further node though no answer has come yet; `None` for never.
    pub fn get_speculative_execution_policy(&self) -> Option<&Arc<dyn SpeculativeExecutionPolicy>> {
        self.options.policies.speculative_execution.as_ref()
    }

    /// Whether both are clones of one built profile. Two profiles built alike are not the same.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.options, &other.options)
    }
}

impl From<Arc<Options>> for ExecutionProfile {
    fn from(options: Arc<Options>) -> Self {
        Self { options }
    }
}

/// Sets the options of an [`ExecutionProfile`].
#[derive(Clone, Debug, Default)]
pub struct ExecutionProfileBuilder {
    options: Options,
}

impl ExecutionProfileBuilder {
    /// Sets the time a whole request may take, all its attempts included; 10 s by default, `None` sets no limit.
    pub fn request_timeout(mut self, timeout: Option<Duration>) -> Self {
        self.options.request_timeout = timeout;
        self
    }

    /// Sets how many replicas must answer; `LocalQuorum` by default.
    pub fn consistency(mut self, consistency: Consistency) -> Self {
        self.options.consistency = consistency;
        self
    }

    /// Sets the consistency of the Paxos phase of conditional statements; `Some(LocalSerial)` by default, `None` leaves
    /// it to the server (which takes `Serial`).
    pub fn serial_consistency(mut self, serial_consistency: Option<SerialConsistency>) -> Self {
        self.options.serial_consistency = serial_consistency;
        self
    }

    /// Sets which nodes a request goes to; [`DefaultPolicy`](crate::policies::load_balancing::DefaultPolicy) by default.
    pub fn load_balancing_policy(mut self, policy: Arc<dyn LoadBalancingPolicy>) -> Self {
        self.policies_mut().load_balancing = Some(policy);
        self
    }

    /// Sets what follows when an attempt fails; [`DefaultRetryPolicy`](crate::policies::retry::DefaultRetryPolicy) by
    /// default.
    pub fn retry_policy(mut self, policy: Arc<dyn RetryPolicy>) -> Self {
        self.policies_mut().retry = Some(policy);
        self
    }

    /// Sets when a request is sent to a further node though no answer has come yet; `None`, the default, for never. It is
    /// for requests that are idempotent; others are sent to one node at a time.
    pub fn speculative_execution_policy(mut self, policy: Option<Arc<dyn SpeculativeExecutionPolicy>>) -> Self {
        self.policies_mut().speculative_execution = policy;
        self
    }

    fn policies_mut(&mut self) -> &mut Policies {
        Arc::make_mut(&mut self.options.policies)
    }

    /// Makes the profile.
    pub fn build(self) -> ExecutionProfile {
        ExecutionProfile { options: Arc::new(self.options) }
    }
}

/// What a profile holds; behind one `Arc`, so that a handle moves from one to another in one step.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(super) consistency: Consistency,
    pub(super) serial_consistency: Option<SerialConsistency>,
    pub(super) request_timeout: Option<Duration>,
    pub(super) policies: Arc<Policies>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            consistency: Consistency::LocalQuorum,
            serial_consistency: Some(SerialConsistency::LocalSerial),
            // Longer than the server's own read (5 s) and range (10 s) timeouts are likely to take to be reported, so
            // that the caller gets the server's typed answer rather than ours.
            request_timeout: Some(Duration::from_secs(10)),
            policies: Arc::default(),
        }
    }
}
