//! `date` as `CqlDate`, chrono's `NaiveDate` and time's `Date`.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;

use chrono::NaiveDate;
use scylla::value::{CqlDate, CqlValue, ValueOverflow};
use time::{Date, Month};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    connect::table(&session, "dates", "d date").await?;

    let days = CqlDate((1 << 31) + 18_695);
    let naive = NaiveDate::from_ymd_opt(2021, 3, 9).ok_or("no date")?;
    let calendar = Date::from_calendar_date(2021, Month::March, 9)?;
    let insert = session.prepare("INSERT INTO dates (k, d) VALUES (?, ?)").await?;
    session.execute_unpaged(&insert, (1, days)).await?;
    session.execute_unpaged(&insert, (2, naive)).await?;
    session.execute_unpaged(&insert, (3, calendar)).await?;

    for k in 1..=3 {
        let rows = session.query_unpaged("SELECT d FROM dates WHERE k = ?", (k,)).await?.into_rows_result()?;
        assert_eq!(rows.first_row::<(CqlDate,)>()?, (days,));
        assert_eq!(rows.first_row::<(NaiveDate,)>()?, (naive,));
        assert_eq!(rows.first_row::<(Date,)>()?, (calendar,));
        assert_eq!(rows.first_row::<(CqlValue,)>()?.0.as_cql_date(), Some(days));
    }

    assert_eq!(CqlDate::from(naive), CqlDate::from(calendar));
    let back: NaiveDate = days.try_into()?;
    assert_eq!(back, naive);
    let beyond: Result<Date, ValueOverflow> = CqlDate(0).try_into();
    assert!(beyond.is_err());
    Ok(())
}
