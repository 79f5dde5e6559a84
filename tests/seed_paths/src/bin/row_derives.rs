//! The derives of rows and values with the attributes that they have.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;

use scylla::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

/// By name, whatever the order.
#[derive(Debug, PartialEq, SerializeRow, DeserializeRow)]
struct Item {
    #[scylla(rename = "k")]
    id: i32,
    height: Option<i32>,
    #[scylla(skip)]
    seen: bool,
}

/// Borrowed from the answer.
#[derive(Debug, PartialEq, DeserializeRow)]
struct Label<'a> {
    label: Option<&'a str>,
}

#[derive(Debug, PartialEq, SerializeValue, DeserializeValue)]
struct Point {
    #[scylla(rename = "x")]
    across: i32,
    y: i32,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    session.query_unpaged("CREATE TYPE IF NOT EXISTS point (x int, y int)", &[]).await?;
    connect::table(&session, "items", "height int, label text, at frozen<point>").await?;

    let item = Item { id: 1, height: Some(3), seen: false };
    session.query_unpaged("INSERT INTO items (height, k) VALUES (?, ?)", &item).await?;
    let at = Point { across: -1, y: 1 };
    session.query_unpaged("UPDATE items SET at = ?, label = ? WHERE k = 1", (&at, "box")).await?;

    let rows = session.query_unpaged("SELECT height, k FROM items WHERE k = 1", &[]).await?.into_rows_result()?;
    assert_eq!(rows.first_row::<Item>()?, item);
    let rows = session.query_unpaged("SELECT label FROM items WHERE k = 1", &[]).await?.into_rows_result()?;
    assert_eq!(rows.first_row::<Label<'_>>()?, Label { label: Some("box") });
    let rows = session.query_unpaged("SELECT at FROM items WHERE k = 1", &[]).await?.into_rows_result()?;
    assert_eq!(rows.first_row::<(Point,)>()?, (at,));
    Ok(())
}
