//! What a session does with servers of protocol 3.

use ilium_driver::client::session::Session;
use ilium_driver::client::session_builder::SessionBuilder;
use ilium_driver::errors::{Error, ErrorCode, ErrorDetail, ErrorKind};
use ilium_driver::statement::batch::{Batch, BatchType};
use ilium_driver::value::{MaybeUnset, Unset};
use ilium_driver::wire::{Opcode, ProtocolVersion};
use ilium_mock::{Answer, MockCluster, Value, When};

use crate::scene::{READ, WRITE, cluster, connect, read_key, to};

async fn scene(nodes: usize) -> (MockCluster, Session) {
    let cluster = cluster(nodes).version(ProtocolVersion::V3).start().await.unwrap();
    let session = connect(&cluster).await;
    (cluster, session)
}

#[tokio::test(start_paused = true)]
async fn a_server_of_version_3_is_found_by_what_it_answers() {
    let (cluster, session) = scene(3).await;
    assert_eq!(session.protocol_version(), ProtocolVersion::V3);
    let read = session.prepare(READ).await.unwrap();
    for key in 0..10 {
        read_key(&session, &read, key).await.unwrap();
    }
    let write = session.prepare(WRITE).await.unwrap();
    session.execute_unpaged(&write, (1, "a")).await.unwrap();
    session.execute_unpaged(&write, (1, None::<&str>)).await.unwrap();
    assert!(cluster.requests().iter().all(|request| request.version == ProtocolVersion::V3));
    let writes = cluster.requests_where(&When::execute(WRITE));
    assert_eq!(writes[1].values()[1], Value::Null);
}

#[tokio::test(start_paused = true)]
async fn version_3_can_be_asked_for() {
    let cluster = cluster(1).start().await.unwrap();
    let builder: SessionBuilder = to(&cluster).protocol_version(ProtocolVersion::V3);
    let session = builder.build().await.unwrap();
    let read = session.prepare(READ).await.unwrap();
    read_key(&session, &read, 7).await.unwrap();
    assert!(cluster.requests().iter().all(|request| request.version == ProtocolVersion::V3));
}

fn is_refused(outcome: Result<impl Sized, Error>, place: &str) {
    let Err(error) = outcome else { panic!("{place}: it was sent") };
    assert_eq!(error.kind(), ErrorKind::Unsupported, "{error}");
    for word in [place, "bind marker `v`", "protocol v3 has no unset values"] {
        assert!(error.to_string().contains(word), "no `{word}` in: {error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_value_that_is_not_set_is_refused_before_anything_is_sent() {
    let (cluster, session) = scene(1).await;
    let write = session.prepare(WRITE).await.unwrap();
    cluster.forget_requests();
    is_refused(session.execute_unpaged(&write, (1, Unset)).await, "bind marker");
    is_refused(session.execute_unpaged(&write, (1, MaybeUnset::<&str>::Unset)).await, "bind marker");
    let bound = write.bind(&(1, Unset)).unwrap();
    is_refused(session.execute_bound_unpaged(&bound).await, "bind marker");
    let mut batch = Batch::new(BatchType::Unlogged);
    batch.append_statement(write.clone());
    batch.append_statement(write.clone());
    is_refused(session.batch(&batch, ((1, Some("a")), (1, Unset))).await, "statement 1 of the batch");
    assert!(cluster.requests().is_empty());
    session.execute_unpaged(&write, (1, MaybeUnset::Set("a"))).await.unwrap();
    session.batch(&batch, ((1, "a"), (1, None::<&str>))).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_statement_has_no_token_and_goes_to_every_node() {
    let (cluster, session) = scene(3).await;
    let read = session.prepare(READ).await.unwrap();
    assert!(read.get_variable_pk_indexes().is_empty());
    for _ in 0..60 {
        read_key(&session, &read, 1).await.unwrap();
    }
    for node in 0..3 {
        let asked = cluster.requests_where(&When::opcode(Opcode::Execute).node(node)).len();
        assert!(asked > 0, "node {node} was asked nothing");
    }
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_an_error_of_a_code_that_nobody_knows() {
    let (cluster, session) = scene(1).await;
    let read = session.prepare(READ).await.unwrap();
    cluster.rule(When::opcode(Opcode::Execute), Answer::error(ErrorCode::Other(0x1400), "no such code in version 3"));
    let error = read_key(&session, &read, 1).await.unwrap_err();
    let server = error.server_error().unwrap();
    assert_eq!((server.code, &server.detail), (ErrorCode::Other(0x1400), &ErrorDetail::Other(Vec::new())));
}
