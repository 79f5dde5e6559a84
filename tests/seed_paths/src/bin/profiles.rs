//! Execution profiles, and remapping what statements are tied to.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;
use std::time::Duration;

use scylla::client::execution_profile::{ExecutionProfile, ExecutionProfileHandle};
use scylla::frame::types::{Consistency, SerialConsistency};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    connect::table(&session, "profiled", "v int").await?;

    let quick = ExecutionProfile::builder()
        .consistency(Consistency::One)
        .serial_consistency(Some(SerialConsistency::LocalSerial))
        .request_timeout(Some(Duration::from_secs(5)))
        .build();
    let careful = quick.to_builder().consistency(Consistency::All).build();
    let mut handle: ExecutionProfileHandle = quick.into_handle();

    let mut insert = session.prepare("INSERT INTO profiled (k, v) VALUES (?, ?)").await?;
    insert.set_execution_profile_handle(Some(handle.clone()));
    session.execute_unpaged(&insert, (1, 1)).await?;
    handle.map_to_another_profile(careful);
    session.execute_unpaged(&insert, (2, 2)).await?;
    let patient = handle.pointee_to_builder().request_timeout(None).build();
    handle.map_to_another_profile(patient);
    insert.set_consistency(Consistency::Quorum);
    session.execute_unpaged(&insert, (3, 3)).await?;
    assert_eq!(insert.get_consistency(), Some(Consistency::Quorum));
    assert!(insert.get_execution_profile_handle().is_some());

    let rows = session.query_unpaged("SELECT v FROM profiled", &[]).await?.into_rows_result()?;
    assert_eq!(rows.rows::<(i32,)>()?.count(), 3);
    Ok(())
}
