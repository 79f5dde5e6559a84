use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use crate::policy::Policies;
use crate::profile::{Execution, ExecutionProfileHandle};
use crate::wire::Flags;
use crate::wire::consistency::{Consistency, SerialConsistency};

/// How many rows a page has unless the statement says otherwise.
pub(crate) const DEFAULT_PAGE_SIZE: i32 = 5000;

/// The options that a statement carries. What is not set here is taken from the execution profile in force.
#[derive(Clone, Debug, Default)]
pub(crate) struct StatementConfig {
    pub(crate) consistency: Option<Consistency>,
    /// `Some(None)` asks for none, whatever the profile says.
    pub(crate) serial_consistency: Option<Option<SerialConsistency>>,
    /// `Some(None)` waits for ever, whatever the profile says.
    pub(crate) request_timeout: Option<Option<Duration>>,
    /// `None` is inferred from the text.
    pub(crate) is_idempotent: Option<bool>,
    pub(crate) timestamp: Option<i64>,
    pub(crate) tracing: bool,
    pub(crate) profile: Option<ExecutionProfileHandle>,
    /// What few statements have; a statement without pays for one pointer.
    pub(crate) extras: Option<Arc<Extras>>,
}

/// The options that few statements have.
#[derive(Clone, Default)]
pub(crate) struct Extras {
    pub(crate) custom_payload: Option<HashMap<String, Bytes>>,
    /// The keyspace as the schema has it, without quotes.
    pub(crate) keyspace: Option<Arc<str>>,
    pub(crate) now_in_seconds: Option<i32>,
    pub(crate) policies: Policies,
}

impl StatementConfig {
    /// The rare options, to change them; clones of the statement keep theirs.
    pub(super) fn extras_mut(&mut self) -> &mut Extras {
        Arc::make_mut(self.extras.get_or_insert_default())
    }

    /// The flags of a request that has no payload.
    #[inline]
    pub(crate) const fn flags(&self) -> Flags {
        if self.tracing { Flags::TRACING } else { Flags::NONE }
    }

    pub(crate) fn custom_payload(&self) -> Option<&HashMap<String, Bytes>> {
        self.extras.as_ref()?.custom_payload.as_ref()
    }

    pub(crate) fn keyspace(&self) -> Option<&Arc<str>> {
        self.extras.as_ref()?.keyspace.as_ref()
    }

    pub(crate) fn now_in_seconds(&self) -> Option<i32> {
        self.extras.as_ref()?.now_in_seconds
    }

    pub(crate) fn policies(&self) -> Option<&Policies> {
        self.extras.as_ref().map(|extras| &extras.policies)
    }

    /// What a request follows that begins now: the profile in force, loaded once, with the statement's own options over
    /// it.
    #[inline]
    pub(crate) fn execution(&self, default_profile: &ExecutionProfileHandle) -> Execution {
        let mut execution = self.profile.as_ref().unwrap_or(default_profile).execution();
        if let Some(consistency) = self.consistency {
            execution.consistency = consistency;
        }
        if let Some(serial_consistency) = self.serial_consistency {
            execution.serial_consistency = serial_consistency;
        }
        if let Some(timeout) = self.request_timeout {
            execution.timeout = timeout;
        }
        if let Some(extras) = &self.extras {
            execution.put_over(&extras.policies);
        }
        execution
    }

    /// Takes the keyspace out: a prepared statement has it from its preparation on.
    pub(super) fn take_keyspace(&mut self) -> Option<Arc<str>> {
        self.keyspace()?;
        self.extras_mut().keyspace.take()
    }
}

/// A payload may hold credentials, so only its names are shown.
impl fmt::Debug for Extras {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Extras")
            .field("custom_payload", &self.custom_payload.as_ref().map(HashMap::keys))
            .field("keyspace", &self.keyspace)
            .field("now_in_seconds", &self.now_in_seconds)
            .field("policies", &self.policies)
            .finish()
    }
}

