use super::Record;
use super::field_error::FieldError;
use super::seen::Seen;
use crate::value::cell_writer::CellWriter;
use crate::value::error::SerializationError;
use crate::value::row::writer::{RowSerializationContext, RowWriter};
use crate::value::row_error::{
    BuiltinSerializationError, BuiltinSerializationErrorKind, BuiltinWriteTypeCheckError,
    BuiltinWriteTypeCheckErrorKind,
};
use crate::wire::column::ColumnSpec;

/// Walks over the bind markers of a statement, which are in another order than the fields, and finds the field for each.
#[derive(Debug)]
pub struct RowFields<'a, 'buf> {
    record: &'static Record,
    columns: &'a [ColumnSpec<'a>],
    writer: &'a mut RowWriter<'buf>,
    /// The bind markers that are done.
    position: usize,
    /// The field that comes next when the markers are in the order of the fields.
    guess: usize,
    seen: Seen,
}

impl<'a, 'buf> RowFields<'a, 'buf> {
    /// Starts at the first bind marker.
    #[inline]
    pub fn new(
        record: &'static Record,
        context: &'a RowSerializationContext<'_>,
        writer: &'a mut RowWriter<'buf>,
    ) -> Self {
        Self { record, columns: context.columns(), writer, position: 0, guess: 0, seen: Seen::default() }
    }

    /// The field for the next bind marker, and the marker; `None` after the last.
    ///
    /// # Errors
    /// When no field is for it.
    #[inline]
    #[allow(clippy::should_implement_trait, reason = "it can fail, which ends the walk")]
    pub fn next(&mut self) -> Result<Option<(usize, &'a ColumnSpec<'a>)>, SerializationError> {
        let Some(column) = self.columns.get(self.position) else { return Ok(None) };
        self.position += 1;
        let field =
            if self.record.cql_name(self.guess) == Some(column.name()) { self.guess } else { self.search(column)? };
        self.guess = field + 1;
        self.seen.insert(field);
        Ok(Some((field, column)))
    }

    /// The writer for the next value.
    #[inline]
    pub fn cell(&mut self) -> CellWriter<'_> {
        self.writer.make_cell_writer()
    }

    /// Ends the row.
    ///
    /// # Errors
    /// When there are fields without a bind marker.
    #[inline]
    pub fn finish(self) -> Result<(), SerializationError> {
        if self.seen.is_all_of(self.record) { Ok(()) } else { self.check_missing() }
    }

    fn search(&self, column: &ColumnSpec<'_>) -> Result<usize, SerializationError> {
        match self.record.position(column.name(), self.guess) {
            Some(field) => Ok(field),
            None => Err(self.unfit(
                BuiltinWriteTypeCheckErrorKind::ValueMissingForColumn { name: column.name().to_owned() },
                self.record.cql_names(),
            )),
        }
    }

    #[cold]
    fn check_missing(&self) -> Result<(), SerializationError> {
        let exists = |name: &str| self.columns.iter().any(|column| column.name() == name);
        match self.record.missing(exists).first() {
            None => Ok(()),
            Some(name) => Err(self.unfit(
                BuiltinWriteTypeCheckErrorKind::NoColumnWithName { name: (*name).to_owned() },
                self.columns.iter().map(|column| column.name().to_owned()).collect(),
            )),
        }
    }

    #[cold]
    fn unfit(&self, kind: BuiltinWriteTypeCheckErrorKind, known: Vec<String>) -> SerializationError {
        SerializationError::new(BuiltinWriteTypeCheckError { rust_name: self.record.name, kind, known })
    }
}

/// The bind markers, if they are the `N` fields of the struct in their order.
#[inline]
pub fn markers_in_order<'a, const N: usize>(
    record: &'static Record,
    context: &RowSerializationContext<'a>,
) -> Option<&'a [ColumnSpec<'a>; N]> {
    let columns: &[ColumnSpec<'a>; N] = context.columns().try_into().ok()?;
    columns.iter().zip(record.fields).all(|(column, (_, cql))| column.name() == *cql).then_some(columns)
}

/// Says that the field at `index` could not be written for the bind marker `column`.
#[cold]
pub fn marker_failed(
    record: &'static Record,
    index: usize,
    column: &ColumnSpec<'_>,
    error: SerializationError,
) -> SerializationError {
    let err = SerializationError::new(FieldError::new(record, index, error));
    let kind = BuiltinSerializationErrorKind::ColumnSerializationFailed { name: column.name().to_owned(), err };
    SerializationError::new(BuiltinSerializationError { rust_name: record.name, kind })
}
