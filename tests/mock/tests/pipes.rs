//! A cluster that is reached by pipes: what sockets would do, in simulated time.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test that panics fails")]

use std::time::Duration;

use ilium_driver::client::session::Session;
use ilium_driver::client::session_builder::SessionBuilder;
use ilium_driver::errors::ErrorKind;
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::wire::Opcode;
use ilium_mock::{Action, Greeting, MockCluster, MockClusterBuilder, MockStatement, When};
use tokio::time::Instant;

const ADD: &str = "UPDATE t SET n = n + 1 WHERE k = ?";

fn nodes(count: usize) -> MockClusterBuilder {
    let add = MockStatement::new(ADD).marker("k", NativeType::Int);
    MockCluster::builder().nodes(count).statement(add).shared_statements()
}

async fn scene(count: usize) -> (MockCluster, Session) {
    let cluster = nodes(count).in_memory().start().await.unwrap();
    let session = cluster.session_builder().build().await.unwrap();
    (cluster, session)
}

#[tokio::test(start_paused = true)]
async fn a_session_reaches_each_node_in_no_time() {
    let started = Instant::now();
    let (cluster, session) = scene(3).await;
    let add = session.prepare(ADD).await.unwrap();
    for k in 0..100 {
        session.execute_unpaged(&add, (k,)).await.unwrap();
    }
    for node in 0..3 {
        assert!(!cluster.requests_where(&When::execute("").node(node)).is_empty(), "node {node}");
    }
    assert_eq!(started.elapsed(), Duration::ZERO);
    let addresses = session.get_cluster_state().get_nodes_info().iter().map(|node| node.address).collect::<Vec<_>>();
    assert!(cluster.addresses().iter().all(|address| addresses.contains(address)));
}

#[tokio::test(start_paused = true)]
async fn a_delay_takes_as_long_as_it_says() {
    let (cluster, session) = scene(1).await;
    let add = session.prepare(ADD).await.unwrap();
    let late = Duration::from_secs(8);
    cluster.rule(When::execute(""), Action::usual().delayed(late));
    let started = Instant::now();
    session.execute_unpaged(&add, (1,)).await.unwrap();
    assert_eq!(started.elapsed(), late);
    cluster.rule(When::execute(""), Action::ignore());
    let error = session.execute_unpaged(&add, (1,)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    // The default of ten seconds, after which connections are swept over.
    let waited = started.elapsed() - late;
    assert!((10.0..10.1).contains(&waited.as_secs_f64()), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_node_that_is_stopped_refuses_until_it_starts() {
    let (cluster, session) = scene(2).await;
    cluster.start(0).await.unwrap_err();
    for node in [0, 1] {
        cluster.stop(node).await;
        assert_eq!(cluster.connection_count(node), 0);
    }
    let accepted = [0, 1].map(|node| cluster.accepted_count(node));
    let error = cluster.session_builder().build().await.unwrap_err();
    assert_eq!((error.kind(), error.node()), (ErrorKind::Connect, Some(cluster.address(0))), "{error}");
    assert!(error.to_string().contains("connection refused"), "{error}");
    assert_eq!([0, 1].map(|node| cluster.accepted_count(node)), accepted);
    for node in [0, 1] {
        cluster.start(node).await.unwrap();
        cluster.start(node).await.unwrap_err();
    }
    cluster.connected(1, 1).await.unwrap();
    // It has forgotten what was prepared on it.
    session.prepare(ADD).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_connection_is_closed_or_reset() {
    for (action, said) in [(Action::close(), "closed"), (Action::reset(), "connection reset")] {
        let (cluster, session) = scene(1).await;
        let add = session.prepare(ADD).await.unwrap();
        // What comes before a reset is lost with it.
        cluster.rule(When::execute(""), action);
        let error = session.execute_unpaged(&add, (1,)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BrokenConnection, "{error}");
        assert!(error.to_string().contains(said), "expected `{said}`: {error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_node_that_keeps_silent_is_left_when_it_stops() {
    let cluster = nodes(1).in_memory().start().await.unwrap();
    cluster.greet(0, Greeting::Hang);
    let builder = cluster.session_builder().handshake_timeout(Duration::from_secs(300));
    let building = tokio::spawn(builder.build());
    while cluster.accepted_count(0) == 0 {
        tokio::task::yield_now().await;
    }
    let started = Instant::now();
    cluster.stop(0).await;
    assert_eq!(building.await.unwrap().unwrap_err().kind(), ErrorKind::Handshake);
    assert_eq!(started.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_served_after_the_cluster() {
    let (cluster, session) = scene(3).await;
    let (address, pipes) = (cluster.address(0), cluster.pipes());
    drop(cluster);
    let error = session.query_unpaged("SELECT 1", ()).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::BrokenConnection | ErrorKind::NoNodeAvailable), "{error}");
    let error = SessionBuilder::new().known_node_addr(address).connector(pipes).build().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
}

#[tokio::test]
async fn nodes_that_listen_are_reached_by_pipes_too() {
    let cluster = nodes(2).start().await.unwrap();
    for builder in [cluster.session_builder(), cluster.session_builder().connector(cluster.pipes())] {
        let session = builder.build().await.unwrap();
        session.prepare(ADD).await.unwrap();
    }
    assert_eq!(cluster.requests_where(&When::opcode(Opcode::Register)).len(), 2);
    cluster.stop(0).await;
    let builder = cluster.session_builder().connector(cluster.pipes());
    assert_eq!(builder.build().await.unwrap_err().kind(), ErrorKind::Connect);
}
