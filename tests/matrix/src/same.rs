use ilium_driver::value::CqlValue;

/// Whether two values are the same to the last bit, apart from the order in which sets and maps give their entries.
///
/// Equality of the driver's types asks what the server asks: it passes over the zero's sign, takes no NaN for another,
/// and does not look at a time UUID's version or at leading zeros.
pub(crate) fn same(one: &CqlValue, other: &CqlValue) -> bool {
    match (one, other) {
        (CqlValue::Float(one), CqlValue::Float(other)) => one.to_bits() == other.to_bits(),
        (CqlValue::Double(one), CqlValue::Double(other)) => one.to_bits() == other.to_bits(),
        (CqlValue::Timeuuid(one), CqlValue::Timeuuid(other)) => one.as_bytes() == other.as_bytes(),
        (CqlValue::Varint(one), CqlValue::Varint(other)) => {
            one.as_signed_bytes_be_slice() == other.as_signed_bytes_be_slice()
        }
        (CqlValue::Decimal(one), CqlValue::Decimal(other)) => {
            one.as_signed_be_bytes_slice_and_exponent() == other.as_signed_be_bytes_slice_and_exponent()
        }
        (CqlValue::List(one), CqlValue::List(other)) | (CqlValue::Vector(one), CqlValue::Vector(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (CqlValue::Set(one), CqlValue::Set(other)) => same_in_any_order(one, other, same),
        (CqlValue::Map(one), CqlValue::Map(other)) => {
            same_in_any_order(one, other, |one, other| same(&one.0, &other.0) && same(&one.1, &other.1))
        }
        (CqlValue::Tuple(one), CqlValue::Tuple(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| same_or_null(one.as_ref(), other.as_ref()))
        }
        (
            CqlValue::UserDefinedType { keyspace, name, fields },
            CqlValue::UserDefinedType { keyspace: other_keyspace, name: other_name, fields: other_fields },
        ) => {
            (keyspace, name, fields.len()) == (other_keyspace, other_name, other_fields.len())
                && fields.iter().zip(other_fields).all(|((name, value), (other_name, other))| {
                    name == other_name && same_or_null(value.as_ref(), other.as_ref())
                })
        }
        _ => one == other,
    }
}

/// [`same`], where `None` is null.
pub(crate) fn same_or_null(one: Option<&CqlValue>, other: Option<&CqlValue>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => same(one, other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

fn same_in_any_order<T>(one: &[T], other: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    let mut rest: Vec<&T> = other.iter().collect();
    one.len() == other.len()
        && one.iter().all(|entry| {
            let found = rest.iter().position(|candidate| same(entry, candidate));
            found.map(|position| rest.swap_remove(position)).is_some()
        })
}

#[cfg(test)]
mod tests {
    use ilium_driver::value::{CqlDecimal, CqlTimeuuid, CqlVarint};

    use super::*;

    /// Values that the driver's equality or a careless print takes for each other.
    fn nearly_the_same() -> Vec<(CqlValue, CqlValue)> {
        let decimal =
            |bytes: &[u8], scale| CqlValue::Decimal(CqlDecimal::from_signed_be_bytes_slice_and_exponent(bytes, scale));
        let varint = |bytes: &[u8]| CqlValue::Varint(CqlVarint::from_signed_bytes_be_slice(bytes));
        let timeuuid = |number| CqlValue::Timeuuid(CqlTimeuuid::from_u128(number));
        vec![
            (CqlValue::Double(0.0), CqlValue::Double(-0.0)),
            (CqlValue::Double(0.1), CqlValue::Double(f64::from_bits(0.1_f64.to_bits() + 1))),
            (CqlValue::Float(f32::NAN), CqlValue::Float(f32::from_bits(f32::NAN.to_bits() + 1))),
            (decimal(&[10], 1), decimal(&[100], 2)),
            (decimal(&[10], 1), decimal(&[0, 10], 1)),
            (varint(&[5]), varint(&[0, 5])),
            (timeuuid(0x1000_8080_8080_8080_8080), timeuuid(0x4000_8080_8080_8080_8080)),
            (CqlValue::Text("a".to_owned()), CqlValue::Ascii("a".to_owned())),
            (CqlValue::Empty, CqlValue::Blob(Vec::new())),
        ]
    }

    #[test]
    fn values_that_differ_in_a_bit_are_not_the_same_wherever_they_stand() {
        for (one, other) in nearly_the_same() {
            let places: [&dyn Fn(CqlValue) -> CqlValue; 7] = [
                &|value| value,
                &|value| CqlValue::List(vec![value]),
                &|value| CqlValue::Set(vec![value]),
                &|value| CqlValue::Map(vec![(value, CqlValue::Int(1))]),
                &|value| CqlValue::Map(vec![(CqlValue::Int(1), value)]),
                &|value| CqlValue::Tuple(vec![None, Some(value)]),
                &|value| CqlValue::Vector(vec![CqlValue::Set(vec![value])]),
            ];
            for place in places {
                assert!(same(&place(one.clone()), &place(one.clone())), "{one:?}");
                assert!(!same(&place(one.clone()), &place(other.clone())), "{one:?} and {other:?}");
            }
        }
    }

    #[test]
    fn only_sets_and_maps_are_the_same_in_another_order() {
        let ints = |ints: [i32; 3]| ints.map(CqlValue::Int).to_vec();
        assert!(same(&CqlValue::Set(ints([1, 2, 3])), &CqlValue::Set(ints([3, 1, 2]))));
        assert!(!same(&CqlValue::Set(ints([1, 2, 2])), &CqlValue::Set(ints([1, 1, 2]))));
        assert!(!same(&CqlValue::List(ints([1, 2, 3])), &CqlValue::List(ints([3, 1, 2]))));
        assert!(!same(&CqlValue::List(ints([1, 2, 3])), &CqlValue::List(ints([1, 2, 3])[..2].to_vec())));
    }

    #[test]
    fn null_is_the_same_as_null_alone() {
        assert!(same_or_null(None, None));
        assert!(!same_or_null(None, Some(&CqlValue::Empty)));
        assert!(!same(&CqlValue::Tuple(vec![None]), &CqlValue::Tuple(vec![])));
    }
}
