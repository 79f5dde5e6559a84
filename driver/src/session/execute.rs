//! Prepared statements: the hot path begins here.

use super::Session;
use super::check;
use super::reply::Known;
use super::request::{Buffer, Idempotence, Outgoing, Preparations};
use super::result::{PagingState, PagingStateResponse, QueryResult};
use super::rewrite::{MAX_REWRITES, grown, is_growth, markers_of};
use crate::error::{Error, ErrorKind};
use crate::policy::RoutingInfo;
use crate::profile::Execution;
use crate::statement::{
    BoundStatement, CallOptions, Extras, PreparedMetadata, PreparedStatement, ResultMetadata, flags,
};
use crate::topology::Token;
use crate::value::SerializeRow;
use crate::wire::request::{Execute, QueryParameters, Values as RawValues};
use crate::wire::{Flags, Opcode, ProtocolVersion};

/// Where the values of an execution come from.
trait Values {
    /// Appends the values, which are for `markers`, and says how many they are.
    fn write(&self, markers: &PreparedMetadata, out: &mut Vec<u8>) -> Result<u16, Error>;
}

struct Row<V>(V);

impl<V: SerializeRow> Values for Row<V> {
    #[inline]
    fn write(&self, markers: &PreparedMetadata, out: &mut Vec<u8>) -> Result<u16, Error> {
        Ok(markers.serialize(&self.0, out)?)
    }
}

struct Bound<'a>(&'a BoundStatement);

impl Values for Bound<'_> {
    fn write(&self, markers: &PreparedMetadata, out: &mut Vec<u8>) -> Result<u16, Error> {
        let (values, count) = self.0.values(markers)?;
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

/// What an execution asks for.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    call: Option<&'a CallOptions>,
    execution: &'a Execution,
    page: Page<'a>,
    /// How often its values were written before.
    rewrites: u8,
}

/// What a written body leaves to say of its request.
struct Written<'a> {
    flags: Flags,
    consistency_at: usize,
    /// What the values were written for.
    markers: &'a PreparedMetadata,
    token: Option<Token>,
}

