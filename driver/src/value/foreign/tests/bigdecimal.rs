use ::bigdecimal_04::BigDecimal;
use ::bigdecimal_04::num_bigint::BigInt;
use proptest::prelude::*;

use super::check::{as_key, bytes_say, everywhere, other_type_says, same, write_says};
use crate::value::CqlDecimal;
use crate::value::varint::minimal;
use crate::wire::column::NativeType;

#[test]
fn scales_end_at_32_bits() {
    for scale in [i32::MIN, i32::MAX] {
        let ours = CqlDecimal::from_signed_be_bytes_and_exponent(vec![7], scale);
        same(NativeType::Decimal, &BigDecimal::new(7.into(), scale.into()), &ours);
    }
    for beyond in [i64::from(i32::MIN) - 1, i64::from(i32::MAX) + 1] {
        let value = BigDecimal::new(7.into(), beyond);
        assert!(CqlDecimal::try_from(value.clone()).is_err());
        write_says(NativeType::Decimal, &value, "cannot write BigDecimal as decimal: the value is out of range");
    }
}

#[test]
fn digits_and_scale_stay_as_they_are() {
    let value = BigDecimal::new(1250.into(), 3);
    let ours = CqlDecimal::try_from(value.clone()).expect("a decimal");
    assert_eq!(ours.as_signed_be_bytes_slice_and_exponent(), ([4, 0xE2].as_slice(), 3));
    assert_eq!(BigDecimal::from(ours).into_bigint_and_scale(), (1250.into(), 3));
}

#[test]
fn they_go_wherever_a_value_goes() {
    let value = BigDecimal::new(BigInt::from(-1250), 3);
    everywhere(NativeType::Decimal, &value);
    as_key(NativeType::Decimal, value.clone());
    let read = "cannot read inet as BigDecimal: expected decimal";
    other_type_says(&value, read, "cannot write BigDecimal as inet: expected decimal");
    let text = "cannot read decimal as BigDecimal: the value ends inside its scale";
    bytes_say::<BigDecimal>(NativeType::Decimal, &[0, 0], text);
}

proptest! {
    #[test]
    fn decimals_come_back(bytes in proptest::collection::vec(any::<u8>(), 0..40), scale: i32) {
        let ours = CqlDecimal::from_signed_be_bytes_slice_and_exponent(minimal(&bytes), scale);
        let theirs = BigDecimal::new(BigInt::from_signed_bytes_be(&bytes), scale.into());
        same(NativeType::Decimal, &theirs, &ours);
        prop_assert_eq!(&BigDecimal::from(ours.clone()), &theirs);
        prop_assert_eq!(CqlDecimal::try_from(theirs), Ok(ours));
    }
}
