//! `varint`.

use std::fmt;
use std::hash::{Hash, Hasher};

use super::cell_writer::{CellWriter, WrittenCellProof};
use super::deserialize::{DeserializeValue, present};
use super::error::{DeserializationError, SerializationError, TypeCheckError};
use super::frame_slice::FrameSlice;
use super::serialize::SerializeValue;
use super::value_error::{read_mismatch, size_overflow, write_mismatch};
use super::value_overflow::ValueOverflow;
use crate::wire::column::{ColumnType, NativeType};

/// A `varint`: an integer of any size, as the bytes of its two's complement, the highest first.
///
/// Equality passes over bytes that add nothing, such as leading zeros.
#[derive(Clone, Debug)]
pub struct CqlVarint(Vec<u8>);

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

/// In as few bytes as the integer needs.
impl From<i128> for CqlVarint {
    fn from(value: i128) -> Self {
        Self(minimal(&value.to_be_bytes()).to_vec())
    }
}

/// In as few bytes as the integer needs.
impl From<i64> for CqlVarint {
    fn from(value: i64) -> Self {
        Self(minimal(&value.to_be_bytes()).to_vec())
    }
}

impl TryFrom<&CqlVarint> for i128 {
    type Error = ValueOverflow;

    fn try_from(value: &CqlVarint) -> Result<Self, ValueOverflow> {
        to_i128(&value.0).ok_or(ValueOverflow)
    }
}

impl PartialEq for CqlVarint {
    fn eq(&self, other: &Self) -> bool {
        minimal(&self.0) == minimal(&other.0)
    }
}

impl Eq for CqlVarint {}

impl Hash for CqlVarint {
    fn hash<H: Hasher>(&self, state: &mut H) {
        minimal(&self.0).hash(state);
    }
}

impl SerializeValue for CqlVarint {
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        if !matches!(typ, ColumnType::Native(NativeType::Varint)) {
            return Err(write_mismatch::<Self>(typ, NativeType::Varint.name()));
        }
        writer.set_value(&self.0).map_err(|_| size_overflow::<Self>(typ))
    }
}

impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for CqlVarint {
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        match typ {
            ColumnType::Native(NativeType::Varint) => Ok(()),
            _ => Err(read_mismatch::<Self>(typ, NativeType::Varint.name())),
        }
    }

    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        Ok(Self::from_signed_bytes_be_slice(present::<Self>(typ, v)?.as_slice()))
    }
}

/// As CQL: digits up to 128 bits, `blobAsVarint(0x…)` beyond.
impl fmt::Display for CqlVarint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match to_i128(&self.0) {
            Some(value) => write!(f, "{value}"),
            None => write!(f, "blobAsVarint({})", super::cql_value::HexBlob(&self.0)),
        }
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
    fn what_needs_more_than_128_bits_is_no_i128() {
        let mut bytes = vec![1];
        bytes.extend([0; 16]);
        let big = CqlVarint::from_signed_bytes_be(bytes);
        assert_eq!(i128::try_from(&big), Err(ValueOverflow));
        assert_eq!(big.to_string(), "blobAsVarint(0x0100000000000000000000000000000000)");
    }
}
