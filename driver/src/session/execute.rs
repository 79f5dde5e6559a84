//! Prepared statements: the hot path begins here.

use std::sync::Arc;

use super::Session;
use super::buffer::Buffer;
use super::reply::Known;
use super::request::{Idempotence, Outgoing, Preparations, Settings};
use super::result::{PagingState, PagingStateResponse, QueryResult};
use crate::error::{Error, ErrorKind};
use crate::policy::RoutingInfo;
use crate::statement::{BoundStatement, PreparedStatement, ResultMetadata};
use crate::value::SerializeRow;
use crate::wire::request::{Execute, QueryParameters, Values as RawValues};
use crate::wire::{Flags, Opcode, ProtocolVersion};

/// Where the values of an execution come from.
trait Values {
    /// Appends the values and says how many they are.
    fn write(&self, prepared: &PreparedStatement, out: &mut Vec<u8>) -> Result<u16, Error>;
}

struct Row<V>(V);

impl<V: SerializeRow> Values for Row<V> {
    #[inline]
    fn write(&self, prepared: &PreparedStatement, out: &mut Vec<u8>) -> Result<u16, Error> {
        Ok(prepared.serialize(&self.0, out)?)
    }
}

struct Bound<'a>(&'a BoundStatement);

impl Values for Bound<'_> {
    fn write(&self, _: &PreparedStatement, out: &mut Vec<u8>) -> Result<u16, Error> {
        let (values, count) = self.0.values()?;
        out.extend_from_slice(values);
        Ok(count)
    }
}

/// Which rows are asked for.
#[derive(Clone, Copy)]
struct Page<'a> {
    size: Option<i32>,
    state: Option<&'a [u8]>,
}

impl Session {
    /// Executes a prepared statement, and takes its whole result in one answer.
    ///
    /// A result of very many rows is better taken in pages, by [`execute_iter`](Self::execute_iter).
    ///
    /// # Errors
    /// [`Serialize`](ErrorKind::Serialize) when the values do not fit the statement; the server's error;
    /// [`Timeout`](ErrorKind::Timeout), [`BrokenConnection`](ErrorKind::BrokenConnection) or
    /// [`NoNodeAvailable`](ErrorKind::NoNodeAvailable) when no answer came. Each names statement, node and attempts.
    ///
    /// # Cancel safety
    /// Dropping the future gives the request up; the server may carry it out all the same.
    pub async fn execute_unpaged(
        &self,
        prepared: &PreparedStatement,
        values: impl SerializeRow,
    ) -> Result<QueryResult, Error> {
        let (request, metadata) = self.encode_execute(prepared, Row(values), Page { size: None, state: None })?;
        let reply = self.inner.run(&request).await?;
        Ok(self.inner.outcome(reply, Some(Known { metadata: &metadata, prepared }), prepared.label())?.result)
    }

    /// Executes a prepared statement, and takes one page of its result; see
    /// [`set_page_size`](PreparedStatement::set_page_size).
    ///
    /// # Errors
    /// As [`execute_unpaged`](Self::execute_unpaged).
    ///
    /// # Cancel safety
    /// As [`execute_unpaged`](Self::execute_unpaged).
    pub async fn execute_single_page(
        &self,
        prepared: &PreparedStatement,
        values: impl SerializeRow,
        paging_state: PagingState,
    ) -> Result<(QueryResult, PagingStateResponse), Error> {
        self.page(prepared, Row(values), &paging_state).await
    }

    /// Executes a statement that has its values, and takes its whole result in one answer.
    ///
    /// # Errors
    /// As [`execute_unpaged`](Self::execute_unpaged).
    ///
    /// # Cancel safety
    /// As [`execute_unpaged`](Self::execute_unpaged).
    pub async fn execute_bound_unpaged(&self, bound: &BoundStatement) -> Result<QueryResult, Error> {
        let prepared = bound.prepared();
        let (request, metadata) = self.encode_execute(prepared, Bound(bound), Page { size: None, state: None })?;
        let reply = self.inner.run(&request).await?;
        Ok(self.inner.outcome(reply, Some(Known { metadata: &metadata, prepared }), prepared.label())?.result)
    }

    /// Executes a statement that has its values, and takes one page of its result.
    ///
    /// # Errors
    /// As [`execute_unpaged`](Self::execute_unpaged).
    ///
    /// # Cancel safety
    /// As [`execute_unpaged`](Self::execute_unpaged).
    pub async fn execute_bound_single_page(
        &self,
        bound: &BoundStatement,
        paging_state: PagingState,
    ) -> Result<(QueryResult, PagingStateResponse), Error> {
        self.page(bound.prepared(), Bound(bound), &paging_state).await
    }

