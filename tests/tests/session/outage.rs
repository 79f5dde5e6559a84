//! Nodes that go and come back.

use std::time::Duration;

use futures_util::future::join_all;
use ilium_driver::errors::ErrorKind;
use ilium_driver::wire::Opcode;
use ilium_mock::{Action, Greeting, When};
use tokio::time::Instant;

use crate::clock::{eventually, pass};
use crate::scene::{AT_ONCE, COUNT, READ, VERSIONS, cluster, connect, is_pooled, pooled, read_key, recovers};

#[tokio::test(start_paused = true)]
async fn a_session_outlives_all_its_nodes() {
    for version in VERSIONS {
        let cluster = cluster(3).version(version).shared_statements().start().await.unwrap();
        let session = connect(&cluster).await;
        let read = session.prepare(READ).await.unwrap();
        for node in 0..3 {
            cluster.stop(node).await;
        }
        let started = Instant::now();
        pass(Duration::from_millis(50)).await;
        let error = read_key(&session, &read, 1).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::NoNodeAvailable | ErrorKind::BrokenConnection), "{error}");
        assert_eq!(error.statement(), Some(READ));
        for address in cluster.addresses() {
            assert!(error.to_string().contains(&address.to_string()), "{address} is not in: {error}");
        }
        assert!(started.elapsed() < AT_ONCE, "fails fast: {:?}", started.elapsed());
        for node in 0..3 {
            cluster.start(node).await.unwrap();
        }
        recovers(&session, &read).await;
        for node in 0..3 {
            pooled(&session, &cluster, node).await;
        }
        eventually("the control connection is back", || cluster.control_node().is_some()).await;
    }
}

#[tokio::test(start_paused = true)]
async fn idempotent_requests_lose_nothing_while_a_node_restarts() {
    for version in VERSIONS {
        let cluster = cluster(3).version(version).shared_statements().start().await.unwrap();
        let session = connect(&cluster).await;
        let read = session.prepare(READ).await.unwrap();
        let load = |task: i32| {
            let (session, read) = (session.clone(), read.clone());
            async move {
                for round in 0..100 {
                    read_key(&session, &read, task * 1000 + round).await.unwrap();
                }
            }
        };
        let restarts = async {
            for node in [0, 1, 2, 0] {
                cluster.stop(node).await;
                eventually("the session has noticed", || !is_pooled(&session, &cluster, node)).await;
                cluster.start(node).await.unwrap();
                eventually("the session is back", || is_pooled(&session, &cluster, node)).await;
            }
        };
        tokio::join!(join_all((0..16).map(load)), restarts);
    }
}

#[tokio::test(start_paused = true)]
async fn nodes_that_refuse_are_not_asked_more_often_than_the_policy_says() {
    let cluster = cluster(2).start().await.unwrap();
    let _session = connect(&cluster).await;
    for node in 0..2 {
        cluster.greet(node, Greeting::Close);
        cluster.disconnect(node);
    }
    let before: u64 = (0..2).map(|node| cluster.accepted_count(node)).sum();
    pass(Duration::from_millis(800)).await;
    let asked = (0..2).map(|node| cluster.accepted_count(node)).sum::<u64>() - before;
    // Each pool and the control connection: at once, and after 100, 300 and 700 ms.
    assert!((6..=24).contains(&asked), "{asked} connections in 800 ms");
}

#[tokio::test(start_paused = true)]
async fn nodes_that_shake_hands_and_hang_up_are_not_asked_without_end() {
    let cluster = cluster(1).start().await.unwrap();
    let _session = connect(&cluster).await;
    cluster.rule(When::opcode(Opcode::Startup), Action::usual().then_close());
    cluster.disconnect(0);
    let before = cluster.accepted_count(0);
    pass(Duration::from_millis(800)).await;
    let asked = cluster.accepted_count(0) - before;
    assert!(asked <= 20, "{asked} connections in 800 ms");
}

#[tokio::test(start_paused = true)]
async fn a_node_that_serves_metadata_and_no_more_does_not_make_the_control_connection_spin() {
    let cluster = cluster(1).start().await.unwrap();
    let _session = connect(&cluster).await;
    // The last query of a new control connection: it is ready then, and gone.
    cluster.rule(When::query("system_schema.keyspaces"), Action::usual().then_close());
    cluster.disconnect_control();
    let before = cluster.accepted_count(0);
    pass(Duration::from_millis(800)).await;
    let asked = cluster.accepted_count(0) - before;
    assert!(asked <= 20, "{asked} connections in 800 ms");
}

#[tokio::test(start_paused = true)]
async fn a_session_that_is_dropped_leaves_no_connection() {
    let cluster = cluster(3).shared_statements().start().await.unwrap();
    let session = connect(&cluster).await;
    let read = session.prepare(READ).await.unwrap();
    let clone = session.clone();
    drop(session);
    read_key(&clone, &read, 1).await.unwrap();
    drop(clone);
    for node in 0..3 {
        cluster.connected(node, 0).await.unwrap();
    }
    let accepted: Vec<u64> = (0..3).map(|node| cluster.accepted_count(node)).collect();
    pass(Duration::from_secs(10)).await;
    assert_eq!(accepted, (0..3).map(|node| cluster.accepted_count(node)).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn building_that_is_dropped_leaves_no_connection() {
    let cluster = cluster(3).start().await.unwrap();
    cluster.rule(When::query("system_schema.keyspaces"), Action::ignore());
    let building = crate::scene::to(&cluster).build();
    tokio::time::timeout(Duration::from_millis(50), building).await.unwrap_err();
    for node in 0..3 {
        cluster.connected(node, 0).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn requests_of_a_closed_node_say_so_once_each() {
    let cluster = cluster(1).start().await.unwrap();
    let session = connect(&cluster).await;
    let count = session.prepare(COUNT).await.unwrap();
    cluster.stop(0).await;
    for _ in 0..10 {
        let error = session.execute_unpaged(&count, (1,)).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::NoNodeAvailable | ErrorKind::BrokenConnection), "{error}");
        assert_eq!(error.statement(), Some(COUNT));
    }
    assert!(cluster.requests_where(&When::execute("")).is_empty());
}
