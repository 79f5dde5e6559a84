//! What the server records of a traced request.

use ilium_driver::statement::Consistency;
use ilium_driver::statement::batch::{Batch, BatchType};
use ilium_driver::statement::unprepared::Statement;

use crate::lab::{Lab, on_every_cluster};

on_every_cluster!(every_kind_of_request_can_be_traced, an_untraced_request_has_no_trace);

async fn every_kind_of_request_can_be_traced(lab: &Lab) {
    lab.ddl("CREATE TABLE traced (k int PRIMARY KEY)").await;
    let mut text = Statement::new("SELECT k FROM traced");
    text.set_tracing(true);
    text.set_consistency(Consistency::One);
    let id = lab.session.query_unpaged(text, ()).await.unwrap().tracing_id().unwrap();
    let trace = lab.trace(&id).await;
    assert_eq!(trace.consistency(), Some("ONE"));
    assert!(!trace.events.is_empty());
    assert!(trace.duration.is_some());

    let mut prepared = lab.session.prepare("SELECT k FROM traced WHERE k = ?").await.unwrap();
    prepared.set_tracing(true);
    prepared.set_consistency(Consistency::All);
    let id = lab.session.execute_unpaged(&prepared, (1,)).await.unwrap().tracing_id().unwrap();
    assert_eq!(lab.session.get_tracing_info(&id).await.unwrap().consistency(), Some("ALL"));

    let mut batch = Batch::new(BatchType::Unlogged);
    batch.append_statement("INSERT INTO traced (k) VALUES (1)");
    batch.set_tracing(true);
    let id = lab.session.batch(&batch, ((),)).await.unwrap().tracing_id().unwrap();
    assert_eq!(lab.session.get_tracing_info(&id).await.unwrap().consistency(), Some("LOCAL_QUORUM"));
}

async fn an_untraced_request_has_no_trace(lab: &Lab) {
    let result = lab.session.query_unpaged("SELECT host_id FROM system.local", ()).await.unwrap();
    assert_eq!(result.tracing_id(), None);
    let error = lab.session.get_tracing_info(&uuid::Uuid::nil()).await.unwrap_err();
    assert!(error.to_string().contains("no trace"), "{error}");
}
