use std::time::Duration;

use crate::profile::ExecutionProfileHandle;
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
}

/// Writes the setters and getters that every kind of statement has, onto its `config` field.
macro_rules! statement_options {
    () => {
        /// Sets the consistency level; without it, the execution profile's is used.
        pub const fn set_consistency(&mut self, consistency: Consistency) {
            self.config.consistency = Some(consistency);
        }

        /// Leaves the consistency level to the execution profile again.
        pub const fn unset_consistency(&mut self) {
            self.config.consistency = None;
        }

        /// The consistency level set on this statement.
        pub const fn get_consistency(&self) -> Option<Consistency> {
            self.config.consistency
        }

        /// Sets the serial consistency level, which lightweight transactions use; `None` sends none. Without this call,
        /// the execution profile's is used.
        pub const fn set_serial_consistency(&mut self, consistency: Option<SerialConsistency>) {
            self.config.serial_consistency = Some(consistency);
        }

        /// Leaves the serial consistency level to the execution profile again.
        pub const fn unset_serial_consistency(&mut self) {
            self.config.serial_consistency = None;
        }

        /// The serial consistency level set on this statement.
        pub fn get_serial_consistency(&self) -> Option<SerialConsistency> {
            self.config.serial_consistency.flatten()
        }

        /// Says whether the statement may be executed twice with the effect of once.
        ///
        /// Only an idempotent statement is sent to another node when an attempt was lost on its way. Without this call
        /// it is inferred from the text, and what cannot be told counts as not idempotent.
        pub const fn set_is_idempotent(&mut self, is_idempotent: bool) {
            self.config.is_idempotent = Some(is_idempotent);
        }

        /// Asks the server to record a trace of each execution.
        pub const fn set_tracing(&mut self, should_trace: bool) {
            self.config.tracing = should_trace;
        }

        /// Whether the server is asked for a trace.
        pub const fn get_tracing(&self) -> bool {
            self.config.tracing
        }

        /// Sets the write timestamp, in microseconds since 1970; `None` leaves it to the server.
        pub const fn set_timestamp(&mut self, timestamp: Option<i64>) {
            self.config.timestamp = timestamp;
        }

        /// The write timestamp set on this statement, in microseconds since 1970.
        pub const fn get_timestamp(&self) -> Option<i64> {
            self.config.timestamp
        }

        /// Sets how long a request may take, all its attempts included; `None` leaves it to the execution profile.
        pub fn set_request_timeout(&mut self, timeout: Option<Duration>) {
            self.config.request_timeout = timeout.map(Some);
        }

        /// The request timeout set on this statement.
        pub fn get_request_timeout(&self) -> Option<Duration> {
            self.config.request_timeout.flatten()
        }

        /// Ties the statement to a profile handle; `None` ties it to the session's default.
        ///
        /// When the handle is mapped to another profile, the statement's next request follows.
        pub fn set_execution_profile_handle(&mut self, handle: Option<ExecutionProfileHandle>) {
            self.config.profile = handle;
        }

        /// The profile handle that the statement is tied to.
        pub const fn get_execution_profile_handle(&self) -> Option<&ExecutionProfileHandle> {
            self.config.profile.as_ref()
        }
    };
}
pub(super) use statement_options;
