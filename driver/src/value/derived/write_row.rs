//! Structs as the values of a statement's bind markers.

use std::borrow::Cow;
use std::sync::Arc;

use super::arrange::{Mismatch, Rules, arrange, names_of};
use super::field_error::FieldError;
use super::record::{Matching, Record};
use crate::value::error::SerializationError;
use crate::value::row::writer::{RowSerializationContext, RowWriter};
use crate::value::row_error::{
    BuiltinSerializationError, BuiltinSerializationErrorKind, BuiltinWriteTypeCheckError,
    BuiltinWriteTypeCheckErrorKind,
};
use crate::wire::arrangement::Arrangement;
use crate::wire::column::ColumnSpec;

/// A struct with `#[derive(SerializeRow)]` whose fields have names: such a one can be flattened into another.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be flattened into the values of a statement",
    label = "not a struct with named fields and `#[derive(SerializeRow)]`",
    note = "a flattened field is a struct with named fields and `#[derive(SerializeRow)]`"
)]
pub trait FlattenWrite: WriteRow {
    /// Its fields.
    const FLAT: &'static Record = Self::RECORD;
}

/// A struct with `#[derive(SerializeRow)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be flattened into the values of a statement",
    label = "not a struct with named fields and `#[derive(SerializeRow)]`",
    note = "a flattened field is a struct with named fields and `#[derive(SerializeRow)]`"
)]
pub trait WriteRow {
    /// Its fields.
    const RECORD: &'static Record;

