//! `decimal`.

use std::fmt;

use super::cell_writer::{CellWriter, WrittenCellProof};
use super::deserialize::{DeserializeValue, present};
use super::error::{DeserializationError, SerializationError, TypeCheckError};
use super::frame_slice::FrameSlice;
use super::serialize::SerializeValue;
use super::value_error::{BuiltinDeserializationErrorKind, read_mismatch, size_overflow, unreadable, write_mismatch};
use super::varint::{CqlVarint, to_i128};
use crate::wire::column::{ColumnType, NativeType};

/// A `decimal`: an integer of any size, and how many of its digits stand after the point.
///
/// Equal are those whose integers and scales are both equal: 1.0 is not 1.00.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CqlDecimal {
    unscaled: CqlVarint,
    scale: i32,
}

impl CqlDecimal {
    /// The number `bytes` · 10^-`scale`, where `bytes` are an integer in two's complement, the highest first.
    pub const fn from_signed_be_bytes_and_exponent(bytes: Vec<u8>, scale: i32) -> Self {
        Self { unscaled: CqlVarint::from_signed_bytes_be(bytes), scale }
    }

    /// The number `bytes` · 10^-`scale`, where `bytes` are an integer in two's complement, the highest first.
    pub fn from_signed_be_bytes_slice_and_exponent(bytes: &[u8], scale: i32) -> Self {
        Self::from_signed_be_bytes_and_exponent(bytes.to_vec(), scale)
    }

    /// The integer's bytes and the scale.
    pub fn as_signed_be_bytes_slice_and_exponent(&self) -> (&[u8], i32) {
        (self.unscaled.as_signed_bytes_be_slice(), self.scale)
    }

    /// The integer's bytes and the scale.
    pub fn into_signed_be_bytes_and_exponent(self) -> (Vec<u8>, i32) {
        (self.unscaled.into_signed_bytes_be(), self.scale)
    }
}

impl SerializeValue for CqlDecimal {
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        if !matches!(typ, ColumnType::Native(NativeType::Decimal)) {
            return Err(write_mismatch::<Self>(typ, NativeType::Decimal.name()));
        }
        let mut builder = writer.into_value_builder();
        builder.append_bytes(&self.scale.to_be_bytes());
        builder.append_bytes(self.unscaled.as_signed_bytes_be_slice());
        builder.finish().map_err(|_| size_overflow::<Self>(typ))
    }
}

impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for CqlDecimal {
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        match typ {
            ColumnType::Native(NativeType::Decimal) => Ok(()),
            _ => Err(read_mismatch::<Self>(typ, NativeType::Decimal.name())),
        }
    }

    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        let bytes = present::<Self>(typ, v)?.as_slice();
        let Some((scale, unscaled)) = bytes.split_first_chunk::<4>() else {
            let kind = BuiltinDeserializationErrorKind::Truncated { part: "its scale".to_owned() };
            return Err(unreadable::<Self>(typ, kind));
        };
        Ok(Self::from_signed_be_bytes_slice_and_exponent(unscaled, i32::from_be_bytes(*scale)))
    }
}

/// The most digits after the point that are written out; a scale from the network may ask for two billion.
const MAX_FRACTION_DIGITS: usize = 64;

/// As CQL: `12.50`, or `1250E-90` where that would be long, or `blobAsDecimal(0x…)` beyond 128 bits.
impl fmt::Display for CqlDecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (bytes, scale) = self.as_signed_be_bytes_slice_and_exponent();
        let Some(unscaled) = to_i128(bytes) else {
            let whole: Vec<u8> = scale.to_be_bytes().iter().chain(bytes).copied().collect();
            return write!(f, "blobAsDecimal({})", super::cql_value::HexBlob(&whole));
        };
        let places = usize::try_from(scale).unwrap_or(usize::MAX);
        if places == 0 {
            return write!(f, "{unscaled}");
        }
        if places > MAX_FRACTION_DIGITS {
            return write!(f, "{unscaled}E{}", -i64::from(scale));
        }
        let sign = if unscaled < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", unscaled.unsigned_abs(), width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        write!(f, "{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_displays_as_a_literal() {
        let decimal = |unscaled: i64, scale| {
            let bytes = CqlVarint::from(unscaled).into_signed_bytes_be();
            CqlDecimal::from_signed_be_bytes_and_exponent(bytes, scale).to_string()
        };
        assert_eq!(decimal(1250, 2), "12.50");
        assert_eq!(decimal(-5, 3), "-0.005");
        assert_eq!(decimal(7, 0), "7");
        assert_eq!(decimal(7, -3), "7E3");
        assert_eq!(decimal(-7, i32::MAX), "-7E-2147483647");
        assert_eq!(decimal(7, i32::MIN), "7E2147483648");
    }
}
