//! Rows that are written by hand, column by column.

use super::native;
use crate::value::error::SerializationError;
use crate::value::row::column_writer::{ColumnWriter, MissingColumns};
use crate::value::row::writer::{RowSerializationContext, RowWriter};
use crate::wire::column::{ColumnSpec, NativeType, TableSpec};

const NULL: [u8; 4] = [255; 4];
const UNSET: [u8; 4] = [255, 255, 255, 254];

/// Writes to the markers `a`, `b`, `c`, all `tinyint`, and says what came of it.
fn written(
    write: impl FnOnce(&RowSerializationContext<'_>, &mut RowWriter<'_>) -> Result<(), SerializationError>,
) -> Result<Vec<u8>, String> {
    let table = TableSpec::borrowed("ks", "table");
    let specs = ["a", "b", "c"].map(|name| ColumnSpec::borrowed(name, native(NativeType::TinyInt), table.clone()));
    let mut buf = Vec::new();
    let mut writer = RowWriter::new(&mut buf);
    write(&RowSerializationContext::from_specs(&specs), &mut writer).map_err(|error| error.to_string())?;
    assert_eq!(writer.value_count(), specs.len());
    Ok(buf)
}

fn value(value: u8) -> Vec<u8> {
    vec![0, 0, 0, 1, value]
}

#[test]
fn columns_are_appended_by_name_or_position() {
    let row = written(|ctx, writer| {
        let mut columns = ColumnWriter::new(ctx, writer);
        columns.append("a", &1_i8)?;
        assert_eq!(columns.next_column().unwrap().name(), "b");
        columns.append_at(1, &2_i8)?;
        columns.append("c", &3_i8)?;
        assert!(columns.next_column().is_none());
        columns.finish()
    });
    assert_eq!(row.unwrap(), [value(1), value(2), value(3)].concat());
}

#[test]
fn what_is_missing_is_null_or_unset_or_refused() {
    let only_b = |missing| {
        written(move |ctx, writer| {
            let mut columns = ColumnWriter::new(ctx, writer).missing(missing);
            columns.append("b", &2_i8)?;
            columns.finish()
        })
    };
    assert_eq!(only_b(MissingColumns::Null).unwrap(), [&NULL[..], &value(2), &NULL].concat());
    assert_eq!(only_b(MissingColumns::Unset).unwrap(), [&UNSET[..], &value(2), &UNSET].concat());
    assert_eq!(
        only_b(MissingColumns::Refuse).unwrap_err(),
        "cannot bind ColumnWriter<'_, '_, '_>: no value for bind marker `a`"
    );
    let none = written(|ctx, writer| ColumnWriter::new(ctx, writer).finish());
    assert!(none.unwrap_err().ends_with("no value for bind marker `a`"));
    let last = written(|ctx, writer| {
        let mut columns = ColumnWriter::new(ctx, writer);
        columns.append("a", &1_i8)?;
        columns.append("b", &1_i8)?;
        columns.finish()
    });
    assert!(last.unwrap_err().ends_with("no value for bind marker `c`"));
}

#[test]
fn the_order_is_that_of_the_markers() {
    let wrong = |first: &'static str, second: &'static str| {
        written(move |ctx, writer| {
            let mut columns = ColumnWriter::new(ctx, writer).missing(MissingColumns::Null);
            columns.append(first, &1_i8)?;
            columns.append(second, &2_i8)
        })
        .unwrap_err()
    };
    assert!(wrong("b", "a").ends_with("the turn of bind marker `a` is over"));
    assert!(wrong("b", "b").ends_with("the turn of bind marker `b` is over"));
    assert!(wrong("a", "x").ends_with("the statement has no bind marker `x`"));
    let at = |index| {
        written(move |ctx, writer| {
            let mut columns = ColumnWriter::new(ctx, writer).missing(MissingColumns::Null);
            columns.append_at(1, &1_i8)?;
            columns.append_at(index, &2_i8)
        })
        .unwrap_err()
    };
    assert!(at(0).ends_with("the turn of bind marker `a` is over"));
    assert!(at(3).ends_with("the statement has no bind marker `3`"));
}

#[test]
fn a_value_that_does_not_fit_names_its_marker() {
    let error = written(|ctx, writer| ColumnWriter::new(ctx, writer).append("a", &1_i64)).unwrap_err();
    assert_eq!(error, "column `a`: cannot write i64 as tinyint: expected bigint");
}
