#[cfg(feature = "bigdecimal-04")]
mod bigdecimal;
#[cfg(feature = "chrono-04")]
mod chrono;
#[cfg(feature = "jiff-02")]
mod jiff;
#[cfg(any(feature = "num-bigint-03", feature = "num-bigint-04", feature = "num-bigint-05"))]
mod num_bigint;
#[cfg(feature = "rust_decimal-1")]
mod rust_decimal;
#[cfg(feature = "secrecy-10")]
mod secrecy;
#[cfg(feature = "serde_json-1")]
mod serde_json;
#[cfg(feature = "time-03")]
mod time;

// With one feature alone not each of these is used.
#[allow(dead_code, reason = "some features need some of them")]
mod check {
    use std::collections::BTreeMap;
    use std::fmt::Debug;

    use bytes::Bytes;

    use crate::value::deserialize::DeserializeValue;
    use crate::value::serialize::SerializeValue;
    use crate::value::tests::{cell, list, map, native, read, vector, write};
    use crate::wire::column::{ColumnType, NativeType};

    /// The value is written as `ours` is, and comes back.
    #[track_caller]
    pub(super) fn same<T, U>(typ: NativeType, theirs: &T, ours: &U)
    where
        T: SerializeValue + for<'a> DeserializeValue<'a, 'a> + PartialEq + Debug,
        U: SerializeValue,
    {
        let typ = native(typ);
        let bytes = Bytes::from(write(&typ, theirs).expect("theirs is written"));
        assert_eq!(bytes, write(&typ, ours).expect("ours is written"), "{theirs:?}");
        assert_eq!(read::<T>(&typ, &bytes).expect("theirs is read"), *theirs);
    }

    /// The value comes back from all that can hold a value.
    #[track_caller]
    pub(super) fn everywhere<T>(typ: NativeType, value: &T)
    where
        T: SerializeValue + for<'a> DeserializeValue<'a, 'a> + PartialEq + Debug + Clone,
    {
        let typ = native(typ);
        comes_back(&typ, &Some(value.clone()));
        comes_back::<Option<T>>(&typ, &None);
        comes_back(&typ, &Box::new(value.clone()));
        comes_back(&list(typ.clone()), &vec![value.clone(), value.clone()]);
        comes_back(&map(native(NativeType::Int), typ.clone()), &BTreeMap::from([(1, value.clone())]));
        comes_back(&vector(typ.clone(), 2), &vec![value.clone(), value.clone()]);
        comes_back(&ColumnType::Tuple(vec![typ.clone(), typ]), &(Some(value.clone()), None::<T>));
    }

    /// The value comes back as the key of a map.
    #[track_caller]
    pub(super) fn as_key<T>(typ: NativeType, value: T)
    where
        T: SerializeValue + for<'a> DeserializeValue<'a, 'a> + Ord + Debug,
    {
        comes_back(&map(native(typ), native(NativeType::Int)), &BTreeMap::from([(value, 1)]));
    }

    #[track_caller]
    fn comes_back<T>(typ: &ColumnType<'static>, value: &T)
    where
        T: SerializeValue + for<'a> DeserializeValue<'a, 'a> + PartialEq + Debug,
    {
        let bytes = Bytes::from(write(typ, value).expect("the value is written"));
        assert_eq!(read::<T>(typ, &bytes).expect("the value is read"), *value, "{typ}");
    }

    #[track_caller]
    pub(super) fn write_says<T: SerializeValue + ?Sized>(typ: NativeType, value: &T, text: &str) {
        assert_eq!(write(&native(typ), value).expect_err("the value does not fit").to_string(), text);
    }

    /// What reading `ours` as a `T` fails with.
    #[track_caller]
    pub(super) fn read_says<T: for<'a> DeserializeValue<'a, 'a>>(
        typ: NativeType,
        ours: &impl SerializeValue,
        text: &str,
    ) {
        let typ = native(typ);
        let bytes = Bytes::from(write(&typ, ours).expect("ours is written"));
        let Err(error) = read::<T>(&typ, &bytes) else { panic!("it is a value") };
        assert_eq!(error.to_string(), text);
    }

    /// What reading a cell of these bytes as a `T` fails with.
    #[track_caller]
    pub(super) fn bytes_say<T: for<'a> DeserializeValue<'a, 'a>>(typ: NativeType, contents: &[u8], text: &str) {
        let Err(error) = read::<T>(&native(typ), &cell(contents)).map(drop) else { panic!("it is a value") };
        assert_eq!(error.to_string(), text);
    }

    /// What reading another type as a `T`, and writing `value` as one, fail with.
    #[track_caller]
    pub(super) fn other_type_says<T>(value: &T, read: &str, write: &str)
    where
        T: SerializeValue + for<'a> DeserializeValue<'a, 'a>,
    {
        let error = T::type_check(&native(NativeType::Inet)).expect_err("the type does not fit");
        assert_eq!(error.to_string(), read);
        write_says(NativeType::Inet, value, write);
    }
}
