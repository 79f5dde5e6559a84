//! `uuid` as `Uuid`, `timeuuid` as `CqlTimeuuid`, which is ordered as the server orders it.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;
use std::str::FromStr;

use scylla::value::{CqlTimeuuid, CqlValue};
use uuid::Uuid;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    connect::table(&session, "ids", "u uuid, t timeuuid").await?;

    let id = Uuid::from_u128(0x0123_4567_89AB_4DEF_8123_4567_89AB_CDEF);
    let time = CqlTimeuuid::from_str("8e14e760-7fa8-11eb-bc66-000000000001")?;
    session.query_unpaged("INSERT INTO ids (k, u, t) VALUES (1, ?, ?)", (id, time)).await?;

    let rows = session.query_unpaged("SELECT u, t FROM ids WHERE k = 1", &[]).await?.into_rows_result()?;
    assert_eq!(rows.first_row::<(Uuid, CqlTimeuuid)>()?, (id, time));
    let (_, value) = rows.first_row::<(CqlValue, CqlValue)>()?;
    assert_eq!(value.as_timeuuid(), Some(time));

    let plain: Uuid = time.into();
    assert_eq!(CqlTimeuuid::from(plain), time);
    assert_eq!(CqlTimeuuid::from_bytes(*time.as_bytes()), time);
    assert_eq!(CqlTimeuuid::from_slice(time.as_bytes())?.as_u128(), time.as_u128());
    let (low, mid, high, node) = time.as_fields();
    assert_eq!(CqlTimeuuid::from_fields(low, mid, high, node), time);
    let (high, low) = time.as_u64_pair();
    assert_eq!(CqlTimeuuid::from_u64_pair(high, low).to_string(), "8e14e760-7fa8-11eb-bc66-000000000001");
    // A later time in the higher fields, although the lower ones, which come first in the text, are smaller.
    assert!(CqlTimeuuid::from_str("00000000-7fa9-11eb-bc66-000000000001")? > time);
    Ok(())
}
