use std::any::type_name;
use std::error::Error;
use std::fmt;

use crate::value::error::{SerializationError, TypeCheckError};
use crate::value::rust_name::{RustName, write_known};
use crate::wire::column::ColumnType;
use crate::wire::shown::{debug_by_chain, escaped};

/// Which way a value was to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "there is no third way")]
pub enum Direction {
    /// From a row to Rust.
    Read,
    /// From Rust to a bind marker.
    Write,
}

/// A Rust type does not fit a CQL type, to be written or to be read.
#[derive(Clone)]
#[non_exhaustive]
pub struct BuiltinTypeCheckError {
    /// The Rust type, as [`std::any::type_name`] spells it.
    pub rust_name: &'static str,
    /// The CQL type.
    pub got: ColumnType<'static>,
    /// Whether the value was to be read from the CQL type or written to it.
    pub direction: Direction,
    /// Why they do not fit.
    pub kind: BuiltinTypeCheckErrorKind,
}

/// Why a Rust type does not fit a CQL type.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum BuiltinTypeCheckErrorKind {
    /// Two Rust fields are for the same field of the user-defined type.
    DuplicatedField {
        /// The field in CQL.
        field_name: String,
    },
    /// The elements of a list, set or vector do not fit.
    ElementTypeCheckFailed(TypeCheckError),
    /// A field of the user-defined type has no counterpart in Rust.
    ExcessFieldInUdt {
        /// The field in CQL.
        db_field_name: String,
    },
    /// A field of the user-defined type has another name than the Rust field at its position.
    FieldNameMismatch {
        /// Where it stands, from 0.
        position: usize,
        /// The field in Rust.
        rust_field_name: String,
        /// The field in CQL.
        db_field_name: String,
    },
    /// A field of a tuple or user-defined type does not fit.
    FieldTypeCheckFailed {
        /// The field's name, or its position in a tuple, from 0.
        field: String,
        /// Why.
        err: TypeCheckError,
    },
    /// The keys of a map do not fit.
    KeyTypeCheckFailed(TypeCheckError),
    /// The Rust type is for other CQL types.
    MismatchedType {
        /// The CQL types that it is for, such as `int` or `list or set`.
        expected: &'static str,
    },
    /// The value belongs to another user-defined type.
    NameMismatch {
        /// The keyspace of the value's type.
        keyspace: String,
        /// The name of the value's type.
        type_name: String,
    },
    /// The CQL type has no empty value of zero bytes.
    NotEmptyable,
    /// The values of a map do not fit.
    ValueTypeCheckFailed(TypeCheckError),
    /// The user-defined type has no field for these Rust fields.
    ValuesMissingForUdtFields {
        /// The fields in Rust.
        field_names: Vec<String>,
    },
    /// A tuple or vector has another number of elements.
    WrongElementCount {
        /// Elements of the Rust type.
        rust_type_el_count: usize,
        /// Elements of the CQL type.
        cql_type_el_count: usize,
    },
}

#[cold]
fn unfit<T: ?Sized>(
    typ: &ColumnType<'_>,
    direction: Direction,
    kind: BuiltinTypeCheckErrorKind,
) -> BuiltinTypeCheckError {
    BuiltinTypeCheckError { rust_name: type_name::<T>(), got: typ.clone().into_owned(), direction, kind }
}

/// `T` cannot be read from `typ`.
#[cold]
pub(crate) fn unfit_to_read<T: ?Sized>(typ: &ColumnType<'_>, kind: BuiltinTypeCheckErrorKind) -> TypeCheckError {
    TypeCheckError::new(unfit::<T>(typ, Direction::Read, kind))
}

/// `T` cannot be written as `typ`.
#[cold]
pub(crate) fn unfit_to_write<T: ?Sized>(typ: &ColumnType<'_>, kind: BuiltinTypeCheckErrorKind) -> SerializationError {
    SerializationError::new(unfit::<T>(typ, Direction::Write, kind))
}

/// `T` is read from `expected`, and `typ` is something else.
#[cold]
pub(crate) fn read_mismatch<T: ?Sized>(typ: &ColumnType<'_>, expected: &'static str) -> TypeCheckError {
    unfit_to_read::<T>(typ, BuiltinTypeCheckErrorKind::MismatchedType { expected })
}

/// `T` is written as `expected`, and `typ` is something else.
#[cold]
pub(crate) fn write_mismatch<T: ?Sized>(typ: &ColumnType<'_>, expected: &'static str) -> SerializationError {
    unfit_to_write::<T>(typ, BuiltinTypeCheckErrorKind::MismatchedType { expected })
}

impl fmt::Display for BuiltinTypeCheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| {
            let (rust, cql, kind) = (RustName(self.rust_name), &self.got, &self.kind);
            match (self.direction, kind) {
                (Direction::Read, _) => write!(f, "cannot read {cql} as {rust}: {kind}")?,
                (
                    Direction::Write,
                    BuiltinTypeCheckErrorKind::WrongElementCount {
                        rust_type_el_count: got,
                        cql_type_el_count: expected,
                    },
                ) => write!(f, "cannot write {rust} as {cql}: expected {expected} elements, got {got}")?,
                (Direction::Write, _) => write!(f, "cannot write {rust} as {cql}: {kind}")?,
            }
            match (kind, cql) {
                (
                    BuiltinTypeCheckErrorKind::ValuesMissingForUdtFields { field_names },
                    ColumnType::UserDefinedType { definition, .. },
                ) => {
                    let known: Vec<_> = definition.field_types.iter().map(|(name, _)| name.to_string()).collect();
                    write_known(f, field_names.first().map(String::as_str), &known)
                }
                _ => Ok(()),
            }
        })
    }
}

/// The source is the cause's own: the cause itself is part of the text.
impl Error for BuiltinTypeCheckError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.kind {
            BuiltinTypeCheckErrorKind::ElementTypeCheckFailed(err)
            | BuiltinTypeCheckErrorKind::FieldTypeCheckFailed { err, .. }
            | BuiltinTypeCheckErrorKind::KeyTypeCheckFailed(err)
            | BuiltinTypeCheckErrorKind::ValueTypeCheckFailed(err) => err.source(),
            _ => None,
        }
    }
}

debug_by_chain!(BuiltinTypeCheckError);

impl fmt::Display for BuiltinTypeCheckErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| match self {
            Self::DuplicatedField { field_name } => write!(f, "two fields are for field `{field_name}`"),
            Self::ElementTypeCheckFailed(err) => write!(f, "element: {err}"),
            Self::ExcessFieldInUdt { db_field_name } => write!(f, "no field for `{db_field_name}`"),
            Self::FieldNameMismatch { position, rust_field_name, db_field_name } => {
                write!(f, "field {position}: expected `{rust_field_name}`, got `{db_field_name}`")
            }
            Self::FieldTypeCheckFailed { field, err } => write!(f, "field `{field}`: {err}"),
            Self::KeyTypeCheckFailed(err) => write!(f, "key: {err}"),
            Self::MismatchedType { expected } => write!(f, "expected {expected}"),
            Self::NameMismatch { keyspace, type_name } => write!(f, "the value is of type {keyspace}.{type_name}"),
            Self::NotEmptyable => f.write_str("the type has no empty value"),
            Self::ValueTypeCheckFailed(err) => write!(f, "value: {err}"),
            Self::ValuesMissingForUdtFields { field_names } => {
                write!(f, "the type has no field `{}`", field_names.join("`, `"))
            }
            Self::WrongElementCount { rust_type_el_count, cql_type_el_count } => {
                write!(f, "expected {rust_type_el_count} elements, got {cql_type_el_count}")
            }
        })
    }
}
