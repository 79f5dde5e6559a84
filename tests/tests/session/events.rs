//! The control connection: what servers push, and what becomes of it when it is lost.

use std::sync::Arc;
use std::time::Duration;

use ilium_driver::client::session::Session;
use ilium_driver::errors::ErrorKind;
use ilium_driver::wire::Opcode;
use ilium_driver::wire::event::{Event, SchemaChange, SchemaChangeType, SchemaTarget, StatusChange, TopologyChange};
use ilium_mock::{Action, Answer, Greeting, MockCluster, When};
use tokio::time::Instant;

use crate::clock::{eventually, pass};
use crate::scene::{READ, SHORT, VERSIONS, cluster, connect, is_pooled, listening, read_key, recovers, to};

async fn has_control(cluster: &MockCluster) {
    eventually("a control connection", || cluster.control_node().is_some()).await;
}

fn known(session: &Session) -> usize {
    session.get_cluster_state().get_nodes_info().len()
}

#[tokio::test(start_paused = true)]
async fn a_lost_control_connection_is_opened_again_and_requests_do_not_notice() {
    for version in VERSIONS {
        let cluster = cluster(3).version(version).shared_statements().start().await.unwrap();
        let session = connect(&cluster).await;
        let read = session.prepare(READ).await.unwrap();
        for round in 0..3 {
            let registered = cluster.requests_where(&When::opcode(Opcode::Register)).len();
            cluster.disconnect_control();
            for key in 0..20 {
                read_key(&session, &read, round * 100 + key).await.unwrap();
            }
            cluster.received(&When::opcode(Opcode::Register), registered + 1).await.unwrap();
            has_control(&cluster).await;
        }
        assert_eq!(session.counts().connections_lost, 0, "only the control connection was lost");
    }
}

