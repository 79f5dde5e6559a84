//! Statements that the server knows by id.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use bytes::Bytes;
use uuid::Uuid;

use super::bound::BoundStatement;
use super::config::{StatementConfig, statement_options};
use super::metadata::{Described, PreparedMetadata, ResultMetadata};
use super::routing_key;
use super::unprepared::Statement;
use crate::error::masked;
use crate::profile::ExecutionProfileHandle;
use crate::topology::Token;
use crate::value::{
    RowSerializationContext, RowWriter, SerializationError, SerializeRow, too_many_values, wrong_value_count,
};
use crate::wire::column::{ColumnSpec, TableSpec};
use crate::wire::consistency::{Consistency, SerialConsistency};
use crate::wire::response::Extensions;

/// A statement that the cluster has prepared.
///
/// Cloning is cheap: clones share what the server said and have options of their own. When a node has forgotten the
/// statement, executing it prepares it there again, unseen.
#[derive(Clone)]
pub struct PreparedStatement {
    pub(crate) config: StatementConfig,
    page_size: i32,
    use_cached_result_metadata: bool,
    /// What stands for the statement in errors; its text, unless it was given a name.
    label: Arc<str>,
    shared: Arc<Shared>,
}

/// What all clones of a prepared statement share.
struct Shared {
    /// What the server calls the statement.
    id: Bytes,
    /// The CQL text, which prepares it again.
    contents: Arc<str>,
    /// The keyspace that it was prepared in, when it is not the session's.
    keyspace: Option<Arc<str>>,
    /// What was sent beside its preparation, and is when it is prepared again.
    payload: Option<HashMap<String, Bytes>>,
    /// Tracing id, warnings and payload of the answer; hardly ever there.
    extensions: Option<Box<Extensions>>,
    markers: PreparedMetadata,
    /// Replaced whole when the server says that it changed (native_protocol_v5 §4.2.5.2).
    result: ArcSwap<ResultMetadata>,
    /// Whether the text is known to be idempotent.
    is_idempotent: bool,
    /// Whether the text is a lightweight transaction.
    is_conditional: bool,
}

impl PreparedStatement {
    /// What the server made of `statement`.
    pub(crate) fn new(statement: Statement, described: Described) -> Self {
        let Statement { mut config, page_size, contents } = statement;
        let Described { id, markers, result, extensions } = described;
        let parsed = ilium_cql::parse(&contents).ok();
        let shared = Shared {
            id,
            markers,
            keyspace: config.take_keyspace(),
            payload: config.custom_payload().cloned(),
            extensions,
            result: ArcSwap::from_pointee(result),
            is_idempotent: parsed.as_ref().is_some_and(ilium_cql::Statement::is_idempotent),
            is_conditional: parsed.as_ref().is_some_and(ilium_cql::Statement::is_conditional),
            contents: Arc::clone(&contents),
        };
        let label = masked(&contents);
        Self { config, page_size, use_cached_result_metadata: false, label, shared: Arc::new(shared) }
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
        self.shared.payload.as_ref()
    }

    /// The id under which the server records the trace of the preparation, when one was asked for by
    /// [`Statement::set_tracing`].
    pub fn get_prepare_tracing_ids(&self) -> &[Uuid] {
        self.shared.extensions.as_ref().map_or(&[], |extensions| extensions.tracing_id.as_slice())
    }

    /// What the server warned of when it prepared the statement.
    pub fn prepare_warnings(&self) -> impl Iterator<Item = &str> {
        self.shared.extensions.iter().flat_map(|extensions| &extensions.warnings).map(String::as_str)
    }

