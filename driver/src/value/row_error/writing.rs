use std::any::type_name;
use std::error::Error;
use std::fmt;

use crate::value::error::SerializationError;
use crate::value::rust_name::{RustName, write_known};
use crate::wire::column::ColumnSpec;
use crate::wire::shown::{debug_by_chain, escaped};

/// The most values a statement can have: the protocol counts them in a `[short]`.
pub(crate) const MAX_VALUES: usize = u16::MAX as usize;

/// A Rust type does not fit the bind markers of a statement.
#[derive(Clone)]
#[non_exhaustive]
pub struct BuiltinTypeCheckError {
    /// The Rust type, as [`std::any::type_name`] spells it.
    pub rust_name: &'static str,
    /// Why.
    pub kind: BuiltinTypeCheckErrorKind,
    /// The names that there are where one is missing: of the bind markers, or of what values are given for. Empty when
    /// names do not matter.
    pub known: Vec<String>,
}

/// Why a Rust type does not fit the bind markers of a statement.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum BuiltinTypeCheckErrorKind {
    /// A bind marker has another name than the Rust field at its position.
    ColumnNameMismatch {
        /// The bind marker that the field is for.
        rust_column_name: String,
        /// The bind marker of the statement.
        db_column_name: String,
    },
    /// A value is given for a bind marker whose turn is over: it has a value, or was passed over.
    ColumnOutOfOrder {
        /// The bind marker's name.
        name: String,
    },
    /// A value is given for which the statement has no bind marker.
    NoColumnWithName {
        /// The name that the value is for.
        name: String,
    },
    /// No value is given for a bind marker.
    ValueMissingForColumn {
        /// The bind marker's name.
        name: String,
    },
    /// The statement has another number of bind markers.
    WrongColumnCount {
        /// Values given.
        rust_cols: usize,
        /// Bind markers of the statement.
        cql_cols: usize,
    },
}

/// Values could not be written although their types fit.
#[derive(Clone)]
#[non_exhaustive]
pub struct BuiltinSerializationError {
    /// The Rust type of the value, or of all values, as [`std::any::type_name`] spells it.
    pub rust_name: &'static str,
    /// Why.
    pub kind: BuiltinSerializationErrorKind,
}

/// Why values could not be written.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum BuiltinSerializationErrorKind {
    /// A value could not be written.
    ColumnSerializationFailed {
        /// The bind marker's name.
        name: String,
        /// Why.
        err: SerializationError,
    },
    /// More than 65,535 values.
    TooManyValues {
        /// How many.
        got: usize,
    },
}

/// A `T` does not fit the bind markers.
#[cold]
pub(crate) fn row_unfit_to_write<T: ?Sized>(kind: BuiltinTypeCheckErrorKind) -> SerializationError {
    SerializationError::new(BuiltinTypeCheckError { rust_name: type_name::<T>(), kind, known: Vec::new() })
}

/// `T` gives `rust_cols` values for `cql_cols` bind markers.
#[cold]
pub(crate) fn wrong_value_count<T: ?Sized>(rust_cols: usize, cql_cols: usize) -> SerializationError {
    row_unfit_to_write::<T>(BuiltinTypeCheckErrorKind::WrongColumnCount { rust_cols, cql_cols })
}

/// The value of type `T` for `spec` could not be written.
#[cold]
pub(crate) fn column_unwritable<T: ?Sized>(spec: &ColumnSpec<'_>, err: SerializationError) -> SerializationError {
    let kind = BuiltinSerializationErrorKind::ColumnSerializationFailed { name: spec.name().to_owned(), err };
    SerializationError::new(BuiltinSerializationError { rust_name: type_name::<T>(), kind })
}

/// A statement cannot take `got` values.
#[cold]
pub(crate) fn too_many_values<T: ?Sized>(got: usize) -> SerializationError {
    let kind = BuiltinSerializationErrorKind::TooManyValues { got };
    SerializationError::new(BuiltinSerializationError { rust_name: type_name::<T>(), kind })
}

impl fmt::Display for BuiltinTypeCheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| {
            write!(f, "cannot bind {}: {}", RustName(self.rust_name), self.kind)?;
            let wanted = match &self.kind {
                BuiltinTypeCheckErrorKind::NoColumnWithName { name }
                | BuiltinTypeCheckErrorKind::ValueMissingForColumn { name } => Some(name.as_str()),
                _ => None,
            };
            write_known(f, wanted, &self.known)
        })
    }
}

impl Error for BuiltinTypeCheckError {}

impl fmt::Display for BuiltinTypeCheckErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| match self {
            Self::ColumnNameMismatch { rust_column_name, db_column_name } => {
                write!(f, "expected bind marker `{rust_column_name}`, got `{db_column_name}`")
            }
            Self::ColumnOutOfOrder { name } => write!(f, "the turn of bind marker `{name}` is over"),
            Self::NoColumnWithName { name } => write!(f, "the statement has no bind marker `{name}`"),
            Self::ValueMissingForColumn { name } => write!(f, "no value for bind marker `{name}`"),
            Self::WrongColumnCount { rust_cols, cql_cols } => {
                write!(f, "the statement has {cql_cols} bind markers, got {rust_cols} values")
            }
        })
    }
}

impl fmt::Display for BuiltinSerializationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| match &self.kind {
            BuiltinSerializationErrorKind::ColumnSerializationFailed { .. } => write!(f, "{}", self.kind),
            kind => write!(f, "cannot bind {}: {kind}", RustName(self.rust_name)),
        })
    }
}

/// The source is the cause's own: the cause itself is part of the text.
impl Error for BuiltinSerializationError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.kind {
            BuiltinSerializationErrorKind::ColumnSerializationFailed { err, .. } => err.source(),
            BuiltinSerializationErrorKind::TooManyValues { .. } => None,
        }
    }
}

debug_by_chain!(BuiltinTypeCheckError, BuiltinSerializationError);

impl fmt::Display for BuiltinSerializationErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| match self {
            Self::ColumnSerializationFailed { name, err } => write!(f, "column `{name}`: {err}"),
            Self::TooManyValues { got } => write!(f, "a statement takes at most {MAX_VALUES} values, got {got}"),
        })
    }
}
