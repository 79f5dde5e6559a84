//! `time` as `CqlTime`, chrono's `NaiveTime` and time's `Time`.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;

use chrono::NaiveTime;
use scylla::value::{CqlTime, ValueOverflow};
use time::Time;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    connect::table(&session, "times", "t time").await?;

    let nanos = CqlTime(((8 * 60 + 12) * 60 + 54) * 1_000_000_000 + 123);
    let naive = NaiveTime::from_hms_nano_opt(8, 12, 54, 123).ok_or("no time")?;
    let clock = Time::from_hms_nano(8, 12, 54, 123)?;
    let insert = session.prepare("INSERT INTO times (k, t) VALUES (?, ?)").await?;
    session.execute_unpaged(&insert, (1, nanos)).await?;
    session.execute_unpaged(&insert, (2, naive)).await?;
    session.execute_unpaged(&insert, (3, clock)).await?;

    for k in 1..=3 {
        let rows = session.query_unpaged("SELECT t FROM times WHERE k = ?", (k,)).await?.into_rows_result()?;
        assert_eq!(rows.first_row::<(CqlTime,)>()?, (nanos,));
        assert_eq!(rows.first_row::<(NaiveTime,)>()?, (naive,));
        assert_eq!(rows.first_row::<(Time,)>()?, (clock,));
    }

    let converted: CqlTime = naive.try_into()?;
    assert_eq!(converted, CqlTime::from(clock));
    let leap = NaiveTime::from_hms_nano_opt(23, 59, 59, 1_500_000_000).ok_or("no leap second")?;
    let beyond: Result<CqlTime, ValueOverflow> = leap.try_into();
    assert!(beyond.is_err());
    Ok(())
}
