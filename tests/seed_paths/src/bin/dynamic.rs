//! What is known only at run time: `CqlValue`, `Row`, types of columns; values that are unset or empty.

#[path = "../connect.rs"]
mod connect;

use std::collections::HashMap;
use std::error::Error;

use scylla::frame::response::result::{CollectionType, ColumnSpec, ColumnType, NativeType};
use scylla::value::{CqlValue, MaybeEmpty, MaybeUnset, Row, Unset};

fn types<'a>(columns: impl Iterator<Item = &'a ColumnSpec<'a>>) -> Vec<(String, ColumnType<'static>)> {
    columns.map(|column| (column.name().to_owned(), column.typ().clone().into_owned())).collect()
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    connect::table(&session, "anything", "i int, l list<text>").await?;

    let mut values = HashMap::new();
    values.insert("l", CqlValue::List(vec![CqlValue::Text("a".to_owned())]));
    values.insert("k", CqlValue::Int(1));
    values.insert("i", CqlValue::Int(7));
    session.query_unpaged("INSERT INTO anything (k, i, l) VALUES (:k, :i, :l)", &values).await?;
    let kept = (MaybeUnset::<i32>::Unset, Unset);
    session.query_unpaged("INSERT INTO anything (k, i, l) VALUES (1, ?, ?)", kept).await?;
    let option = MaybeUnset::from_option(Some(7));
    session.query_unpaged("INSERT INTO anything (k, i) VALUES (1, ?)", (option,)).await?;

    let rows = session.query_unpaged("SELECT i, l FROM anything WHERE k = 1", &[]).await?.into_rows_result()?;
    let row: Row = rows.first_row()?;
    let [Some(int), Some(list)] = row.columns.as_slice() else { return Err("not two values".into()) };
    assert_eq!(int.as_int(), Some(7));
    assert_eq!(list.as_list().map(Vec::len), Some(1));
    let list_of_texts = ColumnType::Collection {
        frozen: false,
        typ: CollectionType::List(Box::new(ColumnType::Native(NativeType::Text))),
    };
    let expected = [("i".to_owned(), ColumnType::Native(NativeType::Int)), ("l".to_owned(), list_of_texts)];
    assert_eq!(types(rows.column_specs().iter()), expected);

    session.query_unpaged("INSERT INTO anything (k, i) VALUES (2, ?)", (MaybeEmpty::<i32>::Empty,)).await?;
    let rows = session.query_unpaged("SELECT i FROM anything WHERE k = 2", &[]).await?.into_rows_result()?;
    assert_eq!(rows.first_row::<(MaybeEmpty<i32>,)>()?.0, MaybeEmpty::Empty);
    assert_eq!(rows.first_row::<(CqlValue,)>()?.0, CqlValue::Empty);
    Ok(())
}
