//! A statement that is ready to be executed.

use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use ilium_driver::client::execution_profile::{ExecutionProfileHandle, ProfileUse};
use ilium_driver::client::pager::QueryPager;
use ilium_driver::client::session::Session;
use ilium_driver::deserialize::row::{DeserializeRow, RowPlan};
use ilium_driver::errors::Error;
use ilium_driver::response::query_result::{QueryResult, ResultMetadata};
use ilium_driver::statement::CallOptions;
use ilium_driver::statement::prepared::PreparedStatement;

use super::argument::Arguments;
use super::bind::{Binds, Values};
use super::groups::Groups;
use super::prepare::Recipe;
use crate::statement::spec::{Piece, StatementSpec};

/// A statement of a DAO: what is behind a field. Cloning it is cheap.
#[derive(Clone)]
pub struct Core(Arc<Inner>);

/// A statement with its options. Those that differ in their options alone share everything else.
struct Inner {
    shared: Arc<Shared>,
    /// The name that the statement follows; `None` when its handle has no name.
    follows: Option<Arc<ProfileUse>>,
    /// What `with` and `with_profile` have set, which each call is made with.
    options: Option<CallOptions>,
}

/// What statements share that differ in their options alone.
struct Shared {
    session: Session,
    spec: &'static StatementSpec,
    /// The text without optional groups.
    base: Prepared,
    /// The texts with optional groups: the bits of the place, counted from 1, are those of the groups.
    variants: Box<[Prepared]>,
    groups: Groups,
}

/// One text, prepared.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) statement: PreparedStatement,
    pub(super) text: Text,
}

/// What is known of one text.
#[derive(Debug)]
pub(super) struct Text {
    /// Where the values of the bind markers come from.
    binds: Binds,
    /// Where the columns go, as they were when the statement was prepared.
    planned: Option<Planned>,
    /// Where they go since the table was altered.
    replanned: Mutex<Option<Planned>>,
}

/// A plan, and the columns that it was made of.
#[derive(Clone, Debug)]
struct Planned {
    columns: Arc<ResultMetadata>,
    plan: RowPlan,
}

/// The text that a call wants, and the options of the call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ready<'a> {
    prepared: &'a Prepared,
    options: Option<&'a CallOptions>,
}

impl Core {
    /// `variants` are the texts with optional groups; the place of each, counted from 1, has the bits of its groups.
    pub(super) fn new(
        session: Session,
        spec: &'static StatementSpec,
        base: Prepared,
        variants: Vec<Prepared>,
        follows: Arc<ProfileUse>,
    ) -> Self {
        let groups = Groups::of(spec);
        let shared = Shared { session, spec, base, variants: variants.into(), groups };
        Self(Arc::new(Inner { shared: Arc::new(shared), follows: Some(follows), options: None }))
    }

    /// The same statement with other options; those that are not set in `options` stay.
    pub(super) fn with(&self, options: CallOptions) -> Self {
        match options.get_execution_profile_handle() {
            None if options.is_empty() => self.clone(),
            None => self.changed(options, self.0.follows.clone()),
            Some(handle) => {
                let profiles = self.session().profiles();
                let follows = profiles.attach_handle(handle, Arc::clone(self.statement().label()));
                self.changed(options, follows.map(Arc::new))
            }
        }
    }

    /// The same statement, tied to another profile.
    pub(super) fn with_handle(&self, handle: ExecutionProfileHandle, follows: Option<Arc<ProfileUse>>) -> Self {
        self.changed(CallOptions::default().profile(handle), follows)
    }

    fn changed(&self, options: CallOptions, follows: Option<Arc<ProfileUse>>) -> Self {
        let Inner { shared, options: earlier, .. } = &*self.0;
        let options = match earlier {
            Some(earlier) => options.over(earlier),
            None => options,
        };
        Self(Arc::new(Inner { shared: Arc::clone(shared), follows, options: Some(options) }))
    }

    /// The name of the profile that the statement follows; `None` when its handle has no name.
    pub(super) fn profile(&self) -> Option<&str> {
        self.0.follows.as_ref().map(|follows| follows.name())
    }

    pub(super) fn session(&self) -> &Session {
        &self.0.shared.session
    }

