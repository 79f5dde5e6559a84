//! Rows whose columns are asked for by name or position.

use std::collections::{BTreeMap, HashMap};

use bytes::Bytes;

use super::native;
use crate::value::deserialize::DeserializeValue;
use crate::value::error::{DeserializationError, TypeCheckError};
use crate::value::frame_slice::FrameSlice;
use crate::value::row::column_iterator::ColumnIterator;
use crate::value::row::deserialize::DeserializeRow;
use crate::value::row::raw_row::RawRow;
use crate::value::row::rows::RowIterator;
use crate::value::{CqlValue, Row};
use crate::wire::column::{ColumnSpec, NativeType, TableSpec};

fn specs(columns: &[(&'static str, NativeType)]) -> Vec<ColumnSpec<'static>> {
    let table = TableSpec::borrowed("ks", "table");
    columns.iter().map(|(name, typ)| ColumnSpec::borrowed(name, native(*typ), table.clone())).collect()
}

fn people() -> Vec<ColumnSpec<'static>> {
    specs(&[("id", NativeType::Int), ("Name", NativeType::Text), ("age", NativeType::Int)])
}

/// Two rows: `(1, 'a', null)` and `(2, '', 7)`.
fn page() -> Bytes {
    let first = [0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 1, b'a', 255, 255, 255, 255];
    let second = [0, 0, 0, 4, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 7];
    [&first[..], &second[..]].concat().into()
}

fn rows<'a, R: DeserializeRow<'a, 'a>>(specs: &'a [ColumnSpec<'a>], page: &'a Bytes) -> Vec<R> {
    let rows = RowIterator::<R>::new(specs, FrameSlice::new(page), 2).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn columns_are_read_by_name_and_by_position() {
    let (specs, page) = (people(), page());
    let rows = rows::<RawRow<'_, '_>>(&specs, &page);
    let [first, second] = &rows[..] else { panic!("{} rows", rows.len()) };
    assert_eq!(first.read_column::<i32>("id").unwrap(), 1);
    assert_eq!(first.read_column::<&str>(&"Name".to_owned()).unwrap().as_ptr(), page[12..].as_ptr());
    assert_eq!(first.read_column::<Option<i32>>(2).unwrap(), None);
    let age = second.column_index("age").unwrap();
    assert_eq!((age, second.read_column::<i32>(age).unwrap()), (2, 7));
    assert_eq!(second.column("Name").unwrap().value::<String>().unwrap(), "");
    assert_eq!(second.columns().len(), 3);
    let names: Vec<_> = second.columns().map(|column| (column.index, column.spec.name())).collect();
    assert_eq!(names, [(0, "id"), (1, "Name"), (2, "age")]);
    assert_eq!(second.specs(), specs);
}

#[test]
fn what_cannot_be_read_is_said_with_its_column() {
    let (specs, page) = (people(), page());
    let row = rows::<RawRow<'_, '_>>(&specs, &page).remove(0);
    fn text<'a, T: DeserializeValue<'a, 'a>>(read: Result<T, DeserializationError>) -> String {
        read.err().expect("an error").to_string()
    }
    assert_eq!(
        text(row.read_column::<i32>("name")),
        "the row has no column `name`; there are `id`, `Name`, `age`; did you mean `Name`?"
    );
    assert_eq!(text(row.read_column::<i32>(3)), "the row has no column 3; there are `id`, `Name`, `age`");
    assert_eq!(text(row.read_column::<i64>("id")), "column `id`: cannot read int as i64: expected bigint");
    assert_eq!(
        text(row.read_column::<i32>("age")),
        "column `age`: cannot read int as i32: the value is null; read it as `Option<i32>`"
    );
    assert!(row.column("name").is_none() && row.column_index("ID").is_none());
}

/// Why these columns are no map of numbers.
fn unfit(specs: &[ColumnSpec<'_>]) -> TypeCheckError {
    <BTreeMap<String, i32> as DeserializeRow<'_, '_>>::type_check(specs).unwrap_err()
}

#[test]
fn rows_are_maps_where_all_columns_fit_one_type() {
    let (specs, page) = (people(), page());
    let maps = rows::<HashMap<String, Option<CqlValue>>>(&specs, &page);
    assert_eq!(maps[0]["Name"], Some(CqlValue::Text("a".to_owned())));
    assert_eq!((maps[0]["age"].clone(), maps[1]["age"].clone()), (None, Some(CqlValue::Int(7))));
    assert!(unfit(&specs).to_string().contains("column `Name`"));
    let twice = self::specs(&[("a", NativeType::Int), ("a", NativeType::Int)]);
    let error = unfit(&twice).to_string();
    assert!(error.ends_with("two columns are named `a`"), "{error}");
    let numbers = self::specs(&[("a", NativeType::Int), ("b", NativeType::Int)]);
    let bytes = Bytes::from_static(&[0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 2]);
    let columns = ColumnIterator::new(&numbers, FrameSlice::new(&bytes));
    let row = <BTreeMap<String, i32> as DeserializeRow<'_, '_>>::deserialize(columns).unwrap();
    assert_eq!(row, BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]));
}

#[test]
fn dynamic_rows_have_positions_and_display() {
    let (specs, page) = (people(), page());
    let rows = rows::<Row>(&specs, &page);
    assert_eq!(rows[0].to_string(), "(1, 'a', null)");
    assert_eq!((rows[0].get(0), rows[0].get(2), rows[0].get(9)), (Some(&CqlValue::Int(1)), None, None));
    assert_eq!(Row::default().to_string(), "()");
}

#[test]
fn each_column_that_a_row_lacks_is_an_error() {
    let (specs, page) = (people(), Bytes::from_static(&[0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 9]));
    let mut columns = ColumnIterator::new(&specs, FrameSlice::new(&page));
    assert_eq!(columns.len(), 3);
    assert!(columns.type_check::<(i32, String, i32)>().is_ok() && columns.type_check::<(i32,)>().is_err());
    assert_eq!(columns.next().unwrap().unwrap().value::<i32>().unwrap(), 1);
    assert!(columns.next().unwrap().is_err());
    assert!(columns.next().unwrap().is_err());
    assert!(columns.next().is_none());
    assert!(RawRow::deserialize(ColumnIterator::new(&specs, FrameSlice::new(&page))).is_err());
}
