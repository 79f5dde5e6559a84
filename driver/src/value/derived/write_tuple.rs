//! Tuple structs as CQL tuples.

use std::slice;

use super::field_error::FieldError;
use super::record::Record;
use crate::value::cell_writer::{CellContent, CellValueBuilder, CellWriter, WrittenCellProof};
use crate::value::error::SerializationError;
use crate::value::value_error::{
    BuiltinSerializationError, BuiltinSerializationErrorKind, BuiltinTypeCheckError, BuiltinTypeCheckErrorKind,
    Direction,
};
use crate::wire::column::ColumnType;

/// What a tuple struct of one field is for, and what it may have been meant for.
const ONE: &str = "tuple of 1 (with `#[cql(transparent)]` the struct is what its field is)";

/// Writes the fields of a tuple struct one after the other.
#[derive(Debug)]
pub struct TupleWriter<'a, 'buf> {
    record: &'static Record,
    typ: &'a ColumnType<'a>,
    /// The fields that are not done.
    rest: slice::Iter<'a, ColumnType<'a>>,
    builder: CellValueBuilder<'buf>,
}

/// The types of the fields of `typ`, if it is a tuple of as many as the struct has. A value that is written may end before
/// its type does.
pub(super) fn tuple_types<'a, 'frame>(
    record: &Record,
    typ: &'a ColumnType<'frame>,
    direction: Direction,
) -> Result<&'a [ColumnType<'frame>], BuiltinTypeCheckError> {
    let kind = match typ {
        ColumnType::Tuple(types) if types.len() == record.len() => return Ok(types),
        ColumnType::Tuple(types) if types.len() > record.len() && direction == Direction::Write => return Ok(types),
        ColumnType::Tuple(types) => BuiltinTypeCheckErrorKind::WrongElementCount {
            rust_type_el_count: record.len(),
            cql_type_el_count: types.len(),
        },
        _ => BuiltinTypeCheckErrorKind::MismatchedType { expected: if record.len() == 1 { ONE } else { "tuple" } },
    };
    Err(BuiltinTypeCheckError { rust_name: record.name, got: typ.clone().into_owned(), direction, kind })
}

impl<'a, 'buf> TupleWriter<'a, 'buf> {
    /// Starts a value.
    ///
    /// # Errors
    /// When `typ` is not a tuple of at least as many fields.
    #[inline]
    pub fn new(
        record: &'static Record,
        typ: &'a ColumnType<'_>,
        writer: CellWriter<'buf>,
    ) -> Result<Self, SerializationError> {
        let rest = tuple_types(record, typ, Direction::Write).map_err(SerializationError::new)?.iter();
        Ok(Self { record, typ, rest, builder: writer.into_value_builder() })
    }

    /// The type of the next field.
    ///
    /// # Errors
    /// When there is none, which a struct that knows how many it has does not meet.
    #[inline]
    #[allow(clippy::should_implement_trait, reason = "it can fail, and the struct knows how many there are")]
    pub fn next(&mut self) -> Result<&'a ColumnType<'a>, SerializationError> {
        match self.rest.next() {
            Some(typ) => Ok(typ),
            None => Err(self.unwritable(BuiltinSerializationErrorKind::TooManyElements)),
        }
    }

    /// The writer for the next field.
    #[inline]
    pub const fn cell(&mut self) -> CellWriter<'_> {
        self.builder.make_sub_writer()
    }

    /// Checks what was written for `field`.
    ///
    /// # Errors
    /// When it could not be written, or is "unset", which a part of a value cannot be.
    #[inline]
    pub fn written(
        &self,
        field: usize,
        written: Result<CellContent, SerializationError>,
    ) -> Result<(), SerializationError> {
        match written {
            Ok(CellContent::Value | CellContent::Null) => Ok(()),
            Ok(CellContent::Unset) => {
                Err(self.failed(field, self.unwritable(BuiltinSerializationErrorKind::UnsetInside)))
            }
            Err(error) => Err(self.failed(field, error)),
        }
    }

    /// Ends the value.
    ///
    /// # Errors
    /// When the value is too long.
    #[inline]
    pub fn finish(self) -> Result<WrittenCellProof<'buf>, SerializationError> {
        let (record, typ) = (self.record, self.typ);
        self.builder.finish().map_err(|_| unwritable(record, typ, BuiltinSerializationErrorKind::SizeOverflow))
    }

    #[cold]
    fn failed(&self, field: usize, error: SerializationError) -> SerializationError {
        let err = SerializationError::new(FieldError::new(self.record, field, error));
        self.unwritable(BuiltinSerializationErrorKind::FieldSerializationFailed { field: field.to_string(), err })
    }

    #[cold]
    fn unwritable(&self, kind: BuiltinSerializationErrorKind) -> SerializationError {
        unwritable(self.record, self.typ, kind)
    }
}

#[cold]
fn unwritable(record: &Record, typ: &ColumnType<'_>, kind: BuiltinSerializationErrorKind) -> SerializationError {
    let got = typ.clone().into_owned();
    SerializationError::new(BuiltinSerializationError { rust_name: record.name, got, kind })
}