/// Writes the values of an execution, sends them, and writes them again where the types that they were written for turn out
/// to have changed. Gives the answer, and the columns that were known when it was asked for.
///
/// A macro, since a further future below the verbs would make that of a request larger by a quarter.
macro_rules! send {
    ($session:ident, $prepared:ident, $call:expr, $values:expr, $execution:expr, $page:expr) => {{
        let mut rewrites = 0;
        loop {
            let metadata = $prepared.see_columns();
            let mut body = Buffer::take();
            let wanted = Wanted { call: $call, execution: $execution, page: $page, rewrites };
            let written = $session.write_execute($prepared, &metadata, wanted, $values, &mut body);
            let request = written.map(|written| outgoing($prepared, $call, body, written, $execution));
            let refused = match &request {
                Ok(request) => match $session.inner.run(request).await {
                    Ok(reply) => break (reply, metadata),
                    Err(error) => grown(error)?,
                },
                Err(error) => error.clone(),
            };
            drop(request);
            Box::pin($session.rewrite($prepared, refused, &mut rewrites)).await?;
        }
    }};
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
    #[inline]
    pub fn execute_unpaged(
        &self,
        prepared: &PreparedStatement,
        values: impl SerializeRow,
    ) -> impl Future<Output = Result<QueryResult, Error>> {
        self.execute_called(prepared, values, None)
    }

    /// [`execute_unpaged`](Self::execute_unpaged), with the options of the call if it has any.
    #[doc(hidden)]
    pub async fn execute_called(
        &self,
        prepared: &PreparedStatement,
        values: impl SerializeRow,
        call: Option<&CallOptions>,
    ) -> Result<QueryResult, Error> {
        let execution = prepared.options.execution_under(call, &self.inner.default_profile);
        let values = Row(values);
        let (reply, metadata) = send!(self, prepared, call, &values, &execution, Page::ALL);
        // Taken apart at once: what is matched on would be carried by the future.
        let (result, effect) = self.inner.whole(reply, Some(Known { metadata, prepared }), prepared.label())?;
        match effect {
            None => Ok(result),
            Some(effect) => Box::pin(self.follow(effect, result)).await,
        }
    }

    /// Executes a prepared statement, and takes one page of its result; see
    /// [`set_page_size`](PreparedStatement::set_page_size).
    ///
    /// # Errors
    /// [`BadConfig`](ErrorKind::BadConfig), before anything is sent, when the page size is below 1; else as
    /// [`execute_unpaged`](Self::execute_unpaged).
    ///
    /// # Cancel safety
    /// As [`execute_unpaged`](Self::execute_unpaged).
    pub async fn execute_single_page(
        &self,
        prepared: &PreparedStatement,
        values: impl SerializeRow,
        paging_state: PagingState,
    ) -> Result<(QueryResult, PagingStateResponse), Error> {
        self.page(prepared, None, Row(values), &paging_state, None).await
    }

    /// Executes a statement that has its values, and takes its whole result in one answer.
    ///
    /// # Errors
    /// As [`execute_unpaged`](Self::execute_unpaged).
    ///
    /// # Cancel safety
    /// As [`execute_unpaged`](Self::execute_unpaged).
    #[inline]
    pub fn execute_bound_unpaged(&self, bound: &BoundStatement) -> impl Future<Output = Result<QueryResult, Error>> {
        self.execute_bound_called(bound, None)
    }

    pub(super) async fn execute_bound_called(
        &self,
        bound: &BoundStatement,
        call: Option<&CallOptions>,
    ) -> Result<QueryResult, Error> {
        let prepared = bound.prepared();
        let execution = prepared.options.execution_under(call, &self.inner.default_profile);
        let (reply, metadata) = send!(self, prepared, call, &Bound(bound), &execution, Page::ALL);
        // Taken apart at once: what is matched on would be carried by the future.
        let (result, effect) = self.inner.whole(reply, Some(Known { metadata, prepared }), prepared.label())?;
        match effect {
            None => Ok(result),
            Some(effect) => Box::pin(self.follow(effect, result)).await,
        }
    }

    /// Executes a statement that has its values, and takes one page of its result.
    ///
    /// # Errors
    /// As [`execute_single_page`](Self::execute_single_page).
    ///
    /// # Cancel safety
    /// As [`execute_unpaged`](Self::execute_unpaged).
    pub async fn execute_bound_single_page(
        &self,
        bound: &BoundStatement,
        paging_state: PagingState,
    ) -> Result<(QueryResult, PagingStateResponse), Error> {
        self.bound_page(bound, None, &paging_state, None).await
    }

    /// Takes one page of a statement that has its values; see [`page`](Self::page).
    pub(super) async fn bound_page(
        &self,
        bound: &BoundStatement,
        call: Option<&CallOptions>,
        paging_state: &PagingState,
        execution: Option<&Execution>,
    ) -> Result<(QueryResult, PagingStateResponse), Error> {
        self.page(bound.prepared(), call, Bound(bound), paging_state, execution).await
    }

    /// Takes one page of a statement that has no values of its own; see [`page`](Self::page).
    pub(super) async fn row_page(
        &self,
        prepared: &PreparedStatement,
        call: &CallOptions,
        values: impl SerializeRow,
        paging_state: &PagingState,
    ) -> Result<(QueryResult, PagingStateResponse), Error> {
        self.page(prepared, Some(call), Row(values), paging_state, None).await
    }

    /// Takes one page, under the execution that earlier pages began with, if it is not the first.
    async fn page(
        &self,
        prepared: &PreparedStatement,
        call: Option<&CallOptions>,
        values: impl Values,
        state: &PagingState,
        execution: Option<&Execution>,
    ) -> Result<(QueryResult, PagingStateResponse), Error> {
        let rows = call.and_then(|call| call.page_size).unwrap_or_else(|| prepared.get_page_size());
        let size = check::page_size(rows, prepared.label())?;
        let page = Page { size: Some(size), state: state.as_bytes_slice() };
        let begun;
        let execution = match execution {
            Some(execution) => execution,
            None => {
                begun = prepared.options.execution_under(call, &self.inner.default_profile);
                &begun
            }
        };
        let (reply, metadata) = send!(self, prepared, call, &values, execution, page);
        let outcome = self.inner.outcome(reply, Some(Known { metadata, prepared }), prepared.label())?;
        let page = (outcome.result, outcome.paging);
        match outcome.effect {
            None => Ok(page),
            Some(effect) => Box::pin(self.follow(effect, page)).await,
        }
    }

    /// Finds out what values that could not be written or sent, which is `refused`, are to be written for.
    ///
    /// # Errors
    /// `refused`, when that is what they were written for, or they were written again often enough.
    #[cold]
    async fn rewrite(&self, prepared: &PreparedStatement, refused: Error, rewrites: &mut u8) -> Result<(), Error> {
        if *rewrites == MAX_REWRITES {
            return Err(refused);
        }
        *rewrites += 1;
        if is_growth(&refused) { Ok(()) } else { self.relearn(prepared, refused).await }
    }

    /// Writes the body of an EXECUTE, values and all, and finds the token among the values.
    ///
    /// What it returns is small and the request is made of it by the caller, in the place where it stays.
    #[inline]
    fn write_execute<'a>(
        &self,
        prepared: &'a PreparedStatement,
        metadata: &ResultMetadata,
        wanted: Wanted<'_>,
        values: &impl Values,
        body: &mut Vec<u8>,
    ) -> Result<Written<'a>, Error> {
        let version = self.inner.cluster.version();
        let Wanted { call, execution, page, rewrites } = wanted;
        let markers = markers_of(prepared, rewrites)?;
        body.clear();
        let own = &prepared.options;
        let Begun { flags, timestamp, now_in_seconds } = match (call, &own.extras) {
            (None, None) => Begun { flags: own.flags(), timestamp: own.timestamp, now_in_seconds: None },
            _ => self.begin_execute(prepared, call, body)?,
        };
        let knows_columns = !metadata.col_specs().is_empty();
        let parameters = QueryParameters {
            consistency: execution.consistency,
            serial_consistency: execution.serial_consistency,
            page_size: page.size,
            paging_state: page.state,
            timestamp,
            skip_metadata: knows_columns && (version.has_result_metadata_id() || prepared.may_skip_columns()),
            keyspace: None,
            now_in_seconds,
        };
        let ids = (&**prepared.get_id(), &**metadata.id());
        let written = write_body(body, version, ids, markers, &parameters, values);
        let Places { consistency_at, values_at } = written.map_err(|error| error.of_statement(prepared.label()))?;
        let token = markers.token(body.get(values_at..).unwrap_or_default());
        Ok(Written { flags, consistency_at, markers, token })
    }

    /// Begins the body of a request that has options of its call or rare ones, so that others look for these only once.
    ///
    /// The keyspace is that of the preparation.
    #[inline(never)]
    fn begin_execute(
        &self,
        prepared: &PreparedStatement,
        call: Option<&CallOptions>,
        body: &mut Vec<u8>,
    ) -> Result<Begun, Error> {
        let own = &prepared.options;
        let extras = Extras::over(call.and_then(|call| call.extras.as_ref()), own.extras.as_ref());
        let flags = flags(call.and_then(|call| call.tracing).or(own.tracing));
        let begun = self.inner.begin(flags, extras.as_deref(), body);
        Ok(Begun {
            flags: begun.map_err(|error| error.of_statement(prepared.label()))?,
            timestamp: call.and_then(|call| call.timestamp).or(own.timestamp),
            now_in_seconds: extras.and_then(|extras| extras.now_in_seconds),
        })
    }
}

