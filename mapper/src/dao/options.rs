use std::collections::HashMap;
use std::time::Duration;

use bytes::Bytes;
use ilium_driver::client::execution_profile::ExecutionProfileHandle;
use ilium_driver::statement::prepared::PreparedStatement;
use ilium_driver::statement::{Consistency, SerialConsistency};

/// Options of a statement, for those calls that want others than its profile has; see [`Select::with`](super::Select).
///
/// What is not set here stays as it is.
#[derive(Clone, Debug, Default)]
#[must_use = "options that are not returned have no effect"]
pub struct CallOptions {
    consistency: Option<Consistency>,
    serial_consistency: Option<Option<SerialConsistency>>,
    timeout: Option<Duration>,
    page_size: Option<i32>,
    is_idempotent: Option<bool>,
    trace: Option<bool>,
    timestamp: Option<i64>,
    profile: Option<ExecutionProfileHandle>,
    custom_payload: Option<HashMap<String, Bytes>>,
    now_in_seconds: Option<i32>,
}

impl CallOptions {
    /// How many replicas must answer.
    pub const fn consistency(mut self, consistency: Consistency) -> Self {
        self.consistency = Some(consistency);
        self
    }

    /// The consistency of the Paxos phase of a conditional statement; `None` sends none.
    pub const fn serial_consistency(mut self, consistency: Option<SerialConsistency>) -> Self {
        self.serial_consistency = Some(consistency);
        self
    }

    /// How long a call may take, all its attempts included.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How many rows a page has at the most. A size below 1 is a
    /// [`BadConfig`](ilium_driver::errors::ErrorKind::BadConfig) error of a call that returns pages.
    pub const fn page_size(mut self, rows: i32) -> Self {
        self.page_size = Some(rows);
        self
    }

    /// Whether the statement may be executed twice with the effect of once.
    pub const fn idempotent(mut self, is_idempotent: bool) -> Self {
        self.is_idempotent = Some(is_idempotent);
        self
    }

    /// Whether the server records a trace.
    pub const fn trace(mut self, trace: bool) -> Self {
        self.trace = Some(trace);
        self
    }

    /// The write timestamp, in microseconds since 1970.
    pub const fn timestamp(mut self, micros: i64) -> Self {
        self.timestamp = Some(micros);
        self
    }

    /// The execution profile that the call follows.
    pub fn profile(mut self, handle: ExecutionProfileHandle) -> Self {
        self.profile = Some(handle);
        self
    }

    /// What is sent beside the request, for a query handler of the server's that understands it; needs protocol 4.
    pub fn custom_payload(mut self, payload: HashMap<String, Bytes>) -> Self {
        self.custom_payload = Some(payload);
        self
    }

    /// What the server takes for now, in seconds since 1970; needs protocol 5.
    pub const fn now_in_seconds(mut self, now: i32) -> Self {
        self.now_in_seconds = Some(now);
        self
    }

    pub(super) const fn handle(&self) -> Option<&ExecutionProfileHandle> {
        self.profile.as_ref()
    }

    /// Whether nothing is set.
    pub(super) const fn is_empty(&self) -> bool {
        let Self { consistency, serial_consistency, timeout, page_size, is_idempotent, .. } = self;
        let Self { trace, timestamp, profile, custom_payload, now_in_seconds, .. } = self;
        consistency.is_none()
            && serial_consistency.is_none()
            && timeout.is_none()
            && page_size.is_none()
            && is_idempotent.is_none()
            && trace.is_none()
            && timestamp.is_none()
            && profile.is_none()
            && custom_payload.is_none()
            && now_in_seconds.is_none()
    }

    /// These options, and where one is not set that of `others`.
    pub(super) fn over(self, others: &Self) -> Self {
        Self {
            consistency: self.consistency.or(others.consistency),
            serial_consistency: self.serial_consistency.or(others.serial_consistency),
            timeout: self.timeout.or(others.timeout),
            page_size: self.page_size.or(others.page_size),
            is_idempotent: self.is_idempotent.or(others.is_idempotent),
            trace: self.trace.or(others.trace),
            timestamp: self.timestamp.or(others.timestamp),
            profile: self.profile.or_else(|| others.profile.clone()),
            custom_payload: self.custom_payload.or_else(|| others.custom_payload.clone()),
            now_in_seconds: self.now_in_seconds.or(others.now_in_seconds),
        }
    }

    pub(super) fn apply(&self, statement: &mut PreparedStatement) {
        if let Some(consistency) = self.consistency {
            statement.set_consistency(consistency);
        }
        if let Some(consistency) = self.serial_consistency {
            statement.set_serial_consistency(consistency);
        }
        if let Some(timeout) = self.timeout {
            statement.set_request_timeout(Some(timeout));
        }
        if let Some(rows) = self.page_size {
            statement.set_page_size(rows);
        }
        if let Some(is_idempotent) = self.is_idempotent {
            statement.set_is_idempotent(is_idempotent);
        }
        if let Some(trace) = self.trace {
            statement.set_tracing(trace);
        }
        if let Some(micros) = self.timestamp {
            statement.set_timestamp(Some(micros));
        }
        if let Some(payload) = &self.custom_payload {
            statement.set_custom_payload(Some(payload.clone()));
        }
        if let Some(now) = self.now_in_seconds {
            statement.set_now_in_seconds(Some(now));
        }
        if let Some(handle) = &self.profile {
            statement.set_execution_profile_handle(Some(handle.clone()));
        }
    }
}
