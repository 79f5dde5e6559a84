use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use futures_util::future::join_all;
use ilium_cql::Statement as Parsed;
use ilium_driver::client::execution_profile::{DEFAULT_PROFILE, ProfileUse};
use ilium_driver::client::session::Session;
use ilium_driver::errors::Error;
use ilium_driver::statement::prepared::PreparedStatement;

use super::Dao;
use super::bind::binds;
use super::core::{Core, Prepared};
use super::problem::{PrepareError, Problem};
use crate::check::Facts;
use crate::cql_type::Kind;
use crate::statement::spec::{OutputKind, Piece};
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
    /// Starts with the entity's table, in the entity's keyspace or else the one that the session is in when the DAO is
    /// prepared. The statements name that keyspace, so they stay in it when the session moves to another.
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

    /// Prepares all statements at once; each text once, however many statements have it. A statement with optional
    /// groups is prepared in every combination of them.
    ///
    /// # Errors
    /// One error lists every problem, each with the name of its statement: profiles that the session does not know,
    /// columns that the table lacks or has with another type, and what the server says.
    ///
    /// # Cancel safety
    /// Nothing is left behind when the future is dropped.
    pub async fn prepare(self) -> Result<D, PrepareError> {
        let session_keyspace = self.session.get_keyspace().map(|keyspace| keyspace.as_str().into());
        let recipes = D::STATEMENTS.iter().map(|facts| Recipe {
            facts: *facts,
            label: facts.spec.label.into(),
            keyspace: self.keyspace.clone(),
            table: self.table.clone(),
            session_keyspace: session_keyspace.clone(),
        });
        let recipes: Vec<Recipe> = recipes.collect();
        let prepared = prepare_once(self.session, recipes.iter().flat_map(Recipe::texts)).await;
        let mut cores = Vec::with_capacity(recipes.len());
        let mut problems = Vec::new();
        for recipe in &recipes {
            match recipe.core(self.session, &prepared) {
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

/// Texts, and what the server made of each.
type PreparedTexts = BTreeMap<String, Result<PreparedStatement, Error>>;

/// Prepares the texts at the same time, equal ones once: Cassandra may forget a statement that is prepared twice at once.
async fn prepare_once(session: &Session, texts: impl Iterator<Item = String>) -> PreparedTexts {
    let texts: BTreeSet<String> = texts.collect();
    let prepared = join_all(texts.iter().map(|text| session.prepare(text.as_str()))).await;
    texts.into_iter().zip(prepared).collect()
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
    session_keyspace: Option<Arc<str>>,
}

impl Recipe {
    pub(super) const fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Says which name the statement follows: that of its profile, or else that of the session's default.
    fn follow(&self, session: &Session) -> Result<ProfileUse, Problem> {
        let name = self.facts.spec.settings.profile.unwrap_or(DEFAULT_PROFILE);
        let attached = session.profiles().attach(name, Arc::clone(&self.label));
        attached.map_err(|error| self.problem(error.to_string()))
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
            session_keyspace: self.session_keyspace.as_deref(),
        }
    }

    /// Why there is no text to prepare.
    fn misplaced(&self) -> Option<Problem> {
        let mut pieces = self.facts.spec.clauses.iter().flat_map(|clause| clause.pieces);
        let message = match self.target() {
            _ if self.keyspace.as_deref() == Some("") => "the keyspace that the builder was given is empty",
            _ if self.table.as_deref() == Some("") => "the table that the builder was given is empty",
            target if target.named_keyspace().is_none() && pieces.any(|piece| matches!(piece, Piece::Keyspace)) => {
                "the CQL has `{keyspace}`, but neither the entity nor the builder names one, and the session has none"
            }
            _ => return None,
        };
        Some(self.problem(message.to_owned()))
    }

    /// The texts of all combinations of the optional groups, the one without any first.
    fn texts(&self) -> Vec<String> {
        if self.misplaced().is_some() {
            return Vec::new();
        }
        let combinations = 1_u32 << self.facts.spec.group_count();
        (0..combinations).map(|present| self.cql(present)).collect()
    }

    /// The text with the optional groups whose bits are in `present`.
    fn cql(&self, present: u32) -> String {
        let Facts { spec, meta, parameters, output, .. } = self.facts;
        TextSource { spec, meta, parameters, output, target: self.target() }.cql(present)
    }

    /// Makes the statement of its prepared texts.
    ///
    /// # Errors
    /// Every problem of the statement. Of its texts the first that has any: the others have the same.
    fn core(&self, session: &Session, prepared: &PreparedTexts) -> Result<Core, Vec<Problem>> {
        let mut problems = Vec::new();
        let follows = self.follow(session).map_err(|problem| problems.push(problem)).ok();
        problems.extend(self.misplaced());
        let mut texts = Vec::new();
        for cql in self.texts() {
            let before = problems.len();
            texts.extend(self.prepared(&cql, prepared, follows.as_ref(), &mut problems));
            if problems.len() > before {
                break;
            }
        }
        let mut texts = texts.into_iter();
        match (follows, texts.next()) {
            (Some(follows), Some(base)) if problems.is_empty() => {
                Ok(Core::new(session.clone(), self.facts.spec, base, texts.collect(), Arc::new(follows)))
            }
            _ => Err(problems),
        }
    }

    /// Compares what the server said of a text with the statement; `None` with the problems added when that fails.
    fn prepared(
        &self,
        cql: &str,
        prepared: &PreparedTexts,
        follows: Option<&ProfileUse>,
        problems: &mut Vec<Problem>,
    ) -> Option<Prepared> {
        let mut statement = match prepared.get(cql)? {
            Ok(statement) => statement.clone(),
            Err(error) => {
                let message = format!("{error}; the CQL is `{}`", ilium_cql::masked(cql));
                problems.push(self.problem(message).caused_by(error.clone()));
                return None;
            }
        };
        self.set_options(&mut statement, cql);
        // A statement that names no profile follows the default of whatever session executes it.
        if let Some(follows) = follows.filter(|_| self.facts.spec.settings.profile.is_some()) {
            statement.set_execution_profile_handle(Some(follows.handle().clone()));
        }
        let binds = binds(&self.facts, statement.get_variable_col_specs(), |message| {
            problems.push(self.problem(message));
        });
        let plan = self.plan(&statement).map_err(|message| problems.push(self.problem(message))).ok()?;
        Some(Prepared::new(statement, binds, plan))
    }

    fn plan(&self, statement: &PreparedStatement) -> Result<Option<ilium_driver::deserialize::row::RowPlan>, String> {
        if matches!(self.facts.output.kind, OutputKind::Applied | OutputKind::Unit) {
            return Ok(None);
        }
        let columns = statement.get_current_result_metadata();
        (self.facts.plan)(columns.col_specs()).map(Some).map_err(|error| error.to_string())
    }

    fn set_options(&self, statement: &mut PreparedStatement, cql: &str) {
        statement.set_label(Arc::clone(&self.label));
        statement.set_use_cached_result_metadata(self.names_columns());
        // The entity tells a set from a list and from a counter, which the text alone does not.
        if let Some(is_idempotent) = self.is_idempotent(cql) {
            statement.set_is_idempotent(is_idempotent);
        }
        statement.set_options(self.facts.spec.settings.options);
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
