//! A statement that is ready to be executed.

use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use ilium_driver::client::execution_profile::ProfileUse;
use ilium_driver::client::pager::QueryPager;
use ilium_driver::client::session::Session;
use ilium_driver::deserialize::row::{DeserializeRow, RowPlan};
use ilium_driver::errors::Error;
use ilium_driver::response::query_result::{QueryResult, QueryRowsResult, ResultMetadata};
use ilium_driver::statement::prepared::PreparedStatement;

use super::argument::Arguments;
use super::bind::{Binds, Values};
use super::prepare::Recipe;
use crate::statement::spec::Piece;

/// A statement of a DAO: what is behind a field. Cloning it is cheap.
#[derive(Clone)]
pub struct Core(Arc<Inner>);

struct Inner {
    session: Session,
    /// How the texts are made and prepared.
    recipe: Arc<Recipe>,
    /// The text without optional groups.
    base: Prepared,
    /// The texts with optional groups, each prepared when it is first needed; the bits of the place are those of the
    /// groups, place 0 is the base and stays empty.
    variants: Box<[OnceLock<Prepared>]>,
    /// For each optional group the parameters that must be there.
    groups: Box<[Vec<u8>]>,
    /// Says that the statement is tied to the name of a profile.
    profile: Option<Arc<ProfileUse>>,
    /// Changes the options of each text; those of `with` and `with_profile`.
    changes: Vec<Change>,
}

/// A change of a statement's options.
pub(super) type Change = Arc<dyn Fn(&mut PreparedStatement) + Send + Sync>;

/// One text, prepared.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    statement: PreparedStatement,
    /// Where the values of the bind markers come from.
    binds: Binds,
    /// Where the columns go, as they were when the statement was prepared.
    planned: Option<Planned>,
    /// Where they go since the table was altered.
    replanned: Arc<Mutex<Option<Planned>>>,
}

/// A plan, and the columns that it was made of.
#[derive(Clone, Debug)]
struct Planned {
    columns: Arc<ResultMetadata>,
    plan: RowPlan,
}

impl Core {
    pub(super) fn new(session: Session, recipe: Arc<Recipe>, base: Prepared, profile: Option<Arc<ProfileUse>>) -> Self {
        let groups = groups(&recipe);
        let variants = variants(groups.len());
        Self(Arc::new(Inner { session, recipe, base, variants, groups, profile, changes: Vec::new() }))
    }

    /// The same statement with other options.
    pub(super) fn changed(&self, change: Change) -> Self {
        let profile = self.0.profile.clone();
        self.changed_with_profile(change, profile)
    }

    /// The same statement with other options, tied to another profile.
    pub(super) fn changed_with_profile(&self, change: Change, profile: Option<Arc<ProfileUse>>) -> Self {
        let inner = &*self.0;
        let with_change = |prepared: &Prepared| {
            let mut prepared = prepared.clone();
            change(&mut prepared.statement);
            prepared
        };
        let variants = inner.variants.iter().map(|variant| match variant.get() {
            Some(prepared) => OnceLock::from(with_change(prepared)),
            None => OnceLock::new(),
        });
        Self(Arc::new(Inner {
            session: inner.session.clone(),
            recipe: Arc::clone(&inner.recipe),
            base: with_change(&inner.base),
            variants: variants.collect(),
            groups: inner.groups.clone(),
            profile,
            changes: inner.changes.iter().cloned().chain([change]).collect(),
        }))
    }

    /// The name of the profile that the statement is tied to.
    pub(super) fn profile(&self) -> Option<&ProfileUse> {
        self.0.profile.as_deref()
    }

    pub(super) fn session(&self) -> &Session {
        &self.0.session
    }

    /// The text without optional groups.
    pub(super) fn base(&self) -> &Prepared {
        &self.0.base
    }

    /// The text that these arguments want, prepared if it is not yet.
    #[inline]
    pub(super) async fn prepared(&self, arguments: &impl Arguments) -> Result<&Prepared, Error> {
        if self.0.groups.is_empty() {
            return Ok(&self.0.base);
        }
        self.variant(self.present(arguments)).await
    }

    /// The text that these arguments want, if it is prepared.
    pub(super) fn ready(&self, arguments: &impl Arguments) -> Option<&Prepared> {
        match self.present(arguments) {
            0 => Some(&self.0.base),
            present => self.0.variants.get(present as usize).and_then(OnceLock::get),
        }
    }

    /// Which optional groups stand: those whose parameters are all there.
    fn present(&self, arguments: &impl Arguments) -> u32 {
        let is_present = |params: &Vec<u8>| params.iter().all(|param| arguments.is_present(*param));
        self.0
            .groups
            .iter()
            .enumerate()
            .filter(|(_, params)| is_present(params))
            .fold(0, |set, (bit, _)| set | 1 << bit)
    }

