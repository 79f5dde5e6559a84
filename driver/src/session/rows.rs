//! The rows of a result one after the other, and what their errors name.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use crate::error::{Error, masked};
use crate::value::{
    ColumnIndex, DeserializationError, DeserializeRow, DeserializeValue, FrameSlice, RawRow, RowIterator, RowPlan,
};
use crate::wire::column::ColumnSpec;

/// Where a result came from.
#[derive(Clone)]
pub(super) struct Origin {
    /// The label or the text of the statement; secrets are masked when it is shown.
    pub(super) statement: Arc<str>,
    /// The node that answered.
    pub(super) node: SocketAddr,
}

impl Origin {
    /// An error of the result.
    #[cold]
    pub(super) fn name(&self, error: impl Into<Error>) -> Error {
        error.into().of_statement(&self.statement).on_node(self.node)
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Origin").field("statement", &masked(&self.statement)).field("node", &self.node).finish()
    }
}

/// The rows of a result, each read as an `R` when it is asked for.
///
/// A row that cannot be read is an [`Error`] in its place, of kind [`Deserialize`](crate::errors::ErrorKind::Deserialize),
/// which names the statement; the rows after it follow. When the result ends too early, an error stands for each row that
/// is missing.
pub struct TypedRowIterator<'frame, 'metadata, R> {
    rows: RowIterator<'frame, 'metadata, R>,
    /// What errors name; `None` where the rows are not a result's.
    origin: Option<&'frame Origin>,
}

impl<'frame, 'metadata, R: DeserializeRow<'frame, 'metadata>> TypedRowIterator<'frame, 'metadata, R> {
    /// Checks that rows of the columns `specs` can be read as `R`, and iterates over the `row_count` rows that `slice`
    /// holds.
    ///
    /// # Errors
    /// [`TypeCheck`](crate::errors::ErrorKind::TypeCheck) when a column is missing, too many, or of a type that does not
    /// fit.
    pub fn new(
        specs: &'metadata [ColumnSpec<'metadata>],
        slice: FrameSlice<'frame>,
        row_count: usize,
    ) -> Result<Self, Error> {
        Ok(Self { rows: RowIterator::new(specs, slice, row_count)?, origin: None })
    }

    /// Iterates over the rows of a result, by the plan that `R` made for its columns.
    #[inline]
    pub(super) fn of_result(
        specs: &'metadata [ColumnSpec<'metadata>],
        slice: FrameSlice<'frame>,
        row_count: usize,
        plan: RowPlan,
        origin: &'frame Origin,
    ) -> Self {
        Self { rows: RowIterator::with_plan(specs, slice, row_count, plan), origin: Some(origin) }
    }

    /// The columns of each row.
    #[inline]
    pub const fn specs(&self) -> &'metadata [ColumnSpec<'metadata>] {
        self.rows.specs()
    }

    /// How many rows are left.
    #[inline]
    pub const fn rows_remaining(&self) -> usize {
        self.rows.rows_remaining()
    }
}

impl<'frame, 'metadata, R: DeserializeRow<'frame, 'metadata>> Iterator for TypedRowIterator<'frame, 'metadata, R> {
    type Item = Result<R, Error>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let origin = self.origin;
        self.rows.next_or(|error| failed(origin, error))
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.rows.size_hint()
    }
}

impl<'frame, 'metadata, R: DeserializeRow<'frame, 'metadata>> ExactSizeIterator
    for TypedRowIterator<'frame, 'metadata, R>
{
}

#[cold]
#[inline(never)]
fn failed(origin: Option<&Origin>, error: DeserializationError) -> Error {
    match origin {
        Some(origin) => origin.name(error),
        None => error.into(),
    }
}

impl<R> Clone for TypedRowIterator<'_, '_, R> {
    fn clone(&self) -> Self {
        Self { rows: self.rows.clone(), origin: self.origin }
    }
}

impl<R> fmt::Debug for TypedRowIterator<'_, '_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TypedRowIterator").field("rows", &self.rows).field("origin", &self.origin).finish()
    }
}

impl<'frame, 'metadata> RawRow<'frame, 'metadata> {
    /// Reads the column of this name or at this position, from 0, as a `T`.
    ///
    /// # Errors
    /// [`Deserialize`](crate::errors::ErrorKind::Deserialize) when there is no such column, its type does not fit, or its
    /// bytes are not a `T`. It names the column, not the statement, which a row does not know.
    pub fn get<T: DeserializeValue<'frame, 'metadata>>(&self, column: impl ColumnIndex) -> Result<T, Error> {
        self.read_column(column).map_err(Error::from)
    }
}
