//! Structs as values of user-defined types.

use std::borrow::Cow;

use super::field_error::FieldError;
use super::record::Record;
use super::udt::arrange_udt;
use crate::value::cell_writer::{CellContent, CellValueBuilder, CellWriter, WrittenCellProof};
use crate::value::error::SerializationError;
use crate::value::value_error::{
    BuiltinSerializationError, BuiltinSerializationErrorKind, BuiltinTypeCheckError, BuiltinTypeCheckErrorKind,
    Direction,
};
use crate::wire::arrangement::Arrangement;
use crate::wire::column::{ColumnType, UserDefinedType};

/// Walks over the fields of a user-defined type and gives the struct's field for each.
#[derive(Debug)]
pub struct UdtWriter<'a, 'buf> {
    record: &'static Record,
    typ: &'a ColumnType<'a>,
    definition: &'a UserDefinedType<'a>,
    arrangement: Cow<'a, Arrangement>,
    /// The fields of the type that are done.
    position: usize,
    builder: CellValueBuilder<'buf>,
    /// Fields passed over that become nulls when a later one is written, and are left out when none is.
    absent: usize,
}

impl<'a, 'buf> UdtWriter<'a, 'buf> {
    /// Starts a value.
    ///
    /// # Errors
    /// When `typ` is no user-defined type, or its fields and those of the struct do not go together.
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
        let arrangement = match definition.remembered.get(record.address()) {
            Some(arrangement) => Cow::Borrowed(arrangement),
            None => Cow::Owned(arrange_udt(record, definition).map_err(|kind| unfit(record, typ, kind))?),
        };
        let builder = writer.into_value_builder();
        Ok(Self { record, typ, definition, arrangement, position: 0, builder, absent: 0 })
    }

    /// The struct's field for the next field of the type that has one, and its type; `None` after the last.
    #[inline]
    #[allow(clippy::should_implement_trait, reason = "the items borrow from the type and not from the walk")]
    pub fn next(&mut self) -> Option<(usize, &'a ColumnType<'a>)> {
        loop {
            let position = self.position;
            let (_, typ) = self.definition.field_types.get(position)?;
            let field = match self.arrangement.fields() {
                None if position < self.record.len() => position,
                None => return None,
                Some(fields) => usize::from(*fields.get(position)?),
            };
            self.position += 1;
            if field == usize::from(Arrangement::NO_FIELD) {
                self.absent += 1;
                continue;
            }
            for _ in 0..std::mem::take(&mut self.absent) {
                self.builder.make_sub_writer().set_null();
            }
            return Some((field, typ));
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
        let name = self.definition.field_types.get(self.position.saturating_sub(1));
        let name = name.map_or("?", |(name, _)| &**name).to_owned();
        let err = SerializationError::new(FieldError::new(self.record, field, error));
        self.unwritable(BuiltinSerializationErrorKind::FieldSerializationFailed { field: name, err })
    }

    #[cold]
    fn unwritable(&self, kind: BuiltinSerializationErrorKind) -> SerializationError {
        unwritable(self.record, self.typ, kind)
    }
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
