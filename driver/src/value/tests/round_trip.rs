use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::net::IpAddr;

use bytes::Bytes;
use proptest::collection::{hash_map, hash_set, vec};
use proptest::prelude::*;
use uuid::Uuid;

use super::values::any_value;
use super::{list, map, native, read, set, vector, write};
use crate::value::deserialize::DeserializeValue;
use crate::value::serialize::SerializeValue;
use crate::value::{Counter, CqlDate, CqlTime, CqlTimestamp, CqlTimeuuid, CqlValue};
use crate::wire::column::{ColumnType, NativeType};

fn comes_back<T>(typ: &ColumnType<'static>, value: &T) -> Result<(), TestCaseError>
where
    T: SerializeValue + for<'a> DeserializeValue<'a, 'a> + PartialEq + Debug,
{
    let bytes = Bytes::from(write(typ, value).map_err(|error| TestCaseError::fail(error.to_string()))?);
    let back: T = read(typ, &bytes).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(&back, value);
    Ok(())
}

proptest! {
    #[test]
    fn numbers(a: bool, b: i8, c: i16, d: i32, e: i64, f in proptest::num::f32::NORMAL, g in proptest::num::f64::NORMAL) {
        comes_back(&native(NativeType::Boolean), &a)?;
        comes_back(&native(NativeType::TinyInt), &b)?;
        comes_back(&native(NativeType::SmallInt), &c)?;
        comes_back(&native(NativeType::Int), &d)?;
        comes_back(&native(NativeType::BigInt), &e)?;
        comes_back(&native(NativeType::Counter), &Counter(e))?;
        comes_back(&native(NativeType::Float), &f)?;
        comes_back(&native(NativeType::Double), &g)?;
    }

    #[test]
    fn times(date: u32, millis: i64, nanos in 0..86_400_000_000_000_i64, id: u128, address: IpAddr) {
        comes_back(&native(NativeType::Date), &CqlDate(date))?;
        comes_back(&native(NativeType::Timestamp), &CqlTimestamp(millis))?;
        comes_back(&native(NativeType::Time), &CqlTime(nanos))?;
        comes_back(&native(NativeType::Uuid), &Uuid::from_u128(id))?;
        comes_back(&native(NativeType::Timeuuid), &CqlTimeuuid::from_u128(id))?;
        comes_back(&native(NativeType::Inet), &address)?;
    }

    #[test]
    fn texts_and_blobs(text: String, ascii in "[ -~]*", blob: Vec<u8>) {
        comes_back(&native(NativeType::Text), &text)?;
        comes_back(&native(NativeType::Ascii), &ascii)?;
        comes_back(&native(NativeType::Blob), &blob)?;
        comes_back(&native(NativeType::Blob), &Bytes::from(blob))?;
    }

    #[test]
    fn collections(
        ints: Vec<i32>,
        set_of in hash_set(r"\PC{0,4}", 0..9),
        map_of in hash_map(any::<i64>(), vec(r"\PC{0,4}", 0..3), 0..9),
        texts in vec(r"\PC{0,4}", 0..9),
    ) {
        comes_back(&list(native(NativeType::Int)), &ints)?;
        let ordered: BTreeSet<String> = set_of.iter().cloned().collect();
        comes_back(&set(native(NativeType::Text)), &set_of)?;
        comes_back(&set(native(NativeType::Text)), &ordered)?;
        let ordered: BTreeMap<i64, Vec<String>> = map_of.clone().into_iter().collect();
        let typ = map(native(NativeType::BigInt), list(native(NativeType::Text)));
        comes_back(&typ, &map_of)?;
        comes_back(&typ, &ordered)?;
        let dimensions = u16::try_from(texts.len()).expect("few texts");
        comes_back(&vector(native(NativeType::Text), dimensions), &texts)?;
        let typ = ColumnType::Tuple(vec![list(native(NativeType::Int)), native(NativeType::Text)]);
        comes_back(&typ, &(ints, texts.first().cloned()))?;
    }

    #[test]
    fn dynamic_values((typ, value) in any_value()) {
        comes_back::<CqlValue>(&typ, &value)?;
    }
}
