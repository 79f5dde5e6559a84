//! One page of a system table, whose rows are read one after the other.

use bytes::Bytes;

use super::table::Table;
use crate::connection::unexpected;
use crate::error::{Error, ErrorKind};
use crate::value::{FrameSlice, RowIterator};
use crate::wire::response::{Response, Result as Answer, decode_column_specs, read_rows_count};

/// A table with the rows of one more page.
#[derive(Debug)]
pub(super) struct Page<T> {
    pub(super) table: T,
    /// Where the next page begins, if there is one.
    pub(super) next: Option<Vec<u8>>,
}

/// Lets a table take the rows of an answer, which is the end of `body`.
///
/// # Errors
/// When the answer is not one of rows, or a row is not what the table expects.
pub(super) fn read_page<T: Table>(response: Response<'_>, body: &Bytes, mut table: T) -> Result<Page<T>, Error> {
    let Response::Result(Answer::Rows(rows)) = response else { return Err(unexpected("rows", &response)) };
    let invalid = |error| Error::caused(ErrorKind::InvalidResponse, error);
    let mut content = rows.content;
    let columns = rows.header.column_count;
    let specs = decode_column_specs(&mut content, rows.header.flags, columns).map_err(invalid)?;
    let count = read_rows_count(&mut content, columns).map_err(invalid)?;
    let mut left = RowIterator::<T::Row>::new(&specs, FrameSlice::part(content, body), count)?;
    while !table.is_full()
        && let Some(row) = left.next()
    {
        table.add(row?);
    }
    table.leave_out(left.len());
    Ok(Page { table, next: rows.header.paging_state.map(<[u8]>::to_vec) })
}
