//! Several writes in one request.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use super::bound::BoundStatement;
use super::config::{StatementConfig, keyspace_option, statement_options};
use super::prepared::PreparedStatement;
use super::unprepared::{Statement, is_idempotent};
use crate::profile::ExecutionProfileHandle;
use crate::wire::consistency::{Consistency, SerialConsistency};
pub use crate::wire::request::BatchType;

/// Several writes that are sent in one request.
///
/// A logged batch is applied whole or not at all; an unlogged one saves round trips within a partition; a counter batch
/// holds counter updates. A batch goes to the node of its first statement. Of its statements' own options only the
/// keyspace of a text counts; the others are the batch's.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    pub(crate) config: StatementConfig,
    statements: Vec<BatchStatement>,
    batch_type: BatchType,
}

/// One statement of a [`Batch`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum BatchStatement {
    /// A text; with values, it is prepared first.
    Query(Statement),
    /// A prepared statement.
    PreparedStatement(PreparedStatement),
    /// A prepared statement with its values; it takes none of the values that the batch is executed with.
    Bound(BoundStatement),
}

impl Batch {
    /// Makes an empty batch.
    pub fn new(batch_type: BatchType) -> Self {
        Self { batch_type, ..Self::default() }
    }

    /// Makes a batch of statements with default options.
    pub fn new_with_statements(batch_type: BatchType, statements: Vec<BatchStatement>) -> Self {
        Self { batch_type, statements, ..Self::default() }
    }

    /// Adds a statement.
    pub fn append_statement(&mut self, statement: impl Into<BatchStatement>) {
        self.statements.push(statement.into());
    }

    /// Which kind of batch it is.
    pub const fn get_type(&self) -> BatchType {
        self.batch_type
    }

    /// The statements, in order.
    pub fn statements(&self) -> &[BatchStatement] {
        &self.statements
    }

    pub(crate) fn statements_mut(&mut self) -> &mut [BatchStatement] {
        &mut self.statements
    }

    /// Whether the batch may be executed twice with the effect of once: when each of its statements may, and it is no
    /// counter batch.
    pub fn get_is_idempotent(&self) -> bool {
        self.config.is_idempotent.unwrap_or_else(|| {
            self.batch_type != BatchType::Counter && self.statements.iter().all(BatchStatement::is_idempotent)
        })
    }

    /// What stands for the batch in errors.
    pub(crate) fn label(&self) -> Arc<str> {
        match self.statements.first() {
            Some(first) if self.statements.len() == 1 => format!("batch of `{}`", first.label()).into(),
            Some(first) => format!("batch of {} statements, first `{}`", self.statements.len(), first.label()).into(),
            None => "empty batch".into(),
        }
    }

    statement_options!(config);

    keyspace_option! {
        /// Sets the keyspace of tables that the batch's texts name without one; a text may have another of its own.
    }
}

impl BatchStatement {
    fn is_idempotent(&self) -> bool {
        match self {
            Self::Query(statement) => {
                statement.config.is_idempotent.unwrap_or_else(|| is_idempotent(&statement.contents))
            }
            Self::PreparedStatement(prepared) => prepared.get_is_idempotent(),
            Self::Bound(bound) => bound.prepared().get_is_idempotent(),
        }
    }

    /// What stands for the statement in errors, without secrets.
    fn label(&self) -> Cow<'_, str> {
        match self {
            Self::Query(statement) => ilium_cql::masked(&statement.contents),
            Self::PreparedStatement(prepared) => Cow::Borrowed(prepared.label()),
            Self::Bound(bound) => Cow::Borrowed(bound.prepared().label()),
        }
    }

    /// The CQL text.
    pub(crate) fn contents(&self) -> &str {
        match self {
            Self::Query(statement) => statement.contents(),
            Self::PreparedStatement(prepared) => prepared.get_statement(),
            Self::Bound(bound) => bound.prepared().get_statement(),
        }
    }
}

impl From<&str> for BatchStatement {
    fn from(contents: &str) -> Self {
        Self::Query(contents.into())
    }
}

impl From<Statement> for BatchStatement {
    fn from(statement: Statement) -> Self {
        Self::Query(statement)
    }
}

impl From<PreparedStatement> for BatchStatement {
    fn from(prepared: PreparedStatement) -> Self {
        Self::PreparedStatement(prepared)
    }
}

impl From<BoundStatement> for BatchStatement {
    fn from(bound: BoundStatement) -> Self {
        Self::Bound(bound)
    }
}
