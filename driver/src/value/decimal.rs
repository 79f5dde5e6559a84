//! `decimal`.

use std::fmt;
use std::str::FromStr;

use super::cell_writer::{CellWriter, WrittenCellProof};
use super::deserialize::{DeserializeValue, present};
use super::digits::{self, Digits};
use super::error::{DeserializationError, SerializationError, TypeCheckError};
use super::frame_slice::FrameSlice;
use super::parse_error::ParseError;
use super::serialize::SerializeValue;
use super::value_error::{BuiltinDeserializationErrorKind, read_mismatch, size_overflow, unreadable, write_mismatch};
use super::varint::{CqlVarint, CqlVarintBorrowed, or_zero, sign};
use crate::wire::column::{ColumnType, NativeType};

/// A `decimal`: an integer of any size, and how many of its digits stand after the point.
///
/// Equal are those whose integers and scales are both equal: 1.0 is not 1.00. Text goes in by `FromStr` and comes back by
/// `Display`.
///
/// # Examples
/// ```
/// use ilium_driver::value::{CqlDecimal, CqlVarint};
///
/// let price: CqlDecimal = "12.50".parse()?;
/// assert_eq!(price, CqlDecimal::new(CqlVarint::from(1250), 2));
/// assert_eq!(price.to_string(), "12.50");
/// # Ok::<(), ilium_driver::value::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CqlDecimal {
    unscaled: CqlVarint,
    scale: i32,
}

/// A [`CqlDecimal`] whose bytes are borrowed, as they are when it is read from a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CqlDecimalBorrowed<'b> {
    unscaled: CqlVarintBorrowed<'b>,
    scale: i32,
}

impl CqlDecimal {
    /// The number `unscaled` · 10^-`scale`.
    pub const fn new(unscaled: CqlVarint, scale: i32) -> Self {
        Self { unscaled, scale }
    }

    /// The number `bytes` · 10^-`scale`, where `bytes` are an integer in two's complement, the highest first.
    pub const fn from_signed_be_bytes_and_exponent(bytes: Vec<u8>, scale: i32) -> Self {
        Self { unscaled: CqlVarint::from_signed_bytes_be(bytes), scale }
    }

    /// The number `bytes` · 10^-`scale`, where `bytes` are an integer in two's complement, the highest first.
    pub fn from_signed_be_bytes_slice_and_exponent(bytes: &[u8], scale: i32) -> Self {
        Self::from_signed_be_bytes_and_exponent(bytes.to_vec(), scale)
    }

    /// The integer, which is the number without its point.
    pub const fn unscaled(&self) -> &CqlVarint {
        &self.unscaled
    }

    /// How many of the integer's digits stand after the point; negative when zeros follow the integer.
    pub const fn scale(&self) -> i32 {
        self.scale
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

impl<'b> CqlDecimalBorrowed<'b> {
    /// The number `bytes` · 10^-`scale`, where `bytes` are an integer in two's complement, the highest first.
    pub const fn from_signed_be_bytes_slice_and_exponent(bytes: &'b [u8], scale: i32) -> Self {
        Self { unscaled: CqlVarintBorrowed::from_signed_bytes_be_slice(bytes), scale }
    }

    /// The integer's bytes and the scale.
    pub const fn as_signed_be_bytes_slice_and_exponent(&self) -> (&'b [u8], i32) {
        (self.unscaled.as_signed_bytes_be_slice(), self.scale)
    }

    /// Copies the bytes.
    pub fn into_owned(self) -> CqlDecimal {
        CqlDecimal { unscaled: self.unscaled.into_owned(), scale: self.scale }
    }
}

macro_rules! decimal {
    ($($rust:ty, $read:ty;)*) => {$(
        impl SerializeValue for $rust {
            fn serialize<'b>(
                &self,
                typ: &ColumnType<'_>,
                writer: CellWriter<'b>,
            ) -> Result<WrittenCellProof<'b>, SerializationError> {
                if !matches!(typ, ColumnType::Native(NativeType::Decimal)) {
                    return Err(write_mismatch::<Self>(typ, NativeType::Decimal.name()));
                }
                let (unscaled, scale) = self.as_signed_be_bytes_slice_and_exponent();
                let mut builder = writer.into_value_builder();
                builder.append_bytes(&scale.to_be_bytes());
                builder.append_bytes(or_zero(unscaled));
                builder.finish().map_err(|_| size_overflow::<Self>(typ))
            }
        }

        impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for $read {
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

        /// As CQL: `12.50`, or `1250E-90` where that would be long, or `blobAsDecimal(0x…)` beyond 1,024 bytes.
        impl fmt::Display for $rust {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let (unscaled, scale) = self.as_signed_be_bytes_slice_and_exponent();
                display(unscaled, scale, f)
            }
        }
    )*};
}

