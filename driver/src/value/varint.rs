//! `varint`.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use super::cell_writer::{CellWriter, WrittenCellProof};
use super::deserialize::{DeserializeValue, present};
use super::digits::{self, Digits};
use super::error::{DeserializationError, SerializationError, TypeCheckError};
use super::frame_slice::FrameSlice;
use super::parse_error::ParseError;
use super::serialize::SerializeValue;
use super::value_error::{BuiltinDeserializationErrorKind, read_mismatch, size_overflow, unreadable, write_mismatch};
use super::value_overflow::ValueOverflow;
use crate::wire::column::{ColumnType, NativeType};

/// A `varint`: an integer of any size, as the bytes of its two's complement, the highest first.
///
/// Equality passes over bytes that add nothing, such as leading zeros. Integers of Rust go in by `From` and come back by
/// `TryFrom`; decimal digits by `FromStr` and `Display`.
///
/// # Examples
/// ```
/// use ilium_driver::value::CqlVarint;
///
/// let big: CqlVarint = "-170141183460469231731687303715884105729".parse()?;
/// assert_eq!(big.as_signed_bytes_be_slice().len(), 17);
/// assert!(i128::try_from(&big).is_err());
/// assert_eq!(u64::try_from(&CqlVarint::from(7_u64)), Ok(7));
/// # Ok::<(), ilium_driver::value::ParseError>(())
/// ```
#[derive(Clone, Debug)]
pub struct CqlVarint(Vec<u8>);

/// A [`CqlVarint`] whose bytes are borrowed, as they are when it is read from a result.
#[derive(Clone, Copy, Debug)]
pub struct CqlVarintBorrowed<'b>(&'b [u8]);

impl CqlVarint {
    /// The integer of these bytes; none are zero.
    pub const fn from_signed_bytes_be(digits: Vec<u8>) -> Self {
        Self(digits)
    }

    /// The integer of these bytes; none are zero.
    pub fn from_signed_bytes_be_slice(digits: &[u8]) -> Self {
        Self(digits.to_vec())
    }

    /// The bytes.
    pub fn into_signed_bytes_be(self) -> Vec<u8> {
        self.0
    }

    /// The bytes.
    pub fn as_signed_bytes_be_slice(&self) -> &[u8] {
        &self.0
    }
}

impl<'b> CqlVarintBorrowed<'b> {
    /// The integer of these bytes; none are zero.
    pub const fn from_signed_bytes_be_slice(digits: &'b [u8]) -> Self {
        Self(digits)
    }

    /// The bytes.
    pub const fn as_signed_bytes_be_slice(&self) -> &'b [u8] {
        self.0
    }

    /// Copies the bytes.
    pub fn into_owned(self) -> CqlVarint {
        CqlVarint(self.0.to_vec())
    }
}

/// The bytes without those that only repeat the sign; one at least.
pub(crate) fn minimal(mut bytes: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = bytes
        && let [second, ..] = rest
        && (*first == 0 && *second < 0x80 || *first == 0xFF && *second >= 0x80)
    {
        bytes = rest;
    }
    if bytes.is_empty() { &[0] } else { bytes }
}

/// The integer, if 128 bits hold it.
pub(crate) fn to_i128(bytes: &[u8]) -> Option<i128> {
    let bytes = minimal(bytes);
    if bytes.len() > 16 {
        return None;
    }
    let sign = if bytes.first().is_some_and(|first| *first >= 0x80) { -1 } else { 0 };
    Some(bytes.iter().fold(sign, |value, byte| (value << 8) | i128::from(*byte)))
}

macro_rules! integers {
    ($($integer:ty),*) => {$(
        /// In as few bytes as the integer needs.
        impl From<$integer> for CqlVarint {
            fn from(value: $integer) -> Self {
                Self(minimal(&i128::from(value).to_be_bytes()).to_vec())
            }
        }

        impl TryFrom<&CqlVarint> for $integer {
            type Error = ValueOverflow;

            fn try_from(value: &CqlVarint) -> Result<Self, ValueOverflow> {
                to_i128(&value.0).and_then(|value| value.try_into().ok()).ok_or(ValueOverflow)
            }
        }

        impl TryFrom<CqlVarintBorrowed<'_>> for $integer {
            type Error = ValueOverflow;

            fn try_from(value: CqlVarintBorrowed<'_>) -> Result<Self, ValueOverflow> {
                to_i128(value.0).and_then(|value| value.try_into().ok()).ok_or(ValueOverflow)
            }
        }
    )*};
}

