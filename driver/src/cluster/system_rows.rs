//! Rows of system tables, read one after the other.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use super::aside::aside;
use crate::connection::{Connection, unexpected};
use crate::error::{Error, ErrorKind};
use crate::value::{DeserializeRow, FrameSlice, RowIterator};
use crate::wire::consistency::Consistency;
use crate::wire::request::{Query, QueryParameters, Request, Values};
use crate::wire::response::{Response, Result as Answer, decode_column_specs, read_rows_count};

/// How few bytes of an answer one cell or element takes: the measure of how long it takes to read.
const CELL: usize = 16;

/// The rows of an answer, which are decoded one by one as they are taken.
pub(super) type SystemRows<'a, R> = &'a mut dyn ExactSizeIterator<Item = Result<R, Error>>;

/// Runs a CQL text and reads its rows by `take`: on a thread of its own where they are many.
pub(super) async fn query_rows<R, T>(
    connection: &Arc<Connection>,
    cql: &str,
    timeout: Duration,
    take: fn(SystemRows<'_, R>) -> Result<T, Error>,
) -> Result<T, Error>
where
    R: for<'f, 'm> DeserializeRow<'f, 'm> + 'static,
    T: Send + 'static,
{
    let of_statement = |error: Error| error.of_statement(&cql.into());
    // One replica is all there is: these tables are each node's own.
    let parameters = QueryParameters { consistency: Consistency::One, ..QueryParameters::default() };
    let query = Request::Query(Query { query: cql, parameters, values: Values::default() });
    let answer = connection.ask(&query, None, timeout).await.map_err(of_statement)?;
    let reader = Arc::clone(connection);
    let size = answer.body.len() / CELL;
    let read = move || reader.read_answer(&answer, |response| read_rows(response, &answer.body, take));
    aside(size, read).await?.map_err(of_statement)
}

/// Reads the rows of an answer, which is the end of `body`, by `take`.
pub(super) fn read_rows<R, T>(
    response: Response<'_>,
    body: &Bytes,
    take: fn(SystemRows<'_, R>) -> Result<T, Error>,
) -> Result<T, Error>
where
    R: for<'f, 'm> DeserializeRow<'f, 'm>,
{
    let Response::Result(Answer::Rows(rows)) = response else { return Err(unexpected("rows", &response)) };
    if rows.header.paging_state.is_some() {
        return Err(Error::new(ErrorKind::InvalidResponse, "expected all rows, got a page of them"));
    }
    let invalid = |error| Error::caused(ErrorKind::InvalidResponse, error);
    let mut content = rows.content;
    let columns = rows.header.column_count;
    let specs = decode_column_specs(&mut content, rows.header.flags, columns).map_err(invalid)?;
    let count = read_rows_count(&mut content, columns).map_err(invalid)?;
    let rows = RowIterator::<R>::new(&specs, FrameSlice::part(content, body), count)?;
    take(&mut rows.map(|row| row.map_err(Error::from)))
}
