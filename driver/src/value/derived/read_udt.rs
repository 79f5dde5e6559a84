//! Structs from values of user-defined types.

use std::borrow::Cow;

use super::TypeCheck;
use super::field_error::FieldError;
use super::record::Record;
use super::udt::arrange_udt;
use crate::value::deserialize::DeserializeValue as _;
use crate::value::error::{DeserializationError, TypeCheckError};
use crate::value::frame_slice::FrameSlice;
use crate::value::udt::{UdtIterator, definition};
use crate::value::value_error::{
    BuiltinDeserializationError, BuiltinDeserializationErrorKind, BuiltinTypeCheckError, BuiltinTypeCheckErrorKind,
    Direction,
};
use crate::wire::arrangement::Arrangement;
use crate::wire::column::{ColumnType, UserDefinedType};

/// Takes a value of a user-defined type apart, its fields in the order of the `N` fields of a struct.
///
/// A value may have fewer fields than its type, when one was added after it was written: the rest is null. It may also
/// have more, when the type was read before one was added: they are ignored.
#[derive(Debug)]
pub struct UdtReader<'frame, 'metadata, const N: usize> {
    record: &'static Record,
    typ: &'metadata ColumnType<'metadata>,
    source: Source<'frame, 'metadata, N>,
    /// The struct's fields that are done.
    position: usize,
}

#[derive(Debug)]
enum Source<'frame, 'metadata, const N: usize> {
    /// The fields of the struct as the value has them in another order.
    Gathered([Option<TypedBytes<'frame, 'metadata>>; N]),
    /// What is not read yet of a value that has the fields of the struct in their order.
    InOrder(UdtIterator<'frame, 'metadata>),
}

/// A type and the bytes of a value of it, where `None` is null.
type TypedBytes<'frame, 'metadata> = (&'metadata ColumnType<'metadata>, Option<FrameSlice<'frame>>);

/// Checks that the struct can be read from `typ`; `checks` are those of its fields.
///
/// # Errors
/// When `typ` is no user-defined type, its fields and those of the struct do not go together, or one is of another type.
pub fn check_udt(record: &'static Record, typ: &ColumnType<'_>, checks: &[TypeCheck]) -> Result<(), TypeCheckError> {
    let unfit = |kind| TypeCheckError::new(unfit(record, typ, kind));
    let Some(definition) = definition(typ) else {
        return Err(unfit(BuiltinTypeCheckErrorKind::MismatchedType { expected: "a user-defined type" }));
    };
    let arrangement = arrangement(record, definition).map_err(unfit)?;
    for (position, (name, typ)) in definition.field_types.iter().enumerate() {
        let field = match arrangement.fields() {
            None => position,
            Some(fields) => fields.get(position).map_or(usize::MAX, |field| usize::from(*field)),
        };
        if let Some(Err(error)) = checks.get(field).map(|check| check(typ)) {
            let err = TypeCheckError::new(FieldError::new(record, field, error));
            return Err(unfit(BuiltinTypeCheckErrorKind::FieldTypeCheckFailed { field: name.to_string(), err }));
        }
    }
    Ok(())
}

#[inline]
fn arrangement<'a>(
    record: &'static Record,
    definition: &'a UserDefinedType<'_>,
) -> Result<Cow<'a, Arrangement>, BuiltinTypeCheckErrorKind> {
    match definition.remembered.get(record.address()) {
        Some(arrangement) => Ok(Cow::Borrowed(arrangement)),
        None => arrange_udt(record, definition).map(Cow::Owned),
    }
}

impl<'frame, 'metadata, const N: usize> UdtReader<'frame, 'metadata, N> {
    /// Stands before the first field.
    ///
    /// # Errors
    /// When the value is null or ends inside a field, or `typ` is not what was checked.
    #[inline]
    pub fn new(
        record: &'static Record,
        typ: &'metadata ColumnType<'metadata>,
        value: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        let Some(definition) = definition(typ) else {
            let kind = BuiltinTypeCheckErrorKind::MismatchedType { expected: "a user-defined type" };
            return Err(DeserializationError::new(unfit(record, typ, kind)));
        };
        if value.is_none() {
            return Err(unreadable(record, typ, BuiltinDeserializationErrorKind::ExpectedNonNull));
        }
        let arrangement =
            arrangement(record, definition).map_err(|kind| DeserializationError::new(unfit(record, typ, kind)))?;
        let fields = UdtIterator::deserialize(typ, value)?;
        let source = match arrangement.fields() {
            None => Source::InOrder(fields),
            Some(order) => Source::Gathered(gather(fields, order)?),
        };
        Ok(Self { record, typ, source, position: 0 })
    }

    /// The type and the bytes of the struct's next field.
    ///
    /// # Errors
    /// When the value ends inside the field, or the type does not have it, which the type check finds before.
    #[inline]
    #[allow(clippy::should_implement_trait, reason = "it can fail, and the struct knows how many there are")]
    pub fn next(&mut self) -> Result<TypedBytes<'frame, 'metadata>, DeserializationError> {
        match self.next_if_any()? {
            Some(field) => Ok(field),
            None => Err(self.missing()),
        }
    }

    /// The type and the bytes of the struct's next field; `None` when the type does not have it.
    ///
    /// # Errors
    /// When the value ends inside the field.
    #[inline]
    pub fn next_if_any(&mut self) -> Result<Option<TypedBytes<'frame, 'metadata>>, DeserializationError> {
        let position = self.position;
        self.position += 1;
        match &mut self.source {
            Source::Gathered(fields) => Ok(fields.get(position).copied().flatten()),
            Source::InOrder(fields) => {
                let Some((field, bytes)) = fields.next() else { return Ok(None) };
                Ok(Some((&field.1, bytes?.flatten())))
            }
        }
    }

    /// Says that the field that was just taken could not be read.
    #[cold]
    pub fn failed(&self, error: DeserializationError) -> DeserializationError {
        let index = self.position.saturating_sub(1);
        let err = DeserializationError::new(FieldError::new(self.record, index, error));
        let field = self.record.cql_name(index).to_owned();
        unreadable(self.record, self.typ, BuiltinDeserializationErrorKind::FieldDeserializationFailed { field, err })
    }

    #[cold]
    fn missing(&self) -> DeserializationError {
        let field_names = vec![self.record.cql_name(self.position.saturating_sub(1)).to_owned()];
        let kind = BuiltinTypeCheckErrorKind::ValuesMissingForUdtFields { field_names };
        DeserializationError::new(unfit(self.record, self.typ, kind))
    }
}

fn gather<'frame, 'metadata, const N: usize>(
    fields: UdtIterator<'frame, 'metadata>,
    order: &[u16],
) -> Result<[Option<TypedBytes<'frame, 'metadata>>; N], DeserializationError> {
    let mut gathered = [None; N];
    for ((field, bytes), place) in fields.zip(order) {
        let bytes = bytes?.flatten();
        if let Some(place) = gathered.get_mut(usize::from(*place)) {
            *place = Some((&field.1, bytes));
        }
    }
    Ok(gathered)
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