    /// The custom payload of the server's answer to the preparation.
    pub fn prepare_custom_payload(&self) -> Option<&HashMap<String, Bytes>> {
        self.shared.extensions.as_ref()?.custom_payload.as_ref()
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

    /// Sets how many rows a page has at the most; 5000 by default.
    ///
    /// # Panics
    /// When it is not positive.
    pub const fn set_page_size(&mut self, page_size: i32) {
        assert!(page_size > 0, "page size must be positive");
        self.page_size = page_size;
    }

    /// How many rows a page has at the most.
    pub const fn get_page_size(&self) -> i32 {
        self.page_size
    }

    /// Whether the statement may be executed twice with the effect of once.
    pub fn get_is_idempotent(&self) -> bool {
        self.config.is_idempotent.unwrap_or(self.shared.is_idempotent)
    }

    /// Whether the statement is a lightweight transaction.
    pub fn is_confirmed_lwt(&self) -> bool {
        self.shared.is_conditional
    }

    /// Whether the driver can tell from the values which nodes hold the row.
    pub fn is_token_aware(&self) -> bool {
        !self.shared.markers.partition_key.is_empty()
    }

    /// Under protocol 4, asks the server to leave the description of the columns out of its answers; off by default.
    ///
    /// Safe for statements that name their columns. `SELECT *` must not do it: after an `ALTER TABLE` its rows would be
    /// read with the columns of before. Protocol 5 always leaves it out, since it tells when the columns change.
    pub const fn set_use_cached_result_metadata(&mut self, use_cached_metadata: bool) {
        self.use_cached_result_metadata = use_cached_metadata;
    }

    /// Whether the description of the columns is left out of answers under protocol 4.
    pub const fn get_use_cached_result_metadata(&self) -> bool {
        self.use_cached_result_metadata
    }

    /// The bind markers: names and types of the values that the statement takes.
    pub fn get_variable_col_specs(&self) -> &[ColumnSpec<'static>] {
        &self.shared.markers.specs
    }

    /// Which bind markers make up the partition key, in the key's order; empty when they do not bind all of it.
    pub fn get_variable_pk_indexes(&self) -> &[u16] {
        &self.shared.markers.partition_key
    }

    /// The columns of the result as they are now known; they change when the table is altered.
    pub fn get_current_result_metadata(&self) -> Arc<ResultMetadata> {
        self.shared.result.load_full()
    }

    pub(crate) fn set_result_metadata(&self, metadata: Arc<ResultMetadata>) {
        self.shared.result.store(metadata);
    }

    /// The table that the statement's markers belong to; `None` when it has none.
    pub fn get_table_spec(&self) -> Option<&TableSpec<'static>> {
        self.shared.markers.table()
    }

    /// Serializes values as the statement's markers want them; see [`BoundStatement`].
    ///
    /// # Errors
    /// When the values do not fit the markers.
    pub fn bind(&self, values: &impl SerializeRow) -> Result<BoundStatement, SerializationError> {
        let mut bytes = Vec::new();
        let count = self.serialize(values, &mut bytes)?;
        Ok(BoundStatement::new(self.clone(), bytes.into(), count))
    }

    /// Computes the token of the partition that the values belong to; `None` when they do not bind a whole key.
    ///
    /// # Errors
    /// When the values do not fit the markers.
    pub fn calculate_token(&self, values: &impl SerializeRow) -> Result<Option<Token>, SerializationError> {
        let mut bytes = Vec::new();
        self.serialize(values, &mut bytes)?;
        Ok(self.token(&bytes))
    }

    /// What the statement expects of values.
    #[inline]
    pub(crate) fn context(&self) -> RowSerializationContext<'_> {
        let PreparedMetadata { specs, remembered, .. } = &self.shared.markers;
        RowSerializationContext::of_statement(specs, remembered)
    }

    /// Appends the values to `out` and says how many they are.
    #[inline]
    pub(crate) fn serialize(
        &self,
        values: &(impl SerializeRow + ?Sized),
        out: &mut Vec<u8>,
    ) -> Result<u16, SerializationError> {
        let mut writer = RowWriter::new(out);
        values.serialize(&self.context(), &mut writer)?;
        self.expect_count_of(values, writer.value_count())
    }

    #[inline]
    fn expect_count_of<T: ?Sized>(&self, _: &T, count: usize) -> Result<u16, SerializationError> {
        self.expect_count::<T>(count)
    }

    /// Says no unless a `T` wrote as many values as there are markers: the server would read what is missing or too much
    /// as something else.
    #[inline]
    pub(crate) fn expect_count<T: ?Sized>(&self, count: usize) -> Result<u16, SerializationError> {
        let expected = self.shared.markers.specs.len();
        if count != expected {
            return Err(wrong_value_count::<T>(count, expected));
        }
        checked_count(count)
    }

    /// The token of serialized values.
    #[inline]
    pub(crate) fn token(&self, values: &[u8]) -> Option<Token> {
        routing_key::token(&self.shared.markers.partition_key, values)
    }

    statement_options!(config);
}

/// The count of a request's values is a `[short]`.
#[inline]
fn checked_count(count: usize) -> Result<u16, SerializationError> {
    u16::try_from(count).map_err(|_| too_many_values::<()>(count))
}

impl fmt::Debug for PreparedStatement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreparedStatement")
            .field("label", &self.label)
            .field("contents", &ilium_cql::masked(&self.shared.contents))
            .field("config", &self.config)
            .field("page_size", &self.page_size)
            .finish_non_exhaustive()
    }
}
