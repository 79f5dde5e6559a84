//! Statements as text.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use super::options::{CallOptions, all_options, keyspace_option, paging_option, statement_options};
use crate::observe::HistoryListener;
use crate::policy::LoadBalancingPolicy;
use crate::policy::retry::RetryPolicy;
use crate::policy::speculative_execution::SpeculativeExecutionPolicy;
use crate::profile::ExecutionProfileHandle;
use crate::wire::consistency::{Consistency, SerialConsistency};

/// A statement as text, with its options.
///
/// A statement that is executed more than once is better prepared: the server parses it once, and the driver knows which
/// node holds its rows.
#[derive(Clone)]
pub struct Statement {
    pub(crate) options: CallOptions,
    pub(crate) contents: Arc<str>,
}

impl Statement {
    /// Makes a statement of a CQL text.
    pub fn new(contents: impl Into<String>) -> Self {
        Self { options: CallOptions::default(), contents: contents.into().into() }
    }

    /// The CQL text.
    pub fn contents(&self) -> &str {
        &self.contents
    }

    /// Returns the statement with another page size; see [`set_page_size`](Self::set_page_size).
    #[must_use]
    pub fn with_page_size(mut self, page_size: i32) -> Self {
        self.set_page_size(page_size);
        self
    }

    /// Whether the statement may be executed twice with the effect of once.
    pub fn get_is_idempotent(&self) -> bool {
        self.options.is_idempotent.unwrap_or_else(|| is_idempotent(&self.contents))
    }

    /// Whether what a server says of this statement when it prepares it, it says of `other`, too.
    pub(crate) fn is_prepared_as(&self, other: &Self) -> bool {
        self.contents == other.contents
            && self.options.keyspace() == other.options.keyspace()
            && self.get_tracing() == other.get_tracing()
            && self.get_custom_payload() == other.get_custom_payload()
    }

    statement_options!(options);
    paging_option!(options);
    all_options!(options);

    keyspace_option! {
        /// Sets the keyspace of tables that the statement names without one, when it is executed and when it is
        /// prepared.
    }
}

/// Passwords in the text are masked.
impl fmt::Debug for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Statement")
            .field("options", &self.options)
            .field("contents", &ilium_cql::masked(&self.contents))
            .finish()
    }
}

/// Whether a text is known to be idempotent.
pub(crate) fn is_idempotent(cql: &str) -> bool {
    ilium_cql::parse(cql).is_ok_and(|statement| statement.is_idempotent())
}

impl From<String> for Statement {
    fn from(contents: String) -> Self {
        Self::new(contents)
    }
}

impl From<&str> for Statement {
    fn from(contents: &str) -> Self {
        Self::new(contents)
    }
}
