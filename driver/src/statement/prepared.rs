//! Statements that the server knows by id.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use bytes::Bytes;
use uuid::Uuid;

use super::bound::BoundStatement;
use super::columns::{Columns, SeenColumns};
use super::markers::Markers;
use super::metadata::{Described, PreparedMetadata, ResultMetadata};
use super::options::{CallOptions, all_options, paging_option, statement_options};
use super::registry::Altered;
use super::unprepared::Statement;
use crate::error::{Error, ErrorKind, masked};
use crate::observe::HistoryListener;
use crate::policy::LoadBalancingPolicy;
use crate::policy::retry::RetryPolicy;
use crate::policy::speculative_execution::SpeculativeExecutionPolicy;
use crate::profile::ExecutionProfileHandle;
use crate::topology::Token;
use crate::value::{SerializationError, SerializeRow};
use crate::wire::column::{ColumnSpec, TableSpec};
use crate::wire::consistency::{Consistency, SerialConsistency};
use crate::wire::response::Extensions;

/// A statement that the cluster has prepared.
///
/// Cloning is cheap: clones share what the server said and have options of their own. When a node has forgotten the
/// statement, executing it prepares it there again, unseen.
#[derive(Clone)]
pub struct PreparedStatement {
    pub(crate) options: CallOptions,
    use_cached_result_metadata: bool,
    /// What stands for the statement in errors; its text, unless it was given a name.
    label: Arc<str>,
    /// What went beside the preparation; hardly ever there.
    beside: Option<Arc<Beside>>,
    shared: Arc<Shared>,
}

/// What the clones of a prepared statement share, as long as there is one.
#[derive(Debug)]
pub(crate) struct WeakStatement(Weak<Shared>);

impl WeakStatement {
    /// Whether there is a statement.
    pub(crate) fn is_in_use(&self) -> bool {
        self.0.strong_count() > 0
    }

    /// What the statement reads was altered, or anything may have been.
    pub(super) fn doubt(&self, altered: Option<&Altered>) {
        if let Some(shared) = self.0.upgrade()
            && altered.is_none_or(|altered| shared.is_of(altered))
        {
            shared.columns_in_doubt.store(true, Ordering::Relaxed);
            shared.markers.doubt();
        }
    }
}

/// What went beside a preparation, there and back.
#[derive(Debug)]
struct Beside {
    /// The payload of the PREPARE, which is sent again when the statement is prepared again.
    payload: Option<HashMap<String, Bytes>>,
    /// Tracing id, warnings and payload of the answer.
    extensions: Option<Box<Extensions>>,
}

/// What all clones of a prepared statement share.
struct Shared {
    /// What the server calls the statement.
    id: Bytes,
    /// The CQL text, which prepares it again.
    contents: Arc<str>,
    /// The keyspace that it was prepared in, when it is not the session's.
    keyspace: Option<Arc<str>>,
    markers: Markers,
    result: Columns,
    /// Whether the columns have changed since the statement was first prepared, or may have on some node.
    columns_in_doubt: AtomicBool,
    /// Whether the text is known to be idempotent.
    is_idempotent: bool,
    /// Whether the text is a lightweight transaction.
    is_conditional: bool,
}

impl Shared {
    /// Whether the statement is about what was altered.
    fn is_of(&self, altered: &Altered) -> bool {
        let is_of = |table: &TableSpec<'_>| {
            table.ks_name() == &*altered.keyspace
                && altered.table.as_deref().is_none_or(|name| table.table_name() == name)
        };
        let result = self.result.load();
        result.col_specs().iter().any(|spec| is_of(spec.table_spec()))
            || self.markers.current().table().is_some_and(is_of)
    }
}

impl PreparedStatement {
    /// What the server made of `statement`.
    pub(crate) fn new(statement: Statement, described: Described) -> Self {
        let Statement { mut options, contents } = statement;
        let Described { id, markers, result, extensions } = described;
        let parsed = ilium_cql::parse(&contents).ok();
        let payload = options.get_custom_payload().cloned();
        let is_beside = payload.is_some() || extensions.is_some();
        let shared = Shared {
            id,
            markers: Markers::new(markers),
            keyspace: options.take_keyspace(),
            result: Columns::new(result),
            columns_in_doubt: AtomicBool::new(false),
            is_idempotent: parsed.as_ref().is_some_and(ilium_cql::Statement::is_idempotent),
            is_conditional: parsed.as_ref().is_some_and(ilium_cql::Statement::is_conditional),
            contents: Arc::clone(&contents),
        };
        Self {
            options,
            use_cached_result_metadata: false,
            label: masked(&contents),
            beside: is_beside.then(|| Arc::new(Beside { payload, extensions })),
            shared: Arc::new(shared),
        }
    }

    /// The same statement with the options that `statement`, of the same text and keyspace, has.
    pub(crate) fn with_options_of(self, statement: Statement) -> Self {
        let Statement { mut options, .. } = statement;
        options.take_keyspace();
        Self { options, ..self }
    }

