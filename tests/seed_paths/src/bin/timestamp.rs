//! `timestamp` as `CqlTimestamp`, chrono's `DateTime<Utc>` and time's `OffsetDateTime`.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;
use std::time::Duration;

use chrono::{DateTime, Utc};
use scylla::value::CqlTimestamp;
use time::OffsetDateTime;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    connect::table(&session, "timestamps", "t timestamp").await?;

    let millis = CqlTimestamp(1_615_280_000_123);
    let utc = DateTime::<Utc>::from_timestamp_millis(millis.0).ok_or("no time")?;
    let offset = OffsetDateTime::from_unix_timestamp_nanos(1_615_280_000_123_000_000)?;
    let insert = session.prepare("INSERT INTO timestamps (k, t) VALUES (?, ?)").await?;
    session.execute_unpaged(&insert, (1, millis)).await?;
    session.execute_unpaged(&insert, (2, utc)).await?;
    session.execute_unpaged(&insert, (3, offset)).await?;

    for k in 1..=3 {
        let rows = session.query_unpaged("SELECT t FROM timestamps WHERE k = ?", (k,)).await?.into_rows_result()?;
        assert_eq!(rows.first_row::<(CqlTimestamp,)>()?, (millis,));
        assert_eq!(rows.first_row::<(DateTime<Utc>,)>()?, (utc,));
        assert_eq!(rows.first_row::<(OffsetDateTime,)>()?, (offset,));
    }

    assert_eq!(CqlTimestamp::from(utc), CqlTimestamp::from(offset));
    let back: DateTime<Utc> = millis.try_into()?;
    assert_eq!(back, utc);
    assert_eq!(millis + Duration::from_millis(7) - Duration::from_millis(7), millis);
    assert!(CqlTimestamp::MIN < millis && millis < CqlTimestamp::now());
    let second = Duration::from_secs(1);
    assert_eq!((millis + second).checked_duration_since(millis), Some(second));
    Ok(())
}