decimal! {
    CqlDecimal, CqlDecimal;
    CqlDecimalBorrowed<'_>, CqlDecimalBorrowed<'frame>;
}

/// The most digits after the point that are written out; a scale from the network may ask for two billion.
const MAX_FRACTION_DIGITS: usize = 64;

fn display(bytes: &[u8], scale: i32, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Some(Digits { is_negative, digits }) = digits::from_bytes(bytes) else {
        let whole: Vec<u8> = scale.to_be_bytes().iter().chain(bytes).copied().collect();
        return write!(f, "blobAsDecimal({})", super::cql_value::HexBlob(&whole));
    };
    let sign = if is_negative { "-" } else { "" };
    let places = usize::try_from(scale).unwrap_or(usize::MAX);
    if places == 0 {
        return write!(f, "{sign}{digits}");
    }
    if places > MAX_FRACTION_DIGITS {
        return write!(f, "{sign}{digits}E{}", -i64::from(scale));
    }
    let digits = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = digits.split_at_checked(digits.len() - places).unwrap_or((&digits, ""));
    write!(f, "{sign}{whole}.{fraction}")
}

/// Digits with an optional sign, point and exponent, such as `-12.50` or `1E-9`. The scale is as written: `1.0` has one.
impl FromStr for CqlDecimal {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let error = |reason| ParseError::new("decimal", text, reason);
        let (is_negative, number) = sign(text);
        let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let unscaled = digits::to_bytes(is_negative, &format!("{whole}{fraction}"))
            .ok_or_else(|| error("expected digits, such as -12.50 or 1E-9"))?;
        let exponent: i64 = exponent.parse().map_err(|_| error("its exponent is no number or out of range"))?;
        let scale = i64::try_from(fraction.len()).ok().and_then(|places| places.checked_sub(exponent));
        let scale =
            scale.and_then(|scale| i32::try_from(scale).ok()).ok_or_else(|| error("its scale is out of range"))?;
        Ok(Self::from_signed_be_bytes_and_exponent(unscaled, scale))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(unscaled: i64, scale: i32) -> CqlDecimal {
        CqlDecimal::new(CqlVarint::from(unscaled), scale)
    }

    #[test]
    fn a_decimal_displays_as_a_literal() {
        let display = |unscaled, scale| decimal(unscaled, scale).to_string();
        assert_eq!(display(1250, 2), "12.50");
        assert_eq!(display(-5, 3), "-0.005");
        assert_eq!(display(7, 0), "7");
        assert_eq!(display(7, -3), "7E3");
        assert_eq!(display(-7, i32::MAX), "-7E-2147483647");
        assert_eq!(display(7, i32::MIN), "7E2147483648");
    }

    #[test]
    fn text_is_read_with_its_scale() {
        let parse = |text: &str| text.parse::<CqlDecimal>();
        for (text, unscaled, scale) in [
            ("0", 0, 0),
            ("-12.50", -1250, 2),
            ("+.5", 5, 1),
            ("5.", 5, 0),
            ("1.5e3", 15, -2),
            ("7E-2147483647", 7, i32::MAX),
            ("7E2147483648", 7, i32::MIN),
        ] {
            assert_eq!(parse(text), Ok(decimal(unscaled, scale)), "{text}");
        }
        for text in ["", ".", "-", "1.2.3", "1,5", "1e", "1e1.5", "7E2147483649", "0x1", "1E99999999999999999999"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn text_goes_both_ways(bytes in proptest::collection::vec(any::<u8>(), 1..40), scale: i32, few in 0..70_i32) {
            for scale in [scale, few, -few] {
                let decimal = CqlDecimal::from_signed_be_bytes_slice_and_exponent(&bytes, scale);
                prop_assert_eq!(decimal.to_string().parse(), Ok(decimal));
            }
        }
    }
}
