//! Values of derived structs for the bind markers of statements.

use super::{Names, find};
use crate::value::error::SerializationError;
use crate::value::row::writer::{RowSerializationContext, RowWriter};
use crate::value::row_error::{BuiltinWriteTypeCheckErrorKind as Kind, row_unfit_to_write, wrong_value_count};
use crate::value::serialize::SerializeValue;
use crate::wire::column::ColumnSpec;

/// The bind markers, if they are `names` in this order.
#[inline]
pub fn columns_in_order<'a, const N: usize>(
    ctx: &RowSerializationContext<'a>,
    names: &[&str; N],
) -> Option<&'a [ColumnSpec<'a>; N]> {
    let columns: &[ColumnSpec<'a>; N] = ctx.columns().try_into().ok()?;
    columns.iter().zip(names).all(|(column, name)| column.name() == *name).then_some(columns)
}

/// Writes `values`, whose names are `names`, in the order of the bind markers.
///
/// # Errors
/// When a bind marker has no value, a value no bind marker, or a value does not fit.
pub fn write_by_name<R>(
    ctx: &RowSerializationContext<'_>,
    writer: &mut RowWriter<'_>,
    names: &[&str],
    values: &[&dyn SerializeValue],
) -> Result<(), SerializationError> {
    let mut likely = 0;
    for column in ctx.columns() {
        let position = find(names.len(), |index| names.get(index).copied(), likely, column.name());
        let Some((position, value)) = position.and_then(|position| Some((position, values.get(position)?))) else {
            let kind = Kind::ValueMissingForColumn { name: column.name().to_owned() };
            return Err(row_unfit_to_write::<R>(kind));
        };
        writer.write_value(column, *value)?;
        likely = position.saturating_add(1);
    }
    // One name may have several bind markers, so their number does not prove that all values are used.
    let unused = |name: &&&str| ctx.columns().iter().all(|column| column.name() != **name);
    match names.iter().find(unused) {
        Some(name) => Err(row_unfit_to_write::<R>(Kind::NoColumnWithName { name: (*name).to_owned() })),
        None => Ok(()),
    }
}

/// The bind markers, which must be as many as `names`, and in this order if names are compared.
///
/// # Errors
/// When they are not.
#[inline]
pub fn columns_by_order<'a, R, const N: usize>(
    ctx: &RowSerializationContext<'a>,
    names: &[&str; N],
    check: Names,
) -> Result<&'a [ColumnSpec<'a>; N], SerializationError> {
    let columns: &'a [ColumnSpec<'a>] = ctx.columns();
    let Ok(columns) = <&[ColumnSpec<'a>; N]>::try_from(columns) else {
        return Err(wrong_value_count::<R>(N, columns.len()));
    };
    let mut pairs = columns.iter().zip(names);
    match pairs.find(|(column, name)| check == Names::Checked && column.name() != **name) {
        Some((column, name)) => Err(name_mismatch::<R>(name, column)),
        None => Ok(columns),
    }
}

#[cold]
fn name_mismatch<R>(name: &str, column: &ColumnSpec<'_>) -> SerializationError {
    let (rust_column_name, db_column_name) = (name.to_owned(), column.name().to_owned());
    row_unfit_to_write::<R>(Kind::ColumnNameMismatch { rust_column_name, db_column_name })
}
