//! bigdecimal 0.4: `BigDecimal` is a `decimal`, digits and scale as they are.

use std::num::TryFromIntError;

use ::bigdecimal_04::BigDecimal;
use ::bigdecimal_04::num_bigint::BigInt;

use super::decimal;
use crate::value::cell_writer::{CellWriter, WrittenCellProof};
use crate::value::deserialize::DeserializeValue;
use crate::value::error::{DeserializationError, SerializationError, TypeCheckError};
use crate::value::frame_slice::FrameSlice;
use crate::value::serialize::SerializeValue;
use crate::value::{CqlDecimal, CqlDecimalBorrowed, Emptiable};
use crate::wire::column::ColumnType;

fn from_parts(unscaled: &[u8], scale: i32) -> BigDecimal {
    BigDecimal::new(BigInt::from_signed_bytes_be(unscaled), scale.into())
}

impl From<CqlDecimal> for BigDecimal {
    fn from(value: CqlDecimal) -> Self {
        let (unscaled, scale) = value.as_signed_be_bytes_slice_and_exponent();
        from_parts(unscaled, scale)
    }
}

impl From<CqlDecimalBorrowed<'_>> for BigDecimal {
    fn from(value: CqlDecimalBorrowed<'_>) -> Self {
        let (unscaled, scale) = value.as_signed_be_bytes_slice_and_exponent();
        from_parts(unscaled, scale)
    }
}

/// Fails when the scale takes more than 32 bits.
impl TryFrom<BigDecimal> for CqlDecimal {
    type Error = TryFromIntError;

    fn try_from(value: BigDecimal) -> Result<Self, TryFromIntError> {
        let (unscaled, scale) = value.as_bigint_and_scale();
        Ok(Self::from_signed_be_bytes_and_exponent(unscaled.to_signed_bytes_be(), scale.try_into()?))
    }
}

impl SerializeValue for BigDecimal {
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        let (unscaled, scale) = self.as_bigint_and_scale();
        decimal::write::<Self>(typ, writer, &unscaled.to_signed_bytes_be(), scale)
    }
}

impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for BigDecimal {
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        decimal::check::<Self>(typ)
    }

    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        let (unscaled, scale) = decimal::read::<Self>(typ, v)?;
        Ok(from_parts(unscaled, scale))
    }
}

impl Emptiable for BigDecimal {}
