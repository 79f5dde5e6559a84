//! Reading rows.

use bytes::Bytes;
use proptest::prelude::*;

use super::columns::{specs, write_row};
use crate::value::error::DeserializationError;
use crate::value::frame_slice::FrameSlice;
use crate::value::row::column_iterator::ColumnIterator;
use crate::value::row::deserialize::DeserializeRow;
use crate::value::row::plan::RowPlan;
use crate::value::row::reader::RowReader;
use crate::value::row::rows::RowIterator;
use crate::value::{CqlValue, Row};
use crate::wire::column::{ColumnSpec, NativeType};

const COLUMNS: [(&str, NativeType); 2] = [("a", NativeType::Int), ("b", NativeType::Text)];

/// Rows of [`COLUMNS`].
fn page(rows: &[(Option<i32>, &str)]) -> Bytes {
    let specs = specs(&COLUMNS);
    rows.iter().flat_map(|row| write_row(&specs, row).expect("the row fits").1).collect::<Vec<_>>().into()
}

fn read<'a, R: DeserializeRow<'a, 'a>>(
    specs: &'a [ColumnSpec<'a>],
    page: &'a Bytes,
    count: usize,
) -> Vec<Result<R, String>> {
    let rows = RowIterator::<R>::new(specs, FrameSlice::new(page), count).expect("the columns fit");
    assert_eq!(rows.len(), rows.clone().count(), "as many rows as it says");
    rows.map(|row| row.map_err(|error| error.to_string())).collect()
}

/// Overrides nothing but what must be there, as a hand-written implementation does.
#[derive(Debug, PartialEq)]
struct Plain(i32, String);

