//! The same of every version.

macro_rules! big_int {
    ($feature:literal, $name:ident) => {
        #[cfg(feature = $feature)]
        mod $name {
            use ::$name::BigInt;
            use proptest::prelude::*;

            use crate::value::CqlVarint;
            use crate::value::foreign::tests::check::{as_key, everywhere, other_type_says, read_says, same};
            use crate::value::tests::{cell, native, read, write};
            use crate::value::varint::minimal;
            use crate::wire::column::NativeType;

            #[test]
            fn integers_take_as_few_bytes_as_they_need() {
                for (value, bytes) in [
                    (0_i64, [0].as_slice()),
                    (127, &[0x7F]),
                    (128, &[0, 0x80]),
                    (-1, &[0xFF]),
                    (-128, &[0x80]),
                    (-129, &[0xFF, 0x7F]),
                    (-32_768, &[0x80, 0]),
                ] {
                    let written = write(&native(NativeType::Varint), &BigInt::from(value)).expect("it is written");
                    assert_eq!(written, cell(bytes), "{value}");
                }
            }

            #[test]
            fn bytes_that_add_nothing_are_passed_over() {
                for (bytes, value) in [([].as_slice(), 0), (&[0, 0, 5], 5), (&[0xFF, 0xFF, 0x80], -128)] {
                    let cell = cell(bytes);
                    let read = read::<BigInt>(&native(NativeType::Varint), &cell).expect("an integer");
                    assert_eq!(read, BigInt::from(value));
                }
            }

            #[test]
            fn they_go_wherever_a_value_goes() {
                let value = BigInt::from(i128::MIN) * BigInt::from(i128::MAX);
                everywhere(NativeType::Varint, &value);
                as_key(NativeType::Varint, value.clone());
                let (read, write) =
                    ("cannot read inet as BigInt: expected varint", "cannot write BigInt as inet: expected varint");
                other_type_says(&value, read, write);
                let text = "cannot read varint as BigInt: the value is null; read it as `Option<BigInt>`";
                read_says::<BigInt>(NativeType::Varint, &None::<CqlVarint>, text);
            }

            proptest! {
                #[test]
                fn integers_come_back(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
                    let ours = CqlVarint::from_signed_bytes_be_slice(minimal(&bytes));
                    let theirs = BigInt::from(ours.clone());
                    same(NativeType::Varint, &theirs, &ours);
                    let back = CqlVarint::from(theirs);
                    prop_assert_eq!(back.as_signed_bytes_be_slice(), minimal(&bytes));
                }
            }
        }
    };
}

big_int!("num-bigint-03", num_bigint_03);
big_int!("num-bigint-04", num_bigint_04);
big_int!("num-bigint-05", num_bigint_05);
