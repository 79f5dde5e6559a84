use ::rust_decimal_1::Decimal;
use proptest::prelude::*;

use super::check::{as_key, bytes_say, everywhere, other_type_says, read_says, same};
use crate::value::{CqlDecimal, CqlVarint, ValueOverflow};
use crate::wire::column::NativeType;

fn ours(unscaled: i128, scale: i32) -> CqlDecimal {
    CqlDecimal::from_signed_be_bytes_and_exponent(CqlVarint::from(unscaled).into_signed_bytes_be(), scale)
}

fn theirs(unscaled: i128, scale: u32) -> Decimal {
    Decimal::try_from_i128_with_scale(unscaled, scale).expect("a decimal")
}

const MAX: i128 = (1 << 96) - 1;

#[test]
fn numbers_end_where_the_crate_ends() {
    for (unscaled, scale) in [(0, 0), (MAX, 0), (-MAX, 0), (MAX, 28), (-MAX, 28), (1, 28), (150, 2)] {
        let scale_ours = i32::try_from(scale).expect("a scale");
        same(NativeType::Decimal, &theirs(unscaled, scale), &ours(unscaled, scale_ours));
        assert_eq!(
            theirs(unscaled, scale).scale(),
            Decimal::try_from(ours(unscaled, scale_ours)).map_or(99, |d| d.scale())
        );
    }
    for beyond in [
        ours(MAX + 1, 0),
        ours(-MAX - 1, 0),
        ours(MAX + 1, 28),
        ours(MAX, 29),
        ours(1, 29),
        ours(MAX, -1),
        ours(8, -28),
        ours(1, i32::MAX),
        ours(1, i32::MIN),
        CqlDecimal::from_signed_be_bytes_and_exponent([[1].as_slice(), &[0; 40]].concat(), 40),
    ] {
        assert_eq!(Decimal::try_from(beyond.clone()), Err(ValueOverflow), "{beyond}");
        read_says::<Decimal>(NativeType::Decimal, &beyond, "cannot read decimal as Decimal: the value is out of range");
    }
}

#[test]
fn zeros_at_the_end_are_given_up_where_they_must_be() {
    for (number, expected) in [
        (ours(7, -3), theirs(7000, 0)),
        (ours(7, -28), theirs(7 * 10_i128.pow(28), 0)),
        (ours(7000, 30), theirs(70, 28)),
        ((ours((MAX - 5) * 100, 2)), theirs(MAX - 5, 0)),
        (ours(0, i32::MAX), theirs(0, 28)),
        (ours(0, i32::MIN), theirs(0, 0)),
        (ours(1250, 3), theirs(1250, 3)),
    ] {
        let found = Decimal::try_from(number.clone()).expect("a decimal");
        assert_eq!((found.mantissa(), found.scale()), (expected.mantissa(), expected.scale()), "{number}");
    }
}

#[test]
fn they_go_wherever_a_value_goes() {
    let value = theirs(-1250, 3);
    everywhere(NativeType::Decimal, &value);
    as_key(NativeType::Decimal, value);
    let read = "cannot read inet as Decimal: expected decimal";
    other_type_says(&value, read, "cannot write Decimal as inet: expected decimal");
    let text = "cannot read decimal as Decimal: the value ends inside its scale";
    bytes_say::<Decimal>(NativeType::Decimal, &[0, 0, 0], text);
}

proptest! {
    #[test]
    fn decimals_come_back(unscaled in -MAX..=MAX, shift in 0..96_u32, scale in 0..=28_u32) {
        let value = theirs(unscaled >> shift, scale);
        let ours = CqlDecimal::from(value);
        same(NativeType::Decimal, &value, &ours);
        prop_assert_eq!(Decimal::try_from(ours).map(|back| (back.mantissa(), back.scale())), Ok((unscaled >> shift, scale)));
    }

    #[test]
    fn any_bytes_are_a_decimal_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..24), scale: i32, shift in 0..32_u32) {
        let scale = scale >> shift;
        let ours = CqlDecimal::from_signed_be_bytes_and_exponent(bytes, scale);
        if let Ok(value) = Decimal::try_from(ours.clone()) && value.scale() == scale.unsigned_abs() {
            prop_assert_eq!(CqlDecimal::from(value), ours);
        }
    }
}
