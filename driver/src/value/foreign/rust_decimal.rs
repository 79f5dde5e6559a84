//! rust_decimal 1: `Decimal` is a `decimal`: up to 28 places, and an integer of 96 bits.

use ::rust_decimal_1::Decimal;

use super::decimal;
use crate::value::cell_writer::{CellWriter, WrittenCellProof};
use crate::value::deserialize::DeserializeValue;
use crate::value::error::{DeserializationError, SerializationError, TypeCheckError};
use crate::value::frame_slice::FrameSlice;
use crate::value::serialize::SerializeValue;
use crate::value::value_error::{BuiltinDeserializationErrorKind, unreadable};
use crate::value::varint::{minimal, to_i128};
use crate::value::{CqlDecimal, CqlDecimalBorrowed, CqlVarint, Emptiable, ValueOverflow};
use crate::wire::column::ColumnType;

/// The most places that a `Decimal` has.
const MAX_SCALE: i32 = 28;

/// The number, if a `Decimal` can be it exactly. Only zeros at the end are given up for it.
fn from_parts(unscaled: &[u8], mut scale: i32) -> Option<Decimal> {
    let mut unscaled = to_i128(unscaled)?;
    if unscaled == 0 {
        scale = scale.clamp(0, MAX_SCALE);
    }
    // A number that is not 0 leaves each loop after at most 39 rounds, whatever scale the network sent.
    while scale < 0 {
        unscaled = unscaled.checked_mul(10)?;
        scale += 1;
    }
    while scale > MAX_SCALE || (scale > 0 && unscaled.unsigned_abs() > Decimal::MAX.mantissa().unsigned_abs()) {
        if unscaled % 10 != 0 {
            return None;
        }
        unscaled /= 10;
        scale -= 1;
    }
    Decimal::try_from_i128_with_scale(unscaled, u32::try_from(scale).ok()?).ok()
}

/// A zero that is negative becomes the other one.
impl From<Decimal> for CqlDecimal {
    fn from(value: Decimal) -> Self {
        let unscaled = CqlVarint::from(value.mantissa()).into_signed_bytes_be();
        Self::from_signed_be_bytes_and_exponent(unscaled, i32::try_from(value.scale()).unwrap_or(MAX_SCALE))
    }
}

/// Fails when the number has more digits than a `Decimal`, zeros at its end aside.
impl TryFrom<CqlDecimal> for Decimal {
    type Error = ValueOverflow;

    fn try_from(value: CqlDecimal) -> Result<Self, ValueOverflow> {
        let (unscaled, scale) = value.as_signed_be_bytes_slice_and_exponent();
        from_parts(unscaled, scale).ok_or(ValueOverflow)
    }
}

/// Fails as that of [`CqlDecimal`] does.
impl TryFrom<CqlDecimalBorrowed<'_>> for Decimal {
    type Error = ValueOverflow;

    fn try_from(value: CqlDecimalBorrowed<'_>) -> Result<Self, ValueOverflow> {
        let (unscaled, scale) = value.as_signed_be_bytes_slice_and_exponent();
        from_parts(unscaled, scale).ok_or(ValueOverflow)
    }
}

impl SerializeValue for Decimal {
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        decimal::write::<Self>(typ, writer, minimal(&self.mantissa().to_be_bytes()), self.scale().into())
    }
}

impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for Decimal {
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        decimal::check::<Self>(typ)
    }

    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        let (unscaled, scale) = decimal::read::<Self>(typ, v)?;
        from_parts(unscaled, scale)
            .ok_or_else(|| unreadable::<Self>(typ, BuiltinDeserializationErrorKind::ValueOverflow))
    }
}

impl Emptiable for Decimal {}