/// Writes the setters and getters that every kind of statement has, onto the field that is its configuration.
macro_rules! statement_options {
    ($($config:ident).+) => {
        /// Sets the consistency level; without it, the execution profile's is used.
        pub const fn set_consistency(&mut self, consistency: Consistency) {
            self.$($config).+.consistency = Some(consistency);
        }

        /// Leaves the consistency level to the execution profile again.
        pub const fn unset_consistency(&mut self) {
            self.$($config).+.consistency = None;
        }

        /// The consistency level set on this statement.
        pub const fn get_consistency(&self) -> Option<Consistency> {
            self.$($config).+.consistency
        }

        /// Sets the serial consistency level, which lightweight transactions use; `None` sends none. Without this call,
        /// the execution profile's is used.
        pub const fn set_serial_consistency(&mut self, consistency: Option<SerialConsistency>) {
            self.$($config).+.serial_consistency = Some(consistency);
        }

        /// Leaves the serial consistency level to the execution profile again.
        pub const fn unset_serial_consistency(&mut self) {
            self.$($config).+.serial_consistency = None;
        }

        /// The serial consistency level set on this statement.
        pub fn get_serial_consistency(&self) -> Option<SerialConsistency> {
            self.$($config).+.serial_consistency.flatten()
        }

        /// Says whether the statement may be executed twice with the effect of once.
        ///
        /// Only an idempotent statement is sent to another node when an attempt was lost on its way. Without this call
        /// it is inferred from the text, and what cannot be told counts as not idempotent.
        pub const fn set_is_idempotent(&mut self, is_idempotent: bool) {
            self.$($config).+.is_idempotent = Some(is_idempotent);
        }

        /// Asks the server to record a trace of each execution.
        pub const fn set_tracing(&mut self, should_trace: bool) {
            self.$($config).+.tracing = should_trace;
        }

        /// Whether the server is asked for a trace.
        pub const fn get_tracing(&self) -> bool {
            self.$($config).+.tracing
        }

        /// Sets the write timestamp, in microseconds since 1970; `None` leaves it to the server.
        pub const fn set_timestamp(&mut self, timestamp: Option<i64>) {
            self.$($config).+.timestamp = timestamp;
        }

        /// The write timestamp set on this statement, in microseconds since 1970.
        pub const fn get_timestamp(&self) -> Option<i64> {
            self.$($config).+.timestamp
        }

        /// Sets how long a request may take, all its attempts included; `None` leaves it to the execution profile.
        pub fn set_request_timeout(&mut self, timeout: Option<Duration>) {
            self.$($config).+.request_timeout = timeout.map(Some);
        }

        /// The request timeout set on this statement.
        pub fn get_request_timeout(&self) -> Option<Duration> {
            self.$($config).+.request_timeout.flatten()
        }

        /// Ties the statement to a profile handle; `None` ties it to the session's default.
        ///
        /// When the handle is mapped to another profile, the statement's next request follows.
        pub fn set_execution_profile_handle(&mut self, handle: Option<ExecutionProfileHandle>) {
            self.$($config).+.profile = handle;
        }

        /// The profile handle that the statement is tied to.
        pub const fn get_execution_profile_handle(&self) -> Option<&ExecutionProfileHandle> {
            self.$($config).+.profile.as_ref()
        }

        /// Sets what follows when an attempt fails; `None` leaves it to the execution profile.
        pub fn set_retry_policy(&mut self, policy: Option<Arc<dyn RetryPolicy>>) {
            if policy.is_some() || self.$($config).+.extras.is_some() {
                self.$($config).+.extras_mut().policies.retry = policy;
            }
        }

        /// The retry policy set on this statement.
        pub fn get_retry_policy(&self) -> Option<&Arc<dyn RetryPolicy>> {
            self.$($config).+.policies()?.retry.as_ref()
        }

        /// Sets which nodes a request goes to; `None` leaves it to the execution profile.
        pub fn set_load_balancing_policy(&mut self, policy: Option<Arc<dyn LoadBalancingPolicy>>) {
            if policy.is_some() || self.$($config).+.extras.is_some() {
                self.$($config).+.extras_mut().policies.load_balancing = policy;
            }
        }

        /// The load balancing policy set on this statement.
        pub fn get_load_balancing_policy(&self) -> Option<&Arc<dyn LoadBalancingPolicy>> {
            self.$($config).+.policies()?.load_balancing.as_ref()
        }

        /// Sets when a request is sent to a further node though no answer has come yet; `None` leaves it to the execution
        /// profile. A policy without branches switches it off. It is for requests that are idempotent.
        pub fn set_speculative_execution_policy(&mut self, policy: Option<Arc<dyn SpeculativeExecutionPolicy>>) {
            if policy.is_some() || self.$($config).+.extras.is_some() {
                self.$($config).+.extras_mut().policies.speculative_execution = policy;
            }
        }

        /// The speculative execution policy set on this statement.
        pub fn get_speculative_execution_policy(&self) -> Option<&Arc<dyn SpeculativeExecutionPolicy>> {
            self.$($config).+.policies()?.speculative_execution.as_ref()
        }

        /// Sets who is told of the requests of this statement, attempt by attempt.
        pub fn set_history_listener(&mut self, listener: Arc<dyn HistoryListener>) {
            self.$($config).+.extras_mut().policies.history = Some(listener);
        }

        /// Takes the listener away that is told of the requests of this statement.
        pub fn remove_history_listener(&mut self) -> Option<Arc<dyn HistoryListener>> {
            self.$($config).+.policies()?.history.as_ref()?;
            self.$($config).+.extras_mut().policies.history.take()
        }

        /// Sets what is sent beside the request, for a query handler of the server's that understands it; `None` sends
        /// nothing, which is the default. Cassandra's own query handler ignores it.
        ///
        /// It needs protocol 4; a session of protocol 3 refuses the request with
        /// [`Unsupported`](crate::errors::ErrorKind::Unsupported).
        pub fn set_custom_payload(&mut self, payload: Option<HashMap<String, Bytes>>) {
            if payload.is_some() || self.$($config).+.extras.is_some() {
                self.$($config).+.extras_mut().custom_payload = payload;
            }
        }

        /// What is sent beside the request.
        pub fn get_custom_payload(&self) -> Option<&HashMap<String, Bytes>> {
            self.$($config).+.custom_payload()
        }

        /// Sets what the server takes for now, in seconds since 1970, when it reckons what has expired and how long
        /// what is written will live; `None` leaves it to the server's clock, which is the default. For tests.
        ///
        /// It needs protocol 5; a session of an older one refuses the request with
        /// [`Unsupported`](crate::errors::ErrorKind::Unsupported).
        pub fn set_now_in_seconds(&mut self, now: Option<i32>) {
            if now.is_some() || self.$($config).+.extras.is_some() {
                self.$($config).+.extras_mut().now_in_seconds = now;
            }
        }

        /// What the server takes for now, in seconds since 1970.
        pub fn get_now_in_seconds(&self) -> Option<i32> {
            self.$($config).+.now_in_seconds()
        }
    };
}
pub(super) use statement_options;

/// Writes the setter and getter of the keyspace, for those that a server has not prepared.
macro_rules! keyspace_option {
    ($(#[$what:meta])*) => {
        $(#[$what])*
        ///
        /// The name is taken as the schema has it: without quotes, its case counted. `None`, the default, leaves it to
        /// the session; see [`Session::use_keyspace`](crate::client::session::Session::use_keyspace). A name without 1 to
        /// 48 ASCII letters, digits and underscores is refused, with [`Keyspace`](crate::errors::ErrorKind::Keyspace),
        /// when the statement is executed or prepared.
        ///
        /// It needs protocol 5; a session of an older one refuses the request with
        /// [`Unsupported`](crate::errors::ErrorKind::Unsupported).
        pub fn set_keyspace(&mut self, keyspace: Option<&str>) {
            if keyspace.is_some() || self.config.extras.is_some() {
                self.config.extras_mut().keyspace = keyspace.map(Arc::from);
            }
        }

        /// The keyspace set on this statement.
        pub fn get_keyspace(&self) -> Option<&str> {
            self.config.keyspace().map(|keyspace| &**keyspace)
        }
    };
}
pub(super) use keyspace_option;
