//! `varint` as `CqlVarint` and num-bigint's `BigInt`, 0.3 and 0.4.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;

use scylla::value::{CqlVarint, CqlVarintBorrowed};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    connect::table(&session, "varints", "v varint").await?;

    // 12,345
    let bytes = CqlVarint::from_signed_bytes_be(vec![0x30, 0x39]);
    let third = num_bigint_03::BigInt::from(12_345);
    let fourth = num_bigint_04::BigInt::from(12_345);
    let insert = session.prepare("INSERT INTO varints (k, v) VALUES (?, ?)").await?;
    session.execute_unpaged(&insert, (1, &bytes)).await?;
    session.execute_unpaged(&insert, (2, &third)).await?;
    session.execute_unpaged(&insert, (3, &fourth)).await?;

    for k in 1..=3 {
        let rows = session.query_unpaged("SELECT v FROM varints WHERE k = ?", (k,)).await?.into_rows_result()?;
        assert_eq!(rows.first_row::<(CqlVarint,)>()?, (bytes.clone(),));
        assert_eq!(rows.first_row::<(num_bigint_03::BigInt,)>()?, (third.clone(),));
        assert_eq!(rows.first_row::<(num_bigint_04::BigInt,)>()?, (fourth.clone(),));
        let (borrowed,) = rows.first_row::<(CqlVarintBorrowed<'_>,)>()?;
        assert_eq!(borrowed.as_signed_bytes_be_slice(), [0x30, 0x39]);
        assert_eq!(num_bigint_04::BigInt::from(borrowed), fourth);
    }

    assert_eq!(CqlVarint::from(third), CqlVarint::from(fourth.clone()));
    assert_eq!(num_bigint_04::BigInt::from(bytes), fourth);
    Ok(())
}