/// What the options of an execution come to, apart from what it follows.
struct Begun {
    flags: Flags,
    timestamp: Option<i64>,
    now_in_seconds: Option<i32>,
}

/// Where parts of a body begin.
struct Places {
    consistency_at: usize,
    values_at: usize,
}

#[inline]
fn write_body(
    body: &mut Vec<u8>,
    version: ProtocolVersion,
    (id, metadata_id): (&[u8], &[u8]),
    markers: &PreparedMetadata,
    parameters: &QueryParameters<'_>,
    values: &impl Values,
) -> Result<Places, Error> {
    let encode = |error| Error::caused(ErrorKind::Serialize, error);
    Execute::encode_ids(version, id, Some(metadata_id), body).map_err(encode)?;
    let has_values = !markers.specs.is_empty();
    let consistency_at = body.len();
    parameters.encode_before_values(version, has_values, false, body);
    let count_at = body.len();
    if has_values {
        body.extend_from_slice(&[0, 0]);
    }
    let values_at = body.len();
    let count = values.write(markers, body)?;
    if !version.has_unset() {
        refuse_unset(version, markers, body.get(values_at..).unwrap_or_default(), count)?;
    }
    if let Some(place) = body.get_mut(count_at..values_at).and_then(|place| place.first_chunk_mut::<2>()) {
        *place = count.to_be_bytes();
    }
    parameters.encode_after_values(version, body).map_err(encode)?;
    Ok(Places { consistency_at, values_at })
}

/// Refuses values that are not set where the version has none: the server would write null in their place.
#[cold]
pub(super) fn refuse_unset(
    version: ProtocolVersion,
    markers: &PreparedMetadata,
    values: &[u8],
    count: u16,
) -> Result<(), Error> {
    match RawValues::positional(count, values).unsupported(version) {
        None => Ok(()),
        Some(index) => Err(unset(version, markers, index)),
    }
}

#[cold]
fn unset(version: ProtocolVersion, markers: &PreparedMetadata, index: usize) -> Error {
    let name = markers.specs.get(index).map_or("", |spec| spec.name());
    Error::new(
        ErrorKind::Unsupported,
        format!("bind marker `{name}`: protocol {version} has no unset values, only null"),
    )
}

#[inline]
fn outgoing<'a>(
    prepared: &'a PreparedStatement,
    call: Option<&'a CallOptions>,
    body: Buffer,
    written: Written<'a>,
    execution: &'a Execution,
) -> Outgoing<'a> {
    let Written { flags, consistency_at, markers, token } = written;
    Outgoing {
        opcode: Opcode::Execute,
        flags,
        body,
        label: prepared.label(),
        routing: RoutingInfo {
            token,
            table: markers.table(),
            consistency: execution.consistency,
            serial_consistency: execution.serial_consistency,
            is_confirmed_lwt: prepared.is_confirmed_lwt(),
        },
        execution,
        consistency_at: Some(consistency_at),
        prepared: Preparations::One(prepared, markers),
        is_idempotent: Idempotence::Prepared(prepared, call),
    }
}
