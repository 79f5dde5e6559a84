use std::collections::HashMap;
use std::fmt;
use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::sync::Arc;

use bytes::Bytes;
use uuid::Uuid;

use super::rows::{Origin, TypedRowIterator};
use crate::error::{Error, ErrorKind};
use crate::statement::ResultMetadata;
use crate::value::{ColumnIterator, DeserializeRow, FrameSlice, RowPlan};
use crate::wire::column::ColumnSpec;
use crate::wire::response::Extensions;

/// The column that says whether a conditional statement was applied.
const APPLIED: &str = "[applied]";

/// What a request gave: rows, or nothing.
#[derive(Clone, Debug)]
pub struct QueryResult {
    rows: Option<Rows>,
    /// Warnings, tracing id and payload; hardly ever there. Shared only because the code that drops an `Arc`'s contents is
    /// out of the way of those who have none.
    extensions: Option<Arc<Extensions>>,
    /// The node that answered, and what errors name.
    origin: Origin,
}

/// Rows as they came.
#[derive(Clone)]
pub(super) struct Rows {
    pub(super) metadata: Arc<ResultMetadata>,
    pub(super) count: usize,
    /// The cells, row after row.
    pub(super) content: Bytes,
}

/// The cells are left out: they are the application's data, which has no place in a log.
impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows")
            .field("metadata", &self.metadata)
            .field("count", &self.count)
            .field("bytes", &self.content.len())
            .finish_non_exhaustive()
    }
}

impl QueryResult {
    pub(super) const fn new(rows: Option<Rows>, extensions: Option<Arc<Extensions>>, origin: Origin) -> Self {
        Self { rows, extensions, origin }
    }

    /// Whether the result is a row set, even an empty one.
    pub const fn is_rows(&self) -> bool {
        self.rows.is_some()
    }

    /// Takes the result as one without rows.
    ///
    /// # Errors
    /// [`InvalidResponse`](ErrorKind::InvalidResponse) when it has rows.
    pub fn result_not_rows(&self) -> Result<(), Error> {
        match &self.rows {
            None => Ok(()),
            Some(rows) => {
                let found = format!("expected a result without rows, got {} rows", rows.count);
                Err(self.origin.name(Error::new(ErrorKind::InvalidResponse, found)))
            }
        }
    }

    /// Takes the result as one of rows.
    ///
    /// # Errors
    /// [`InvalidResponse`](ErrorKind::InvalidResponse) when the statement gave no rows, as an `INSERT` does.
    pub fn into_rows_result(self) -> Result<QueryRowsResult, Error> {
        match self.rows {
            Some(rows) => Ok(QueryRowsResult { rows, extensions: self.extensions, origin: self.origin }),
            None => {
                let found = "expected rows, got a result without (the statement is not a SELECT and has no condition)";
                Err(self.origin.name(Error::new(ErrorKind::InvalidResponse, found)))
            }
        }
    }

    /// Takes the result as a page: a statement that gives no rows gives a page without columns and rows.
    pub(super) fn into_page(self) -> QueryRowsResult {
        let none = || Rows { metadata: Arc::default(), count: 0, content: Bytes::new() };
        let rows = self.rows.unwrap_or_else(none);
        QueryRowsResult { rows, extensions: self.extensions, origin: self.origin }
    }

    /// The server's warnings.
    pub fn warnings(&self) -> impl Iterator<Item = &str> {
        warnings(self.extensions.as_deref())
    }

    /// The id under which the server records the request's trace, when one was asked for.
    pub fn tracing_id(&self) -> Option<Uuid> {
        self.extensions.as_ref()?.tracing_id
    }

    /// What a query handler of the server's sent beside the answer; Cassandra's own sends nothing.
    pub fn custom_payload(&self) -> Option<&HashMap<String, Bytes>> {
        self.extensions.as_ref()?.custom_payload.as_ref()
    }

    /// The node that answered.
    pub const fn coordinator(&self) -> SocketAddr {
        self.origin.node
    }
}

/// Rows, or a page of them.
#[derive(Clone, Debug)]
pub struct QueryRowsResult {
    rows: Rows,
    extensions: Option<Arc<Extensions>>,
    origin: Origin,
}

impl QueryRowsResult {
    /// The columns, in the order of a row's cells.
    pub fn column_specs(&self) -> &[ColumnSpec<'static>] {
        self.rows.metadata.col_specs()
    }

    /// The columns, shared with the statement as long as they are the same.
    pub const fn metadata(&self) -> &Arc<ResultMetadata> {
        &self.rows.metadata
    }

    /// The position of the first column of this name, exactly as the server spells it; `None` when there is none.
    ///
    /// A [`RawRow`](crate::deserialize::row::RawRow) reads columns by it without comparing names for each row.
    pub fn column_index(&self, name: &str) -> Option<usize> {
        self.column_specs().iter().position(|spec| spec.name() == name)
    }

    pub(super) const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Whether the conditional statement (`IF …`) was applied, or the batch with conditional statements, which is applied
    /// whole or not at all. This is the column `[applied]` of the first row.
    ///
    /// When it was not applied, the other columns are those of the row that was in its way. The answer to a batch may have
    /// several such rows.
    ///
    /// # Errors
    /// [`InvalidResponse`](ErrorKind::InvalidResponse) when this is not the answer to a conditional statement.
    pub fn is_applied(&self) -> Result<bool, Error> {
        self.read_applied().map_err(|error| self.name_origin(error))
    }

    /// The error, naming the statement and the node that this came from.
    #[doc(hidden)]
    #[cold]
    pub fn name_origin(&self, error: Error) -> Error {
        self.origin.name(error)
    }

