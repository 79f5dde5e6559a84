use super::Record;
use super::field_error::FieldError;
use super::seen::Seen;
use crate::value::cell_writer::{CellContent, CellWriter};
use crate::value::error::SerializationError;
use crate::value::row::writer::{RowSerializationContext, RowWriter};
use crate::value::row_error::{
    BuiltinSerializationError, BuiltinSerializationErrorKind, BuiltinWriteTypeCheckError,
    BuiltinWriteTypeCheckErrorKind,
};
use crate::wire::column::{ColumnSpec, ColumnType};

/// Walks over the bind markers of a statement and finds the field for each.
#[derive(Debug)]
pub struct RowFields<'a, 'buf> {
    record: &'static Record,
    columns: &'a [ColumnSpec<'a>],
    writer: &'a mut RowWriter<'buf>,
    /// Whether the markers are the fields, in their order. Then nothing is searched or noted.
    in_order: bool,
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
        let columns = context.columns();
        let in_order = columns.len() == record.fields.len()
            && columns.iter().zip(record.fields).all(|(column, (_, cql))| column.name() == *cql);
        Self { record, columns, writer, in_order, position: 0, guess: 0, seen: Seen::default() }
    }

    /// The field for the next bind marker, and the marker's type; `None` after the last.
    ///
    /// # Errors
    /// When no field is for it.
    #[inline]
    #[allow(clippy::should_implement_trait, reason = "it can fail, which ends the walk")]
    pub fn next(&mut self) -> Result<Option<(usize, &'a ColumnType<'a>)>, SerializationError> {
        let position = self.position;
        let Some(column) = self.columns.get(position) else { return Ok(None) };
        self.position += 1;
        let field = if self.in_order { position } else { self.find(column)? };
        Ok(Some((field, column.typ())))
    }

    fn find(&mut self, column: &ColumnSpec<'_>) -> Result<usize, SerializationError> {
        let field =
            if self.record.cql_name(self.guess) == Some(column.name()) { self.guess } else { self.search(column)? };
        self.guess = field + 1;
        self.seen.insert(field);
        Ok(field)
    }

    /// The writer for the next value.
    #[inline]
    pub fn cell(&mut self) -> CellWriter<'_> {
        self.writer.make_cell_writer()
    }

    /// Adds to an error of writing `field` where it was.
    ///
    /// # Errors
    /// That error.
    #[inline]
    pub fn written(
        &self,
        field: usize,
        written: Result<CellContent, SerializationError>,
    ) -> Result<(), SerializationError> {
        match written {
            Ok(_) => Ok(()),
            Err(error) => Err(self.failed(field, error)),
        }
    }

    /// Ends the row.
    ///
    /// # Errors
    /// When there are fields without a bind marker.
    #[inline]
    pub fn finish(self) -> Result<(), SerializationError> {
        if self.in_order || self.seen.is_all_of(self.record) { Ok(()) } else { self.check_missing() }
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

    #[cold]
    fn failed(&self, field: usize, error: SerializationError) -> SerializationError {
        let column = self.columns.get(self.position.wrapping_sub(1));
        let name = column.map_or("?", ColumnSpec::name).to_owned();
        let err = SerializationError::new(FieldError::new(self.record, field, error));
        let kind = BuiltinSerializationErrorKind::ColumnSerializationFailed { name, err };
        SerializationError::new(BuiltinSerializationError { rust_name: self.record.name, kind })
    }
}
