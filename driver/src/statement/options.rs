//! The options of a request, declared once: those that statements hold, and those of a single call.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use crate::observe::HistoryListener;
use crate::policy::retry::RetryPolicy;
use crate::policy::speculative_execution::SpeculativeExecutionPolicy;
use crate::policy::{LoadBalancingPolicy, Policies};
use crate::profile::{Execution, ExecutionProfileHandle};
use crate::wire::Flags;
use crate::wire::consistency::{Consistency, SerialConsistency};

/// How many rows a page has unless the statement says otherwise.
pub(crate) const DEFAULT_PAGE_SIZE: i32 = 5000;

/// Writes the setters and getters that every kind of statement has, onto the field that has its options.
macro_rules! statement_options {
    ($($options:ident).*) => {
        /// Sets the consistency level; without it, the execution profile's is used.
        pub const fn set_consistency(&mut self, consistency: Consistency) {
            self$(.$options)*.consistency = Some(consistency);
        }

        /// Leaves the consistency level to the execution profile again.
        pub const fn unset_consistency(&mut self) {
            self$(.$options)*.consistency = None;
        }

        /// The consistency level set on this statement.
        pub const fn get_consistency(&self) -> Option<Consistency> {
            self$(.$options)*.consistency
        }

        /// Sets the serial consistency level, which lightweight transactions use; `None` sends none. Without this call,
        /// the execution profile's is used.
        pub const fn set_serial_consistency(&mut self, consistency: Option<SerialConsistency>) {
            self$(.$options)*.serial_consistency = Some(consistency);
        }

        /// Leaves the serial consistency level to the execution profile again.
        pub const fn unset_serial_consistency(&mut self) {
            self$(.$options)*.serial_consistency = None;
        }

        /// The serial consistency level set on this statement.
        pub fn get_serial_consistency(&self) -> Option<SerialConsistency> {
            self$(.$options)*.serial_consistency.flatten()
        }

        /// Says whether the statement may be executed twice with the effect of once.
        ///
        /// Only an idempotent statement is sent to another node when an attempt was lost on its way. Without this call
        /// it is inferred from the text, and what cannot be told counts as not idempotent.
        pub const fn set_is_idempotent(&mut self, is_idempotent: bool) {
            self$(.$options)*.is_idempotent = Some(is_idempotent);
        }

        /// Asks the server to record a trace of each execution.
        pub const fn set_tracing(&mut self, should_trace: bool) {
            self$(.$options)*.tracing = Some(should_trace);
        }

        /// Whether the server is asked for a trace.
        pub const fn get_tracing(&self) -> bool {
            matches!(self$(.$options)*.tracing, Some(true))
        }

        /// Sets the write timestamp, in microseconds since 1970; `None` leaves it to the server.
        pub const fn set_timestamp(&mut self, timestamp: Option<i64>) {
            self$(.$options)*.timestamp = timestamp;
        }

        /// The write timestamp set on this statement, in microseconds since 1970.
        pub const fn get_timestamp(&self) -> Option<i64> {
            self$(.$options)*.timestamp
        }

        /// Sets how long a request may take, all its attempts included; `None` leaves it to the execution profile.
        pub const fn set_request_timeout(&mut self, timeout: Option<Duration>) {
            self$(.$options)*.request_timeout = match timeout {
                Some(timeout) => Some(Some(timeout)),
                None => None,
            };
        }

        /// The request timeout set on this statement.
        pub fn get_request_timeout(&self) -> Option<Duration> {
            self$(.$options)*.request_timeout.flatten()
        }

        /// Ties the statement to a profile handle; `None` ties it to the session's default.
        ///
        /// When the handle is mapped to another profile, the statement's next request follows.
        pub fn set_execution_profile_handle(&mut self, handle: Option<ExecutionProfileHandle>) {
            self$(.$options)*.profile = handle;
        }

        /// The profile handle that the statement is tied to.
        pub const fn get_execution_profile_handle(&self) -> Option<&ExecutionProfileHandle> {
            self$(.$options)*.profile.as_ref()
        }

        /// Sets what follows when an attempt fails; `None` leaves it to the execution profile.
        pub fn set_retry_policy(&mut self, policy: Option<Arc<dyn RetryPolicy>>) {
            if policy.is_some() || self$(.$options)*.extras.is_some() {
                self$(.$options)*.extras_mut().policies.retry = policy;
            }
        }

        /// The retry policy set on this statement.
        pub fn get_retry_policy(&self) -> Option<&Arc<dyn RetryPolicy>> {
            self$(.$options)*.policies()?.retry.as_ref()
        }

        /// Sets which nodes a request goes to; `None` leaves it to the execution profile.
        pub fn set_load_balancing_policy(&mut self, policy: Option<Arc<dyn LoadBalancingPolicy>>) {
            if policy.is_some() || self$(.$options)*.extras.is_some() {
                self$(.$options)*.extras_mut().policies.load_balancing = policy;
            }
        }

        /// The load balancing policy set on this statement.
        pub fn get_load_balancing_policy(&self) -> Option<&Arc<dyn LoadBalancingPolicy>> {
            self$(.$options)*.policies()?.load_balancing.as_ref()
        }

        /// Sets when a request is sent to a further node though no answer has come yet; `None` leaves it to the execution
        /// profile. A policy without branches switches it off. It is for requests that are idempotent.
        pub fn set_speculative_execution_policy(&mut self, policy: Option<Arc<dyn SpeculativeExecutionPolicy>>) {
            if policy.is_some() || self$(.$options)*.extras.is_some() {
                self$(.$options)*.extras_mut().policies.speculative_execution = policy;
            }
        }

        /// The speculative execution policy set on this statement.
        pub fn get_speculative_execution_policy(&self) -> Option<&Arc<dyn SpeculativeExecutionPolicy>> {
            self$(.$options)*.policies()?.speculative_execution.as_ref()
        }

        /// Sets who is told of the requests of this statement, attempt by attempt.
        pub fn set_history_listener(&mut self, listener: Arc<dyn HistoryListener>) {
            self$(.$options)*.extras_mut().policies.history = Some(listener);
        }

        /// Takes the listener away that is told of the requests of this statement.
        pub fn remove_history_listener(&mut self) -> Option<Arc<dyn HistoryListener>> {
            self$(.$options)*.policies()?.history.as_ref()?;
            self$(.$options)*.extras_mut().policies.history.take()
        }

        /// Sets what is sent beside the request, for a query handler of the server's that understands it; `None` sends
        /// nothing, which is the default. Cassandra's own query handler ignores it.
        ///
        /// It needs protocol 4; a session of protocol 3 refuses the request with
        /// [`Unsupported`](crate::errors::ErrorKind::Unsupported).
        pub fn set_custom_payload(&mut self, payload: Option<HashMap<String, Bytes>>) {
            if payload.is_some() || self$(.$options)*.extras.is_some() {
                self$(.$options)*.extras_mut().custom_payload = payload;
            }
        }

        /// What is sent beside the request.
        pub fn get_custom_payload(&self) -> Option<&HashMap<String, Bytes>> {
            self$(.$options)*.extras.as_ref()?.custom_payload.as_ref()
        }

        /// Sets what the server takes for now, in seconds since 1970, when it reckons what has expired and how long
        /// what is written will live; `None` leaves it to the server's clock, which is the default. For tests.
        ///
        /// It needs protocol 5; a session of an older one refuses the request with
        /// [`Unsupported`](crate::errors::ErrorKind::Unsupported).
        pub fn set_now_in_seconds(&mut self, now: Option<i32>) {
            if now.is_some() || self$(.$options)*.extras.is_some() {
                self$(.$options)*.extras_mut().now_in_seconds = now;
            }
        }

        /// What the server takes for now, in seconds since 1970.
        pub fn get_now_in_seconds(&self) -> Option<i32> {
            self$(.$options)*.extras.as_ref()?.now_in_seconds
        }
    };
}
pub(super) use statement_options;