    /// Writes all fields for the bind markers `columns`, which are as many.
    ///
    /// # Errors
    /// When a value does not fit its bind marker, or they are not as many.
    fn write_in_order(&self, columns: &[ColumnSpec<'_>], writer: &mut RowWriter<'_>) -> Result<(), SerializationError>;

    /// Writes the field at `index`, flattened ones counted in their place, for the bind marker `column`.
    ///
    /// # Errors
    /// When the value does not fit, or there is no such field.
    fn write_field(
        &self,
        index: usize,
        column: &ColumnSpec<'_>,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError>;
}

macro_rules! through_pointer {
    ($($pointer:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: WriteRow + ?Sized> WriteRow for $pointer {
            const RECORD: &'static Record = T::RECORD;

            #[inline]
            fn write_in_order(
                &self,
                columns: &[ColumnSpec<'_>],
                writer: &mut RowWriter<'_>,
            ) -> Result<(), SerializationError> {
                T::write_in_order(self, columns, writer)
            }

            #[inline]
            fn write_field(
                &self,
                index: usize,
                column: &ColumnSpec<'_>,
                writer: &mut RowWriter<'_>,
            ) -> Result<(), SerializationError> {
                T::write_field(self, index, column, writer)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: FlattenWrite + ?Sized> FlattenWrite for $pointer {}
    )*};
}

through_pointer!(&T, Box<T>, Arc<T>);

/// Writes a struct for the bind markers of `context`.
///
/// # Errors
/// When bind markers and fields do not go together, or a value does not fit.
#[inline]
pub fn write_row<R: WriteRow>(
    row: &R,
    context: &RowSerializationContext<'_>,
    writer: &mut RowWriter<'_>,
) -> Result<(), SerializationError> {
    let columns = context.columns();
    let arrangement = match context.remembered() {
        Some(remembered) => match remembered.get(R::RECORD.address()) {
            Some(arrangement) => Cow::Borrowed(arrangement),
            None => Cow::Owned(arrange_row(R::RECORD, context)?),
        },
        None if is_in_order(R::RECORD, columns) => return row.write_in_order(columns, writer),
        None => Cow::Owned(arrange_row(R::RECORD, context)?),
    };
    match arrangement.fields() {
        None => row.write_in_order(columns, writer),
        Some(fields) => write_by_field(row, fields, columns, writer),
    }
}

fn write_by_field<R: WriteRow>(
    row: &R,
    fields: &[u16],
    columns: &[ColumnSpec<'_>],
    writer: &mut RowWriter<'_>,
) -> Result<(), SerializationError> {
    fields.iter().zip(columns).try_for_each(|(field, column)| row.write_field(usize::from(*field), column, writer))
}

/// Whether the bind markers are the fields, one by one.
#[inline]
fn is_in_order(record: &Record, columns: &[ColumnSpec<'_>]) -> bool {
    match record.matching {
        Matching::ByName | Matching::InOrder => record.is_named(columns.iter().map(ColumnSpec::name)),
        Matching::Positions => columns.len() == record.len(),
    }
}

/// Finds the field of each bind marker and remembers it with the statement.
#[cold]
fn arrange_row(
    record: &'static Record,
    context: &RowSerializationContext<'_>,
) -> Result<Arrangement, SerializationError> {
    let columns = context.columns();
    let arrangement = if is_in_order(record, columns) {
        Arrangement::IN_ORDER
    } else {
        let names: Vec<_> = columns.iter().map(ColumnSpec::name).collect();
        arrange(record, &names, Rules { excess: false, repeats: true })
            .map_err(|mismatch| unfit(record, &names, mismatch))?
    };
    if let Some(remembered) = context.remembered() {
        remembered.set(record.address(), &arrangement);
    }
    Ok(arrangement)
}

#[cold]
fn unfit(record: &Record, names: &[&str], mismatch: Mismatch) -> SerializationError {
    let name = |position: usize| names.get(position).map_or("?", |name| *name).to_owned();
    let markers = || names.iter().map(|name| (*name).to_owned()).collect();
    let (kind, known) = match mismatch {
        Mismatch::Count => {
            let (rust_cols, cql_cols) = (record.len(), names.len());
            (BuiltinWriteTypeCheckErrorKind::WrongColumnCount { rust_cols, cql_cols }, Vec::new())
        }
        Mismatch::Excess(position) | Mismatch::Repeated(position) => {
            let name = name(position);
            (BuiltinWriteTypeCheckErrorKind::ValueMissingForColumn { name }, names_of(record))
        }
        Mismatch::Missing(missing) => {
            let name = missing.into_iter().next().unwrap_or_default();
            (BuiltinWriteTypeCheckErrorKind::NoColumnWithName { name }, markers())
        }
        Mismatch::Name { position, expected, .. } => {
            let (rust_column_name, db_column_name) = (expected, name(position));
            (BuiltinWriteTypeCheckErrorKind::ColumnNameMismatch { rust_column_name, db_column_name }, Vec::new())
        }
    };
    SerializationError::new(BuiltinWriteTypeCheckError { rust_name: record.name, kind, known })
}

/// Splits the bind markers of `N` fields off the front.
///
/// # Errors
/// When there are fewer.
#[inline]
pub fn split_markers<'a, 'c, const N: usize>(
    record: &'static Record,
    columns: &mut &'a [ColumnSpec<'c>],
) -> Result<&'a [ColumnSpec<'c>; N], SerializationError> {
    match columns.split_first_chunk() {
        Some((own, rest)) => {
            *columns = rest;
            Ok(own)
        }
        None => Err(too_few(record, columns.len())),
    }
}

/// Splits the bind markers of the flattened struct `flat` off the front.
///
/// # Errors
/// When there are fewer.
#[inline]
pub fn split_markers_of<'a, 'c>(
    record: &'static Record,
    flat: &'static Record,
    columns: &mut &'a [ColumnSpec<'c>],
) -> Result<&'a [ColumnSpec<'c>], SerializationError> {
    match columns.split_at_checked(flat.len()) {
        Some((own, rest)) => {
            *columns = rest;
            Ok(own)
        }
        None => Err(too_few(record, columns.len())),
    }
}

#[cold]
fn too_few(record: &'static Record, cql_cols: usize) -> SerializationError {
    let kind = BuiltinWriteTypeCheckErrorKind::WrongColumnCount { rust_cols: record.len(), cql_cols };
    SerializationError::new(BuiltinWriteTypeCheckError { rust_name: record.name, kind, known: Vec::new() })
}

/// Says that the struct has no field for the bind marker `column`, which the arrangement excludes.
///
/// # Errors
/// Always.
#[cold]
pub fn no_field(record: &'static Record, column: &ColumnSpec<'_>) -> Result<(), SerializationError> {
    let kind = BuiltinWriteTypeCheckErrorKind::ValueMissingForColumn { name: column.name().to_owned() };
    Err(SerializationError::new(BuiltinWriteTypeCheckError { rust_name: record.name, kind, known: Vec::new() }))
}

/// Says that the field at `index` could not be written for the bind marker `column`.
#[cold]
pub fn marker_failed(
    record: &'static Record,
    index: usize,
    column: &ColumnSpec<'_>,
    error: SerializationError,
) -> SerializationError {
    let err = SerializationError::new(FieldError::new(record, index, error));
    let kind = BuiltinSerializationErrorKind::ColumnSerializationFailed { name: column.name().to_owned(), err };
    SerializationError::new(BuiltinSerializationError { rust_name: record.name, kind })
}
