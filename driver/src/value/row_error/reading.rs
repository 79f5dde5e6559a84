use std::any::type_name;
use std::error::Error;
use std::fmt;

use crate::value::error::{DeserializationError, TypeCheckError};
use crate::value::rust_name::{RustName, write_known};
use crate::wire::column::{ColumnSpec, ColumnType};
use crate::wire::shown::{debug_by_chain, escaped};

/// A Rust type does not fit the columns of a result.
#[derive(Clone)]
#[non_exhaustive]
pub struct BuiltinTypeCheckError {
    /// The Rust type, as [`std::any::type_name`] spells it.
    pub rust_name: &'static str,
    /// The types of the result's columns.
    pub cql_types: Vec<ColumnType<'static>>,
    /// Why they do not fit.
    pub kind: BuiltinTypeCheckErrorKind,
    /// The names that there are where one is missing: of the result's columns, or of the columns that fields are for.
    /// Empty when names do not matter.
    pub known: Vec<String>,
}

/// Why a Rust type does not fit the columns of a result.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum BuiltinTypeCheckErrorKind {
    /// A column has another name than the Rust field at its position.
    ColumnNameMismatch {
        /// The field's position, from 0.
        field_index: usize,
        /// The column's position, from 0.
        column_index: usize,
        /// The column that the field is for.
        rust_column_name: String,
        /// The column in the result.
        db_column_name: String,
    },
    /// A column's type does not fit.
    ColumnTypeCheckFailed {
        /// The column's position, from 0.
        column_index: usize,
        /// The column's name.
        column_name: String,
        /// Why.
        err: TypeCheckError,
    },
    /// The result has a column that no field is for.
    ColumnWithUnknownName {
        /// The column's position, from 0.
        column_index: usize,
        /// The column's name.
        column_name: String,
    },
    /// The result has two columns of one name.
    DuplicatedColumn {
        /// The second one's position, from 0.
        column_index: usize,
        /// The name.
        column_name: String,
    },
    /// The result has no columns of these names.
    ValuesMissingForColumns {
        /// The columns that fields are for.
        column_names: Vec<String>,
    },
    /// The result has another number of columns.
    WrongColumnCount {
        /// Columns that the Rust type is for.
        rust_cols: usize,
        /// Columns of the result.
        cql_cols: usize,
    },
}

/// A row could not be read although its types fit.
#[derive(Clone)]
#[non_exhaustive]
pub struct BuiltinDeserializationError {
    /// The Rust type of the column, or of the row, as [`std::any::type_name`] spells it.
    pub rust_name: &'static str,
    /// Why.
    pub kind: BuiltinDeserializationErrorKind,
}

/// Why a row could not be read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum BuiltinDeserializationErrorKind {
    /// A column could not be read.
    ColumnDeserializationFailed {
        /// The column's name.
        column_name: String,
        /// Why.
        err: DeserializationError,
    },
    /// The result ends inside a column.
    RawColumnDeserializationFailed {
        /// The column's name.
        column_name: String,
        /// The bytes that the column needs.
        expected: usize,
        /// The bytes that are left.
        got: usize,
    },
    /// The row has no such column.
    NoSuchColumn {
        /// The name asked for, in backquotes, or the position.
        column: String,
        /// The names of the row's columns.
        known: Vec<String>,
    },
    /// The row has not the columns that the Rust type was checked against.
    MissingColumn,
}

