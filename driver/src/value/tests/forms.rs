//! The Rust types that a value can have beside the first that comes to mind: each is written as the bytes of that one, and
//! read back from them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::fmt::Debug;
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::num::NonZero;
use std::rc::Rc;
use std::sync::Arc;

use bytes::Bytes;
use proptest::prelude::*;
use uuid::Uuid;

use super::{cell, list, map, native, read, set, vector, write};
use crate::value::deserialize::DeserializeValue;
use crate::value::frame_slice::FrameSliceWithMetadata;
use crate::value::serialize::SerializeValue;
use crate::value::vector::VectorIterator;
use crate::value::{
    CqlDecimal, CqlDecimalBorrowed, CqlTimestamp, CqlTimeuuid, CqlVarint, CqlVarintBorrowed, Elements, Entries,
};
use crate::wire::column::{ColumnType, NativeType};

/// `form` and `plain` are written alike, and what is written is read as `form`.
fn is_as<T, P>(typ: &ColumnType<'static>, form: &T, plain: &P)
where
    T: SerializeValue + for<'a> DeserializeValue<'a, 'a> + PartialEq + Debug,
    P: SerializeValue + ?Sized,
{
    let bytes = Bytes::from(write(typ, plain).unwrap());
    assert_eq!(write(typ, form).unwrap(), bytes, "{form:?}");
    assert_eq!(&read::<T>(typ, &bytes).unwrap(), form);
}

#[test]
fn numbers() {
    is_as(&native(NativeType::TinyInt), &NonZero::new(-1_i8).unwrap(), &-1_i8);
    is_as(&native(NativeType::SmallInt), &NonZero::new(7_i16).unwrap(), &7_i16);
    is_as(&native(NativeType::Int), &NonZero::new(i32::MIN).unwrap(), &i32::MIN);
    is_as(&native(NativeType::BigInt), &NonZero::new(i64::MAX).unwrap(), &i64::MAX);
    let error = read::<NonZero<i32>>(&native(NativeType::Int), &cell(&[0; 4])).unwrap_err().to_string();
    assert_eq!(error, "cannot read int as NonZero<i32>: the value is out of range");
}

#[test]
fn varints_and_decimals() {
    let varint = native(NativeType::Varint);
    is_as(&varint, &i128::MIN, &CqlVarint::from(i128::MIN));
    is_as(&varint, &-129_i128, &CqlVarint::from(-129_i64));
    let frame = cell(&[0x7F, 0xFF]);
    let borrowed: CqlVarintBorrowed<'_> = read(&varint, &frame).unwrap();
    assert_eq!(borrowed.as_signed_bytes_be_slice().as_ptr(), frame[4..].as_ptr());
    assert_eq!(write(&varint, &borrowed).unwrap(), frame);
    assert_eq!((borrowed.into_owned(), borrowed.to_string()), (CqlVarint::from(32_767), "32767".to_owned()));
    assert_eq!(borrowed, CqlVarintBorrowed::from_signed_bytes_be_slice(&[0, 0x7F, 0xFF]));
    let error = read::<i128>(&varint, &cell(&[1; 17])).unwrap_err().to_string();
    assert_eq!(error, "cannot read varint as i128: the value is out of range");
    for error in [
        read::<i128>(&varint, &cell(&[])).unwrap_err(),
        read::<CqlVarint>(&varint, &cell(&[])).unwrap_err(),
        read::<CqlVarintBorrowed<'_>>(&varint, &cell(&[])).unwrap_err(),
    ] {
        assert!(error.to_string().ends_with("the value ends inside its first byte"), "{error}");
    }
    assert_eq!(write(&varint, &CqlVarint::from_signed_bytes_be(Vec::new())).unwrap(), cell(&[0]));

    let decimal = native(NativeType::Decimal);
    let frame = cell(&[0, 0, 0, 2, 0x04, 0xE2]);
    let borrowed: CqlDecimalBorrowed<'_> = read(&decimal, &frame).unwrap();
    assert_eq!(borrowed.as_signed_be_bytes_slice_and_exponent().0.as_ptr(), frame[8..].as_ptr());
    assert_eq!(write(&decimal, &borrowed).unwrap(), frame);
    assert_eq!((borrowed.into_owned(), borrowed.to_string()), ("12.50".parse::<CqlDecimal>().unwrap(), "12.50".into()));
    // Cassandra refuses a decimal without an integer.
    let nothing = CqlDecimal::from_signed_be_bytes_and_exponent(Vec::new(), 1);
    assert_eq!(write(&decimal, &nothing).unwrap(), cell(&[0, 0, 0, 1, 0]));
}

#[test]
fn texts() {
    for typ in [native(NativeType::Text), native(NativeType::Ascii)] {
        is_as(&typ, &Box::<str>::from("a"), "a");
        is_as(&typ, &Arc::<str>::from("a"), "a");
        is_as(&typ, &Rc::<str>::from("a"), "a");
        is_as(&typ, &'a', "a");
        let frame = cell(b"a");
        let Cow::Borrowed(text) = read::<Cow<'_, str>>(&typ, &frame).unwrap() else { panic!("copied") };
        assert_eq!(text.as_ptr(), frame[4..].as_ptr());
        assert_eq!(write(&typ, &Cow::<str>::Owned("a".to_owned())).unwrap(), frame);
    }
    is_as(&native(NativeType::Text), &'\u{1F600}', "\u{1F600}");
    assert!(write(&native(NativeType::Ascii), &'é').is_err());
    for other in ["", "ab", "e\u{301}"] {
        assert!(read::<char>(&native(NativeType::Text), &cell(other.as_bytes())).is_err(), "{other}");
    }
}

#[test]
fn blobs() {
    let blob = native(NativeType::Blob);
    is_as(&blob, &Box::<[u8]>::from([1, 2]), &[1_u8, 2]);
    is_as(&blob, &Arc::<[u8]>::from([1, 2]), &[1_u8, 2]);
    is_as(&blob, &Rc::<[u8]>::from([1, 2]), &[1_u8, 2]);
    is_as(&blob, &Rc::new(vec![1_u8, 2]), &[1_u8, 2]);
    let frame = cell(&[1, 2]);
    assert!(matches!(read::<Cow<'_, [u8]>>(&blob, &frame).unwrap(), Cow::Borrowed([1, 2])));
    assert_eq!(write(&blob, &Cow::<[u8]>::Owned(vec![1, 2])).unwrap(), frame);
    assert!(read::<[u8; 3]>(&blob, &frame).is_err());
}

#[test]
fn addresses() {
    let inet = native(NativeType::Inet);
    is_as(&inet, &Ipv4Addr::LOCALHOST, &std::net::IpAddr::from(Ipv4Addr::LOCALHOST));
    is_as(&inet, &Ipv6Addr::LOCALHOST, &std::net::IpAddr::from(Ipv6Addr::LOCALHOST));
    let error = read::<Ipv4Addr>(&inet, &cell(&Ipv6Addr::LOCALHOST.octets())).unwrap_err().to_string();
    assert_eq!(error, "cannot read inet as Ipv4Addr: expected 4 bytes, got 16");
    assert!(read::<Ipv6Addr>(&inet, &cell(&[127, 0, 0, 1])).is_err());
}

#[test]
fn sequences() {
    for typ in [list(native(NativeType::Int)), set(native(NativeType::Int)), vector(native(NativeType::Int), 3)] {
        let plain = vec![3_i32, 1, 2];
        is_as(&typ, &Box::<[i32]>::from(&plain[..]), &plain);
        is_as(&typ, &Arc::<[i32]>::from(&plain[..]), &plain);
        is_as(&typ, &Rc::<[i32]>::from(&plain[..]), &plain);
        let mut turned: VecDeque<i32> = plain.iter().copied().collect();
        turned.rotate_left(1);
        turned.rotate_right(1);
        is_as(&typ, &turned, &plain);
        let bytes = write(&typ, &plain).unwrap();
        assert_eq!(write(&typ, &[3_i32, 1, 2]).unwrap(), bytes);
        assert_eq!(write(&typ, &Cow::Borrowed(&plain[..])).unwrap(), bytes);
        assert_eq!(write(&typ, &Elements::new(&plain)).unwrap(), bytes);
        assert_eq!(write(&typ, &Elements::new(plain.iter().map(|value| Some(*value)))).unwrap(), bytes);
        let dynamic: Vec<&dyn SerializeValue> = vec![&3_i32, &1_i32, &2_i32];
        assert_eq!(write(&typ, &dynamic).unwrap(), bytes);
    }
    let hashed: HashSet<i32, BuildHasherDefault<DefaultHasher>> = [7].into_iter().collect();
    is_as(&set(native(NativeType::Int)), &hashed, &vec![7_i32]);
    assert!(write(&native(NativeType::Int), &Elements::new([1_i32])).is_err());
    assert!(write(&vector(native(NativeType::Int), 3), &Elements::new([1_i32])).is_err());
    assert!(write(&vector(native(NativeType::Int), 3), &VecDeque::from([1_i32])).is_err());
    assert_eq!(format!("{:?}", Elements::new([1_i32])), "Elements(1)");
}

#[test]
fn maps() {
    let typ = map(native(NativeType::Text), native(NativeType::Int));
    let plain = BTreeMap::from([("a", 1_i32), ("b", 2)]);
    let bytes = write(&typ, &plain).unwrap();
    assert_eq!(write(&typ, &Entries::new(plain.iter())).unwrap(), bytes);
    assert_eq!(write(&typ, &Entries::new([("a", 1_i32), ("b", 2)])).unwrap(), bytes);
    let hashed: HashMap<String, i32, BuildHasherDefault<DefaultHasher>> = [("a".to_owned(), 1)].into_iter().collect();
    is_as(&typ, &hashed, &BTreeMap::from([("a", 1_i32)]));
}

/// Says that it has one item more than it has.
#[derive(Clone)]
struct OneMore(std::vec::IntoIter<i32>);

impl Iterator for OneMore {
    type Item = i32;

    fn next(&mut self) -> Option<i32> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.0.len() + 1, Some(self.0.len() + 1))
    }
}

impl ExactSizeIterator for OneMore {}

#[test]
fn an_iterator_that_says_a_wrong_number_is_refused() {
    let items = || OneMore(vec![1, 2].into_iter());
    for typ in [list(native(NativeType::Int)), vector(native(NativeType::Int), 3)] {
        let error = write(&typ, &Elements::new(items())).unwrap_err().to_string();
        assert!(error.ends_with("expected 3 elements, got 2"), "{error}");
    }
    let typ = map(native(NativeType::Int), native(NativeType::Int));
    let pairs = items().zip(items());
    assert!(write(&typ, &Entries::new(pairs)).is_err());
}

#[test]
fn a_column_is_read_when_it_is_asked_for() {
    let int = native(NativeType::Int);
    let frame = cell(&[0, 0, 0, 7]);
    let raw: FrameSliceWithMetadata<'_, '_> = read(&int, &frame).unwrap();
    assert_eq!((raw.column_type, raw.value::<i32>().unwrap()), (&int, 7));
    assert_eq!(raw.value::<i64>().unwrap_err().to_string(), "cannot read int as i64: expected bigint");
}

proptest! {
    /// Numbers of a vector are written and read at once, which must be what one by one gives.
    #[test]
    fn vectors_of_numbers_are_those_of_single_numbers(numbers: Vec<(bool, i32, i64, f32, f64, u128)>) {
        fn both<T>(native_type: NativeType, numbers: Vec<T>) -> Result<(), TestCaseError>
        where
            T: SerializeValue + for<'a> DeserializeValue<'a, 'a> + Clone + Debug,
        {
            let typ = vector(native(native_type), numbers.len().try_into().unwrap());
            let each = write(&typ, &Elements::new(&numbers)).unwrap();
            prop_assert_eq!(&write(&typ, &numbers).unwrap(), &each);
            let bytes = Bytes::from(each);
            let at_once: Vec<T> = read(&typ, &bytes).unwrap();
            let one_by_one: Vec<T> = read::<VectorIterator<'_, '_, T>>(&typ, &bytes).unwrap().map(Result::unwrap).collect();
            // As text, since a NaN is not equal to itself.
            prop_assert_eq!(format!("{:?}", at_once), format!("{:?}", one_by_one));
            prop_assert_eq!(format!("{:?}", numbers), format!("{:?}", one_by_one));
            Ok(())
        }
        both(NativeType::Boolean, numbers.iter().map(|number| number.0).collect())?;
        both(NativeType::Int, numbers.iter().map(|number| number.1).collect())?;
        both(NativeType::BigInt, numbers.iter().map(|number| number.2).collect())?;
        both(NativeType::Float, numbers.iter().map(|number| number.3).collect())?;
        both(NativeType::Double, numbers.iter().map(|number| number.4).collect())?;
        both(NativeType::Timestamp, numbers.iter().map(|number| CqlTimestamp(number.2)).collect())?;
        both(NativeType::Uuid, numbers.iter().map(|number| Uuid::from_u128(number.5)).collect())?;
        both(NativeType::Timeuuid, numbers.iter().map(|number| CqlTimeuuid::from_u128(number.5)).collect())?;
        both(NativeType::SmallInt, numbers.iter().map(|number| i16::from(number.0)).collect())?;
    }

    #[test]
    fn arrays_of_numbers_are_read_at_once(a: [f32; 5], b: [i64; 3]) {
        let typ = vector(native(NativeType::Float), 5);
        let bytes = Bytes::from(write(&typ, &a).unwrap());
        prop_assert_eq!(read::<[f32; 5]>(&typ, &bytes).unwrap().map(f32::to_bits), a.map(f32::to_bits));
        let typ = vector(native(NativeType::BigInt), 3);
        let bytes = Bytes::from(write(&typ, &b).unwrap());
        prop_assert_eq!(read::<[i64; 3]>(&typ, &bytes).unwrap(), b);
        let short = bytes.slice(4..bytes.len() - 1);
        prop_assert!(<[i64; 3]>::deserialize(&typ, Some(crate::value::FrameSlice::new(&short))).is_err());
        prop_assert!(Vec::<i64>::deserialize(&typ, Some(crate::value::FrameSlice::new(&short))).is_err());
    }
}