    async fn variant(&self, present: u32) -> Result<&Prepared, Error> {
        let Some(variant) = self.0.variants.get(present as usize).filter(|_| present > 0) else {
            return Ok(&self.0.base);
        };
        if let Some(prepared) = variant.get() {
            return Ok(prepared);
        }
        // Boxed: it happens once, and its size would be carried by every call.
        let mut prepared = Box::pin(self.0.recipe.prepare_variant(&self.0.session, present)).await?;
        if let Some(profile) = &self.0.profile {
            prepared.statement.set_execution_profile_handle(Some(profile.handle().clone()));
        }
        for change in &self.0.changes {
            change(&mut prepared.statement);
        }
        Ok(variant.get_or_init(|| prepared))
    }

    #[inline]
    pub(super) fn execute<'a>(
        &'a self,
        prepared: &'a Prepared,
        arguments: impl Arguments + 'a,
    ) -> impl Future<Output = Result<QueryResult, Error>> + 'a {
        self.0.session.execute_unpaged(&prepared.statement, Values { arguments, binds: &prepared.binds })
    }

    pub(super) fn execute_iter<'a>(
        &'a self,
        prepared: &'a Prepared,
        arguments: impl Arguments + 'a,
    ) -> impl Future<Output = Result<QueryPager, Error>> + 'a {
        self.0.session.execute_iter(prepared.statement.clone(), Values { arguments, binds: &prepared.binds })
    }
}

/// The parameters of each optional group.
fn groups(recipe: &Recipe) -> Box<[Vec<u8>]> {
    let spec = recipe.facts().spec;
    let mut groups = vec![Vec::new(); usize::from(spec.group_count())];
    let uses = spec.clauses.iter().flat_map(|clause| clause.uses);
    for (group, (param, _)) in uses.filter_map(|named| Some((named.group?, named.param?))) {
        if let Some(params) = groups.get_mut(usize::from(group)) {
            params.push(param);
        }
    }
    groups.into()
}

fn variants(groups: usize) -> Box<[OnceLock<Prepared>]> {
    let count = if groups == 0 { 0 } else { 1_usize << groups };
    (0..count).map(|_| OnceLock::new()).collect()
}

impl Prepared {
    /// `plan` is that of the columns the statement has now.
    pub(super) fn new(statement: PreparedStatement, binds: Binds, plan: Option<RowPlan>) -> Self {
        let columns = statement.get_current_result_metadata();
        let planned = plan.map(|plan| Planned { columns, plan });
        Self { statement, binds, planned, replanned: Arc::default() }
    }

    pub(super) const fn statement(&self) -> &PreparedStatement {
        &self.statement
    }

    pub(super) const fn statement_mut(&mut self) -> &mut PreparedStatement {
        &mut self.statement
    }

    pub(super) const fn binds(&self) -> &Binds {
        &self.binds
    }

    pub(super) const fn label(&self) -> &Arc<str> {
        self.statement.label()
    }

    /// Where the columns of `rows` go. They are compared once, when the statement is prepared; an answer with other
    /// columns comes after a change of the table.
    #[inline]
    pub(super) fn plan<C>(&self, rows: &QueryRowsResult) -> Result<RowPlan, Error>
    where
        C: for<'frame, 'metadata> DeserializeRow<'frame, 'metadata>,
    {
        match &self.planned {
            Some(planned) if Arc::ptr_eq(&planned.columns, rows.metadata()) => Ok(planned.plan.clone()),
            _ => self.replan::<C>(rows),
        }
    }

    #[cold]
    fn replan<C>(&self, rows: &QueryRowsResult) -> Result<RowPlan, Error>
    where
        C: for<'frame, 'metadata> DeserializeRow<'frame, 'metadata>,
    {
        let mut replanned = self.replanned.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(planned) = &*replanned
            && Arc::ptr_eq(&planned.columns, rows.metadata())
        {
            return Ok(planned.plan.clone());
        }
        let plan = C::plan(rows.column_specs())?;
        *replanned = Some(Planned { columns: Arc::clone(rows.metadata()), plan: plan.clone() });
        Ok(plan)
    }
}

impl Recipe {
    /// Whether the server leaves the description of the columns out of its answers under protocol 4 too: it may where the
    /// text names them, for then they stay the same when the table gets another.
    pub(super) fn names_columns(&self) -> bool {
        let spec = self.facts().spec;
        match spec.query {
            Some(query) => query.names_columns || spec.clauses.iter().any(has_columns),
            None => true,
        }
    }
}

fn has_columns(clause: &crate::statement::spec::Clause) -> bool {
    clause.pieces.iter().any(|piece| matches!(piece, Piece::Columns))
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Statement")
            .field("label", self.0.base.label())
            .field("cql", &ilium_cql::masked(self.0.base.statement.get_statement()))
            .field("profile", &self.0.profile.as_ref().map(|profile| profile.name()))
            .finish_non_exhaustive()
    }
}