/// Writes the setter of all options at once, for those that have them in a field.
macro_rules! all_options {
    ($($options:ident).+) => {
        /// Sets each option that is set in `options`; the others stay as they are.
        pub fn set_options(&mut self, options: &CallOptions) {
            self.$($options).+ = options.over(&self.$($options).+);
        }
    };
}
pub(super) use all_options;

/// Writes the setter and getter of the page size, for those that give rows.
macro_rules! paging_option {
    ($($options:ident).*) => {
        /// Sets how many rows a page has at the most; 5000 by default.
        ///
        /// A size below 1 is a [`BadConfig`](crate::errors::ErrorKind::BadConfig) error of the call that would ask for such
        /// a page. Calls that take all rows at once do not look at it.
        pub const fn set_page_size(&mut self, page_size: i32) {
            self$(.$options)*.page_size = Some(page_size);
        }

        /// How many rows a page has at the most.
        pub const fn get_page_size(&self) -> i32 {
            match self$(.$options)*.page_size {
                Some(page_size) => page_size,
                None => $crate::statement::DEFAULT_PAGE_SIZE,
            }
        }
    };
}
pub(super) use paging_option;

/// Writes the setters that return what they are called on, onto the field that has `set_…` for each; without a field, onto
/// the type itself. The mapper's batch has them, too.
#[doc(hidden)]
#[macro_export]
macro_rules! chained_options {
    ($($field:ident)?) => {
        /// How many replicas must answer.
        pub const fn consistency(mut self, consistency: $crate::statement::Consistency) -> Self {
            self$(.$field)?.set_consistency(consistency);
            self
        }

        /// The consistency of the Paxos phase of a conditional statement; `None` sends none.
        pub const fn serial_consistency(
            mut self,
            consistency: ::core::option::Option<$crate::statement::SerialConsistency>,
        ) -> Self {
            self$(.$field)?.set_serial_consistency(consistency);
            self
        }

        /// How long a call may take, all its attempts included.
        pub const fn timeout(mut self, timeout: ::core::time::Duration) -> Self {
            self$(.$field)?.set_request_timeout(Some(timeout));
            self
        }

        /// Whether it may be executed twice with the effect of once; without this it is inferred from the text.
        pub const fn idempotent(mut self, is_idempotent: bool) -> Self {
            self$(.$field)?.set_is_idempotent(is_idempotent);
            self
        }

        /// Whether the server records a trace.
        pub const fn trace(mut self, trace: bool) -> Self {
            self$(.$field)?.set_tracing(trace);
            self
        }

        /// The write timestamp, in microseconds since 1970.
        pub const fn timestamp(mut self, micros: i64) -> Self {
            self$(.$field)?.set_timestamp(Some(micros));
            self
        }

        /// The execution profile that is followed.
        pub fn profile(mut self, handle: $crate::client::execution_profile::ExecutionProfileHandle) -> Self {
            self$(.$field)?.set_execution_profile_handle(Some(handle));
            self
        }

        /// What follows when an attempt fails.
        pub fn retry_policy(mut self, policy: ::std::sync::Arc<dyn $crate::policies::retry::RetryPolicy>) -> Self {
            self$(.$field)?.set_retry_policy(Some(policy));
            self
        }

        /// Which nodes are asked, and in which order.
        pub fn load_balancing_policy(
            mut self,
            policy: ::std::sync::Arc<dyn $crate::policies::load_balancing::LoadBalancingPolicy>,
        ) -> Self {
            self$(.$field)?.set_load_balancing_policy(Some(policy));
            self
        }

        /// When the request is sent to a further node though no answer has come yet. A policy without branches switches
        /// it off. It is for what is idempotent.
        pub fn speculative_execution_policy(
            mut self,
            policy: ::std::sync::Arc<dyn $crate::policies::speculative_execution::SpeculativeExecutionPolicy>,
        ) -> Self {
            self$(.$field)?.set_speculative_execution_policy(Some(policy));
            self
        }

        /// Who is told of the request, attempt by attempt.
        pub fn history_listener(
            mut self,
            listener: ::std::sync::Arc<dyn $crate::observability::history::HistoryListener>,
        ) -> Self {
            self$(.$field)?.set_history_listener(listener);
            self
        }

        /// What is sent beside the request, for a query handler of the server's that understands it; needs protocol 4.
        pub fn custom_payload(
            mut self,
            payload: ::std::collections::HashMap<::std::string::String, ::bytes::Bytes>,
        ) -> Self {
            self$(.$field)?.set_custom_payload(Some(payload));
            self
        }

        /// What the server takes for now, in seconds since 1970; needs protocol 5.
        pub fn now_in_seconds(mut self, now: i32) -> Self {
            self$(.$field)?.set_now_in_seconds(Some(now));
            self
        }
    };
}

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
            if keyspace.is_some() || self.options.extras.is_some() {
                self.options.extras_mut().keyspace = keyspace.map(Arc::from);
            }
        }

        /// The keyspace set on this statement.
        pub fn get_keyspace(&self) -> Option<&str> {
            self.options.keyspace().map(|keyspace| &**keyspace)
        }
    };
}
pub(super) use keyspace_option;

