use std::any::type_name;
use std::error::Error;
use std::fmt;
use std::str::Utf8Error;

use crate::value::error::DeserializationError;
use crate::value::rust_name::RustName;
use crate::wire::column::ColumnType;
use crate::wire::shown::{debug_by_chain, escaped};

/// A value could not be read although its types fit.
#[derive(Clone)]
#[non_exhaustive]
pub struct BuiltinDeserializationError {
    /// The Rust type, as [`std::any::type_name`] spells it.
    pub rust_name: &'static str,
    /// The CQL type.
    pub cql_type: ColumnType<'static>,
    /// Why.
    pub kind: BuiltinDeserializationErrorKind,
}

/// Why a value could not be read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum BuiltinDeserializationErrorKind {
    /// An address has neither 4 nor 16 bytes.
    BadInetLength {
        /// The bytes it has.
        got: usize,
    },
    /// The value has another number of bytes than its type.
    ByteLengthMismatch {
        /// The bytes of the type.
        expected: usize,
        /// The bytes of the value.
        got: usize,
    },
    /// An element of a list, set or vector failed.
    ElementDeserializationFailed(DeserializationError),
    /// A character that is not ASCII stands in an `ascii` value.
    ExpectedAscii,
    /// The value is null.
    ExpectedNonNull,
    /// A field of a tuple or user-defined type failed.
    FieldDeserializationFailed {
        /// The field's name, or its position in a tuple, from 0.
        field: String,
        /// Why.
        err: DeserializationError,
    },
    /// The text is not UTF-8.
    InvalidUtf8(Utf8Error),
    /// A key of a map failed.
    KeyDeserializationFailed(DeserializationError),
    /// A collection says that it has fewer than no elements.
    NegativeCount {
        /// What it says.
        got: i32,
    },
    /// The value ends before what it says it holds.
    Truncated {
        /// Where it ends, such as `an element`.
        part: String,
    },
    /// A value of a map failed.
    ValueDeserializationFailed(DeserializationError),
    /// The value is outside the range of the Rust or the CQL type.
    ValueOverflow,
}

/// A `T` cannot be read from these bytes, although `T` fits `typ`.
#[cold]
pub(crate) fn unreadable<T: ?Sized>(
    typ: &ColumnType<'_>,
    kind: BuiltinDeserializationErrorKind,
) -> DeserializationError {
    unreadable_as(type_name::<T>(), typ, kind)
}

/// A value of the Rust type `rust_name` cannot be read from these bytes.
#[cold]
pub(crate) fn unreadable_as(
    rust_name: &'static str,
    typ: &ColumnType<'_>,
    kind: BuiltinDeserializationErrorKind,
) -> DeserializationError {
    let cql_type = typ.clone().into_owned();
    DeserializationError::new(BuiltinDeserializationError { rust_name, cql_type, kind })
}

/// A `T` cannot be null.
#[cold]
pub(crate) fn null<T: ?Sized>(typ: &ColumnType<'_>) -> DeserializationError {
    unreadable::<T>(typ, BuiltinDeserializationErrorKind::ExpectedNonNull)
}

/// A `T` has `expected` bytes, never `got`.
#[cold]
pub(crate) fn wrong_length<T: ?Sized>(typ: &ColumnType<'_>, expected: usize, got: usize) -> DeserializationError {
    unreadable::<T>(typ, BuiltinDeserializationErrorKind::ByteLengthMismatch { expected, got })
}

impl fmt::Display for BuiltinDeserializationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| {
            let rust = RustName(self.rust_name);
            write!(f, "cannot read {} as {rust}: {}", self.cql_type, self.kind)?;
            if matches!(self.kind, BuiltinDeserializationErrorKind::ExpectedNonNull) {
                write!(f, "; read it as `Option<{rust}>`")?;
            }
            Ok(())
        })
    }
}

/// The source is the cause's own: the cause itself is part of the text.
impl Error for BuiltinDeserializationError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.kind {
            BuiltinDeserializationErrorKind::ElementDeserializationFailed(err)
            | BuiltinDeserializationErrorKind::FieldDeserializationFailed { err, .. }
            | BuiltinDeserializationErrorKind::KeyDeserializationFailed(err)
            | BuiltinDeserializationErrorKind::ValueDeserializationFailed(err) => err.source(),
            _ => None,
        }
    }
}

debug_by_chain!(BuiltinDeserializationError);

impl fmt::Display for BuiltinDeserializationErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| match self {
            Self::BadInetLength { got } => write!(f, "expected 4 or 16 bytes, got {got}"),
            Self::ByteLengthMismatch { expected, got } => write!(f, "expected {expected} bytes, got {got}"),
            Self::ElementDeserializationFailed(err) => write!(f, "element: {err}"),
            Self::ExpectedAscii => f.write_str("the text is not ASCII"),
            Self::ExpectedNonNull => f.write_str("the value is null"),
            Self::FieldDeserializationFailed { field, err } => write!(f, "field `{field}`: {err}"),
            Self::InvalidUtf8(err) => write!(f, "{err}"),
            Self::KeyDeserializationFailed(err) => write!(f, "key: {err}"),
            Self::NegativeCount { got } => write!(f, "negative count {got}"),
            Self::Truncated { part } => write!(f, "the value ends inside {part}"),
            Self::ValueDeserializationFailed(err) => write!(f, "value: {err}"),
            Self::ValueOverflow => f.write_str("the value is out of range"),
        })
    }
}