    /// The statement as it was before it was prepared.
    pub(crate) fn to_statement(&self) -> Statement {
        let mut statement = Statement { options: self.options.clone(), contents: Arc::clone(self.contents()) };
        statement.set_keyspace(self.get_keyspace());
        statement.set_custom_payload(self.prepare_payload().cloned());
        statement
    }

    /// What the server calls the statement.
    pub fn get_id(&self) -> &Bytes {
        &self.shared.id
    }

    /// The CQL text.
    pub fn get_statement(&self) -> &str {
        &self.shared.contents
    }

    pub(crate) fn contents(&self) -> &Arc<str> {
        &self.shared.contents
    }

    /// The keyspace that the statement was prepared in; `None` when it was the session's at that time. It is prepared in
    /// the same one where a node has forgotten it.
    pub fn get_keyspace(&self) -> Option<&str> {
        self.shared.keyspace.as_deref()
    }

    /// What is sent beside its preparation.
    pub(crate) fn prepare_payload(&self) -> Option<&HashMap<String, Bytes>> {
        self.beside.as_ref()?.payload.as_ref()
    }

    /// The id under which the server records the trace of the preparation, when one was asked for by
    /// [`Statement::set_tracing`].
    pub fn get_prepare_tracing_ids(&self) -> &[Uuid] {
        self.extensions().map_or(&[], |extensions| extensions.tracing_id.as_slice())
    }

    /// What the server warned of when it prepared the statement.
    pub fn prepare_warnings(&self) -> impl Iterator<Item = &str> {
        self.extensions().into_iter().flat_map(|extensions| &extensions.warnings).map(String::as_str)
    }

    /// The custom payload of the server's answer to the preparation.
    pub fn prepare_custom_payload(&self) -> Option<&HashMap<String, Bytes>> {
        self.extensions()?.custom_payload.as_ref()
    }

    fn extensions(&self) -> Option<&Extensions> {
        self.beside.as_ref()?.extensions.as_deref()
    }

    /// Names the statement: errors show the name instead of the text.
    pub fn set_label(&mut self, label: impl Into<Arc<str>>) {
        self.label = label.into();
    }

    /// What stands for the statement in errors and in the log: its name, or else its text, whose constants are masked if
    /// it is about a role, a user or an identity.
    pub const fn label(&self) -> &Arc<str> {
        &self.label
    }

    /// Whether the statement may be executed twice with the effect of once.
    pub fn get_is_idempotent(&self) -> bool {
        self.options.is_idempotent.unwrap_or(self.shared.is_idempotent)
    }

    /// Whether the statement is a lightweight transaction.
    pub fn is_confirmed_lwt(&self) -> bool {
        self.shared.is_conditional
    }

    /// Whether the driver can tell from the values which nodes hold the row.
    pub fn is_token_aware(&self) -> bool {
        !self.markers().partition_key.is_empty()
    }

    /// Under protocol 4, asks the server to leave the description of the columns out of its answers; off by default.
    ///
    /// Safe for statements that name their columns. `SELECT *` must not do it: after an `ALTER TABLE` its rows would be
    /// read with the columns of before. Protocol 5 always leaves it out, since it tells when the columns change. Once the
    /// columns have changed, or the table was altered as far as the server's events say, answers describe them again.
    pub const fn set_use_cached_result_metadata(&mut self, use_cached_metadata: bool) {
        self.use_cached_result_metadata = use_cached_metadata;
    }

    /// Whether the description of the columns is left out of answers under protocol 4.
    pub const fn get_use_cached_result_metadata(&self) -> bool {
        self.use_cached_result_metadata
    }

    /// The bind markers: names and types of the values that the statement takes. They change when its table is dropped
    /// and made anew.
    pub fn get_variable_col_specs(&self) -> &[ColumnSpec<'static>] {
        &self.markers().specs
    }

    /// Which bind markers make up the partition key, in the key's order; empty when they do not bind all of it.
    pub fn get_variable_pk_indexes(&self) -> &[u16] {
        &self.markers().partition_key
    }

    /// The columns of the result as they are now known; they change when the table is altered.
    pub fn get_current_result_metadata(&self) -> Arc<ResultMetadata> {
        self.shared.result.load()
    }

