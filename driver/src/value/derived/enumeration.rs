//! Enums without fields as text or as integers.

use std::error::Error;
use std::fmt;

use ilium_cql::nearest;

use crate::value::cell_writer::{CellWriter, WrittenCellProof};
use crate::value::deserialize::{DeserializeValue, present};
use crate::value::error::{DeserializationError, SerializationError, TypeCheckError};
use crate::value::frame_slice::FrameSlice;
use crate::value::serialize::SerializeValue;
use crate::value::value_error::{BuiltinTypeCheckError, BuiltinTypeCheckErrorKind, Direction};
use crate::wire::column::{ColumnType, NativeType};
use crate::wire::shown::{debug_by_chain, escaped};

/// The variants of an enum with a derive.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "written out by generated code")]
pub struct Variants {
    /// The enum's name.
    pub name: &'static str,
    /// The names of the variants, in CQL when they are stored as text.
    pub variants: &'static [&'static str],
    /// What they are stored as.
    pub stored: Stored,
}

/// What the variants of an enum are stored as.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_enums, reason = "written out by generated code")]
pub enum Stored {
    /// `bigint`, each by its number.
    BigInt(&'static [i64]),
    /// `int`, each by its number.
    Int(&'static [i64]),
    /// `smallint`, each by its number.
    SmallInt(&'static [i64]),
    /// `text` or `ascii`, each by its name.
    Text,
    /// `tinyint`, each by its number.
    TinyInt(&'static [i64]),
}

/// A column holds what is no variant of the enum that it is read as.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownVariant {
    /// The name of the enum.
    pub rust_name: &'static str,
    /// What the column holds.
    pub got: String,
    /// The variants as they are stored; of a number its name stands behind it.
    pub known: Vec<String>,
}

impl Variants {
    const fn expected(&self) -> &'static str {
        match self.stored {
            Stored::BigInt(_) => "bigint",
            Stored::Int(_) => "int",
            Stored::SmallInt(_) => "smallint",
            Stored::Text => "text or ascii",
            Stored::TinyInt(_) => "tinyint",
        }
    }

    const fn fits(&self, typ: &ColumnType<'_>) -> bool {
        let ColumnType::Native(native) = typ else { return false };
        match self.stored {
            Stored::BigInt(_) => matches!(native, NativeType::BigInt),
            Stored::Int(_) => matches!(native, NativeType::Int),
            Stored::SmallInt(_) => matches!(native, NativeType::SmallInt),
            Stored::Text => matches!(native, NativeType::Text | NativeType::Ascii),
            Stored::TinyInt(_) => matches!(native, NativeType::TinyInt),
        }
    }

    #[inline]
    fn check(&self, typ: &ColumnType<'_>, direction: Direction) -> Result<(), BuiltinTypeCheckError> {
        if self.fits(typ) { Ok(()) } else { Err(self.unfit(typ, direction)) }
    }

    #[cold]
    fn unfit(&self, typ: &ColumnType<'_>, direction: Direction) -> BuiltinTypeCheckError {
        let kind = BuiltinTypeCheckErrorKind::MismatchedType { expected: self.expected() };
        BuiltinTypeCheckError { rust_name: self.name, got: typ.clone().into_owned(), direction, kind }
    }

    #[cold]
    fn unknown(&self, got: String) -> DeserializationError {
        let numbers = match self.stored {
            Stored::BigInt(numbers) | Stored::Int(numbers) | Stored::SmallInt(numbers) | Stored::TinyInt(numbers) => {
                numbers
            }
            Stored::Text => &[],
        };
        let known = self.variants.iter().enumerate().map(|(index, variant)| match numbers.get(index) {
            Some(number) => format!("{number} ({variant})"),
            None => (*variant).to_owned(),
        });
        let known = known.collect();
        DeserializationError::new(UnknownVariant { rust_name: self.name, got, known })
    }
}

/// Makes the function that takes the discriminant of a variant when the program compiles, if it is in range.
macro_rules! number {
    ($($name:ident $cql:literal $integer:ident)+) => {$(
        #[doc = concat!("The number of a variant that is stored as `", $cql, "`.")]
        ///
        /// # Panics
        /// When it is out of range, which stops the compiler.
        #[allow(clippy::panic, clippy::cast_possible_truncation, clippy::cast_lossless, reason = "runs in the compiler")]
        pub const fn $name(number: i128) -> i64 {
            if number < $integer::MIN as i128 || number > $integer::MAX as i128 {
                panic!(concat!("the discriminant is out of the range of `", $cql, "`"));
            }
            number as i64
        }
    )+};
}

number! {
    bigint_number "bigint" i64
    int_number "int" i32
    smallint_number "smallint" i16
    tinyint_number "tinyint" i8
}

/// Checks that the enum can be read from `typ`.
///
/// # Errors
/// When it is stored as another type.
pub fn check_variants(variants: &'static Variants, typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
    variants.check(typ, Direction::Read).map_err(TypeCheckError::new)
}

/// Writes a variant, which is stored as `value`.
///
/// # Errors
/// When the enum is stored as another type than `typ`.
#[inline]
pub fn write_variant<'buf, T: SerializeValue + ?Sized>(
    variants: &'static Variants,
    value: &T,
    typ: &ColumnType<'_>,
    writer: CellWriter<'buf>,
) -> Result<WrittenCellProof<'buf>, SerializationError> {
    variants.check(typ, Direction::Write).map_err(SerializationError::new)?;
    value.serialize(typ, writer)
}

/// Reads a variant, which `find` knows by what it is stored as: a `&str`, or an integer of the CQL type's width.
///
/// # Errors
/// When the value is null or that of no variant, or `typ` is not what was checked.
#[inline]
pub fn read_variant<'frame, 'metadata, E, T: DeserializeValue<'frame, 'metadata> + Copy + ToString>(
    variants: &'static Variants,
    typ: &'metadata ColumnType<'metadata>,
    value: Option<FrameSlice<'frame>>,
    find: impl FnOnce(T) -> Option<E>,
) -> Result<E, DeserializationError> {
    variants.check(typ, Direction::Read).map_err(DeserializationError::new)?;
    let stored = T::deserialize(typ, Some(present::<E>(typ, value)?))?;
    find(stored).ok_or_else(|| variants.unknown(stored.to_string()))
}

impl fmt::Display for UnknownVariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| {
            write!(f, "`{}` is no variant of {}; there are `{}`", self.got, self.rust_name, self.known.join("`, `"))?;
            match nearest(&self.got, self.known.iter().map(String::as_str)) {
                Some(meant) => write!(f, "; did you mean `{meant}`?"),
                None => Ok(()),
            }
        })
    }
}

impl Error for UnknownVariant {}

debug_by_chain!(UnknownVariant);