    fn read_applied(&self) -> Result<bool, Error> {
        let first = if self.rows.count == 0 { &[] } else { self.column_specs() };
        // Column by column: damage behind the flag does not hide it.
        for column in ColumnIterator::new(first, FrameSlice::new(&self.rows.content)) {
            let column = column?;
            if column.spec.name() == APPLIED {
                return Ok(column.value()?);
            }
        }
        let found = format!("expected the answer to a conditional statement, got no row with a column `{APPLIED}`");
        Err(Error::new(ErrorKind::InvalidResponse, found))
    }

    pub(super) const fn content(&self) -> &Bytes {
        &self.rows.content
    }

    /// How many rows there are.
    pub const fn rows_num(&self) -> usize {
        self.rows.count
    }

    /// How many bytes the rows take on the wire.
    pub const fn rows_bytes_size(&self) -> usize {
        self.rows.content.len()
    }

    /// Reads the rows one after the other, into a type that may borrow from the result.
    ///
    /// # Errors
    /// [`TypeCheck`](ErrorKind::TypeCheck) when the columns do not fit the type. Each row may give a
    /// [`Deserialize`](ErrorKind::Deserialize) error of its own. Both name the statement.
    #[inline]
    pub fn rows<'frame, R: DeserializeRow<'frame, 'frame>>(
        &'frame self,
    ) -> Result<TypedRowIterator<'frame, 'frame, R>, Error> {
        let plan = self.rows.metadata.plan(R::plan).map_err(|error| self.origin.name(error))?;
        Ok(self.rows_planned(plan))
    }

    /// Reads the rows by a plan that was made of these columns before.
    #[doc(hidden)]
    #[inline]
    pub fn rows_planned<'frame, R: DeserializeRow<'frame, 'frame>>(
        &'frame self,
        plan: RowPlan,
    ) -> TypedRowIterator<'frame, 'frame, R> {
        let content = FrameSlice::new(&self.rows.content);
        TypedRowIterator::of_result(self.column_specs(), content, self.rows.count, plan, &self.origin)
    }

    /// Reads the first row, if there is one.
    ///
    /// # Errors
    /// When the columns or the row do not fit the type.
    #[inline]
    pub fn maybe_first_row<'frame, R: DeserializeRow<'frame, 'frame>>(&'frame self) -> Result<Option<R>, Error> {
        self.rows()?.next().transpose()
    }

    /// Reads the first row.
    ///
    /// # Errors
    /// When there is none, or the columns or the row do not fit the type.
    #[inline]
    pub fn first_row<'frame, R: DeserializeRow<'frame, 'frame>>(&'frame self) -> Result<R, Error> {
        let none = || self.origin.name(Error::new(ErrorKind::InvalidResponse, "expected a row, got none"));
        self.maybe_first_row()?.ok_or_else(none)
    }

    /// Reads the only row.
    ///
    /// # Errors
    /// When there is none or more than one, or the columns or the row do not fit the type.
    pub fn single_row<'frame, R: DeserializeRow<'frame, 'frame>>(&'frame self) -> Result<R, Error> {
        match self.rows_num() {
            1 => self.first_row(),
            count => {
                let found = format!("expected one row, got {count}");
                Err(self.origin.name(Error::new(ErrorKind::InvalidResponse, found)))
            }
        }
    }

    /// The server's warnings.
    pub fn warnings(&self) -> impl Iterator<Item = &str> {
        warnings(self.extensions.as_deref())
    }

    /// The id under which the server records the request's trace, when one was asked for.
    pub fn tracing_id(&self) -> Option<Uuid> {
        self.extensions.as_ref()?.tracing_id
    }

    /// What a query handler of the server's sent beside the answer; Cassandra's own sends nothing.
    pub fn custom_payload(&self) -> Option<&HashMap<String, Bytes>> {
        self.extensions.as_ref()?.custom_payload.as_ref()
    }

    /// The node that answered.
    pub const fn coordinator(&self) -> SocketAddr {
        self.origin.node
    }
}

fn warnings(extensions: Option<&Extensions>) -> impl Iterator<Item = &str> {
    extensions.into_iter().flat_map(|extensions| &extensions.warnings).map(String::as_str)
}

/// Where a page begins: before the first row, or after the page that gave this state.
///
/// It is opaque, and good for the same statement with the same values only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PagingState(Option<Bytes>);

impl PagingState {
    /// The state before the first page.
    pub const fn start() -> Self {
        Self(None)
    }

    /// The state that a server gave earlier, as bytes.
    pub fn new_from_raw_bytes(bytes: impl Into<Bytes>) -> Self {
        Self(Some(bytes.into()))
    }

    /// The state as bytes; `None` before the first page.
    pub fn as_bytes_slice(&self) -> Option<&[u8]> {
        self.0.as_deref()
    }
}

/// It may hold key values, so only its length is shown.
impl fmt::Debug for PagingState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            None => f.write_str("PagingState(start)"),
            Some(state) => write!(f, "PagingState({} bytes)", state.len()),
        }
    }
}

/// Whether more pages follow.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "there are more pages or there are not")]
pub enum PagingStateResponse {
    /// More follow, from this state on.
    HasMorePages {
        /// Where the next page begins.
        state: PagingState,
    },
    /// This was the last page.
    NoMorePages,
}

impl PagingStateResponse {
    /// Whether this was the last page.
    pub const fn finished(&self) -> bool {
        matches!(self, Self::NoMorePages)
    }

    /// Goes on with the next page, or breaks at the last.
    pub fn into_paging_control_flow(self) -> ControlFlow<(), PagingState> {
        match self {
            Self::HasMorePages { state } => ControlFlow::Continue(state),
            Self::NoMorePages => ControlFlow::Break(()),
        }
    }
}
