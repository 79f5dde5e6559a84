//! Writing rows: values for bind markers.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::native;
use crate::value::error::SerializationError;
use crate::value::row::serialize::SerializeRow;
use crate::value::row::writer::{RowSerializationContext, RowWriter};
use crate::value::{CqlValue, Unset};
use crate::wire::column::{ColumnSpec, NativeType, TableSpec};

pub(super) fn specs(columns: &[(&'static str, NativeType)]) -> Vec<ColumnSpec<'static>> {
    let spec = |&(name, typ): &(&'static str, NativeType)| {
        ColumnSpec::borrowed(name, native(typ), TableSpec::borrowed("ks", "table"))
    };
    columns.iter().map(spec).collect()
}

pub(super) fn write_row<R: SerializeRow + ?Sized>(
    specs: &[ColumnSpec<'_>],
    row: &R,
) -> Result<(usize, Vec<u8>), SerializationError> {
    let mut buf = Vec::new();
    let mut writer = RowWriter::new(&mut buf);
    row.serialize(&RowSerializationContext::from_specs(specs), &mut writer)?;
    let count = writer.value_count();
    Ok((count, buf))
}

const COLUMNS: [(&str, NativeType); 2] = [("a", NativeType::TinyInt), ("b", NativeType::Text)];
const ROW: [u8; 10] = [0, 0, 0, 1, 7, 0, 0, 0, 1, b'x'];

#[test]
fn values_go_by_position() {
    let specs = specs(&COLUMNS);
    let expected = (2, ROW.to_vec());
    assert_eq!(write_row(&specs, &(7_i8, "x")).unwrap(), expected);
    assert_eq!(write_row(&specs, &&(7_i8, "x")).unwrap(), expected);
    assert_eq!(write_row(&specs, &Arc::new((7_i8, "x"))).unwrap(), expected);
    let dynamic: Box<dyn SerializeRow> = Box::new((7_i8, "x"));
    assert_eq!(write_row(&specs, &dynamic).unwrap(), expected);
    let values = vec![CqlValue::TinyInt(7), CqlValue::Text("x".to_owned())];
    assert_eq!(write_row(&specs, &values).unwrap(), expected);
    assert_eq!(write_row(&specs, values.as_slice()).unwrap(), expected);
    assert_eq!(write_row(&specs, &(7_i8, Unset)).unwrap().1[5..], [255, 255, 255, 254]);
    assert_eq!(write_row(&[], &()).unwrap(), (0, Vec::new()));
    assert_eq!(write_row(&[], &[0_u8; 0]).unwrap(), (0, Vec::new()));
}

#[test]
fn values_go_by_name() {
    let specs = specs(&COLUMNS);
    let (seven, x) = (CqlValue::TinyInt(7), CqlValue::Text("x".to_owned()));
    let expected = (2, ROW.to_vec());
    assert_eq!(write_row(&specs, &HashMap::from([("b", &x), ("a", &seven)])).unwrap(), expected);
    assert_eq!(write_row(&specs, &BTreeMap::from([("b".to_owned(), &x), ("a".to_owned(), &seven)])).unwrap(), expected);
    // One name may stand for several bind markers.
    let twice = self::specs(&[("a", NativeType::TinyInt), ("a", NativeType::TinyInt)]);
    assert_eq!(write_row(&twice, &HashMap::from([("a", 7_i8)])).unwrap().0, 2);
}

#[test]
fn only_rows_without_values_are_empty() {
    assert!(().is_empty());
    assert!(SerializeRow::is_empty(&Vec::<i32>::new()));
    assert!(SerializeRow::is_empty(&HashMap::<String, i32>::new()));
    assert!(!SerializeRow::is_empty(&(1_i32,)));
    assert!(!SerializeRow::is_empty(&&vec![1_i32]));
}

#[test]
fn what_does_not_fit_is_named() {
    let specs = specs(&COLUMNS);
    let says = |row: &dyn SerializeRow| write_row(&specs, row).unwrap_err().to_string();
    assert_eq!(says(&(7_i8,)), "cannot bind (i8,): the statement has 2 bind markers, got 1 values");
    assert_eq!(says(&()), "cannot bind (): the statement has 2 bind markers, got 0 values");
    assert_eq!(says(&vec![7_i8]), "cannot bind [i8]: the statement has 2 bind markers, got 1 values");
    assert_eq!(says(&(7_i8, 8_i8)), "column `b`: cannot write i8 as text: expected tinyint");
    assert_eq!(says(&(7_i8, Some(8_i8))), "column `b`: cannot write i8 as text: expected tinyint");
    let (seven, x) = (CqlValue::TinyInt(7), CqlValue::Text("x".to_owned()));
    assert!(
        says(&HashMap::from([("a", seven.clone())])).ends_with(": no value for bind marker `b`"),
        "{}",
        says(&HashMap::from([("a", seven.clone())]))
    );
    let excess = BTreeMap::from([("a", seven), ("b", x.clone()), ("c", x)]);
    assert_eq!(says(&excess), "cannot bind BTreeMap<&str, CqlValue>: the statement has no bind marker `c`");
}
