use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use futures_util::future::join_all;
use ilium_cql::Statement as Parsed;
use ilium_driver::client::execution_profile::ProfileUse;
use ilium_driver::client::session::Session;
use ilium_driver::errors::{Error, ErrorKind};
use ilium_driver::private::{error_of_statement, statement_error};
use ilium_driver::statement::prepared::PreparedStatement;

use super::Dao;
use super::bind::binds;
use super::core::{Core, Prepared};
use super::problem::{PrepareError, Problem};
use crate::check::Facts;
use crate::cql_type::Kind;
use crate::statement::spec::{OutputKind, Piece, Settings};
use crate::statement::text::{Target, TextSource};

/// Describes how a DAO is prepared; see the derive's `prepare` for the short way.
///
/// # Examples
/// A DAO on the table of a tenant:
/// ```no_run
/// # use ilium::prelude::*;
/// # async fn example<D: Dao>(session: &Session) -> Result<(), PrepareError> {
/// let users: D = DaoBuilder::new(session).keyspace("tenant_7").prepare().await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is prepared before `prepare`"]
pub struct DaoBuilder<'a, D> {
    session: &'a Session,
    keyspace: Option<String>,
    table: Option<String>,
    dao: PhantomData<fn() -> D>,
}

impl<'a, D: Dao> DaoBuilder<'a, D> {
    /// Starts with the entity's table, in the entity's keyspace or else the session's.
    pub fn new(session: &'a Session) -> Self {
        Self { session, keyspace: None, table: None, dao: PhantomData }
    }

    /// The keyspace of the table, named as it is stored.
    pub fn keyspace(mut self, keyspace: impl Into<String>) -> Self {
        self.keyspace = Some(keyspace.into());
        self
    }

    /// The table, named as it is stored.
    pub fn table(mut self, table: impl Into<String>) -> Self {
        self.table = Some(table.into());
        self
    }

    /// Prepares all statements at once.
    ///
    /// # Errors
    /// One error lists every problem, each with the name of its statement: profiles that the session does not know,
    /// columns that the table lacks or has with another type, and what the server says.
    ///
    /// # Cancel safety
    /// Nothing is left behind when the future is dropped.
    pub async fn prepare(self) -> Result<D, PrepareError> {
        let recipes = D::STATEMENTS.iter().map(|facts| Recipe {
            facts: *facts,
            label: facts.spec.label.into(),
            keyspace: self.keyspace.clone(),
            table: self.table.clone(),
            session_keyspace: self.session.get_keyspace(),
        });
        let outcomes = join_all(recipes.map(|recipe| core(self.session, recipe))).await;
        let mut cores = Vec::with_capacity(outcomes.len());
        let mut problems = Vec::new();
        for outcome in outcomes {
            match outcome {
                Ok(core) => cores.push(core),
                Err(found) => problems.extend(found),
            }
        }
        match D::Cores::try_from(cores) {
            Ok(cores) => Ok(D::assemble(cores)),
            // As many statements as fields, unless one has a problem.
            Err(_) => Err(PrepareError::new(D::NAME, problems)),
        }
    }
}

impl<D: Dao> fmt::Debug for DaoBuilder<'_, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DaoBuilder")
            .field("dao", &D::NAME)
            .field("keyspace", &self.keyspace)
            .field("table", &self.table)
            .finish_non_exhaustive()
    }
}

async fn core(session: &Session, recipe: Recipe) -> Result<Core, Vec<Problem>> {
    let mut problems = Vec::new();
    let profile = recipe.profile(session).map_err(|problem| problems.push(problem)).ok();
    let prepared = recipe.prepare(session, 0, &mut problems).await;
    match (profile, prepared) {
        (Some(profile), Some(mut prepared)) if problems.is_empty() => {
            if let Some(profile) = &profile {
                prepared.statement_mut().set_execution_profile_handle(Some(profile.handle().clone()));
            }
            Ok(Core::new(session.clone(), Arc::new(recipe), prepared, profile.map(Arc::new)))
        }
        _ => Err(problems),
    }
}

/// How a statement's texts are made and prepared.
#[derive(Debug)]
pub(super) struct Recipe {
    facts: Facts,
    label: Arc<str>,
    /// In place of the entity's.
    keyspace: Option<String>,
    /// In place of the entity's.
    table: Option<String>,
    /// That of the session when the DAO was prepared.
    session_keyspace: Option<Arc<String>>,
}

impl Recipe {
    pub(super) const fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Ties the statement to the name of its profile, if it has one.
    fn profile(&self, session: &Session) -> Result<Option<ProfileUse>, Problem> {
        let Some(name) = self.facts.spec.settings.profile else { return Ok(None) };
        let attached = session.profiles().attach(name, Arc::clone(&self.label));
        attached.map(Some).map_err(|error| self.problem(error.to_string()))
    }

    fn problem(&self, message: String) -> Problem {
        Problem::new(self.facts.spec.label, self.facts.spec.location, message)
    }

