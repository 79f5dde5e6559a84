//! Tuple structs from CQL tuples.

use std::slice;

use super::TypeCheck;
use super::field_error::FieldError;
use super::record::Record;
use super::write_tuple::tuple_types;
use crate::value::error::{DeserializationError, TypeCheckError};
use crate::value::frame_slice::FrameSlice;
use crate::value::value_error::{
    BuiltinDeserializationError, BuiltinDeserializationErrorKind, BuiltinTypeCheckError, BuiltinTypeCheckErrorKind,
    Direction,
};
use crate::wire::column::ColumnType;

/// Takes a tuple apart.
///
/// A value may end before its last fields, which are then null: tuples grow only at their end. What follows the last
/// known field is ignored.
#[derive(Debug)]
pub struct TupleReader<'frame, 'metadata> {
    record: &'static Record,
    typ: &'metadata ColumnType<'metadata>,
    /// The types of the fields that are not done.
    types: slice::Iter<'metadata, ColumnType<'metadata>>,
    rest: FrameSlice<'frame>,
}

/// Checks that the tuple struct can be read from `typ`; `checks` are those of its fields.
///
/// # Errors
/// When `typ` is no tuple of as many fields, or one is of another type.
pub fn check_tuple(record: &'static Record, typ: &ColumnType<'_>, checks: &[TypeCheck]) -> Result<(), TypeCheckError> {
    let types = tuple_types(record, typ, Direction::Read).map_err(TypeCheckError::new)?;
    for (index, (check, field)) in checks.iter().zip(types).enumerate() {
        check(field).map_err(|error| {
            let err = TypeCheckError::new(FieldError::new(record, index, error));
            let kind = BuiltinTypeCheckErrorKind::FieldTypeCheckFailed { field: index.to_string(), err };
            let got = typ.clone().into_owned();
            TypeCheckError::new(BuiltinTypeCheckError { rust_name: record.name, got, direction: Direction::Read, kind })
        })?;
    }
    Ok(())
}

impl<'frame, 'metadata> TupleReader<'frame, 'metadata> {
    /// Stands before the first field.
    ///
    /// # Errors
    /// When the value is null, or `typ` is not what was checked.
    #[inline]
    pub fn new(
        record: &'static Record,
        typ: &'metadata ColumnType<'metadata>,
        value: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        let types = tuple_types(record, typ, Direction::Read).map_err(DeserializationError::new)?.iter();
        match value {
            Some(rest) => Ok(Self { record, typ, types, rest }),
            None => Err(unreadable(record, typ, BuiltinDeserializationErrorKind::ExpectedNonNull)),
        }
    }

    /// The type of the next field and its bytes, where `None` is null.
    ///
    /// # Errors
    /// When the value ends inside the field.
    #[inline]
    #[allow(clippy::should_implement_trait, reason = "it can fail, and the struct knows how many there are")]
    pub fn next(
        &mut self,
    ) -> Result<(&'metadata ColumnType<'metadata>, Option<FrameSlice<'frame>>), DeserializationError> {
        let Some(typ) = self.types.next() else { return Err(self.truncated()) };
        if self.rest.is_empty() {
            return Ok((typ, None));
        }
        match self.rest.read_cql_bytes() {
            Ok(bytes) => Ok((typ, bytes)),
            Err(_) => Err(self.truncated()),
        }
    }

    /// Says that the field that was just taken could not be read.
    #[cold]
    pub fn failed(&self, error: DeserializationError) -> DeserializationError {
        let index = self.index();
        let err = DeserializationError::new(FieldError::new(self.record, index, error));
        let field = index.to_string();
        unreadable(self.record, self.typ, BuiltinDeserializationErrorKind::FieldDeserializationFailed { field, err })
    }

    #[cold]
    fn truncated(&self) -> DeserializationError {
        let part = format!("field `{}`", self.index());
        unreadable(self.record, self.typ, BuiltinDeserializationErrorKind::Truncated { part })
    }

    /// The position of the field that was just taken.
    fn index(&self) -> usize {
        self.record.len().saturating_sub(self.types.len() + 1)
    }
}

#[cold]
fn unreadable(record: &Record, typ: &ColumnType<'_>, kind: BuiltinDeserializationErrorKind) -> DeserializationError {
    let cql_type = typ.clone().into_owned();
    DeserializationError::new(BuiltinDeserializationError { rust_name: record.name, cql_type, kind })
}
