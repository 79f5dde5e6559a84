//! Reading derived structs from user-defined types.

use std::borrow::Cow;

use super::{Excess, Names, ReadField, find};
use crate::value::deserialize::DeserializeValue;
use crate::value::error::{DeserializationError, TypeCheckError};
use crate::value::frame_slice::FrameSlice;
use crate::value::udt::{UdtIterator, definition};
use crate::value::value_error::{
    BuiltinDeserializationErrorKind, BuiltinTypeCheckErrorKind as Kind, null, read_mismatch, unfit_to_read, unreadable,
};
use crate::wire::column::ColumnType;

/// A field of a value, in the order of a struct's fields.
#[derive(Clone, Copy, Debug)]
pub struct UdtCell<'frame, 'metadata> {
    /// The type of the whole value.
    udt: &'metadata ColumnType<'metadata>,
    /// The field's name and type; `None` when the type has none for the struct's field.
    field: Option<&'metadata (Cow<'metadata, str>, ColumnType<'metadata>)>,
    slice: Option<FrameSlice<'frame>>,
}

impl<'frame, 'metadata> UdtCell<'frame, 'metadata> {
    /// Reads the field, of the struct `S`, as a `T`. A field that the value ends before is null.
    ///
    /// # Errors
    /// When the field's bytes are no `T`, or the type has no such field.
    #[inline]
    pub fn value<S, T: DeserializeValue<'frame, 'metadata>>(self) -> Result<T, DeserializationError> {
        let Some((name, typ)) = self.field else {
            return Err(null::<S>(self.udt));
        };
        T::deserialize(typ, self.slice).map_err(|error| field_unreadable::<S>(self.udt, name, error))
    }

    /// As [`value`](Self::value), but a field that the type has not has its default.
    ///
    /// # Errors
    /// When the field's bytes are no `T`.
    #[inline]
    pub fn value_or_default<S, T: DeserializeValue<'frame, 'metadata> + Default>(
        self,
    ) -> Result<T, DeserializationError> {
        if self.field.is_some() { self.value::<S, T>() } else { Ok(T::default()) }
    }
}

#[cold]
fn field_unreadable<S>(udt: &ColumnType<'_>, name: &str, err: DeserializationError) -> DeserializationError {
    let kind = BuiltinDeserializationErrorKind::FieldDeserializationFailed { field: name.to_owned(), err };
    unreadable::<S>(udt, kind)
}

/// Checks the fields of `typ`, matched by name.
///
/// # Errors
/// When `typ` is no user-defined type, has no field for a required one or, if that is refused, one that the struct has
/// not, or when a type does not fit.
pub fn check_udt_by_name<S>(typ: &ColumnType<'_>, fields: &[ReadField], excess: Excess) -> Result<(), TypeCheckError> {
    let Some(definition) = definition(typ) else {
        return Err(read_mismatch::<S>(typ, "a user-defined type"));
    };
    for (name, field_type) in &definition.field_types {
        match fields.iter().find(|field| field.name == name) {
            Some(field) => check_field::<S>(typ, field, field_type)?,
            None if excess == Excess::Refused => {
                return Err(unfit_to_read::<S>(typ, Kind::ExcessFieldInUdt { db_field_name: name.to_string() }));
            }
            None => {}
        }
    }
    let is_missing =
        |field: &&ReadField| !field.optional && definition.field_types.iter().all(|(n, _)| n != field.name);
    let field_names: Vec<_> = fields.iter().filter(is_missing).map(|field| field.name.to_owned()).collect();
    if field_names.is_empty() {
        Ok(())
    } else {
        Err(unfit_to_read::<S>(typ, Kind::ValuesMissingForUdtFields { field_names }))
    }
}

/// Checks the fields of `typ`, matched by position. Fields of the type after the struct's last are excess.
///
/// # Errors
/// When `typ` is no user-defined type, has fewer fields or, if that is refused, more, when a type does not fit, or when
/// names are compared and differ.
pub fn check_udt_by_order<S>(
    typ: &ColumnType<'_>,
    fields: &[ReadField],
    names: Names,
    excess: Excess,
) -> Result<(), TypeCheckError> {
    let Some(definition) = definition(typ) else {
        return Err(read_mismatch::<S>(typ, "a user-defined type"));
    };
    for (position, (field, (name, field_type))) in fields.iter().zip(&definition.field_types).enumerate() {
        if names == Names::Checked && field.name != name {
            let (rust_field_name, db_field_name) = (field.name.to_owned(), name.to_string());
            let kind = Kind::FieldNameMismatch { position, rust_field_name, db_field_name };
            return Err(unfit_to_read::<S>(typ, kind));
        }
        check_field::<S>(typ, field, field_type)?;
    }
    let known = definition.field_types.len();
    let missing = fields.iter().skip(known).filter(|field| !field.optional);
    let field_names: Vec<_> = missing.map(|field| field.name.to_owned()).collect();
    if !field_names.is_empty() {
        return Err(unfit_to_read::<S>(typ, Kind::ValuesMissingForUdtFields { field_names }));
    }
    match definition.field_types.get(fields.len()) {
        Some((name, _)) if excess == Excess::Refused => {
            Err(unfit_to_read::<S>(typ, Kind::ExcessFieldInUdt { db_field_name: name.to_string() }))
        }
        _ => Ok(()),
    }
}

fn check_field<S>(udt: &ColumnType<'_>, field: &ReadField, typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
    (field.type_check)(typ)
        .map_err(|err| unfit_to_read::<S>(udt, Kind::FieldTypeCheckFailed { field: field.name.to_owned(), err }))
}

/// Takes the fields of a value apart, in the order of `names`.
///
/// # Errors
/// When the value is null or cut short.
pub fn udt_by_name<'frame, 'metadata, S, const N: usize>(
    typ: &'metadata ColumnType<'metadata>,
    v: Option<FrameSlice<'frame>>,
    names: &[&str; N],
) -> Result<[UdtCell<'frame, 'metadata>; N], DeserializationError> {
    let mut likely = 0;
    udt_cells::<S, N>(typ, v, |_, name| {
        let position = find(N, |index| names.get(index).copied(), likely, name)?;
        likely = position.saturating_add(1);
        Some(position)
    })
}

/// Takes the fields of a value apart, in the order of the type.
///
/// # Errors
/// When the value is null or cut short.
pub fn udt_by_order<'frame, 'metadata, S, const N: usize>(
    typ: &'metadata ColumnType<'metadata>,
    v: Option<FrameSlice<'frame>>,
) -> Result<[UdtCell<'frame, 'metadata>; N], DeserializationError> {
    udt_cells::<S, N>(typ, v, |position, _| Some(position))
}

fn udt_cells<'frame, 'metadata, S, const N: usize>(
    typ: &'metadata ColumnType<'metadata>,
    v: Option<FrameSlice<'frame>>,
    mut position_of: impl FnMut(usize, &str) -> Option<usize>,
) -> Result<[UdtCell<'frame, 'metadata>; N], DeserializationError> {
    if v.is_none() {
        return Err(null::<S>(typ));
    }
    let mut cells = [UdtCell { udt: typ, field: None, slice: None }; N];
    for (index, (field, bytes)) in UdtIterator::deserialize(typ, v)?.enumerate() {
        let cell = position_of(index, &field.0).and_then(|position| cells.get_mut(position));
        let slice = bytes?.flatten();
        if let Some(cell) = cell {
            *cell = UdtCell { udt: typ, field: Some(field), slice };
        }
    }
    Ok(cells)
}
