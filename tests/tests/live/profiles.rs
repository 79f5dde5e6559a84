//! What a remapped profile changes, as the server recorded it.

use ilium_driver::client::execution_profile::ExecutionProfile;
use ilium_driver::client::session::Session;
use ilium_driver::statement::unprepared::Statement;
use ilium_driver::statement::{Consistency, SerialConsistency};

use crate::lab::{Lab, builder, on_every_cluster, shared};

on_every_cluster!(the_server_sees_each_remap_of_a_handle, the_server_sees_each_remap_of_a_name);

fn profile(consistency: Consistency) -> ExecutionProfile {
    ExecutionProfile::builder().consistency(consistency).serial_consistency(Some(SerialConsistency::Serial)).build()
}

/// The consistency that the server recorded for a statement.
async fn recorded(session: &Session, statement: &Statement) -> String {
    let mut statement = statement.clone();
    statement.set_tracing(true);
    let id = session.query_unpaged(statement, ()).await.unwrap().tracing_id().unwrap();
    session.get_tracing_info(&id).await.unwrap().consistency().unwrap().to_owned()
}

/// The steps of the documentation's page on remapping handles: two profiles, two handles, three remaps.
async fn the_server_sees_each_remap_of_a_handle(lab: &Lab) {
    let (profile1, profile2) = (profile(Consistency::One), profile(Consistency::Quorum));
    let mut handle1 = profile1.clone().into_handle();
    let mut handle2 = profile2.clone().into_handle();
    let session = builder(shared(lab.nodes).await)
        .protocol_version(lab.version)
        .default_execution_profile_handle(handle1.clone())
        .build()
        .await
        .unwrap();
    let mut query1 = Statement::from("SELECT host_id FROM system.local");
    let mut query2 = Statement::from("SELECT rack FROM system.local WHERE key = 'local'");
    let plain = Statement::from("SELECT key FROM system.local");
    query1.set_execution_profile_handle(Some(handle1.clone()));
    query2.set_execution_profile_handle(Some(handle2.clone()));
    assert_eq!(recorded(&session, &plain).await, "ONE");
    assert_eq!(recorded(&session, &query1).await, "ONE");
    assert_eq!(recorded(&session, &query2).await, "QUORUM");

    handle2.map_to_another_profile(profile1);
    assert_eq!(recorded(&session, &query2).await, "ONE");

    query1.set_execution_profile_handle(Some(handle2.clone()));
    handle1.map_to_another_profile(profile2);
    assert_eq!(recorded(&session, &plain).await, "QUORUM");
    assert_eq!(recorded(&session, &query1).await, "ONE");
    assert_eq!(recorded(&session, &query2).await, "ONE");
}

async fn the_server_sees_each_remap_of_a_name(lab: &Lab) {
    let session = builder(shared(lab.nodes).await)
        .protocol_version(lab.version)
        .profile("reads", profile(Consistency::LocalQuorum))
        .profile("degraded", profile(Consistency::One))
        .build()
        .await
        .unwrap();
    let mut read = Statement::from("SELECT host_id FROM system.local");
    read.set_execution_profile_handle(Some(session.profiles().handle("reads").unwrap()));
    assert_eq!(recorded(&session, &read).await, "LOCAL_QUORUM");
    session.profiles().remap("reads", "degraded").unwrap();
    assert_eq!(recorded(&session, &read).await, "ONE");
    {
        let _scope = session.profiles().scoped("reads", profile(Consistency::All)).unwrap();
        assert_eq!(recorded(&session, &read).await, "ALL");
    }
    assert_eq!(recorded(&session, &read).await, "ONE");
    session.profiles().reset("reads").unwrap();
    assert_eq!(recorded(&session, &read).await, "LOCAL_QUORUM");
    let error = session.profiles().remap("reeds", "degraded").unwrap_err().to_string();
    assert!(error.contains("reeds") && error.contains("reads"), "{error}");
}
