use std::any::type_name;
use std::error::Error;
use std::fmt;

use crate::value::error::SerializationError;
use crate::value::rust_name::RustName;
use crate::wire::column::ColumnType;
use crate::wire::shown::{debug_by_chain, escaped};

/// A value could not be written although its types fit.
#[derive(Clone)]
#[non_exhaustive]
pub struct BuiltinSerializationError {
    /// The Rust type, as [`std::any::type_name`] spells it.
    pub rust_name: &'static str,
    /// The CQL type.
    pub got: ColumnType<'static>,
    /// Why.
    pub kind: BuiltinSerializationErrorKind,
}

/// Why a value could not be written.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum BuiltinSerializationErrorKind {
    /// An element of a list, set or vector failed.
    ElementSerializationFailed {
        /// Its position, from 0.
        index: usize,
        /// Why.
        err: SerializationError,
    },
    /// A field of a tuple or user-defined type failed.
    FieldSerializationFailed {
        /// The field's name, or its position in a tuple, from 0.
        field: String,
        /// Why.
        err: SerializationError,
    },
    /// A key of a map failed.
    KeySerializationFailed {
        /// The position of its entry, from 0, in the order in which the map gives them.
        index: usize,
        /// Why.
        err: SerializationError,
    },
    /// Of a duration's months, days and nanoseconds some are negative and some positive.
    MixedSigns,
    /// A character that is not ASCII stands in a value for an `ascii` column.
    NotAscii,
    /// A null stands in a list, set, map or vector. Cassandra has no null there; vectors have no room for one.
    NullInside,
    /// The value takes more than 2,147,483,647 bytes.
    SizeOverflow,
    /// A collection has more than 2,147,483,647 elements.
    TooManyElements,
    /// "Unset" stands inside a collection, tuple or user-defined type; only a whole bind marker can be unset.
    UnsetInside,
    /// The value is outside the range of the CQL type.
    ValueOverflow,
    /// A value of a map failed.
    ValueSerializationFailed {
        /// The position of its entry, from 0, in the order in which the map gives them.
        index: usize,
        /// Why.
        err: SerializationError,
    },
    /// An element of a vector takes another number of bytes than the element's type.
    WrongElementLength {
        /// The bytes of the type.
        expected: usize,
        /// The bytes of the element.
        got: usize,
    },
    /// A vector has another number of elements than its type says.
    WrongElementCount {
        /// Elements of the value.
        value_el_count: usize,
        /// Elements of the CQL type.
        cql_type_el_count: usize,
    },
}

/// A `T` cannot be written as `typ`, although `T` fits it.
#[cold]
pub(crate) fn unwritable<T: ?Sized>(typ: &ColumnType<'_>, kind: BuiltinSerializationErrorKind) -> SerializationError {
    let got = typ.clone().into_owned();
    SerializationError::new(BuiltinSerializationError { rust_name: type_name::<T>(), got, kind })
}

/// A `T` takes more bytes than a length can say.
#[cold]
pub(crate) fn size_overflow<T: ?Sized>(typ: &ColumnType<'_>) -> SerializationError {
    unwritable::<T>(typ, BuiltinSerializationErrorKind::SizeOverflow)
}

impl fmt::Display for BuiltinSerializationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| write!(f, "cannot write {} as {}: {}", RustName(self.rust_name), self.got, self.kind))
    }
}

/// The source is the cause's own: the cause itself is part of the text.
impl Error for BuiltinSerializationError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.kind {
            BuiltinSerializationErrorKind::ElementSerializationFailed { err, .. }
            | BuiltinSerializationErrorKind::FieldSerializationFailed { err, .. }
            | BuiltinSerializationErrorKind::KeySerializationFailed { err, .. }
            | BuiltinSerializationErrorKind::ValueSerializationFailed { err, .. } => err.source(),
            _ => None,
        }
    }
}

debug_by_chain!(BuiltinSerializationError);

impl fmt::Display for BuiltinSerializationErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| match self {
            Self::ElementSerializationFailed { index, err } => write!(f, "element {index}: {err}"),
            Self::FieldSerializationFailed { field, err } => write!(f, "field `{field}`: {err}"),
            Self::KeySerializationFailed { index, err } => write!(f, "key of entry {index}: {err}"),
            Self::MixedSigns => f.write_str("months, days and nanoseconds have different signs"),
            Self::NotAscii => f.write_str("the text is not ASCII"),
            Self::NullInside => f.write_str("a list, set, map or vector cannot hold null"),
            Self::SizeOverflow => write!(f, "the value takes more than {} bytes", i32::MAX),
            Self::TooManyElements => write!(f, "the value has more than {} elements", i32::MAX),
            Self::UnsetInside => f.write_str("only a whole bind marker can be unset"),
            Self::ValueOverflow => f.write_str("the value is out of range"),
            Self::ValueSerializationFailed { index, err } => write!(f, "value of entry {index}: {err}"),
            Self::WrongElementLength { expected, got } => {
                write!(f, "expected elements of {expected} bytes, got {got}")
            }
            Self::WrongElementCount { value_el_count, cql_type_el_count } => {
                write!(f, "expected {cql_type_el_count} elements, got {value_el_count}")
            }
        })
    }
}
