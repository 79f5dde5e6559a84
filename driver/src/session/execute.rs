//! Prepared statements: the hot path begins here.

use super::Session;
use super::buffer::Buffer;
use super::reply::Known;
use super::request::{Idempotence, Outgoing, Preparations, Settings};
use super::result::{PagingState, PagingStateResponse, QueryResult};
use crate::error::{Error, ErrorKind};
use crate::policy::RoutingInfo;
use crate::statement::{BoundStatement, PreparedStatement, ResultMetadata};
use crate::topology::Token;
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

impl Page<'_> {
    /// All rows at once.
    const ALL: Self = Self { size: None, state: None };
}

/// What a written body leaves to say of its request.
struct Written {
    flags: Flags,
    settings: Settings,
    token: Option<Token>,
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
        let metadata = prepared.get_current_result_metadata();
        let mut body = Buffer::take();
        let written = self.write_execute(prepared, &metadata, &Row(values), Page::ALL, &mut body)?;
        let request = outgoing(prepared, body, written);
        let reply = self.inner.run(&request).await?;
        self.inner.result(reply, Some(Known { metadata: &metadata, prepared }), prepared.label())
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
        let metadata = prepared.get_current_result_metadata();
        let mut body = Buffer::take();
        let written = self.write_execute(prepared, &metadata, &Bound(bound), Page::ALL, &mut body)?;
        let request = outgoing(prepared, body, written);
        let reply = self.inner.run(&request).await?;
        self.inner.result(reply, Some(Known { metadata: &metadata, prepared }), prepared.label())
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
        let metadata = prepared.get_current_result_metadata();
        let mut body = Buffer::take();
        let written = self.write_execute(prepared, &metadata, &values, page, &mut body)?;
        let request = outgoing(prepared, body, written);
        let reply = self.inner.run(&request).await?;
        let outcome = self.inner.outcome(reply, Some(Known { metadata: &metadata, prepared }), prepared.label())?;
        Ok((outcome.result, outcome.paging))
    }

    /// Writes the body of an EXECUTE, values and all, and finds the token among the values.
    ///
    /// What it returns is small and the request is made of it by the caller, in the place where it stays.
    #[inline]
    fn write_execute(
        &self,
        prepared: &PreparedStatement,
        metadata: &ResultMetadata,
        values: &impl Values,
        page: Page<'_>,
        body: &mut Vec<u8>,
    ) -> Result<Written, Error> {
        let inner = &*self.inner;
        let version = inner.cluster.version();
        let settings = inner.settings(&prepared.config);
        let (flags, now_in_seconds) = match prepared.config.extras {
            None => (prepared.config.flags(), None),
            Some(_) => self.begin_with_extras(prepared, body)?,
        };
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
            now_in_seconds,
        };
        let written = write_body(body, version, prepared, metadata, &parameters, values);
        let values_at = written.map_err(|error| error.of_statement(prepared.label()))?;
        let token = prepared.token(body.get(values_at..).unwrap_or_default());
        Ok(Written { flags, settings, token })
    }

    /// Begins the body of a statement that has rare options, so that one that has none looks for them but once.
    ///
    /// Returns the flags and `now_in_seconds`; the keyspace is that of the preparation.
    #[cold]
    fn begin_with_extras(
        &self,
        prepared: &PreparedStatement,
        body: &mut Vec<u8>,
    ) -> Result<(Flags, Option<i32>), Error> {
        let begun = self.inner.begin(&prepared.config, body);
        let flags = begun.map_err(|error| error.of_statement(prepared.label()))?;
        Ok((flags, prepared.config.now_in_seconds()))
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
    values: &impl Values,
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
    if !version.has_unset() {
        refuse_unset(version, prepared, body.get(values_at..).unwrap_or_default(), count)?;
    }
    if let Some(place) = body.get_mut(count_at..values_at).and_then(|place| place.first_chunk_mut::<2>()) {
        *place = count.to_be_bytes();
    }
    parameters.encode_after_values(version, body).map_err(encode)?;
    Ok(values_at)
}

/// Refuses values that are not set where the version has none: the server would write null in their place.
#[cold]
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
fn outgoing(prepared: &PreparedStatement, body: Buffer, written: Written) -> Outgoing<'_> {
    let Written { flags, settings, token } = written;
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