    /// The columns of the result as they are now known, to be looked at.
    #[inline]
    pub(crate) fn see_columns(&self) -> SeenColumns<'_> {
        self.shared.result.see()
    }

    /// The columns have become these, for all clones. Returns them as they are shared.
    #[cold]
    pub(crate) fn learn_result(&self, result: Arc<ResultMetadata>) -> Arc<ResultMetadata> {
        let known = self.shared.result.load();
        if *known == *result {
            return known;
        }
        self.shared.columns_in_doubt.store(true, Ordering::Relaxed);
        self.shared.result.store(Arc::clone(&result));
        result
    }

    /// Takes what a server said when it prepared the statement again, for all clones. Returns the columns as they are
    /// shared.
    ///
    /// # Errors
    /// [`Unprepared`](ErrorKind::Unprepared) when its markers have changed too often.
    pub(crate) fn learn(&self, described: &Described) -> Result<Arc<ResultMetadata>, Error> {
        if !self.shared.markers.learn(&described.markers) {
            return Err(changed_too_often());
        }
        Ok(self.learn_result(Arc::clone(&described.result)))
    }

    /// Takes what a server said of the same statement, for all clones. Returns whether it is the same.
    ///
    /// # Errors
    /// As [`learn`](Self::learn).
    pub(crate) fn learn_from(&self, other: &Self) -> Result<bool, Error> {
        if other.get_id() != self.get_id() {
            return Ok(false);
        }
        if !self.shared.markers.learn(other.markers()) {
            return Err(changed_too_often());
        }
        self.learn_result(other.get_current_result_metadata());
        Ok(true)
    }

    pub(crate) fn downgrade(&self) -> WeakStatement {
        WeakStatement(Arc::downgrade(&self.shared))
    }

    /// Shares from now on what the server says of the statement with an earlier one of the same text, which learns what
    /// was said of this one. Returns whether it could.
    pub(crate) fn share_with(&mut self, earlier: &WeakStatement) -> bool {
        let Some(earlier) = earlier.0.upgrade() else { return false };
        let is_same = earlier.contents == self.shared.contents && earlier.keyspace == self.shared.keyspace;
        if !is_same || !earlier.markers.learn(self.markers()) {
            return false;
        }
        let columns = std::mem::replace(&mut self.shared, earlier).result.load();
        self.learn_result(columns);
        true
    }

    /// Whether answers may leave the columns out where nothing in them tells which ones were meant: not any more once
    /// these may have changed.
    pub(crate) fn may_skip_columns(&self) -> bool {
        self.use_cached_result_metadata && !self.shared.columns_in_doubt.load(Ordering::Relaxed)
    }

    /// Whether its bind markers have changed since it was prepared, so that they may have changed again.
    pub(crate) fn have_markers_changed(&self) -> bool {
        self.shared.markers.have_changed()
    }

    /// The bind markers as they are now. Values are written for one such description, and sent only as long as it holds.
    #[inline]
    pub(crate) fn markers(&self) -> &Arc<PreparedMetadata> {
        self.shared.markers.current()
    }

    /// The bind markers, unless the schema has changed since a server described them.
    #[inline]
    pub(crate) fn certain_markers(&self) -> Option<&Arc<PreparedMetadata>> {
        self.shared.markers.certain()
    }

    /// How often its bind markers were put in doubt so far.
    pub(crate) fn doubts(&self) -> usize {
        self.shared.markers.doubts()
    }

    /// A server was asked when they had been put in doubt `doubts` times, and what it said was learned.
    pub(crate) fn settle(&self, doubts: usize) {
        self.shared.markers.settle(doubts);
    }

    /// The table that the statement's markers belong to; `None` when it has none.
    pub fn get_table_spec(&self) -> Option<&TableSpec<'static>> {
        self.markers().table()
    }

    /// Serializes values as the statement's markers want them; see [`BoundStatement`].
    ///
    /// Where the types of the markers have changed since the statement was prepared, values of an earlier type may be bound,
    /// too: whether they are right again is asked when they are executed.
    ///
    /// # Errors
    /// When the values do not fit the markers.
    pub fn bind(&self, values: &impl SerializeRow) -> Result<BoundStatement, SerializationError> {
        let bind = |markers: &Arc<PreparedMetadata>| {
            let mut bytes = Vec::new();
            let count = markers.serialize(values, &mut bytes)?;
            Ok(BoundStatement::new(self.clone(), Arc::clone(markers), bytes.into(), count))
        };
        bind(self.markers()).or_else(|error| {
            let mut earlier = self.shared.markers.known().skip(1);
            earlier.find_map(|markers| bind(markers).ok()).ok_or(error)
        })
    }

    /// Computes the token of the partition that the values belong to; `None` when they do not bind a whole key.
    ///
    /// # Errors
    /// When the values do not fit the markers.
    pub fn calculate_token(&self, values: &impl SerializeRow) -> Result<Option<Token>, SerializationError> {
        let mut bytes = Vec::new();
        let markers = self.markers();
        markers.serialize(values, &mut bytes)?;
        Ok(markers.token(&bytes))
    }

    statement_options!(options);
    paging_option!(options);
    all_options!(options);
}

#[cold]
fn changed_too_often() -> Error {
    Error::new(ErrorKind::Unprepared, "the types of its bind markers have changed too often; prepare it anew")
}

impl fmt::Debug for PreparedStatement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreparedStatement")
            .field("label", &self.label)
            .field("contents", &ilium_cql::masked(&self.shared.contents))
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
