use std::borrow::Cow;
use std::slice::Iter;

use super::Record;
use super::field_error::FieldError;
use super::seen::Seen;
use crate::value::cell_writer::{CellContent, CellValueBuilder, CellWriter, WrittenCellProof};
use crate::value::error::SerializationError;
use crate::value::value_error::{
    BuiltinSerializationError, BuiltinSerializationErrorKind, BuiltinTypeCheckError, BuiltinTypeCheckErrorKind,
    Direction,
};
use crate::wire::column::{ColumnType, UserDefinedType};

/// Walks over the fields of a user-defined type and finds the struct's field for each.
#[derive(Debug)]
pub struct UdtWriter<'a, 'buf> {
    record: &'static Record,
    typ: &'a ColumnType<'a>,
    definition: &'a UserDefinedType<'a>,
    /// The fields that are not done.
    rest: Iter<'a, (Cow<'a, str>, ColumnType<'a>)>,
    builder: CellValueBuilder<'buf>,
    /// Fields passed over that become nulls when a later one is written, and are left out when none is.
    absent: usize,
    /// The struct's field that comes next when both are in the same order.
    guess: usize,
    seen: Seen,
}

impl<'a, 'buf> UdtWriter<'a, 'buf> {
    /// Starts a value.
    ///
    /// # Errors
    /// When `typ` is no user-defined type, or lacks a field of the struct.
    #[inline]
    pub fn new(
        record: &'static Record,
        typ: &'a ColumnType<'_>,
        writer: CellWriter<'buf>,
    ) -> Result<Self, SerializationError> {
        let ColumnType::UserDefinedType { definition, .. } = typ else {
            let kind = BuiltinTypeCheckErrorKind::MismatchedType { expected: "a user-defined type" };
            return Err(unfit(record, typ, kind));
        };
        let builder = writer.into_value_builder();
        let rest = definition.field_types.iter();
        Ok(Self { record, typ, definition, rest, builder, absent: 0, guess: 0, seen: Seen::default() })
    }

    /// The struct's field for the next field of the type that has one, and its type; `None` after the last.
    #[inline]
    #[allow(clippy::should_implement_trait, reason = "the same shape as the walks that can fail")]
    pub fn next(&mut self) -> Option<(usize, &'a ColumnType<'a>)> {
        loop {
            let (name, typ) = self.rest.next()?;
            let at_guess = self.record.cql_name(self.guess) == Some(&**name);
            let found = if at_guess { Some(self.guess) } else { self.record.position(name, self.guess) };
            let Some(field) = found else {
                self.absent += 1;
                continue;
            };
            for _ in 0..std::mem::take(&mut self.absent) {
                self.builder.make_sub_writer().set_null();
            }
            self.guess = field + 1;
            self.seen.insert(field);
            return Some((field, typ));
        }
    }

    /// The writer for the next field.
    #[inline]
    pub fn cell(&mut self) -> CellWriter<'_> {
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
    /// When the type lacks a field of the struct, or the value is too long.
    #[inline]
    pub fn finish(self) -> Result<WrittenCellProof<'buf>, SerializationError> {
        if !self.seen.is_all_of(self.record) {
            self.check_missing()?;
        }
        let (record, typ) = (self.record, self.typ);
        self.builder.finish().map_err(|_| unwritable(record, typ, BuiltinSerializationErrorKind::SizeOverflow))
    }

    #[cold]
    fn check_missing(&self) -> Result<(), SerializationError> {
        match missing(self.record, self.definition) {
            None => Ok(()),
            Some(kind) => Err(unfit(self.record, self.typ, kind)),
        }
    }

    #[cold]
    fn failed(&self, field: usize, error: SerializationError) -> SerializationError {
        let name = self.record.cql_name(field).unwrap_or("?").to_owned();
        let err = SerializationError::new(FieldError::new(self.record, field, error));
        self.unwritable(BuiltinSerializationErrorKind::FieldSerializationFailed { field: name, err })
    }

    #[cold]
    fn unwritable(&self, kind: BuiltinSerializationErrorKind) -> SerializationError {
        unwritable(self.record, self.typ, kind)
    }
}

/// The error for the fields of the struct that the type does not have, if there are any.
pub(super) fn missing(record: &Record, definition: &UserDefinedType<'_>) -> Option<BuiltinTypeCheckErrorKind> {
    let exists = |name: &str| definition.field_types.iter().any(|(field, _)| field == name);
    let missing = record.missing(exists);
    let field_names = missing.iter().map(|name| (*name).to_owned()).collect();
    (!missing.is_empty()).then_some(BuiltinTypeCheckErrorKind::ValuesMissingForUdtFields { field_names })
}

#[cold]
fn unfit(record: &Record, typ: &ColumnType<'_>, kind: BuiltinTypeCheckErrorKind) -> SerializationError {
    let got = typ.clone().into_owned();
    SerializationError::new(BuiltinTypeCheckError { rust_name: record.name, got, direction: Direction::Write, kind })
}

#[cold]
fn unwritable(record: &Record, typ: &ColumnType<'_>, kind: BuiltinSerializationErrorKind) -> SerializationError {
    let got = typ.clone().into_owned();
    SerializationError::new(BuiltinSerializationError { rust_name: record.name, got, kind })
}