/// Options of a request: what a statement carries, and what a single call puts over it.
///
/// What is not set is left to the one below. A request follows, strongest first, the options of the call (those given to
/// [`Session::execute_unpaged_with`](crate::client::session::Session::execute_unpaged_with) and its siblings), those of the
/// statement, the execution profile that these name, and the session's default profile.
///
/// # Examples
/// ```
/// use std::time::Duration;
/// use ilium_driver::statement::{CallOptions, Consistency};
///
/// let options = CallOptions::new().consistency(Consistency::Two).timeout(Duration::from_millis(50));
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "options that are not returned have no effect"]
pub struct CallOptions {
    pub(crate) consistency: Option<Consistency>,
    /// `Some(None)` asks for none, whatever the profile says.
    pub(crate) serial_consistency: Option<Option<SerialConsistency>>,
    /// `Some(None)` waits for ever, whatever the profile says.
    pub(crate) request_timeout: Option<Option<Duration>>,
    /// `None` is inferred from the text.
    pub(crate) is_idempotent: Option<bool>,
    pub(crate) timestamp: Option<i64>,
    pub(crate) tracing: Option<bool>,
    pub(crate) page_size: Option<i32>,
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

impl CallOptions {
    /// Options of which none is set.
    pub const fn new() -> Self {
        Self {
            consistency: None,
            serial_consistency: None,
            request_timeout: None,
            is_idempotent: None,
            timestamp: None,
            tracing: None,
            page_size: None,
            profile: None,
            extras: None,
        }
    }

    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        let Self { consistency, serial_consistency, request_timeout, is_idempotent, timestamp, .. } = self;
        let Self { tracing, page_size, profile, extras, .. } = self;
        consistency.is_none()
            && serial_consistency.is_none()
            && request_timeout.is_none()
            && is_idempotent.is_none()
            && timestamp.is_none()
            && tracing.is_none()
            && page_size.is_none()
            && profile.is_none()
            && extras.as_ref().is_none_or(|extras| extras.is_empty())
    }

