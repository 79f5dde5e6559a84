//! `ascii`, `text` and `varchar` as texts that are owned, shared or borrowed from the answer.

#[path = "../connect.rs"]
mod connect;

use std::borrow::Cow;
use std::error::Error;
use std::sync::Arc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    connect::table(&session, "texts", "a ascii, t text, v varchar").await?;

    let insert = session.prepare("INSERT INTO texts (k, a, t, v) VALUES (?, ?, ?, ?)").await?;
    let owned = "grüße".to_owned();
    session.execute_unpaged(&insert, (1, "plain", &owned, String::new())).await?;
    session.execute_unpaged(&insert, (2, "plain".to_owned(), owned.as_str(), None::<&str>)).await?;

    let rows = session.query_unpaged("SELECT a, t, v FROM texts WHERE k = 1", &[]).await?.into_rows_result()?;
    assert_eq!(rows.first_row::<(&str, &str, &str)>()?, ("plain", "grüße", ""));
    let (a, t, v): (String, Box<str>, Arc<str>) = rows.single_row()?;
    assert_eq!((a.as_str(), &*t, &*v), ("plain", "grüße", ""));
    assert_eq!(rows.first_row::<(Cow<'_, str>, String, String)>()?.0, "plain");

    let rows = session.query_unpaged("SELECT v FROM texts WHERE k = 2", &[]).await?.into_rows_result()?;
    assert_eq!(rows.maybe_first_row::<(Option<String>,)>()?, Some((None,)));
    Ok(())
}
