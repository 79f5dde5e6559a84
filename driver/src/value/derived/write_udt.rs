//! Writing derived structs as user-defined types.

use super::{Excess, Names};
use crate::value::cell_writer::{CellContent, CellValueBuilder, CellWriter, WrittenCellProof};
use crate::value::error::SerializationError;
use crate::value::serialize::SerializeValue;
use crate::value::udt::definition;
use crate::value::value_error::{
    BuiltinSerializationErrorKind, BuiltinTypeCheckErrorKind as Kind, size_overflow, unfit_to_write, unwritable,
    write_mismatch,
};
use crate::wire::column::ColumnType;

/// Writes `values`, whose names are `names`, in the order of the fields of `typ`; a field without a value is null.
///
/// # Errors
/// When `typ` is no user-defined type, has no field for a value or, if that is refused, one without a value, or when a
/// value does not fit.
pub fn write_udt_by_name<'b, S>(
    typ: &ColumnType<'_>,
    writer: CellWriter<'b>,
    names: &[&str],
    values: &[&dyn SerializeValue],
    excess: Excess,
) -> Result<WrittenCellProof<'b>, SerializationError> {
    let Some(definition) = definition(typ) else {
        return Err(write_mismatch::<S>(typ, "a user-defined type"));
    };
    let is_missing = |name: &&&str| definition.field_types.iter().all(|(field, _)| field != **name);
    let field_names: Vec<_> = names.iter().filter(is_missing).map(|name| (*name).to_owned()).collect();
    if !field_names.is_empty() {
        return Err(unfit_to_write::<S>(typ, Kind::ValuesMissingForUdtFields { field_names }));
    }
    let mut builder = writer.into_value_builder();
    for (name, field_type) in &definition.field_types {
        match names.iter().zip(values).find(|(known, _)| *known == name) {
            Some((_, value)) => write_field::<S>(&mut builder, typ, name, field_type, *value)?,
            None => write_excess::<S>(&mut builder, typ, name, excess)?,
        }
    }
    builder.finish().map_err(|_| size_overflow::<S>(typ))
}

/// Writes `values`, whose names are `names`, in their order; fields of `typ` after the last are null.
///
/// # Errors
/// When `typ` is no user-defined type, has fewer fields or, if that is refused, more, when names are compared and
/// differ, or when a value does not fit.
pub fn write_udt_by_order<'b, S>(
    typ: &ColumnType<'_>,
    writer: CellWriter<'b>,
    names: &[&str],
    values: &[&dyn SerializeValue],
    check: Names,
    excess: Excess,
) -> Result<WrittenCellProof<'b>, SerializationError> {
    let Some(definition) = definition(typ) else {
        return Err(write_mismatch::<S>(typ, "a user-defined type"));
    };
    let fields = definition.field_types.as_slice();
    if let Some(missing) = names.get(fields.len()..).filter(|missing| !missing.is_empty()) {
        let field_names = missing.iter().map(|name| (*name).to_owned()).collect();
        return Err(unfit_to_write::<S>(typ, Kind::ValuesMissingForUdtFields { field_names }));
    }
    let mut builder = writer.into_value_builder();
    for (position, (name, field_type)) in fields.iter().enumerate() {
        let (Some(rust_name), Some(value)) = (names.get(position), values.get(position)) else {
            write_excess::<S>(&mut builder, typ, name, excess)?;
            continue;
        };
        if check == Names::Checked && rust_name != name {
            let (rust_field_name, db_field_name) = ((*rust_name).to_owned(), name.to_string());
            let kind = Kind::FieldNameMismatch { position, rust_field_name, db_field_name };
            return Err(unfit_to_write::<S>(typ, kind));
        }
        write_field::<S>(&mut builder, typ, name, field_type, *value)?;
    }
    builder.finish().map_err(|_| size_overflow::<S>(typ))
}

/// Writes the field `name` of `udt`, whose type is `typ`.
pub(crate) fn write_field<S: ?Sized>(
    builder: &mut CellValueBuilder<'_>,
    udt: &ColumnType<'_>,
    name: &str,
    typ: &ColumnType<'_>,
    value: &(impl SerializeValue + ?Sized),
) -> Result<(), SerializationError> {
    let failed = |err| {
        unwritable::<S>(udt, BuiltinSerializationErrorKind::FieldSerializationFailed { field: name.to_owned(), err })
    };
    let proof = value.serialize(typ, builder.make_sub_writer()).map_err(failed)?;
    match proof.content() {
        CellContent::Unset => Err(failed(unwritable::<S>(typ, BuiltinSerializationErrorKind::UnsetInside))),
        CellContent::Value | CellContent::Null => Ok(()),
    }
}

fn write_excess<S>(
    builder: &mut CellValueBuilder<'_>,
    typ: &ColumnType<'_>,
    name: &str,
    excess: Excess,
) -> Result<(), SerializationError> {
    match excess {
        Excess::Refused => Err(unfit_to_write::<S>(typ, Kind::ExcessFieldInUdt { db_field_name: name.to_owned() })),
        Excess::Ignored => {
            builder.make_sub_writer().set_null();
            Ok(())
        }
    }
}
