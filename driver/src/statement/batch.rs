//! Several writes in one request.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use super::bound::BoundStatement;
use super::options::{CallOptions, all_options, keyspace_option, statement_options};
use super::prepared::PreparedStatement;
use super::unprepared::{Statement, is_idempotent};
use crate::error::{Error, ErrorKind};
use crate::observe::HistoryListener;
use crate::policy::LoadBalancingPolicy;
use crate::policy::retry::RetryPolicy;
use crate::policy::speculative_execution::SpeculativeExecutionPolicy;
use crate::profile::ExecutionProfileHandle;
use crate::wire::consistency::{Consistency, SerialConsistency};
pub use crate::wire::request::BatchType;

/// Several writes that are sent in one request.
///
/// A logged batch is applied whole or not at all; an unlogged one saves round trips within a partition; a counter batch
/// holds counter updates. A batch goes to the node of its first statement.
///
/// A request has one of each option. What is set on the batch counts. Where it sets no execution profile, consistency or
/// serial consistency, it takes the one that its statements have set; statements that set none follow. Where statements
/// have set different ones, executing the batch is an error that names two of them. A write timestamp that is set on a
/// statement must be set on all, to the same, or on the batch. The keyspace of a text is its own. Other options of the
/// statements do not count.
///
/// A batch with a conditional statement (`IF …`) is applied whole or not at all, and a batch that is not applied is not
/// an error:
/// [`QueryRowsResult::is_applied`](crate::response::query_result::QueryRowsResult::is_applied) of its result says which.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    pub(crate) options: CallOptions,
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
        self.is_idempotent_with(&self.options)
    }

    /// The same, with these options in place of its own.
    pub(crate) fn is_idempotent_with(&self, options: &CallOptions) -> bool {
        options.is_idempotent.unwrap_or_else(|| {
            self.batch_type != BatchType::Counter && self.statements.iter().all(BatchStatement::is_idempotent)
        })
    }

    /// What stands for the batch in errors.
    #[doc(hidden)]
    pub fn label(&self) -> Arc<str> {
        match self.statements.first() {
            Some(first) if self.statements.len() == 1 => format!("batch of `{}`", first.label()).into(),
            Some(first) => format!("batch of {} statements, first `{}`", self.statements.len(), first.label()).into(),
            None => "empty batch".into(),
        }
    }

    /// The options that the batch is executed with: those of the call, its own, and where neither sets one those that its
    /// statements agree on.
    ///
    /// # Errors
    /// [`BadConfig`](ErrorKind::BadConfig) when two statements have set different ones.
    pub(crate) fn agreed_options(&self, call: Option<&CallOptions>) -> Result<CallOptions, Error> {
        let mut options = call.map_or_else(|| self.options.clone(), |call| call.over(&self.options));
        if options.profile.is_none() {
            options.profile = self.agreed("execution profiles", |set| set.profile.as_ref())?.cloned();
        }
        if options.consistency.is_none() {
            options.consistency = self.agreed("consistencies", |set| set.consistency)?;
        }
        if options.serial_consistency.is_none() {
            options.serial_consistency = self.agreed("serial consistencies", |set| set.serial_consistency)?;
        }
        if options.timestamp.is_none() {
            // A statement without a timestamp differs from one that has one: the request's would be put on both.
            let agreed = self.agreed("timestamps", |set| Some(Timestamp(set.timestamp)))?;
            options.timestamp = agreed.and_then(|Timestamp(timestamp)| timestamp);
        }
        Ok(options)
    }

    /// What all statements that have set an option have set it to.
    fn agreed<'a, T: Shared>(
        &'a self,
        what: &str,
        of: impl Fn(&'a CallOptions) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        let mut set = self.statements.iter().filter_map(|statement| Some((statement, of(statement.options())?)));
        let Some((first, agreed)) = set.next() else { return Ok(None) };
        match set.find(|(_, other)| !agreed.is_same(*other)) {
            None => Ok(Some(agreed)),
            Some((second, other)) => Err(disagreement(what, [(first, agreed.show()), (second, other.show())])),
        }
    }

    statement_options!(options);
    all_options!(options);

    keyspace_option! {
        /// Sets the keyspace of tables that the batch's texts name without one; a text may have another of its own.
    }
}

/// An option of statements that a batch has one of for all of them.
trait Shared: Copy {
    fn is_same(self, other: Self) -> bool;

    /// What stands for it in messages.
    fn show(self) -> String;
}

/// A write timestamp, or none.
#[derive(Clone, Copy, PartialEq)]
struct Timestamp(Option<i64>);

impl Shared for &ExecutionProfileHandle {
    fn is_same(self, other: Self) -> bool {
        self.is_same(other)
    }

    fn show(self) -> String {
        self.name().map_or_else(|| "a handle without a name".to_owned(), |name| format!("`{name}`"))
    }
}

impl Shared for Consistency {
    fn is_same(self, other: Self) -> bool {
        self == other
    }

    fn show(self) -> String {
        self.to_string()
    }
}

impl Shared for Option<SerialConsistency> {
    fn is_same(self, other: Self) -> bool {
        self == other
    }

    fn show(self) -> String {
        self.map_or_else(|| "none".to_owned(), |consistency| consistency.to_string())
    }
}

impl Shared for Timestamp {
    fn is_same(self, other: Self) -> bool {
        self == other
    }

    fn show(self) -> String {
        self.0.map_or_else(|| "none".to_owned(), |timestamp| timestamp.to_string())
    }
}

#[cold]
fn disagreement(what: &str, [(first, a), (second, b)]: [(&BatchStatement, String); 2]) -> Error {
    let (first, second) = (first.label(), second.label());
    let found = format!(
        "its statements have different {what}: `{first}` has {a}, `{second}` has {b}; set the one that counts on the batch"
    );
    Error::new(ErrorKind::BadConfig, found)
}

impl BatchStatement {
    const fn options(&self) -> &CallOptions {
        match self {
            Self::Query(statement) => &statement.options,
            Self::PreparedStatement(prepared) => &prepared.options,
            Self::Bound(bound) => &bound.prepared().options,
        }
    }

    fn is_idempotent(&self) -> bool {
        match self {
            Self::Query(statement) => {
                statement.options.is_idempotent.unwrap_or_else(|| is_idempotent(&statement.contents))
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
