//! `blob` as bytes that are owned, shared or borrowed from the answer.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;

use bytes::Bytes;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    connect::table(&session, "blobs", "a blob, b blob, c blob").await?;

    let (owned, shared) = (vec![0_u8, 255], Bytes::from_static(&[7]));
    let insert = "INSERT INTO blobs (k, a, b, c) VALUES (1, ?, ?, ?)";
    session.query_unpaged(insert, (&owned, owned.as_slice(), &shared)).await?;

    let rows = session.query_unpaged("SELECT a, b, c FROM blobs WHERE k = 1", &[]).await?.into_rows_result()?;
    let (a, b, c) = rows.first_row::<(Vec<u8>, &[u8], Bytes)>()?;
    assert_eq!((a.as_slice(), b, c), ([0, 255].as_slice(), [0, 255].as_slice(), shared));
    Ok(())
}
