//! What a system table is to the driver.

use crate::value::DeserializeRow;

/// A system table that the driver reads: where it is, its columns and rows, and what is kept of them.
///
/// The implementing type is the builder: it starts empty and takes one row after the other.
pub(super) trait Table: Default + Send + 'static {
    /// The table, with its keyspace.
    const NAME: &'static str;
    /// The columns that are read.
    const COLUMNS: &'static [&'static str];
    /// Which rows are read, as CQL: all of them when empty.
    const CONDITION: &'static str = "";

    /// The columns' values.
    type Row: for<'frame, 'metadata> DeserializeRow<'frame, 'metadata>;

    /// Takes a row.
    fn add(&mut self, row: Self::Row);

    /// Whether no more rows are taken. Those that are left are not read, nor are pages that are left.
    fn is_full(&self) -> bool;

    /// Rows are left out since the table is full: at least so many.
    fn leave_out(&mut self, rows: usize);
}

/// The statement that reads a table.
pub(super) fn select<T: Table>() -> String {
    let columns = T::COLUMNS.join(", ");
    let condition = if T::CONDITION.is_empty() { String::new() } else { format!(" WHERE {}", T::CONDITION) };
    format!("SELECT {columns} FROM {}{condition}", T::NAME)
}