integers!(i8, i16, i32, i64, i128, u8, u16, u32, u64);

/// In as few bytes as the integer needs.
impl From<u128> for CqlVarint {
    fn from(value: u128) -> Self {
        let mut bytes = [0; 17];
        if let Some(magnitude) = bytes.last_chunk_mut() {
            *magnitude = value.to_be_bytes();
        }
        Self(minimal(&bytes).to_vec())
    }
}

impl TryFrom<&CqlVarint> for u128 {
    type Error = ValueOverflow;

    fn try_from(value: &CqlVarint) -> Result<Self, ValueOverflow> {
        CqlVarintBorrowed(&value.0).try_into()
    }
}

impl TryFrom<CqlVarintBorrowed<'_>> for u128 {
    type Error = ValueOverflow;

    fn try_from(value: CqlVarintBorrowed<'_>) -> Result<Self, ValueOverflow> {
        match minimal(value.0) {
            [0, magnitude @ ..] if magnitude.len() == 16 => {
                Ok(magnitude.iter().fold(0, |value, byte| (value << 8) | Self::from(*byte)))
            }
            bytes => to_i128(bytes).and_then(|value| value.try_into().ok()).ok_or(ValueOverflow),
        }
    }
}

/// Digits after an optional sign.
impl FromStr for CqlVarint {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let (is_negative, digits) = sign(text);
        let bytes = digits::to_bytes(is_negative, digits);
        bytes.map(Self).ok_or_else(|| ParseError::new("varint", text, "expected digits"))
    }
}

/// Whether a number is negative, and what follows its sign.
pub(crate) fn sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

macro_rules! varint {
    ($($rust:ty, $read:ty: |$bytes:ident| $make:expr;)*) => {$(
        impl PartialEq for $rust {
            fn eq(&self, other: &Self) -> bool {
                minimal(&self.0) == minimal(&other.0)
            }
        }

        impl Eq for $rust {}

        impl Hash for $rust {
            fn hash<H: Hasher>(&self, state: &mut H) {
                minimal(&self.0).hash(state);
            }
        }

        impl SerializeValue for $rust {
            fn serialize<'b>(
                &self,
                typ: &ColumnType<'_>,
                writer: CellWriter<'b>,
            ) -> Result<WrittenCellProof<'b>, SerializationError> {
                if !matches!(typ, ColumnType::Native(NativeType::Varint)) {
                    return Err(write_mismatch::<Self>(typ, NativeType::Varint.name()));
                }
                writer.set_value(or_zero(&self.0)).map_err(|_| size_overflow::<Self>(typ))
            }
        }

        impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for $read {
            fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
                check::<Self>(typ)
            }

            fn deserialize(
                typ: &'metadata ColumnType<'metadata>,
                v: Option<FrameSlice<'frame>>,
            ) -> Result<Self, DeserializationError> {
                let $bytes = integer::<Self>(typ, v)?;
                Ok($make)
            }
        }

        /// As CQL: digits, or `blobAsVarint(0x…)` beyond 1,024 bytes.
        impl fmt::Display for $rust {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                display(&self.0, f)
            }
        }
    )*};
}

varint! {
    CqlVarint, CqlVarint: |bytes| Self::from_signed_bytes_be_slice(bytes);
    CqlVarintBorrowed<'_>, CqlVarintBorrowed<'frame>: |bytes| CqlVarintBorrowed(bytes);
}

/// The bytes, or those of zero where none stand for it: written, no bytes would be the empty value.
pub(crate) const fn or_zero(bytes: &[u8]) -> &[u8] {
    if bytes.is_empty() { &[0] } else { bytes }
}

fn check<T: ?Sized>(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
    match typ {
        ColumnType::Native(NativeType::Varint) => Ok(()),
        _ => Err(read_mismatch::<T>(typ, NativeType::Varint.name())),
    }
}