    async fn page(
        &self,
        prepared: &PreparedStatement,
        values: impl Values,
        state: &PagingState,
    ) -> Result<(QueryResult, PagingStateResponse), Error> {
        let page = Page { size: Some(prepared.get_page_size()), state: state.as_bytes_slice() };
        let (request, metadata) = self.encode_execute(prepared, values, page)?;
        let reply = self.inner.run(&request).await?;
        let outcome = self.inner.outcome(reply, Some(Known { metadata: &metadata, prepared }), prepared.label())?;
        Ok((outcome.result, outcome.paging))
    }

    /// Writes the body of an EXECUTE, values and all, and finds the token among the values.
    ///
    /// Returns the columns that the request was written with, which its answer is to be read with.
    #[inline]
    fn encode_execute<'a>(
        &self,
        prepared: &'a PreparedStatement,
        values: impl Values,
        page: Page<'_>,
    ) -> Result<(Outgoing<'a>, Arc<ResultMetadata>), Error> {
        let inner = &*self.inner;
        let version = inner.cluster.version();
        let settings = inner.settings(&prepared.config);
        let metadata = prepared.get_current_result_metadata();
        let knows_columns = !metadata.col_specs().is_empty();
        let parameters = QueryParameters {
            consistency: settings.consistency,
            serial_consistency: settings.serial_consistency,
            page_size: page.size,
            paging_state: page.state,
            timestamp: prepared.config.timestamp,
            skip_metadata: knows_columns
                && (version.has_result_metadata_id() || prepared.get_use_cached_result_metadata()),
            keyspace: None,
            now_in_seconds: prepared.config.now_in_seconds(),
        };
        let mut body = Buffer::take();
        let begun = inner.begin(&prepared.config, &mut body).and_then(|flags| {
            let values = write_body(&mut body, version, prepared, &metadata, &parameters, values)?;
            Ok((flags, values))
        });
        let (flags, values) = begun.map_err(|error| error.of_statement(prepared.label()))?;
        let token = prepared.token(body.get(values..).unwrap_or_default());
        Ok((outgoing(prepared, flags, body, settings, token), metadata))
    }
}

/// Returns where the values begin.
#[inline]
fn write_body(
    body: &mut Vec<u8>,
    version: ProtocolVersion,
    prepared: &PreparedStatement,
    metadata: &ResultMetadata,
    parameters: &QueryParameters<'_>,
    values: impl Values,
) -> Result<usize, Error> {
    let encode = |error| Error::caused(ErrorKind::Serialize, error);
    Execute::encode_ids(version, prepared.get_id(), Some(metadata.id()), body).map_err(encode)?;
    let has_values = !prepared.get_variable_col_specs().is_empty();
    parameters.encode_before_values(version, has_values, false, body);
    let count_at = body.len();
    if has_values {
        body.extend_from_slice(&[0, 0]);
    }
    let values_at = body.len();
    let count = values.write(prepared, body)?;
    refuse_unset(version, prepared, body.get(values_at..).unwrap_or_default(), count)?;
    if let Some(place) = body.get_mut(count_at..values_at).and_then(|place| place.first_chunk_mut::<2>()) {
        *place = count.to_be_bytes();
    }
    parameters.encode_after_values(version, body).map_err(encode)?;
    Ok(values_at)
}

/// Refuses values that are not set where the version has none: the server would write null in their place.
#[inline]
pub(super) fn refuse_unset(
    version: ProtocolVersion,
    prepared: &PreparedStatement,
    values: &[u8],
    count: u16,
) -> Result<(), Error> {
    match RawValues::positional(count, values).unsupported(version) {
        None => Ok(()),
        Some(index) => Err(unset(version, prepared, index)),
    }
}

#[cold]
fn unset(version: ProtocolVersion, prepared: &PreparedStatement, index: usize) -> Error {
    let name = prepared.get_variable_col_specs().get(index).map_or("", |spec| spec.name());
    Error::new(
        ErrorKind::Unsupported,
        format!("bind marker `{name}`: protocol {version} has no unset values, only null"),
    )
}

#[inline]
fn outgoing(
    prepared: &PreparedStatement,
    flags: Flags,
    body: Buffer,
    settings: Settings,
    token: Option<crate::topology::Token>,
) -> Outgoing<'_> {
    let table = prepared.get_table_spec();
    Outgoing {
        opcode: Opcode::Execute,
        flags,
        body,
        label: prepared.label(),
        routing: RoutingInfo {
            token,
            keyspace: table.map(|table| table.ks_name()),
            table: table.map(|table| table.table_name()),
            consistency: settings.consistency,
            serial_consistency: settings.serial_consistency,
            is_confirmed_lwt: prepared.is_confirmed_lwt(),
        },
        timeout: settings.timeout,
        prepared: Preparations::One(prepared),
        is_idempotent: Idempotence::Prepared(prepared),
    }
}