    /// Where the table is.
    fn target(&self) -> Target<'_> {
        let meta = self.facts.meta.or_else(|| crate::statement::roles::row(self.facts.parameters));
        Target {
            keyspace: self.keyspace.as_deref().or_else(|| meta.and_then(|meta| meta.keyspace)),
            table: self.table.as_deref().or_else(|| meta.map(|meta| meta.table)).unwrap_or_default(),
            session_keyspace: self.session_keyspace.as_ref().map(|keyspace| keyspace.as_str()),
        }
    }

    fn lacks_keyspace(&self) -> bool {
        let mut pieces = self.facts.spec.clauses.iter().flat_map(|clause| clause.pieces);
        self.target().named_keyspace().is_none() && pieces.any(|piece| matches!(piece, Piece::Keyspace))
    }

    /// The text with the optional groups whose bits are in `present`.
    fn cql(&self, present: u32) -> String {
        let Facts { spec, meta, parameters, output, .. } = self.facts;
        TextSource { spec, meta, parameters, output, target: self.target() }.cql(present)
    }

    /// Prepares a text; `None` with the problems added when that fails.
    async fn prepare(&self, session: &Session, present: u32, problems: &mut Vec<Problem>) -> Option<Prepared> {
        if self.lacks_keyspace() {
            let message =
                "the CQL has `{keyspace}`, but neither the entity nor the builder names one, and the session has none"
                    .to_owned();
            problems.push(self.problem(message));
            return None;
        }
        let cql = self.cql(present);
        let mut statement = match session.prepare(cql.as_str()).await {
            Ok(statement) => statement,
            Err(error) => {
                // The error names the text.
                problems.push(self.problem(error.to_string()).caused_by(error));
                return None;
            }
        };
        self.set_options(&mut statement, &cql);
        let binds = binds(&self.facts, statement.get_variable_col_specs(), |message| {
            problems.push(self.problem(message));
        });
        let plan = self.plan(&statement).map_err(|message| problems.push(self.problem(message))).ok()?;
        Some(Prepared::new(statement, binds, plan))
    }

    /// Prepares a text with optional groups, when it is first needed.
    pub(super) async fn prepare_variant(&self, session: &Session, present: u32) -> Result<Prepared, Error> {
        let mut problems = Vec::new();
        match self.prepare(session, present, &mut problems).await {
            Some(prepared) if problems.is_empty() => Ok(prepared),
            _ => Err(match problems.into_iter().next() {
                Some(problem) => match problem.cause() {
                    Some(cause) => error_of_statement(cause.clone(), &self.label),
                    None => statement_error(ErrorKind::TypeCheck, problem.message(), &self.label),
                },
                None => statement_error(ErrorKind::InvalidResponse, "the statement cannot be prepared", &self.label),
            }),
        }
    }

    fn plan(&self, statement: &PreparedStatement) -> Result<Option<ilium_driver::deserialize::row::RowPlan>, String> {
        if matches!(self.facts.output.kind, OutputKind::Applied | OutputKind::Unit) {
            return Ok(None);
        }
        let columns = statement.get_current_result_metadata();
        (self.facts.plan)(columns.col_specs()).map(Some).map_err(|error| error.to_string())
    }

    fn set_options(&self, statement: &mut PreparedStatement, cql: &str) {
        let Settings { consistency, serial_consistency, timeout, page_size, is_idempotent, .. } =
            self.facts.spec.settings;
        statement.set_label(Arc::clone(&self.label));
        statement.set_use_cached_result_metadata(self.names_columns());
        if let Some(consistency) = consistency {
            statement.set_consistency(consistency);
        }
        if let Some(consistency) = serial_consistency {
            statement.set_serial_consistency(Some(consistency));
        }
        if let Some(timeout) = timeout {
            statement.set_request_timeout(Some(timeout));
        }
        if let Some(rows) = page_size.filter(|rows| *rows > 0) {
            statement.set_page_size(rows);
        }
        // The entity tells a set from a list and from a counter, which the text alone does not.
        if let Some(is_idempotent) = is_idempotent.or_else(|| self.is_idempotent(cql)) {
            statement.set_is_idempotent(is_idempotent);
        }
    }

    fn is_idempotent(&self, cql: &str) -> Option<bool> {
        let meta = self.facts.meta?;
        let kind = |name: &str| match meta.column(name).map(|(_, column)| column.cql.kinds) {
            Some(kinds) if kinds.is_any() => ilium_cql::ColumnKind::Unknown,
            // A `Vec` may be stored as any of these.
            Some(kinds) if kinds.has(Kind::List) => ilium_cql::ColumnKind::List,
            Some(kinds) if kinds.has(Kind::Counter) => ilium_cql::ColumnKind::Counter,
            Some(kinds) if kinds.has(Kind::Map) => ilium_cql::ColumnKind::Map,
            Some(kinds) if kinds.has(Kind::Set) => ilium_cql::ColumnKind::Set,
            Some(_) => ilium_cql::ColumnKind::Other,
            None => ilium_cql::ColumnKind::Unknown,
        };
        let parsed: Parsed<'_> = ilium_cql::parse(cql).ok()?;
        Some(parsed.is_idempotent_with(&kind))
    }
}
