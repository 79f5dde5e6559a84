//! Bound statements that are sent in one request.

use std::sync::Arc;

use ilium_driver::client::session::Session;
use ilium_driver::errors::{Error, ErrorKind};
use ilium_driver::private::{error, statement_error};
use ilium_driver::response::query_result::QueryResult;
use ilium_driver::statement::batch::{Batch as Statements, BatchStatement, BatchType};
use ilium_driver::statement::prepared::PreparedStatement;

use super::applied::{Applied, is_missing};
use super::batch_rows::BatchRows;

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

    ilium_driver::chained_options!(statements);

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
    /// A batch with a conditional statement (`IF …`) is sent with [`execute_conditional`](Self::execute_conditional).
    ///
    /// # Errors
    /// [`BadConfig`](ErrorKind::BadConfig), before anything is sent, when a statement is conditional, or when statements
    /// have set different execution profiles, consistencies or timestamps and the batch sets none itself; when no answer
    /// comes, or the server answers with an error.
    ///
    /// # Cancel safety
    /// Dropping the future gives the request up; the server may carry it out all the same.
    pub async fn execute(self, session: &Session) -> Result<(), Error> {
        if self.is_empty() {
            return Ok(());
        }
        if let Some(label) = self.conditional() {
            return Err(is_conditional(&label));
        }
        let result = self.send(session).await?;
        // A text that this crate cannot read may have a condition after all.
        if result.is_rows() {
            let rows = result.into_rows_result()?;
            if let Ok(false) = rows.is_applied() {
                return Err(rows.name_origin(was_not_applied()));
            }
        }
        Ok(())
    }

    /// Sends a batch with conditional statements (`IF …`). It is applied whole if all conditions hold, else not at all.
    ///
    /// # Errors
    /// [`BadConfig`](ErrorKind::BadConfig), before anything is sent, when no statement is conditional, or when statements
    /// have set different execution profiles, consistencies or timestamps and the batch sets none itself; when no answer
    /// comes, or the server answers with an error: it takes conditions on one partition of one table only.
    ///
    /// A timeout leaves open whether the batch was applied; so does
    /// [`CasWriteUnknown`](ErrorKind::CasWriteUnknown).
    ///
    /// # Cancel safety
    /// Dropping the future gives the request up; the server may carry it out all the same.
    ///
    /// # Examples
    /// ```no_run
    /// # use ilium::prelude::*;
    /// # async fn example(
    /// #     session: &Session, reserve: &Update<fn(show: i32, seat: i32) -> Applied<(bool,)>>,
    /// # ) -> Result<(), Error> {
    /// let both = Batch::logged().push(reserve.bind((7, 1))?).push(reserve.bind((7, 2))?);
    /// match both.execute_conditional(session).await? {
    ///     Applied::Yes => println!("both seats are reserved"),
    ///     // The primary key, then the columns of the conditions.
    ///     Applied::No(rows) => println!("neither: {:?}", rows.read::<(i32, i32, bool)>()?),
    ///     Applied::Missing | Applied::Unreadable(_) => println!("neither: there are no such seats"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn execute_conditional(self, session: &Session) -> Result<Applied<BatchRows>, Error> {
        if self.conditional().is_none() {
            return Err(is_not_conditional(&self.statements));
        }
        let rows = self.send(session).await?.into_rows_result()?;
        Ok(match rows.is_applied()? {
            true => Applied::Yes,
            false if is_missing(&rows) => Applied::Missing,
            false => Applied::No(BatchRows::new(rows)),
        })
    }

    async fn send(self, session: &Session) -> Result<QueryResult, Error> {
        // What is not bound takes a row of values, which is empty here.
        let takes_values = |statement: &&BatchStatement| !matches!(statement, BatchStatement::Bound(_));
        let rows = vec![(); self.statements.statements().iter().filter(takes_values).count()];
        session.batch(&self.statements, rows).await
    }

    /// The name of the first conditional statement.
    fn conditional(&self) -> Option<Arc<str>> {
        self.statements.statements().iter().find_map(|statement| match statement {
            BatchStatement::Bound(bound) => of_prepared(bound.prepared()),
            BatchStatement::PreparedStatement(prepared) => of_prepared(prepared),
            BatchStatement::Query(text) => {
                let parsed = ilium_cql::parse(text.contents()).ok()?;
                parsed.is_conditional().then(|| text.contents().into())
            }
            _ => None,
        })
    }
}

fn of_prepared(prepared: &PreparedStatement) -> Option<Arc<str>> {
    prepared.is_confirmed_lwt().then(|| Arc::clone(prepared.label()))
}

#[cold]
fn is_conditional(label: &Arc<str>) -> Error {
    let found =
        "it is conditional, and `execute` does not return whether the batch was applied: call `execute_conditional`";
    statement_error(ErrorKind::BadConfig, found, label)
}

#[cold]
fn is_not_conditional(statements: &Statements) -> Error {
    let found = "no statement of the batch is conditional, so it is applied whenever it succeeds: call `execute`";
    statement_error(ErrorKind::BadConfig, found, &statements.label())
}

#[cold]
fn was_not_applied() -> Error {
    error(ErrorKind::InvalidResponse, "the batch has a condition that did not hold, and was not applied")
}
