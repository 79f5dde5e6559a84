//! `inet` as `IpAddr`.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    connect::table(&session, "addresses", "i inet").await?;

    let insert = session.prepare("INSERT INTO addresses (k, i) VALUES (?, ?)").await?;
    let select = session.prepare("SELECT i FROM addresses WHERE k = ?").await?;
    for (k, address) in (0..).zip([IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)]) {
        session.execute_unpaged(&insert, (k, address)).await?;
        let rows = session.execute_unpaged(&select, (k,)).await?.into_rows_result()?;
        assert_eq!(rows.first_row::<(IpAddr,)>()?, (address,));
    }
    Ok(())
}
