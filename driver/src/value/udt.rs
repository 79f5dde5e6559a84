//! Values of user-defined types, field by field.

use std::borrow::Cow;

use super::deserialize::{DeserializeValue, present};
use super::error::{DeserializationError, TypeCheckError};
use super::frame_slice::FrameSlice;
use super::value_error::{BuiltinDeserializationErrorKind, read_mismatch, unreadable};
use crate::wire::column::{ColumnType, UserDefinedType};

/// A field's name and type.
type Field<'metadata> = (Cow<'metadata, str>, ColumnType<'metadata>);

/// Iterates over the fields of a value of a user-defined type, in the order of the type.
///
/// An item is a field's name and type, and its bytes: `Some(None)` for null, `None` when the value ends before the
/// field, as values do that are older than the field. What follows the last known field is ignored: it belongs to
/// fields that are newer than the type known here.
#[derive(Clone, Debug)]
pub struct UdtIterator<'frame, 'metadata> {
    typ: &'metadata ColumnType<'metadata>,
    fields: &'metadata [Field<'metadata>],
    rest: FrameSlice<'frame>,
}

impl<'frame, 'metadata> UdtIterator<'frame, 'metadata> {
    /// The fields that are left.
    #[inline]
    pub const fn fields(&self) -> &'metadata [(Cow<'metadata, str>, ColumnType<'metadata>)] {
        self.fields
    }
}

/// The definition of `typ`, if it is a user-defined type.
#[inline]
pub(crate) fn definition<'a, 'frame>(typ: &'a ColumnType<'frame>) -> Option<&'a UserDefinedType<'frame>> {
    match typ {
        ColumnType::UserDefinedType { definition, .. } => Some(definition),
        _ => None,
    }
}

impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for UdtIterator<'frame, 'metadata> {
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        match definition(typ) {
            Some(_) => Ok(()),
            None => Err(read_mismatch::<Self>(typ, "a user-defined type")),
        }
    }

    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        let rest = present::<Self>(typ, v)?;
        let fields = definition(typ).map_or(&[][..], |definition| definition.field_types.as_slice());
        Ok(Self { typ, fields, rest })
    }
}

impl<'frame, 'metadata> Iterator for UdtIterator<'frame, 'metadata> {
    type Item = (&'metadata Field<'metadata>, Result<Option<Option<FrameSlice<'frame>>>, DeserializationError>);

    fn next(&mut self) -> Option<Self::Item> {
        let (field, fields) = self.fields.split_first()?;
        self.fields = fields;
        if self.rest.is_empty() {
            return Some((field, Ok(None)));
        }
        let bytes = self.rest.read_cql_bytes().map(Some).map_err(|_| {
            let kind = BuiltinDeserializationErrorKind::Truncated { part: format!("field `{}`", field.0) };
            unreadable::<Self>(self.typ, kind)
        });
        if bytes.is_err() {
            // Less than a length: each field that is left fails as this one.
            self.rest = FrameSlice::new_borrowed(&[0]);
        }
        Some((field, bytes))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.fields.len(), Some(self.fields.len()))
    }
}

impl ExactSizeIterator for UdtIterator<'_, '_> {}
