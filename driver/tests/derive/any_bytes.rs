//! Whatever a server sends, reading ends with a value or an error.

use ilium_driver::{DeserializeRow, DeserializeValue};
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

#[derive(DeserializeRow, Debug, PartialEq)]
struct User<'a> {
    id: i64,
    name: &'a str,
    home: Option<Address<'a>>,
}

#[derive(DeserializeValue, Debug, PartialEq)]
struct Address<'a> {
    street: &'a [u8],
    zip: Option<i32>,
}

/// Cells whose lengths are right, near right, or anything.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let cell = (prop_oneof![4 => Just(0), 1 => -9..9_i32, 1 => any::<i32>()], vec(any::<u8>(), 0..20));
    vec(cell, 0..5).prop_map(|cells| {
        let encode = |(wrong, contents): (i32, Vec<u8>)| {
            let len = i32::try_from(contents.len()).unwrap().wrapping_add(wrong);
            [len.to_be_bytes().as_slice(), &contents].concat()
        };
        cells.into_iter().flat_map(encode).collect()
    })
}

proptest! {
    #[test]
    fn reading_ends(row in bytes(), home in bytes(), order in Just([0, 1, 2]).prop_shuffle()) {
        let address = udt("address", &[("new", TEXT), ("zip", INT), ("street", BLOB)]);
        let columns = [("id", BIGINT), ("name", TEXT), ("home", address)];
        let specs = specs(&order.map(|index| columns[index].clone()));
        let plan = User::plan(&specs).unwrap();
        // Bytes that are no row, and a row whose last column is no value.
        let values = [Some([0; 8].as_slice()), Some(b"ann"), Some(home.as_slice())];
        for bytes in [row, cells(order.map(|index| values[index]))] {
            let mut reader = RowReader::new(&specs, FrameSlice::new_borrowed(&bytes));
            while !reader.rest().is_empty() {
                let before = reader.rest().as_slice().len();
                if User::read(&mut reader, &plan).is_err() {
                    break;
                }
                prop_assert!(reader.rest().as_slice().len() < before);
            }
        }
    }
}