/// Rows with the columns `specs` cannot be read as `T`.
#[cold]
pub(crate) fn row_unfit_to_read<T: ?Sized>(
    specs: &[ColumnSpec<'_>],
    kind: BuiltinTypeCheckErrorKind,
) -> TypeCheckError {
    let cql_types = specs.iter().map(|spec| spec.typ().clone().into_owned()).collect();
    TypeCheckError::new(BuiltinTypeCheckError { rust_name: type_name::<T>(), cql_types, kind, known: Vec::new() })
}

/// The column at `column_index` does not fit the row type `T`.
#[cold]
pub(crate) fn column_unfit_to_read<T: ?Sized>(
    specs: &[ColumnSpec<'_>],
    column_index: usize,
    err: TypeCheckError,
) -> TypeCheckError {
    let column_name = specs.get(column_index).map_or("?", ColumnSpec::name).to_owned();
    let kind = BuiltinTypeCheckErrorKind::ColumnTypeCheckFailed { column_index, column_name, err };
    row_unfit_to_read::<T>(specs, kind)
}

/// A row cannot be read as `T`, or a column of it as `T`.
#[cold]
pub(crate) fn row_unreadable<T: ?Sized>(kind: BuiltinDeserializationErrorKind) -> DeserializationError {
    DeserializationError::new(BuiltinDeserializationError { rust_name: type_name::<T>(), kind })
}

/// The column `spec` cannot be read as `T`.
#[cold]
pub(crate) fn column_unreadable<T: ?Sized>(spec: &ColumnSpec<'_>, err: DeserializationError) -> DeserializationError {
    let column_name = spec.name().to_owned();
    row_unreadable::<T>(BuiltinDeserializationErrorKind::ColumnDeserializationFailed { column_name, err })
}

impl fmt::Display for BuiltinTypeCheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| {
            write!(f, "cannot read rows as {}: {}", RustName(self.rust_name), self.kind)?;
            if matches!(self.kind, BuiltinTypeCheckErrorKind::WrongColumnCount { .. }) {
                f.write_str(" (")?;
                for (index, typ) in self.cql_types.iter().enumerate() {
                    write!(f, "{}{typ}", if index == 0 { "" } else { ", " })?;
                }
                f.write_str(")")?;
            }
            let wanted = match &self.kind {
                BuiltinTypeCheckErrorKind::ColumnWithUnknownName { column_name, .. } => Some(column_name),
                BuiltinTypeCheckErrorKind::ValuesMissingForColumns { column_names } => column_names.first(),
                _ => None,
            };
            write_known(f, wanted.map(String::as_str), &self.known)
        })
    }
}

/// The source is the cause's own: the cause itself is part of the text.
impl Error for BuiltinTypeCheckError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.kind {
            BuiltinTypeCheckErrorKind::ColumnTypeCheckFailed { err, .. } => err.source(),
            _ => None,
        }
    }
}

impl fmt::Display for BuiltinTypeCheckErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| match self {
            Self::ColumnNameMismatch { column_index, rust_column_name, db_column_name, .. } => {
                write!(f, "column {column_index}: expected `{rust_column_name}`, got `{db_column_name}`")
            }
            Self::ColumnTypeCheckFailed { column_name, err, .. } => write!(f, "column `{column_name}`: {err}"),
            Self::ColumnWithUnknownName { column_name, .. } => write!(f, "no field for column `{column_name}`"),
            Self::DuplicatedColumn { column_name, .. } => write!(f, "two columns are named `{column_name}`"),
            Self::ValuesMissingForColumns { column_names } => {
                write!(f, "the result has no column `{}`", column_names.join("`, `"))
            }
            Self::WrongColumnCount { rust_cols, cql_cols } => {
                write!(f, "expected {rust_cols} columns, got {cql_cols}")
            }
        })
    }
}

impl fmt::Display for BuiltinDeserializationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| match &self.kind {
            kind @ (BuiltinDeserializationErrorKind::ColumnDeserializationFailed { .. }
            | BuiltinDeserializationErrorKind::NoSuchColumn { .. }
            | BuiltinDeserializationErrorKind::RawColumnDeserializationFailed { .. }) => write!(f, "{kind}"),
            kind => write!(f, "cannot read a row as {}: {kind}", RustName(self.rust_name)),
        })
    }
}

/// The source is the cause's own: the cause itself is part of the text.
impl Error for BuiltinDeserializationError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.kind {
            BuiltinDeserializationErrorKind::ColumnDeserializationFailed { err, .. } => err.source(),
            _ => None,
        }
    }
}

debug_by_chain!(BuiltinTypeCheckError, BuiltinDeserializationError);

impl fmt::Display for BuiltinDeserializationErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| match self {
            Self::ColumnDeserializationFailed { column_name, err } => write!(f, "column `{column_name}`: {err}"),
            Self::NoSuchColumn { column, known } => {
                write!(f, "the row has no column {column}")?;
                write_known(f, Some(column.trim_matches('`')), known)
            }
            Self::RawColumnDeserializationFailed { column_name, expected, got } => {
                write!(f, "column `{column_name}`: expected {expected} bytes, {got} left in the result")
            }
            Self::MissingColumn => f.write_str("the columns are not those that were checked"),
        })
    }
}
