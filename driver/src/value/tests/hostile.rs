//! Bytes that no server should send: an error at most, never a panic, and no memory because a count says so.

use std::collections::{BTreeMap, HashMap, HashSet};

use bytes::Bytes;
use proptest::prelude::*;

use super::values::any_value;
use super::{any_type, list, map, native, vector, write};
use crate::value::collection::ListlikeIterator;
use crate::value::deserialize::DeserializeValue;
use crate::value::frame_slice::FrameSlice;
use crate::value::map::MapIterator;
use crate::value::udt::UdtIterator;
use crate::value::vector::VectorIterator;
use crate::value::{CqlValue, MaybeEmpty};
use crate::wire::column::{ColumnType, NativeType};

/// Reads the bytes as everything that fits the type.
fn read_all(typ: &ColumnType<'_>, bytes: &[u8]) {
    fn one<'a, T: DeserializeValue<'a, 'a>>(typ: &'a ColumnType<'a>, bytes: &'a [u8]) {
        if T::type_check(typ).is_ok() {
            let _ = T::deserialize(typ, Some(FrameSlice::new_borrowed(bytes)));
        }
    }
    one::<Option<CqlValue>>(typ, bytes);
    one::<Vec<CqlValue>>(typ, bytes);
    one::<BTreeMap<Vec<u8>, CqlValue>>(typ, bytes);
    one::<HashMap<String, CqlValue>>(typ, bytes);
    one::<HashSet<i32>>(typ, bytes);
    one::<[f32; 2]>(typ, bytes);
    one::<(CqlValue, Option<CqlValue>)>(typ, bytes);
    one::<MaybeEmpty<i64>>(typ, bytes);
    one::<Box<str>>(typ, bytes);
    one::<Bytes>(typ, bytes);
    if let Ok(fields) = UdtIterator::deserialize(typ, Some(FrameSlice::new_borrowed(bytes))) {
        assert!(fields.count() <= 3, "a type has at most three fields here");
    }
}

proptest! {
    #[test]
    fn any_bytes_of_any_type(typ in any_type(), bytes: Vec<u8>) {
        read_all(&typ, &bytes);
    }

    #[test]
    fn a_value_cut_anywhere((typ, value) in any_value()) {
        let bytes = write(&typ, &value).expect("a value of the type");
        for end in 4..bytes.len() {
            read_all(&typ, bytes.get(4..end).unwrap_or_default());
        }
    }

    #[test]
    fn a_value_with_a_wrong_byte((typ, value) in any_value(), at: proptest::sample::Index, wrong: u8) {
        let bytes = write(&typ, &value).expect("a value of the type");
        let mut contents = bytes.get(4..).unwrap_or_default().to_vec();
        if !contents.is_empty() {
            let at = at.index(contents.len());
            contents[at] = wrong;
        }
        read_all(&typ, &contents);
    }
}

#[test]
fn a_count_of_more_than_there_can_be_is_an_error_at_once() {
    let huge = [&i32::MAX.to_be_bytes()[..], &[0; 16]].concat();
    let slice = Some(FrameSlice::new_borrowed(&huge));
    let typ = list(native(NativeType::Int));
    let error = ListlikeIterator::<i32>::deserialize(&typ, slice).unwrap_err().to_string();
    assert!(error.ends_with("the value ends inside its elements, of which there are 2147483647"), "{error}");
    assert!(Vec::<i32>::deserialize(&typ, slice).is_err());
    let typ = map(native(NativeType::Int), native(NativeType::Int));
    assert!(MapIterator::<i32, i32>::deserialize(&typ, slice).is_err());
    assert!(HashMap::<i32, i32>::deserialize(&typ, slice).is_err());
    let negative = [255; 4];
    let slice = Some(FrameSlice::new_borrowed(&negative));
    assert!(ListlikeIterator::<i32>::deserialize(&list(native(NativeType::Int)), slice).is_err());
}

#[test]
fn elements_without_bytes_are_as_many_as_the_type_says() {
    let typ = vector(vector(native(NativeType::Int), 0), u16::MAX);
    let elements = VectorIterator::<CqlValue>::deserialize(&typ, Some(FrameSlice::new_empty())).unwrap();
    assert_eq!(elements.len(), usize::from(u16::MAX));
    assert_eq!(elements.count(), usize::from(u16::MAX));
}

#[test]
fn iterators_say_exactly_how_many_follow() {
    // Three elements: one whole, one cut short, and so one that cannot be known.
    let bytes = [0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0, 0];
    let slice = Some(FrameSlice::new_borrowed(&bytes));
    let typ = list(native(NativeType::Int));
    let mut elements = ListlikeIterator::<i32>::deserialize(&typ, slice).unwrap();
    assert_eq!(elements.len(), 3);
    assert_eq!(elements.next().unwrap().unwrap(), 1);
    assert!(elements.next().unwrap().is_err());
    assert_eq!(elements.len(), 1);
    assert!(elements.next().unwrap().is_err());
    assert!(elements.next().is_none());

    let typ = map(native(NativeType::Int), native(NativeType::Int));
    let bytes = [&[0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 9][..], &[0; 4]].concat();
    let mut entries = MapIterator::<i32, i32>::deserialize(&typ, Some(FrameSlice::new_borrowed(&bytes))).unwrap();
    assert_eq!((entries.len(), entries.next().unwrap().unwrap()), (2, (1, 1)));
    assert!(entries.next().unwrap().is_err());
    assert!(entries.next().is_none());

    let typ =
        super::udt([("a", native(NativeType::Int)), ("b", native(NativeType::Int)), ("c", native(NativeType::Int))]);
    let mut fields = UdtIterator::deserialize(&typ, Some(FrameSlice::new_borrowed(&[0, 0, 0, 4, 1]))).unwrap();
    assert_eq!(fields.len(), 3);
    assert!(fields.all(|(_, value)| value.is_err()));
    assert_eq!(fields.len(), 0);

    let typ = vector(native(NativeType::Text), 3);
    let elements = VectorIterator::<&str>::deserialize(&typ, Some(FrameSlice::new_borrowed(&[1, b'a', 9]))).unwrap();
    let elements: Vec<_> = elements.map(|element| element.ok()).collect();
    assert_eq!(elements, [Some("a"), None, None]);
}
