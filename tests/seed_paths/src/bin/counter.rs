//! `counter` as `Counter`.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;

use scylla::value::Counter;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    connect::table(&session, "counters", "c counter").await?;

    for step in [7, -2] {
        session.query_unpaged("UPDATE counters SET c = c + ? WHERE k = 1", (Counter(step),)).await?;
    }
    let rows = session.query_unpaged("SELECT c FROM counters WHERE k = 1", &[]).await?.into_rows_result()?;
    let (Counter(total),) = rows.first_row::<(Counter,)>()?;
    assert_eq!(total, 5);
    Ok(())
}
