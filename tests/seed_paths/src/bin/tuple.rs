//! `tuple` as Rust's tuples.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;

use scylla::value::CqlValue;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    connect::table(&session, "tuples", "t tuple<int, text, frozen<tuple<boolean>>>").await?;

    let insert = session.prepare("INSERT INTO tuples (k, t) VALUES (?, ?)").await?;
    session.execute_unpaged(&insert, (1, (7, "seven", (true,)))).await?;
    session.execute_unpaged(&insert, (2, (7, None::<String>, None::<(bool,)>))).await?;

    let rows = session.query_unpaged("SELECT t FROM tuples WHERE k = 1", &[]).await?.into_rows_result()?;
    let (tuple,) = rows.first_row::<((i32, &str, (bool,)),)>()?;
    assert_eq!(tuple, (7, "seven", (true,)));

    let rows = session.query_unpaged("SELECT t FROM tuples WHERE k = 2", &[]).await?.into_rows_result()?;
    let (tuple,) = rows.first_row::<((i32, Option<String>, Option<(bool,)>),)>()?;
    assert_eq!(tuple, (7, None, None));
    let (value,) = rows.first_row::<(CqlValue,)>()?;
    assert_eq!(value, CqlValue::Tuple(vec![Some(CqlValue::Int(7)), None, None]));
    Ok(())
}
