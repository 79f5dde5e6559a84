//! `duration` as `CqlDuration`.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;

use scylla::value::{CqlDuration, CqlValue};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    connect::table(&session, "durations", "d duration").await?;

    let duration = CqlDuration { months: -1, days: -2, nanoseconds: -3 };
    session.query_unpaged("INSERT INTO durations (k, d) VALUES (1, ?)", (duration,)).await?;
    let rows = session.query_unpaged("SELECT d FROM durations WHERE k = 1", &[]).await?.into_rows_result()?;
    assert_eq!(rows.first_row::<(CqlDuration,)>()?, (duration,));
    assert_eq!(rows.first_row::<(CqlValue,)>()?.0.as_cql_duration(), Some(duration));
    Ok(())
}