impl<'frame, 'metadata> DeserializeRow<'frame, 'metadata> for Plain {
    fn type_check(specs: &[ColumnSpec<'_>]) -> Result<(), crate::value::TypeCheckError> {
        <(i32, String)>::type_check(specs)
    }

    fn deserialize(row: ColumnIterator<'frame, 'metadata>) -> Result<Self, DeserializationError> {
        <(i32, String)>::deserialize(row).map(|(a, b)| Self(a, b))
    }
}

#[test]
fn rows_are_read_as_each_row_type() {
    let (specs, page) = (specs(&COLUMNS), page(&[(Some(1), "x"), (Some(2), "")]));
    assert_eq!(read::<(i32, &str)>(&specs, &page, 2), [Ok((1, "x")), Ok((2, ""))]);
    assert_eq!(read::<Plain>(&specs, &page, 2), [Ok(Plain(1, "x".to_owned())), Ok(Plain(2, String::new()))]);
    let row = |a, b: &str| Ok(Row { columns: vec![Some(CqlValue::Int(a)), Some(CqlValue::Text(b.to_owned()))] });
    assert_eq!(read::<Row>(&specs, &page, 2), [row(1, "x"), row(2, "")]);
    let columns = RowIterator::<ColumnIterator<'_, '_>>::new(&specs, FrameSlice::new(&page), 2).unwrap();
    let lens: Vec<Vec<_>> = columns
        .map(|row| {
            row.unwrap()
                .map(|column| column.unwrap())
                .map(|c| (c.index, c.spec.name(), c.slice.unwrap().as_slice().len()))
                .collect()
        })
        .collect();
    assert_eq!(lens, [[(0, "a", 4), (1, "b", 1)], [(0, "a", 4), (1, "b", 0)]]);
}

#[test]
fn a_bad_row_is_an_error_in_its_place() {
    let (specs, page) = (specs(&COLUMNS), page(&[(Some(1), "x"), (None, "y"), (Some(3), "z")]));
    let failed = "column `a`: cannot read int as i32: the value is null; read it as `Option<i32>`".to_owned();
    assert_eq!(read::<(i32, &str)>(&specs, &page, 3), [Ok((1, "x")), Err(failed.clone()), Ok((3, "z"))]);
    let plain = read::<Plain>(&specs, &page, 3);
    assert_eq!(plain, [Ok(Plain(1, "x".to_owned())), Err(failed), Ok(Plain(3, "z".to_owned()))]);
    assert_eq!(read::<(Option<i32>, &str)>(&specs, &page, 3)[1], Ok((None, "y")));
}

#[test]
fn a_result_that_ends_early_is_an_error_for_each_row_that_is_missing() {
    let (specs, page) = (specs(&COLUMNS), page(&[(Some(1), "x"), (Some(2), "y")]));
    let cut = page.slice(..page.len() - 1);
    let rows = read::<(i32, &str)>(&specs, &cut, 2);
    let failed = "column `b`: expected 1 bytes, 0 left in the result";
    assert_eq!(rows, [Ok((1, "x")), Err(failed.to_owned())]);
    let rows = read::<(i32, &str)>(&specs, &page, 5);
    assert_eq!(rows.len(), 4, "26 bytes hold 3 rows at most, and one reports the end");
    assert!(rows[..2].iter().all(Result::is_ok) && rows[2..].iter().all(Result::is_err));
}

#[test]
fn a_false_count_of_rows_is_bounded_by_the_bytes() {
    let (columns, page) = (specs(&COLUMNS), Bytes::from_static(&[0; 17]));
    let rows = RowIterator::<Row>::new(&columns, FrameSlice::new(&page), usize::MAX).unwrap();
    assert_eq!(rows.rows_remaining(), 3);
    let rows = RowIterator::<Row>::new(&[], FrameSlice::new(&page), usize::MAX).unwrap();
    assert_eq!(rows.count(), 0, "rows without columns are no rows");
}

#[test]
fn columns_that_do_not_fit_are_named() {
    let specs = specs(&COLUMNS);
    let says = |error: Result<(), crate::value::TypeCheckError>| error.unwrap_err().to_string();
    assert_eq!(says(<(i32,)>::type_check(&specs)), "cannot read rows as (i32,): expected 1 columns, got 2 (int, text)");
    assert_eq!(
        says(<(i32, i32)>::type_check(&specs)),
        "cannot read rows as (i32, i32): column `b`: cannot read text as i32: expected int"
    );
}

#[test]
fn a_plan_outlives_its_result_and_goes_to_other_threads() {
    fn anywhere<T: Clone + Send + Sync + 'static>(_: &T) {}
    let (specs, page) = (specs(&COLUMNS), page(&[(Some(1), "x")]));
    let plan = <(i32, &str)>::plan(&specs).unwrap();
    anywhere(&plan);
    let rows = RowIterator::<(i32, &str)>::with_plan(&specs, FrameSlice::new(&page), 1, plan);
    assert_eq!(rows.map(Result::unwrap).collect::<Vec<_>>(), [(1, "x")]);
}

#[test]
fn a_row_is_gathered_into_the_order_of_the_fields() {
    let (specs, page) = (specs(&COLUMNS), page(&[(Some(1), "x"), (Some(2), "y")]));
    let plan = RowPlan::by_column([1, 0]);
    let mut reader = RowReader::new(&specs, FrameSlice::new(&page));
    for expected in [("x", 1), ("y", 2)] {
        let [b, a] = reader.gather::<2>(&plan).unwrap();
        assert_eq!((b.value::<&str>().unwrap(), a.value::<i32>().unwrap()), expected);
    }
    assert!(reader.rest().is_empty());

    let mut reader = RowReader::new(&specs, FrameSlice::new(&page));
    let [a, none] = reader.gather::<2>(&RowPlan::by_column([0, RowPlan::NO_FIELD])).unwrap();
    assert!(a.is_present() && !none.is_present());
    assert_eq!(
        none.value::<i32>().unwrap_err().to_string(),
        "cannot read a row as i32: the columns are not those that were checked"
    );
}

proptest! {
    #[test]
    fn no_plan_and_no_bytes_panic(fields: Vec<u16>, bytes: Vec<u8>) {
        let (specs, page) = (specs(&COLUMNS), Bytes::from(bytes));
        let mut reader = RowReader::new(&specs, FrameSlice::new(&page));
        let plan = RowPlan::by_column(fields);
        while let Ok(cells) = reader.gather::<3>(&plan) {
            for cell in cells {
                let _ = cell.value::<CqlValue>();
            }
        }
        prop_assert!(<(i32, &str)>::read(&mut reader, &plan).is_err());
        let rows = read::<(Option<i32>, &str)>(&specs, &page, 9);
        prop_assert!(rows.len() <= page.len() / 8 + 1);
    }
}
