//! The rows that were in the way of a conditional batch.

use ilium_driver::deserialize::row::ColumnIterator;
use ilium_driver::errors::Error;
use ilium_driver::frame::response::result::ColumnSpec;
use ilium_driver::response::query_result::QueryRowsResult;

use super::applied::previous;
use super::output::FromRow;

/// The rows that were in the way of a conditional [`Batch`](crate::Batch).
///
/// Their columns are the primary key, then those that the conditions compare; with an `IF NOT EXISTS` in the batch, all
/// columns of the table. A row that does not exist is not among them.
#[derive(Clone, Debug)]
pub struct BatchRows {
    rows: QueryRowsResult,
}

impl BatchRows {
    pub(super) const fn new(rows: QueryRowsResult) -> Self {
        Self { rows }
    }

    /// Reads the rows: as entities, by the names of the columns, or as tuples, by their order. The column `[applied]` is
    /// left out.
    ///
    /// # Errors
    /// When the columns or the cells do not fit the type.
    pub fn read<R: FromRow>(&self) -> Result<Vec<R>, Error> {
        let rows = self.rows.rows::<ColumnIterator<'_, '_>>()?;
        rows.map(|row| previous(row?, &[]).map_err(|error| self.rows.name_origin(error))).collect()
    }

    /// The columns of the server's answer, the first of which is `[applied]`.
    pub fn column_specs(&self) -> &[ColumnSpec<'static>] {
        self.rows.column_specs()
    }
}
