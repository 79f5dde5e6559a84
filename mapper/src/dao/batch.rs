use std::time::Duration;

use ilium_driver::client::execution_profile::ExecutionProfileHandle;
use ilium_driver::client::session::Session;
use ilium_driver::errors::Error;
use ilium_driver::statement::batch::{Batch as Statements, BatchStatement, BatchType};
use ilium_driver::statement::{Consistency, SerialConsistency};

/// Bound statements that are sent in one request.
///
/// It follows the execution profile that its statements are tied to, and the consistency and serial consistency that
/// they have set, unless it sets its own. Statements that have set none follow the others; statements that have set
/// different ones are an error that names two of them.
///
/// # Examples
/// ```no_run
/// # use ilium::prelude::*;
/// # async fn example(
/// #     session: &Session, rename: &Update<fn(id: Uuid, name: &str)>, note: &Insert<fn(id: Uuid, text: &str)>, id: Uuid,
/// # ) -> Result<(), Error> {
/// Batch::logged()
///     .push(rename.bind((id, "Ada"))?)
///     .push(note.bind((id, "renamed"))?)
///     .execute(session)
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a batch does nothing before it is executed"]
pub struct Batch {
    statements: Statements,
}

impl Batch {
    /// A batch that is applied whole or not at all.
    pub fn logged() -> Self {
        Self { statements: Statements::new(BatchType::Logged) }
    }

    /// A batch that only saves round trips; good within one partition.
    pub fn unlogged() -> Self {
        Self { statements: Statements::new(BatchType::Unlogged) }
    }

    /// A batch of changes to counters.
    pub fn counter() -> Self {
        Self { statements: Statements::new(BatchType::Counter) }
    }

    /// Adds a statement: one that is bound, or one without bind markers.
    pub fn push(mut self, statement: impl Into<BatchStatement>) -> Self {
        self.statements.append_statement(statement);
        self
    }

    /// How many replicas must answer; unless set, that of its statements or else of the profile.
    pub const fn consistency(mut self, consistency: Consistency) -> Self {
        self.statements.set_consistency(consistency);
        self
    }

    /// The consistency of the Paxos phase, when a statement is conditional; unless set, that of its statements or else of
    /// the profile.
    pub const fn serial_consistency(mut self, consistency: Option<SerialConsistency>) -> Self {
        self.statements.set_serial_consistency(consistency);
        self
    }

    /// How long the request may take, all its attempts included.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.statements.set_request_timeout(Some(timeout));
        self
    }

    /// The execution profile that the request follows; unless set, the one that its statements are tied to, or else the
    /// session's default.
    pub fn profile(mut self, handle: ExecutionProfileHandle) -> Self {
        self.statements.set_execution_profile_handle(Some(handle));
        self
    }

    /// The write timestamp of all its statements, in microseconds since 1970.
    pub const fn timestamp(mut self, micros: i64) -> Self {
        self.statements.set_timestamp(Some(micros));
        self
    }

    /// How many statements there are.
    pub fn len(&self) -> usize {
        self.statements.statements().len()
    }

    /// Whether there is no statement.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Sends the batch. An empty one is not sent.
    ///
    /// # Errors
    /// When its statements have set different execution profiles, consistencies or timestamps and it sets none itself;
    /// when no answer comes, or the server answers with an error.
    ///
    /// # Cancel safety
    /// Dropping the future gives the request up; the server may carry it out all the same.
    pub async fn execute(self, session: &Session) -> Result<(), Error> {
        if self.is_empty() {
            return Ok(());
        }
        // What is not bound takes a row of values, which is empty here.
        let takes_values = |statement: &&BatchStatement| !matches!(statement, BatchStatement::Bound(_));
        let rows = vec![(); self.statements.statements().iter().filter(takes_values).count()];
        session.batch(&self.statements, rows).await.map(drop)
    }
}
