//! The derives of rows and values with the attributes that they have.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;

use scylla::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

/// By name.
#[derive(Debug, PartialEq, SerializeRow)]
struct Item {
    #[scylla(rename = "k")]
    id: i32,
    #[scylla(flatten)]
    size: Size,
    #[scylla(skip)]
    seen: bool,
}

/// The columns of a part.
#[derive(Debug, PartialEq, SerializeRow)]
struct Size {
    width: i32,
    height: i32,
}

/// In the order of the columns, whose names do not matter.
#[derive(Debug, PartialEq, SerializeRow, DeserializeRow)]
#[scylla(flavor = "enforce_order", skip_name_checks)]
struct Ordered {
    first: i32,
    second: i32,
}

/// Null is the default.
#[derive(Debug, PartialEq, DeserializeRow)]
struct Lenient {
    #[scylla(default_when_null)]
    label: String,
}

/// In the order of the type's fields.
#[derive(Debug, PartialEq, SerializeValue, DeserializeValue)]
#[scylla(flavor = "enforce_order")]
struct Point {
    x: i32,
    y: i32,
}

/// Some of the type's fields may be missing, and the type may not have more.
#[derive(Debug, PartialEq, SerializeValue, DeserializeValue)]
#[scylla(forbid_excess_udt_fields)]
struct Newer {
    x: i32,
    y: i32,
    #[scylla(allow_missing)]
    #[scylla(default_when_null)]
    z: i32,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    session.query_unpaged("CREATE TYPE IF NOT EXISTS point (x int, y int)", &[]).await?;
    connect::table(&session, "items", "width int, height int, label text, at frozen<point>").await?;

    let item = Item { id: 1, size: Size { width: 2, height: 3 }, seen: true };
    session.query_unpaged("INSERT INTO items (height, k, width) VALUES (?, ?, ?)", &item).await?;
    let ordered = Ordered { first: 2, second: 7 };
    session.query_unpaged("INSERT INTO items (k, width) VALUES (?, ?)", &ordered).await?;
    let at = Point { x: -1, y: 1 };
    session.query_unpaged("UPDATE items SET at = ? WHERE k = 1", (&at,)).await?;

    let rows = session.query_unpaged("SELECT k, width FROM items WHERE k = 2", &[]).await?.into_rows_result()?;
    assert_eq!(rows.first_row::<Ordered>()?, ordered);
    let rows = session.query_unpaged("SELECT label FROM items WHERE k = 1", &[]).await?.into_rows_result()?;
    assert_eq!(rows.first_row::<Lenient>()?, Lenient { label: String::new() });
    let rows = session.query_unpaged("SELECT at FROM items WHERE k = 1", &[]).await?.into_rows_result()?;
    assert_eq!(rows.first_row::<(Point,)>()?, (at,));
    assert_eq!(rows.first_row::<(Newer,)>()?, (Newer { x: -1, y: 1, z: 0 },));
    let rows = session.query_unpaged("SELECT width, height FROM items WHERE k = 1", &[]).await?.into_rows_result()?;
    assert_eq!(rows.first_row::<(i32, i32)>()?, (item.size.width, item.size.height));
    Ok(())
}
