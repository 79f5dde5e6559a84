//! secrecy 0.10: a `SecretBox` is written and read as what it holds, which no error shows.
//!
//! What it holds is wiped when it is dropped. The request that it was written to and the answer that it was read from
//! are not.

use std::any::type_name;
use std::error::Error;
use std::fmt;

use ::secrecy_10::zeroize::Zeroize;
use ::secrecy_10::{ExposeSecret, SecretBox, SecretSlice, SecretString};

use crate::value::cell_writer::{CellWriter, WrittenCellProof};
use crate::value::deserialize::DeserializeValue;
use crate::value::error::{DeserializationError, SerializationError, TypeCheckError};
use crate::value::frame_slice::FrameSlice;
use crate::value::rust_name::RustName;
use crate::value::serialize::SerializeValue;
use crate::value::value_error::{
    BuiltinDeserializationError, BuiltinDeserializationErrorKind, BuiltinSerializationError,
    BuiltinSerializationErrorKind, BuiltinTypeCheckError, Direction, unreadable, unwritable,
};
use crate::wire::column::ColumnType;
use crate::wire::shown::{debug_by_chain, escaped};

/// A secret does not fit, and the reason might show it.
struct Withheld {
    rust_name: &'static str,
    cql_type: ColumnType<'static>,
    direction: Direction,
}

impl Withheld {
    #[cold]
    fn new<T: ?Sized>(typ: &ColumnType<'_>, direction: Direction) -> Self {
        Self { rust_name: type_name::<T>(), cql_type: typ.clone().into_owned(), direction }
    }
}

impl fmt::Display for Withheld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| {
            let (rust, cql) = (RustName(self.rust_name), &self.cql_type);
            match self.direction {
                Direction::Read => write!(f, "cannot read {cql} as {rust}")?,
                Direction::Write => write!(f, "cannot write {rust} as {cql}")?,
            }
            f.write_str(": the value does not fit; the reason is withheld, as it might show the secret")
        })
    }
}

impl Error for Withheld {}

debug_by_chain!(Withheld);

/// The error of the value in a secret `S`, without anything that might come from the value.
#[cold]
fn unwritable_secret<S: ?Sized>(typ: &ColumnType<'_>, mut error: SerializationError) -> SerializationError {
    use BuiltinSerializationErrorKind as Kind;

    // Says types alone.
    if let Some(mismatch) = error.try_downcast_mut::<BuiltinTypeCheckError>() {
        mismatch.rust_name = type_name::<S>();
        return error;
    }
    match error.downcast_ref().map(|builtin: &BuiltinSerializationError| &builtin.kind) {
        Some(
            kind @ (Kind::MixedSigns
            | Kind::NotAscii
            | Kind::NullInside
            | Kind::SizeOverflow
            | Kind::TooManyElements
            | Kind::UnsetInside
            | Kind::ValueOverflow
            | Kind::WrongElementCount { .. }
            | Kind::WrongElementLength { .. }),
        ) => unwritable::<S>(typ, kind.clone()),
        _ => SerializationError::new(Withheld::new::<S>(typ, Direction::Write)),
    }
}

/// The error of what was to become the value of a secret `S`, without anything that might come from the value.
#[cold]
fn unreadable_secret<S: ?Sized>(typ: &ColumnType<'_>, error: &DeserializationError) -> DeserializationError {
    use BuiltinDeserializationErrorKind as Kind;

    match error.downcast_ref().map(|builtin: &BuiltinDeserializationError| &builtin.kind) {
        Some(
            kind @ (Kind::BadInetLength { .. }
            | Kind::ByteLengthMismatch { .. }
            | Kind::ExpectedAscii
            | Kind::ExpectedNonNull
            | Kind::InvalidUtf8(_)
            | Kind::NegativeCount { .. }
            | Kind::Truncated { .. }
            | Kind::ValueOverflow),
        ) => unreadable::<S>(typ, kind.clone()),
        _ => DeserializationError::new(Withheld::new::<S>(typ, Direction::Read)),
    }
}

/// The error, saying that it was an `S` that does not fit; it says types alone.
#[cold]
fn unfit_secret<S: ?Sized>(mut error: TypeCheckError) -> TypeCheckError {
    if let Some(mismatch) = error.try_downcast_mut::<BuiltinTypeCheckError>() {
        mismatch.rust_name = type_name::<S>();
    }
    error
}

impl<T: SerializeValue + Zeroize + ?Sized> SerializeValue for SecretBox<T> {
    #[inline]
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        self.expose_secret().serialize(typ, writer).map_err(|error| unwritable_secret::<Self>(typ, error))
    }
}

macro_rules! read_secret {
    ($(($($generics:tt)*) $secret:ty where [$($bounds:tt)*], from $value:ty as $from:ty;)+) => {$(
        impl<'frame, 'metadata, $($generics)*> DeserializeValue<'frame, 'metadata> for $secret
        where
            $value: DeserializeValue<'frame, 'metadata>,
            $($bounds)*
        {
            fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
                <$value>::type_check(typ).map_err(unfit_secret::<Self>)
            }

            #[inline]
            fn deserialize(
                typ: &'metadata ColumnType<'metadata>,
                v: Option<FrameSlice<'frame>>,
            ) -> Result<Self, DeserializationError> {
                match <$value>::deserialize(typ, v) {
                    Ok(value) => Ok(Self::from(<$from>::from(value))),
                    Err(error) => Err(unreadable_secret::<Self>(typ, &error)),
                }
            }
        }
    )+};
}

read_secret! {
    (T: Zeroize) SecretBox<T> where [], from T as Box<T>;
    () SecretString where [], from String as String;
    (T: Zeroize) SecretSlice<T> where [[T]: Zeroize], from Vec<T> as Vec<T>;
}
