//! Reading a row.

use super::column_iterator::ColumnIterator;
use super::plan::RowPlan;
use super::reader::RowReader;
use crate::value::error::{DeserializationError, TypeCheckError};
use crate::wire::column::ColumnSpec;

/// A type that the rows of a result can be read as.
///
/// `'frame` is the lifetime of the received bytes, `'metadata` that of the columns' names and types. An implementation
/// needs [`type_check`](Self::type_check) and [`deserialize`](Self::deserialize). With [`plan`](Self::plan) and
/// [`read`](Self::read) besides, as derived ones have them, rows are read where they lie, in one pass, and names are
/// looked up once for all rows.
#[diagnostic::on_unimplemented(
    message = "rows cannot be read as `{Self}`",
    label = "not a row type",
    note = "one column alone is read as a tuple, such as `(i32,)`; a struct needs `#[derive(DeserializeRow)]`"
)]
pub trait DeserializeRow<'frame, 'metadata>: Sized {
    /// Checks names and types of the columns; done once for a result, before its first row.
    ///
    /// # Errors
    /// When a column is missing, too many, or of a type that does not fit.
    fn type_check(specs: &[ColumnSpec<'_>]) -> Result<(), TypeCheckError>;

    /// Reads a row whose columns were found to fit.
    ///
    /// # Errors
    /// When a column's bytes are not a value of its type, or it is null and the Rust type has no null.
    fn deserialize(row: ColumnIterator<'frame, 'metadata>) -> Result<Self, DeserializationError>;

    /// Checks names and types of the columns, and says where each goes.
    ///
    /// # Errors
    /// Those of [`type_check`](Self::type_check).
    fn plan(specs: &[ColumnSpec<'_>]) -> Result<RowPlan, TypeCheckError> {
        Self::type_check(specs)?;
        Ok(RowPlan::in_order())
    }

    /// Reads the row that `row` stands before, by a plan made for these columns, and leaves it after the row.
    ///
    /// # Errors
    /// Those of [`deserialize`](Self::deserialize); where `row` then stands is not said.
    fn read(row: &mut RowReader<'frame, 'metadata>, plan: &RowPlan) -> Result<Self, DeserializationError> {
        let _ = plan;
        Self::deserialize(row.columns()?)
    }
}

/// Reads any row, and leaves its columns to the caller.
impl<'frame, 'metadata> DeserializeRow<'frame, 'metadata> for ColumnIterator<'frame, 'metadata> {
    fn type_check(_specs: &[ColumnSpec<'_>]) -> Result<(), TypeCheckError> {
        Ok(())
    }

    #[inline]
    fn deserialize(row: Self) -> Result<Self, DeserializationError> {
        Ok(row)
    }
}
