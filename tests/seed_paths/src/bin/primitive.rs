//! `boolean`, `tinyint`, `smallint`, `int`, `bigint`, `float` and `double` as Rust's own numbers.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;

use futures_util::TryStreamExt;
use scylla::{DeserializeRow, SerializeRow};

#[derive(Debug, PartialEq, SerializeRow, DeserializeRow)]
struct Numbers {
    k: i32,
    yes: bool,
    tiny: i8,
    small: i16,
    big: i64,
    single: f32,
    double: f64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    let columns = "yes boolean, tiny tinyint, small smallint, big bigint, single float, double double";
    connect::table(&session, "numbers", columns).await?;

    let numbers =
        Numbers { k: i32::MIN, yes: true, tiny: i8::MIN, small: i16::MAX, big: i64::MIN, single: 0.5, double: -1e300 };
    let insert = "INSERT INTO numbers (k, yes, tiny, small, big, single, double) VALUES (?, ?, ?, ?, ?, ?, ?)";
    session.query_unpaged(insert, &numbers).await?;
    session.query_unpaged("INSERT INTO numbers (k, yes) VALUES (?, ?)", (1_i32, false)).await?;

    let select = "SELECT k, yes, tiny, small, big, single, double FROM numbers WHERE k = ?";
    let result = session.query_unpaged(select, (i32::MIN,)).await?.into_rows_result()?;
    assert_eq!(result.rows_num(), 1);
    assert_eq!(result.first_row::<Numbers>()?, numbers);

    let mut rows = session.query_iter("SELECT k, big FROM numbers", &[]).await?.rows_stream::<(i32, Option<i64>)>()?;
    let mut found = Vec::new();
    while let Some(row) = rows.try_next().await? {
        found.push(row);
    }
    found.sort_unstable();
    assert_eq!(found, [(i32::MIN, Some(i64::MIN)), (1, None)]);
    Ok(())
}
