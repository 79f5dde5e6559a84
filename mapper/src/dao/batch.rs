use std::time::Duration;

use ilium_driver::client::execution_profile::ExecutionProfileHandle;
use ilium_driver::client::session::Session;
use ilium_driver::errors::Error;
use ilium_driver::statement::batch::{Batch as Statements, BatchStatement, BatchType};
use ilium_driver::statement::{Consistency, SerialConsistency};

/// Bound statements that are sent in one request.
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

    /// Adds a statement.
    pub fn push(mut self, statement: impl Into<BatchStatement>) -> Self {
        self.statements.append_statement(statement);
        self
    }

    /// How many replicas must answer; that of the profile unless set.
    pub const fn consistency(mut self, consistency: Consistency) -> Self {
        self.statements.set_consistency(consistency);
        self
    }

    /// The consistency of the Paxos phase, when a statement is conditional.
    pub const fn serial_consistency(mut self, consistency: Option<SerialConsistency>) -> Self {
        self.statements.set_serial_consistency(consistency);
        self
    }

    /// How long the request may take, all its attempts included.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.statements.set_request_timeout(Some(timeout));
        self
    }

    /// The execution profile that the request follows; the session's default unless set.
    pub fn profile(mut self, handle: ExecutionProfileHandle) -> Self {
        self.statements.set_execution_profile_handle(Some(handle));
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
    /// When no answer comes, or the server answers with an error.
    ///
    /// # Cancel safety
    /// Dropping the future gives the request up; the server may carry it out all the same.
    pub async fn execute(self, session: &Session) -> Result<(), Error> {
        if self.is_empty() {
            return Ok(());
        }
        session.batch(&self.statements, Vec::<()>::new()).await.map(drop)
    }
}