    /// These options, and where one is not set that of `others`.
    pub fn over(&self, others: &Self) -> Self {
        // Each by its name, so that one that is added is not forgotten.
        let Self {
            consistency,
            serial_consistency,
            request_timeout,
            is_idempotent,
            timestamp,
            tracing,
            page_size,
            profile,
            extras,
        } = self;
        Self {
            consistency: consistency.or(others.consistency),
            serial_consistency: serial_consistency.or(others.serial_consistency),
            request_timeout: request_timeout.or(others.request_timeout),
            is_idempotent: is_idempotent.or(others.is_idempotent),
            timestamp: timestamp.or(others.timestamp),
            tracing: tracing.or(others.tracing),
            page_size: page_size.or(others.page_size),
            profile: profile.as_ref().or(others.profile.as_ref()).cloned(),
            extras: Extras::over(extras.as_ref(), others.extras.as_ref()),
        }
    }

    /// The rare options, to change them; clones of the statement keep theirs.
    pub(super) fn extras_mut(&mut self) -> &mut Extras {
        Arc::make_mut(self.extras.get_or_insert_default())
    }

    /// The flags of a request that has no payload.
    #[inline]
    pub(crate) const fn flags(&self) -> Flags {
        flags(self.tracing)
    }

    pub(crate) fn keyspace(&self) -> Option<&Arc<str>> {
        self.extras.as_ref()?.keyspace.as_ref()
    }

