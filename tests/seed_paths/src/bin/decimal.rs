//! `decimal` as `CqlDecimal` and bigdecimal's `BigDecimal`.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;

use bigdecimal::BigDecimal;
use scylla::value::{CqlDecimal, CqlDecimalBorrowed};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    connect::table(&session, "decimals", "d decimal").await?;

    // 123.456
    let parts = CqlDecimal::from_signed_be_bytes_and_exponent(vec![1, 0xE2, 0x40], 3);
    let big: BigDecimal = "123.456".parse()?;
    let insert = session.prepare("INSERT INTO decimals (k, d) VALUES (?, ?)").await?;
    session.execute_unpaged(&insert, (1, &parts)).await?;
    session.execute_unpaged(&insert, (2, &big)).await?;

    for k in 1..=2 {
        let rows = session.query_unpaged("SELECT d FROM decimals WHERE k = ?", (k,)).await?.into_rows_result()?;
        assert_eq!(rows.first_row::<(CqlDecimal,)>()?, (parts.clone(),));
        assert_eq!(rows.first_row::<(BigDecimal,)>()?, (big.clone(),));
        let (borrowed,) = rows.first_row::<(CqlDecimalBorrowed<'_>,)>()?;
        assert_eq!(borrowed.as_signed_be_bytes_slice_and_exponent(), ([1, 0xE2, 0x40].as_slice(), 3));
        assert_eq!(BigDecimal::from(borrowed), big);
    }

    assert_eq!(CqlDecimal::try_from(big.clone())?, parts);
    assert_eq!(parts.clone().into_signed_be_bytes_and_exponent(), (vec![1, 0xE2, 0x40], 3));
    assert_eq!(BigDecimal::from(parts), big);
    Ok(())
}
