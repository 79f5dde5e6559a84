use std::borrow::Cow;

use super::field_error::FieldError;
use super::write_udt::missing;
use super::{Record, TypeCheck};
use crate::value::deserialize::DeserializeValue;
use crate::value::error::{DeserializationError, TypeCheckError};
use crate::value::frame_slice::FrameSlice;
use crate::value::udt::{UdtIterator, definition};
use crate::value::value_error::{
    BuiltinDeserializationError, BuiltinDeserializationErrorKind, BuiltinTypeCheckError, BuiltinTypeCheckErrorKind,
    Direction,
};
use crate::wire::column::ColumnType;

/// A field of a value of a user-defined type, gathered into the order of a struct's fields.
#[derive(Clone, Copy, Debug)]
pub struct UdtCell<'frame, 'metadata> {
    /// The type of the whole value.
    udt: &'metadata ColumnType<'metadata>,
    /// The field's name and type; `None` when the type has none for the struct's field.
    field: Option<&'metadata (Cow<'metadata, str>, ColumnType<'metadata>)>,
    slice: Option<FrameSlice<'frame>>,
}

/// A type and the bytes of a value of it, where `None` is null.
type TypedBytes<'frame, 'metadata> = (&'metadata ColumnType<'metadata>, Option<FrameSlice<'frame>>);

/// Checks that the struct can be read from `typ`; `checks` are those of its fields.
///
/// # Errors
/// When `typ` is no user-defined type, lacks a field of the struct, or has one of another type.
pub fn check_udt(record: &'static Record, typ: &ColumnType<'_>, checks: &[TypeCheck]) -> Result<(), TypeCheckError> {
    let unfit = |kind| TypeCheckError::new(unfit(record, typ, kind));
    let Some(definition) = definition(typ) else {
        return Err(unfit(BuiltinTypeCheckErrorKind::MismatchedType { expected: "a user-defined type" }));
    };
    if let Some(kind) = missing(record, definition) {
        return Err(unfit(kind));
    }
    let mut guess = 0;
    for (name, typ) in &definition.field_types {
        let Some(field) = record.position(name, guess) else { continue };
        guess = field + 1;
        if let Some(Err(error)) = checks.get(field).map(|check| check(typ)) {
            let err = TypeCheckError::new(FieldError::new(record, field, error));
            return Err(unfit(BuiltinTypeCheckErrorKind::FieldTypeCheckFailed { field: name.to_string(), err }));
        }
    }
    Ok(())
}

/// Takes a value apart, its fields in the order of the `N` fields of the struct.
///
/// A value may have fewer fields than its type, when one was added after it was written: the rest is null. It may also
/// have more, when the type was read before one was added: they are ignored.
///
/// # Errors
/// When the value is null or ends inside a field, or `typ` is no user-defined type.
pub fn udt_cells<'frame, 'metadata, const N: usize>(
    record: &'static Record,
    typ: &'metadata ColumnType<'metadata>,
    value: Option<FrameSlice<'frame>>,
) -> Result<[UdtCell<'frame, 'metadata>; N], DeserializationError> {
    if definition(typ).is_none() {
        let kind = BuiltinTypeCheckErrorKind::MismatchedType { expected: "a user-defined type" };
        return Err(DeserializationError::new(unfit(record, typ, kind)));
    }
    if value.is_none() {
        return Err(unreadable(record, typ, BuiltinDeserializationErrorKind::ExpectedNonNull));
    }
    let mut cells = [UdtCell { udt: typ, field: None, slice: None }; N];
    let mut guess = 0;
    for (field, bytes) in UdtIterator::deserialize(typ, value)? {
        let slice = bytes?.flatten();
        let Some(position) = record.position(&field.0, guess) else { continue };
        guess = position + 1;
        if let Some(cell) = cells.get_mut(position) {
            *cell = UdtCell { udt: typ, field: Some(field), slice };
        }
    }
    Ok(cells)
}

impl<'frame, 'metadata> UdtCell<'frame, 'metadata> {
    /// The type and the bytes of the struct's field at `index`.
    ///
    /// # Errors
    /// When the type does not have it, which the type check finds before.
    #[inline]
    pub fn parts(
        &self,
        record: &'static Record,
        index: usize,
    ) -> Result<TypedBytes<'frame, 'metadata>, DeserializationError> {
        match self.field {
            Some((_, typ)) => Ok((typ, self.slice)),
            None => Err(self.missing(record, index)),
        }
    }

    /// Says that the struct's field at `index` could not be read.
    #[cold]
    pub fn failed(&self, record: &'static Record, index: usize, error: DeserializationError) -> DeserializationError {
        let err = DeserializationError::new(FieldError::new(record, index, error));
        let field = record.cql_name(index).unwrap_or("?").to_owned();
        unreadable(record, self.udt, BuiltinDeserializationErrorKind::FieldDeserializationFailed { field, err })
    }

    #[cold]
    fn missing(&self, record: &'static Record, index: usize) -> DeserializationError {
        let field_names = record.cql_name(index).map(str::to_owned).into_iter().collect();
        let kind = BuiltinTypeCheckErrorKind::ValuesMissingForUdtFields { field_names };
        DeserializationError::new(unfit(record, self.udt, kind))
    }
}

#[cold]
fn unfit(record: &Record, typ: &ColumnType<'_>, kind: BuiltinTypeCheckErrorKind) -> BuiltinTypeCheckError {
    let got = typ.clone().into_owned();
    BuiltinTypeCheckError { rust_name: record.name, got, direction: Direction::Read, kind }
}

#[cold]
fn unreadable(record: &Record, typ: &ColumnType<'_>, kind: BuiltinDeserializationErrorKind) -> DeserializationError {
    let cql_type = typ.clone().into_owned();
    DeserializationError::new(BuiltinDeserializationError { rust_name: record.name, cql_type, kind })
}