    pub(super) fn policies(&self) -> Option<&Policies> {
        self.extras.as_ref().map(|extras| &extras.policies)
    }

    /// What a request follows that begins now: the profile in force, loaded once, with these options over it.
    #[inline]
    pub(crate) fn execution(&self, default_profile: &ExecutionProfileHandle) -> Execution {
        let mut execution = self.profile.as_ref().unwrap_or(default_profile).execution();
        self.put_on(&mut execution);
        execution
    }

    /// What a request follows that begins now with the options of a call, if it has any, over these.
    #[inline]
    pub(crate) fn execution_under(&self, call: Option<&Self>, default_profile: &ExecutionProfileHandle) -> Execution {
        match call {
            None => self.execution(default_profile),
            Some(call) => self.execution_of_call(call, default_profile),
        }
    }

    #[inline(never)]
    fn execution_of_call(&self, call: &Self, default_profile: &ExecutionProfileHandle) -> Execution {
        let profile = call.profile.as_ref().or(self.profile.as_ref());
        let mut execution = profile.unwrap_or(default_profile).execution();
        self.put_on(&mut execution);
        call.put_on(&mut execution);
        execution
    }

    #[inline]
    fn put_on(&self, execution: &mut Execution) {
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
    }

    /// Takes the keyspace out: a prepared statement has it from its preparation on.
    pub(super) fn take_keyspace(&mut self) -> Option<Arc<str>> {
        self.keyspace()?;
        self.extras_mut().keyspace.take()
    }

    statement_options!();
    paging_option!();
    chained_options!();

    /// How many rows a page has at the most. A size below 1 is a [`BadConfig`](crate::errors::ErrorKind::BadConfig) error of
    /// a call that gives pages.
    pub const fn page_size(mut self, rows: i32) -> Self {
        self.page_size = Some(rows);
        self
    }
}

/// The flags of a request that has no payload.
#[inline]
pub(crate) const fn flags(tracing: Option<bool>) -> Flags {
    if matches!(tracing, Some(true)) { Flags::TRACING } else { Flags::NONE }
}

impl Extras {
    fn is_empty(&self) -> bool {
        let Self { custom_payload, keyspace, now_in_seconds, policies } = self;
        custom_payload.is_none() && keyspace.is_none() && now_in_seconds.is_none() && policies.is_empty()
    }

    /// These, and where one is not set that of `others`.
    pub(crate) fn over(these: Option<&Arc<Self>>, others: Option<&Arc<Self>>) -> Option<Arc<Self>> {
        let (Some(these), Some(others)) = (these, others) else { return these.or(others).cloned() };
        let Self { custom_payload, keyspace, now_in_seconds, policies } = &**these;
        Some(Arc::new(Self {
            custom_payload: custom_payload.as_ref().or(others.custom_payload.as_ref()).cloned(),
            keyspace: keyspace.as_ref().or(others.keyspace.as_ref()).cloned(),
            now_in_seconds: now_in_seconds.or(others.now_in_seconds),
            policies: policies.over(&others.policies),
        }))
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
