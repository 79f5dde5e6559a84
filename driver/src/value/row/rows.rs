//! Rows one after the other, whose errors know their value alone.

use std::fmt;
use std::marker::PhantomData;

use super::deserialize::DeserializeRow;
use super::plan::RowPlan;
use super::reader::RowReader;
use crate::value::error::{DeserializationError, TypeCheckError};
use crate::value::frame_slice::FrameSlice;
use crate::wire::column::ColumnSpec;

/// Rows, each read as an `R` when it is asked for.
///
/// A row that cannot be read is an error in its place; the rows after it follow. When the bytes end too early, an error
/// stands for each row that is missing. Applications have [`TypedRowIterator`](crate::deserialize::result::TypedRowIterator)
/// in its place, whose errors know the statement.
pub(crate) struct RowIterator<'frame, 'metadata, R> {
    reader: RowReader<'frame, 'metadata>,
    plan: RowPlan,
    rows_remaining: usize,
    row: PhantomData<fn() -> R>,
}

impl<'frame, 'metadata, R: DeserializeRow<'frame, 'metadata>> RowIterator<'frame, 'metadata, R> {
    /// Checks that rows of the columns `specs` can be read as `R`, and iterates over the `row_count` rows that `slice`
    /// holds.
    ///
    /// # Errors
    /// When a column is missing, too many, or of a type that does not fit.
    pub(crate) fn new(
        specs: &'metadata [ColumnSpec<'metadata>],
        slice: FrameSlice<'frame>,
        row_count: usize,
    ) -> Result<Self, TypeCheckError> {
        Ok(Self::with_plan(specs, slice, row_count, R::plan(specs)?))
    }

    /// Iterates over the `row_count` rows that `slice` holds, by the plan that `R` made for the columns `specs`.
    pub(crate) fn with_plan(
        specs: &'metadata [ColumnSpec<'metadata>],
        slice: FrameSlice<'frame>,
        row_count: usize,
        plan: RowPlan,
    ) -> Self {
        // A row takes at least the lengths of its columns, so a false count is known as such before memory is taken
        // for that many rows. The row after the last possible one is the one that reports the end.
        let possible = slice.as_slice().len().checked_div(4 * specs.len()).map_or(0, |rows| rows.saturating_add(1));
        let rows_remaining = row_count.min(possible);
        Self { reader: RowReader::new(specs, slice), plan, rows_remaining, row: PhantomData }
    }

    /// The next row; where it cannot be read, what `fail` makes of the error.
    ///
    /// The error is changed here, since changing it in what is returned would copy the row.
    #[inline]
    pub(crate) fn next_or<E>(&mut self, fail: impl FnOnce(DeserializationError) -> E) -> Option<Result<R, E>> {
        self.rows_remaining = self.rows_remaining.checked_sub(1)?;
        let start = self.reader.position();
        match R::read(&mut self.reader, &self.plan) {
            Ok(row) => Some(Ok(row)),
            Err(error) => {
                self.reader.resume_after(start);
                Some(Err(fail(error)))
            }
        }
    }

    /// The columns of each row.
    #[inline]
    pub(crate) const fn specs(&self) -> &'metadata [ColumnSpec<'metadata>] {
        self.reader.specs()
    }

    /// How many rows are left.
    #[inline]
    pub(crate) const fn rows_remaining(&self) -> usize {
        self.rows_remaining
    }
}

impl<'frame, 'metadata, R: DeserializeRow<'frame, 'metadata>> Iterator for RowIterator<'frame, 'metadata, R> {
    type Item = Result<R, DeserializationError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.next_or(|error| error)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.rows_remaining, Some(self.rows_remaining))
    }
}

impl<'frame, 'metadata, R: DeserializeRow<'frame, 'metadata>> ExactSizeIterator for RowIterator<'frame, 'metadata, R> {}

impl<R> Clone for RowIterator<'_, '_, R> {
    fn clone(&self) -> Self {
        Self {
            reader: self.reader.clone(),
            plan: self.plan.clone(),
            rows_remaining: self.rows_remaining,
            row: PhantomData,
        }
    }
}

impl<R> fmt::Debug for RowIterator<'_, '_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowIterator").field("rows_remaining", &self.rows_remaining).finish_non_exhaustive()
    }
}