/// The bytes of an integer that is not null, one at least.
fn integer<'frame, T: ?Sized>(
    typ: &ColumnType<'_>,
    v: Option<FrameSlice<'frame>>,
) -> Result<&'frame [u8], DeserializationError> {
    let bytes = present::<T>(typ, v)?.as_slice();
    if bytes.is_empty() {
        let kind = BuiltinDeserializationErrorKind::Truncated { part: "its first byte".to_owned() };
        return Err(unreadable::<T>(typ, kind));
    }
    Ok(bytes)
}

fn display(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match digits::from_bytes(bytes) {
        Some(Digits { is_negative, digits }) => f.pad_integral(!is_negative, "", &digits),
        None => write!(f, "blobAsVarint({})", super::cql_value::HexBlob(bytes)),
    }
}

/// Writes a `varint`.
impl SerializeValue for i128 {
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        if !matches!(typ, ColumnType::Native(NativeType::Varint)) {
            return Err(write_mismatch::<Self>(typ, NativeType::Varint.name()));
        }
        writer.set_value(minimal(&self.to_be_bytes())).map_err(|_| size_overflow::<Self>(typ))
    }
}

/// Reads a `varint` that 128 bits hold.
impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for i128 {
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        check::<Self>(typ)
    }

    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        to_i128(integer::<Self>(typ, v)?)
            .ok_or_else(|| unreadable::<Self>(typ, BuiltinDeserializationErrorKind::ValueOverflow))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bytes_that_add_nothing_are_passed_over() {
        let varint = |bytes: &[u8]| CqlVarint::from_signed_bytes_be_slice(bytes);
        assert_eq!(varint(&[]), varint(&[0, 0, 0]));
        assert_eq!(varint(&[0, 0, 5]), varint(&[5]));
        assert_eq!(varint(&[0xFF, 0xFF, 0x80]), varint(&[0x80]));
        assert_ne!(varint(&[0, 0x80]), varint(&[0x80]));
        assert_eq!(CqlVarint::from(-128_i64).into_signed_bytes_be(), [0x80]);
        assert_eq!(CqlVarint::from(128_i128).into_signed_bytes_be(), [0, 0x80]);
    }

    proptest! {
        #[test]
        fn integers_go_both_ways(value: i128, shift in 0..128_u32) {
            let value = value >> shift;
            let varint = CqlVarint::from(value);
            prop_assert_eq!(i128::try_from(&varint), Ok(value));
            prop_assert_eq!(varint.to_string(), value.to_string());
        }
    }

    #[test]
    fn what_an_integer_of_rust_cannot_hold_is_an_error() {
        let big: CqlVarint = "18446744073709551616".parse().unwrap();
        assert_eq!(big, CqlVarint::from(u128::from(u64::MAX) + 1));
        assert_eq!(u64::try_from(&big), Err(ValueOverflow));
        assert_eq!(u128::try_from(&big), Ok(1 << 64));
        assert_eq!(i8::try_from(&CqlVarint::from(-128_i8)), Ok(-128));
        assert_eq!(i8::try_from(&CqlVarint::from(128_u8)), Err(ValueOverflow));
        assert_eq!(u8::try_from(&CqlVarint::from(-1_i8)), Err(ValueOverflow));
        assert_eq!(u128::try_from(&CqlVarint::from(u128::MAX)), Ok(u128::MAX));
        assert_eq!(i128::try_from(&CqlVarint::from(u128::MAX)), Err(ValueOverflow));
        assert_eq!(u128::try_from(&CqlVarint::from(-1_i128)), Err(ValueOverflow));
        let over: CqlVarint = "340282366920938463463374607431768211456".parse().unwrap();
        assert_eq!(u128::try_from(&over), Err(ValueOverflow));
    }

    #[test]
    fn text_goes_both_ways() {
        for text in ["0", "-1", "170141183460469231731687303715884105728", "-170141183460469231731687303715884105729"] {
            assert_eq!(text.parse::<CqlVarint>().unwrap().to_string(), text);
        }
        assert_eq!("+007".parse::<CqlVarint>().unwrap(), CqlVarint::from(7_i8));
        let error = "7e3".parse::<CqlVarint>().unwrap_err();
        assert_eq!(error.to_string(), "cannot read \"7e3\" as varint: expected digits");
        let long = CqlVarint::from_signed_bytes_be(vec![1; 1_025]).to_string();
        assert!(long.starts_with("blobAsVarint(0x01") && long.len() == 2_066, "{long}");
    }
}
