//! Writing the values of a statement, one after the other.

use std::fmt;

use crate::value::cell_writer::CellWriter;
use crate::value::error::SerializationError;
use crate::value::row_error::column_unwritable;
use crate::value::serialize::SerializeValue;
use crate::wire::arrangement::Remembered;
use crate::wire::column::ColumnSpec;

/// What a statement expects: its bind markers, in their order.
#[derive(Clone, Copy, Debug)]
pub struct RowSerializationContext<'a> {
    columns: &'a [ColumnSpec<'a>],
    /// Where a statement remembers which field of a struct each bind marker is for.
    remembered: Option<&'a Remembered>,
}

/// Takes the values of a statement, one cell each.
pub struct RowWriter<'buf> {
    buf: &'buf mut Vec<u8>,
    value_count: usize,
}

/// What stands in the buffer is left out: it is the application's data.
impl fmt::Debug for RowWriter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowWriter").field("value_count", &self.value_count).finish_non_exhaustive()
    }
}

impl<'a> RowSerializationContext<'a> {
    /// The statement has the bind markers `columns`.
    #[inline]
    pub const fn from_specs(columns: &'a [ColumnSpec<'a>]) -> Self {
        Self { columns, remembered: None }
    }

    /// The statement has the bind markers `columns`; it remembers where they go in a struct.
    #[inline]
    pub(crate) const fn of_statement(columns: &'a [ColumnSpec<'a>], remembered: &'a Remembered) -> Self {
        Self { columns, remembered: Some(remembered) }
    }

    /// The statement has no bind markers.
    #[inline]
    pub const fn empty() -> Self {
        Self { columns: &[], remembered: None }
    }

    /// The bind markers, in the order in which values are to be written.
    #[inline]
    pub const fn columns(&self) -> &'a [ColumnSpec<'a>] {
        self.columns
    }

    #[inline]
    pub(crate) const fn remembered(&self) -> Option<&'a Remembered> {
        self.remembered
    }
}

impl<'buf> RowWriter<'buf> {
    /// Appends values to `buf`.
    #[inline]
    pub const fn new(buf: &'buf mut Vec<u8>) -> Self {
        Self { buf, value_count: 0 }
    }

    /// How many values were written.
    #[inline]
    pub const fn value_count(&self) -> usize {
        self.value_count
    }

    /// Makes the writer of the next value.
    #[inline]
    pub const fn make_cell_writer(&mut self) -> CellWriter<'_> {
        self.value_count += 1;
        CellWriter::new(self.buf)
    }

    /// Writes the next value, which is for the bind marker `column`.
    ///
    /// # Errors
    /// When the value does not fit the bind marker; the error names both. The buffer may then hold part of the value.
    #[inline]
    pub fn write_value<T: SerializeValue + ?Sized>(
        &mut self,
        column: &ColumnSpec<'_>,
        value: &T,
    ) -> Result<(), SerializationError> {
        match value.serialize(column.typ(), self.make_cell_writer()) {
            Ok(_) => Ok(()),
            Err(error) => Err(column_unwritable::<T>(column, error)),
        }
    }
}