#[tokio::test(start_paused = true)]
async fn a_control_connection_whose_node_stops_moves_to_another() {
    let cluster = cluster(3).shared_statements().start().await.unwrap();
    let session = connect(&cluster).await;
    for _ in 0..2 {
        let before = cluster.control_node().unwrap();
        cluster.stop(before).await;
        has_control(&cluster).await;
        assert_ne!(cluster.control_node(), Some(before));
        cluster.start(before).await.unwrap();
    }
    eventually("metadata can be read", || cluster.control_node().is_some()).await;
    session.refresh_metadata().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_control_node_that_falls_silent_is_left() {
    let cluster = cluster(3).shared_statements().start().await.unwrap();
    let session = to(&cluster)
        .keepalive_interval(Some(Duration::from_millis(50)))
        .keepalive_timeout(Duration::from_secs(1))
        .connection_timeout(Duration::from_secs(3))
        .handshake_timeout(Duration::from_secs(3))
        .build()
        .await
        .unwrap();
    let silent = cluster.control_node().unwrap();
    cluster.rule(When::any().node(silent), Action::ignore());
    eventually("the control connection moves", || cluster.control_node().is_some_and(|node| node != silent)).await;
    let read = session.prepare(READ).await.unwrap();
    recovers(&session, &read).await;
}

#[tokio::test(start_paused = true)]
async fn a_node_that_joins_is_connected_to_and_one_that_leaves_is_not_any_more() {
    for version in VERSIONS {
        let cluster = cluster(3).version(version).shared_statements().start().await.unwrap();
        cluster.set_member(2, false);
        let session = connect(&cluster).await;
        assert_eq!(known(&session), 2);
        assert_eq!(cluster.connection_count(2), 0);
        cluster.set_member(2, true);
        cluster.push_topology(TopologyChange::NewNode, 2);
        cluster.connected(2, 1).await.unwrap();
        eventually("three nodes are known", || known(&session) == 3).await;
        cluster.set_member(1, false);
        cluster.push_topology(TopologyChange::RemovedNode, 1);
        cluster.connected(1, 0).await.unwrap();
        assert_eq!(known(&session), 2);
        let read = session.prepare(READ).await.unwrap();
        cluster.forget_requests();
        for key in 0..20 {
            read_key(&session, &read, key).await.unwrap();
        }
        let asked: std::collections::BTreeSet<usize> = cluster.requests().iter().map(|r| r.node).collect();
        assert!(!asked.contains(&1) && asked.contains(&2), "{asked:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_node_that_is_said_to_be_up_is_tried_at_once() {
    let cluster = cluster(2).shared_statements().start().await.unwrap();
    let _session = connect(&cluster).await;
    cluster.stop(1).await;
    // By now it waits for most of a second between attempts.
    pass(Duration::from_millis(900)).await;
    cluster.start(1).await.unwrap();
    cluster.push_status(StatusChange::Up, 1);
    let took = eventually("a connection", || cluster.connection_count(1) == 1).await;
    assert!(took < Duration::from_millis(300), "took {took:?}");
}

#[tokio::test(start_paused = true)]
async fn a_node_that_is_said_to_be_down_and_answers_goes_on() {
    let cluster = cluster(2).shared_statements().start().await.unwrap();
    let session = connect(&cluster).await;
    let read = session.prepare(READ).await.unwrap();
    cluster.push_status(StatusChange::Down, 1);
    cluster.forget_requests();
    for key in 0..40 {
        read_key(&session, &read, key).await.unwrap();
    }
    assert!(cluster.requests().iter().any(|request| request.node == 1));
    assert_eq!(session.counts().connections_lost, 0);
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_events_is_one_refresh() {
    let cluster = cluster(2).shared_statements().start().await.unwrap();
    let session = connect(&cluster).await;
    let read = session.prepare(READ).await.unwrap();
    let looked = || cluster.requests_where(&When::query("system.peers_v2")).len();
    let before = looked();
    for key in 0..100 {
        for _ in 0..50 {
            cluster.push_topology(TopologyChange::NewNode, 1);
            cluster.push_status(StatusChange::Down, 1);
        }
        read_key(&session, &read, key).await.unwrap();
    }
    eventually("a refresh", || looked() > before).await;
    pass(Duration::from_millis(100)).await;
    assert!(looked() - before <= 3, "{} refreshes", looked() - before);
    assert_eq!(session.counts().connections_lost, 0);
}

#[tokio::test(start_paused = true)]
async fn events_while_the_session_is_built_do_not_hinder_it() {
    let cluster = cluster(2).start().await.unwrap();
    let event = Event::TopologyChange { change: TopologyChange::NewNode, address: cluster.address(1) };
    let flood = (0..500).fold(Action::usual(), |action, _| action.and_push(event.clone()));
    cluster.rule(When::opcode(Opcode::Register), flood.clone());
    cluster.rule(When::query("system"), flood);
    let session = connect(&cluster).await;
    assert_eq!(known(&session), 2);
}

#[tokio::test(start_paused = true)]
async fn an_event_that_cannot_be_read_harms_nobody() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let session = to(&cluster).metadata_request_timeout(SHORT).build().await.unwrap();
        let opened = cluster.accepted_count(0);
        for body in [&b""[..], b"\x00\x0DSTATUS_CHANGE", b"\x00\x04NEWS\x00\x01x", b"\xFF\xFF"] {
            let event = Action::answer(Answer::Raw(Opcode::Event, body.into())).on_stream(-1);
            let rule = cluster.rule(When::query("FROM system.local").times(1), event);
            // In the place of the answer, so that none comes.
            assert!(session.refresh_metadata().await.unwrap_err().is_timeout());
            session.refresh_metadata().await.unwrap();
            rule.remove();
        }
        assert_eq!(cluster.accepted_count(0), opened, "a connection was replaced");
    }
}

#[tokio::test(start_paused = true)]
async fn an_event_that_nobody_registered_for_replaces_the_connection() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        let read = session.prepare(READ).await.unwrap();
        let event = Event::StatusChange { change: StatusChange::Up, address: cluster.address(0) };
        cluster.rule(When::execute("").times(1), Action::ignore().and_push(event));
        let error = read_key(&session, &read, 1).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BrokenConnection, "{error}");
        assert!(error.to_string().contains("nobody has registered for events"), "{error}");
        recovers(&session, &read).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_large_events_replaces_the_connection_and_is_not_kept() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        let large = Answer::Raw(Opcode::Event, vec![0; 1024 * 1024].into());
        cluster.rule(When::query("FROM system.local").times(1), Action::answer(large).on_stream(-1).twice());
        let error = session.refresh_metadata().await.unwrap_err();
        assert!(error.to_string().contains("expected at most 8192 bytes, got 1048576"), "{error}");
        // Another control connection is opened, and the session goes on.
        eventually("another connection", || cluster.accepted_count(0) >= 3).await;
        eventually("a control connection", || cluster.control_node() == Some(0)).await;
        let read = session.prepare(READ).await.unwrap();
        read_key(&session, &read, 1).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn metadata_that_cannot_be_read_leaves_what_was_known() {
    let cluster = cluster(3).shared_statements().start().await.unwrap();
    let session = connect(&cluster).await;
    let rule = cluster
        .rule(When::query("system.peers_v2"), Answer::error(ilium_driver::errors::ErrorCode::Server, "out of order"));
    let error = session.refresh_metadata().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Server, "{error}");
    assert_eq!(known(&session), 3);
    rule.remove();
    session.refresh_metadata().await.unwrap();
    assert_eq!(known(&session), 3);
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_up_events_does_not_end_the_back_off_more_than_once_a_second() {
    let cluster = cluster(2).start().await.unwrap();
    let session = connect(&cluster).await;
    cluster.greet(1, Greeting::Close);
    cluster.disconnect(1);
    let before = cluster.accepted_count(1);
    for _ in 0..100 {
        for _ in 0..10 {
            cluster.push_status(StatusChange::Up, 1);
        }
        pass(Duration::from_millis(15)).await;
    }
    let asked = cluster.accepted_count(1) - before;
    // At once, after 100, 300, 700 and 1500 ms, and two or three early ones in between.
    assert!(asked <= 9, "{asked} connections in 1.5 s");
    // The last one was not lost: without it the next attempt would come after some 3 s more.
    cluster.greet(1, Greeting::Serve);
    let took = eventually("a connection", || is_pooled(&session, &cluster, 1)).await;
    assert!(took < Duration::from_millis(1500), "took {took:?}");
}

/// Pushes some twenty thousand schema events a second, fewer on a busy machine, until it is dropped.
struct Flood(tokio::task::JoinHandle<()>);

impl Flood {
    fn of(cluster: Arc<MockCluster>) -> Self {
        let change = SchemaChange {
            change: SchemaChangeType::Updated,
            keyspace: "ks".to_owned(),
            target: SchemaTarget::Table("t".to_owned()),
        };
        Self(tokio::spawn(async move {
            let mut pauses = tokio::time::interval(Duration::from_millis(5));
            loop {
                for _ in 0..100 {
                    cluster.push(&Event::SchemaChange(change.clone()));
                }
                pauses.tick().await;
            }
        }))
    }
}

impl Drop for Flood {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn a_flood_of_schema_events_does_not_hold_up_what_is_due() {
    let cluster = Arc::new(listening(2).start().await.unwrap());
    let session = connect(&cluster).await;
    let looked = || cluster.requests_where(&When::query("system.peers_v2")).len();
    let _flood = Flood::of(Arc::clone(&cluster));
    let (before, started) = (looked(), Instant::now());
    eventually("three refreshes", || looked() - before >= 3).await;
    let (seen, seconds) = (looked() - before, started.elapsed().as_secs_f64());
    assert!(f64::from(u32::try_from(seen).unwrap()) <= seconds + 1.0, "{seen} refreshes in {seconds} s");
    // The machine may be busy at one time or another; events that hold this up do so each time.
    let mut fastest = Duration::MAX;
    for _ in 0..10 {
        let started = Instant::now();
        session.refresh_metadata().await.unwrap();
        fastest = fastest.min(started.elapsed());
    }
    assert!(fastest < Duration::from_secs(1), "took {fastest:?} and more");
}

#[tokio::test(start_paused = true)]
async fn events_are_heard_while_the_metadata_is_read() {
    let cluster = cluster(2).start().await.unwrap();
    let session = connect(&cluster).await;
    cluster.stop(1).await;
    // By now it waits for most of a second between attempts.
    pass(Duration::from_millis(900)).await;
    let rule = cluster.rule(When::query("system_schema.keyspaces"), Action::usual().delayed(Duration::from_secs(1)));
    let (refreshed, ()) = tokio::join!(session.refresh_metadata(), async {
        cluster.start(1).await.unwrap();
        cluster.push_status(StatusChange::Up, 1);
        let took = eventually("a connection", || cluster.connection_count(1) == 1).await;
        assert!(took < Duration::from_millis(300), "took {took:?}");
        pass(Duration::from_secs(2)).await;
    });
    refreshed.unwrap();
    rule.remove();
}