    /// What the field and its attribute say.
    pub(super) fn spec(&self) -> &'static StatementSpec {
        self.0.shared.spec
    }

    /// The text without optional groups.
    pub(super) fn statement(&self) -> &PreparedStatement {
        &self.0.shared.base.statement
    }

    /// The text that these arguments want.
    ///
    /// # Errors
    /// When some parameters of an optional group are there and others are not.
    #[inline]
    pub(super) fn ready(&self, arguments: &impl Arguments) -> Result<Ready<'_>, Error> {
        let Inner { shared, options, .. } = &*self.0;
        let prepared = if shared.groups.is_empty() {
            &shared.base
        } else {
            let present = shared.groups.present(arguments, shared.base.statement.label())?;
            shared.with_groups(present)
        };
        Ok(Ready { prepared, options: options.as_ref() })
    }

    #[inline]
    pub(super) fn execute<'a>(
        &'a self,
        ready: Ready<'a>,
        arguments: impl Arguments + 'a,
    ) -> impl Future<Output = Result<QueryResult, Error>> + 'a {
        let Ready { prepared: Prepared { statement, text }, options } = ready;
        self.session().execute_called(statement, Values { arguments, binds: &text.binds }, options)
    }

    pub(super) fn execute_iter<'a>(
        &'a self,
        ready: Ready<'a>,
        arguments: impl Arguments + 'a,
    ) -> impl Future<Output = Result<QueryPager, Error>> + 'a {
        let Ready { prepared: Prepared { statement, text }, options } = ready;
        let mut statement = statement.clone();
        if let Some(options) = options {
            statement.set_options(options);
        }
        self.session().execute_iter(statement, Values { arguments, binds: &text.binds })
    }
}

impl Shared {
    /// The text with the optional groups whose bits are in `present`.
    fn with_groups(&self, present: usize) -> &Prepared {
        present.checked_sub(1).and_then(|place| self.variants.get(place)).unwrap_or(&self.base)
    }
}

impl Prepared {
    /// `plan` is that of the columns the statement has now.
    pub(super) fn new(statement: PreparedStatement, binds: Binds, plan: Option<RowPlan>) -> Self {
        let columns = statement.get_current_result_metadata();
        let planned = plan.map(|plan| Planned { columns, plan });
        Self { statement, text: Text { binds, planned, replanned: Mutex::default() } }
    }
}

impl<'a> Ready<'a> {
    pub(super) const fn statement(&self) -> &'a PreparedStatement {
        &self.prepared.statement
    }

    pub(super) const fn options(&self) -> Option<&'a CallOptions> {
        self.options
    }

    pub(super) const fn binds(&self) -> &'a Binds {
        &self.prepared.text.binds
    }

    pub(super) const fn label(&self) -> &'a Arc<str> {
        self.prepared.statement.label()
    }

    /// Where the columns of an answer go. They are compared once, when the statement is prepared; an answer with other
    /// columns comes after a change of the table.
    #[inline]
    pub(super) fn plan<C>(&self, columns: &Arc<ResultMetadata>) -> Result<RowPlan, Error>
    where
        C: for<'frame, 'metadata> DeserializeRow<'frame, 'metadata>,
    {
        match &self.prepared.text.planned {
            Some(planned) if Arc::ptr_eq(&planned.columns, columns) => Ok(planned.plan.clone()),
            _ => self.prepared.text.replan::<C>(columns),
        }
    }
}

impl Text {
    #[cold]
    fn replan<C>(&self, columns: &Arc<ResultMetadata>) -> Result<RowPlan, Error>
    where
        C: for<'frame, 'metadata> DeserializeRow<'frame, 'metadata>,
    {
        let mut replanned = self.replanned.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(planned) = &*replanned
            && Arc::ptr_eq(&planned.columns, columns)
        {
            return Ok(planned.plan.clone());
        }
        let plan = C::plan(columns.col_specs())?;
        *replanned = Some(Planned { columns: Arc::clone(columns), plan: plan.clone() });
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
            .field("label", self.statement().label())
            .field("cql", &ilium_cql::masked(self.statement().get_statement()))
            .field("profile", &self.profile())
            .finish_non_exhaustive()
    }
}
