//! What tests rely on when they script a cluster.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test that panics fails")]

use std::net::TcpStream;
use std::time::{Duration, Instant};

use ilium_driver::client::session::Session;
use ilium_driver::client::session_builder::SessionBuilder;
use ilium_driver::errors::{ErrorCode, ErrorKind};
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::wire::Opcode;
use ilium_mock::{Action, Answer, MockCluster, MockStatement, Rows, When};

const ADD: &str = "UPDATE t SET n = n + 1 WHERE k = ?";

async fn scene(nodes: usize) -> (MockCluster, Session) {
    let add = MockStatement::new(ADD).marker("k", NativeType::Int);
    let cluster = MockCluster::builder().nodes(nodes).statement(add).shared_statements().start().await.unwrap();
    let session = SessionBuilder::new().known_node_addr(cluster.address(0)).build().await.unwrap();
    (cluster, session)
}

#[tokio::test]
async fn rules_act_on_the_requests_that_they_name() {
    let (cluster, session) = scene(1).await;
    let add = session.prepare(ADD).await.unwrap();
    let nth = cluster.rule(When::execute("UPDATE").nth(3), Answer::error(ErrorCode::Invalid, "the third"));
    let odd = cluster.rule(
        When::execute("").and(|request| request.value::<i32>(0).is_some_and(|k| k >= 100)),
        Answer::error(ErrorCode::Invalid, "large"),
    );
    let mut failed = Vec::new();
    for k in [1, 2, 100, 3, 4, 101, 5] {
        if let Err(error) = session.execute_unpaged(&add, (k,)).await {
            failed.push((k, error.server_error().unwrap().message.clone()));
        }
    }
    // The rule that was added last is asked first, so the first one has not seen the large ones.
    assert_eq!(failed, [(100, "large".into()), (3, "the third".into()), (101, "large".into())]);
    assert_eq!((nth.hits(), odd.hits()), (1, 2));
    cluster.clear_rules();
    session.execute_unpaged(&add, (100,)).await.unwrap();
}

#[tokio::test]
async fn requests_are_recorded_in_order_and_within_bounds() {
    let cluster = MockCluster::builder().kept_requests(5).start().await.unwrap();
    let session = SessionBuilder::new().known_node_addr(cluster.address(0)).build().await.unwrap();
    for _ in 0..4 {
        session.refresh_metadata().await.unwrap();
    }
    let kept = cluster.requests();
    assert_eq!(kept.len(), 5);
    assert!(kept.windows(2).all(|pair| pair[0].sequence + 1 == pair[1].sequence));
    assert!(kept[0].sequence > 10);
}

#[tokio::test]
async fn a_held_request_is_answered_when_the_test_says() {
    let (cluster, session) = scene(1).await;
    let add = session.prepare(ADD).await.unwrap();
    let mut held = cluster.hold(When::execute("").times(1));
    let request = tokio::spawn({
        let (session, add) = (session.clone(), add.clone());
        async move { session.execute_unpaged(&add, (1,)).await }
    });
    let one = held.next().await.unwrap();
    assert_eq!(one.request().value::<i32>(0), Some(1));
    session.execute_unpaged(&add, (2,)).await.unwrap();
    assert!(!request.is_finished());
    one.act(Answer::error(ErrorCode::Invalid, "at last"));
    assert_eq!(request.await.unwrap().unwrap_err().kind(), ErrorKind::Invalid);
}

#[tokio::test]
async fn a_node_stops_and_starts_on_its_address() {
    let (cluster, _session) = scene(2).await;
    let address = cluster.address(1);
    cluster.stop(1).await;
    assert!(TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_err());
    assert_eq!(cluster.connection_count(1), 0);
    cluster.start(1).await.unwrap();
    TcpStream::connect_timeout(&address, Duration::from_secs(60)).unwrap();
    cluster.start(1).await.unwrap_err();
}

#[tokio::test]
async fn nothing_listens_after_the_cluster() {
    let (cluster, session) = scene(3).await;
    let addresses = cluster.addresses();
    drop(cluster);
    drop(session);
    for address in addresses {
        let connects = || TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok();
        let begun = Instant::now();
        // The listeners' tasks end at their next turn.
        while connects() {
            assert!(begun.elapsed() < Duration::from_secs(60), "{address}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

#[tokio::test]
async fn what_was_not_scripted_is_refused_with_its_text() {
    let (cluster, session) = scene(1).await;
    for error in [
        session.prepare("SELECT x FROM y").await.unwrap_err(),
        session.query_unpaged("SELECT x FROM y", ()).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert!(error.to_string().contains("no such statement was scripted: SELECT x FROM y"), "{error}");
    }
    // A row that does not fit its columns is the script's mistake, and says so.
    let rows = Rows::of([("n", NativeType::Int)]).row(("text",));
    cluster.rule(When::query("SELECT x"), Answer::from(rows));
    let error = session.query_unpaged("SELECT x FROM y", ()).await.unwrap_err();
    assert!(error.to_string().contains("scripted row 0"), "{error}");
}

#[tokio::test]
async fn a_test_waits_for_what_it_expects() {
    let (cluster, session) = scene(1).await;
    cluster.rule(When::opcode(Opcode::Prepare), Action::usual().delayed(Duration::from_millis(10)));
    let preparing = When::prepare("UPDATE");
    let (received, prepared) = tokio::join!(cluster.received(&preparing, 1), session.prepare(ADD));
    assert_eq!(received.unwrap().len(), 1);
    prepared.unwrap();
    let batch = When::opcode(Opcode::Batch);
    let missing = tokio::time::timeout(Duration::from_millis(30), cluster.received(&batch, 1)).await;
    assert!(missing.is_err(), "{missing:?}");
}
