//! Agreeing on a version.

use std::time::Duration;

use ilium_driver::errors::{ErrorCode, ErrorKind};
use ilium_driver::wire::event::StatusChange;
use ilium_driver::wire::{Opcode, ProtocolVersion};
use ilium_mock::{Action, Answer, When};

use crate::clock::{eventually, pass};
use crate::log::Log;
use crate::scene::{READ, cluster, connect, is_pooled, pooled, read_key, to};

#[tokio::test(start_paused = true)]
async fn the_newest_version_of_both_sides_is_spoken() {
    for version in crate::scene::VERSIONS {
        let cluster = cluster(2).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        assert_eq!(session.protocol_version(), version);
        let read = session.prepare(READ).await.unwrap();
        read_key(&session, &read, 1).await.unwrap();
        let executed = cluster.requests_where(&When::opcode(Opcode::Execute));
        assert!(executed.iter().all(|request| request.version == version));
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_of_version_4_is_tried_with_5_once() {
    let cluster = cluster(2).version(ProtocolVersion::V4).start().await.unwrap();
    let session = connect(&cluster).await;
    let read = session.prepare(READ).await.unwrap();
    read_key(&session, &read, 1).await.unwrap();
    // What a node refuses by its version it does not read: all it has read is of version 4.
    assert!(cluster.requests().iter().all(|request| request.version == ProtocolVersion::V4));
    assert_eq!(cluster.requests_where(&When::opcode(Opcode::Startup)).len(), 3);
}

#[tokio::test(start_paused = true)]
async fn an_older_version_is_spoken_when_it_is_asked_for() {
    let cluster = cluster(1).start().await.unwrap();
    let session = to(&cluster).protocol_version(ProtocolVersion::V4).build().await.unwrap();
    assert_eq!(session.protocol_version(), ProtocolVersion::V4);
    assert!(cluster.requests().iter().all(|request| request.version == ProtocolVersion::V4));
}

#[tokio::test(start_paused = true)]
async fn a_version_that_was_asked_for_is_not_given_up() {
    let cluster = cluster(1).version(ProtocolVersion::V4).start().await.unwrap();
    let error = to(&cluster).protocol_version(ProtocolVersion::V5).build().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Protocol);
    assert_eq!(error.node(), Some(cluster.address(0)));
    assert_eq!(error.server_error().unwrap().code, ErrorCode::Protocol);
    assert!(error.to_string().contains("unsupported protocol version (5)"), "{error}");
    assert!(cluster.requests().is_empty(), "no older version was tried");
}

#[tokio::test(start_paused = true)]
async fn another_error_at_the_start_is_no_reason_for_an_older_version() {
    let cluster = cluster(1).start().await.unwrap();
    cluster.rule(When::opcode(Opcode::Startup), Answer::error(ErrorCode::Server, "not now"));
    let error = to(&cluster).build().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Server);
    assert_eq!(error.node(), Some(cluster.address(0)));
    assert_eq!(cluster.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_refuses_every_version_is_given_up() {
    let cluster = cluster(1).start().await.unwrap();
    let refusal = Answer::error(ErrorCode::Protocol, "Invalid or unsupported protocol version");
    cluster.rule(When::opcode(Opcode::Startup), refusal);
    let error = to(&cluster).build().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Protocol);
    let versions: Vec<_> = cluster.requests().iter().map(|request| request.version).collect();
    assert_eq!(versions, [ProtocolVersion::V5, ProtocolVersion::V4, ProtocolVersion::V3]);
}

#[tokio::test(start_paused = true)]
async fn a_cluster_without_peers_v2_is_read_from_peers() {
    let cluster = cluster(3).version(ProtocolVersion::V4).without_peers_v2().start().await.unwrap();
    let session = connect(&cluster).await;
    let mut found: Vec<_> = session.get_cluster_state().get_nodes_info().iter().map(|node| node.address).collect();
    found.sort_unstable();
    assert_eq!(found, cluster.addresses());
}

/// What a server says that refuses a version, in words that name no other.
fn refusal() -> Answer {
    Answer::error(ErrorCode::Protocol, "Invalid or unsupported protocol version: 5")
}

fn versions_tried(cluster: &ilium_mock::MockCluster) -> Vec<u8> {
    let startups = cluster.requests_where(&When::opcode(Opcode::Startup));
    startups.iter().map(|request| request.version.number()).collect()
}

#[tokio::test(start_paused = true)]
async fn the_version_in_the_header_of_a_refusal_is_tried_next() {
    let cluster = cluster(1).start().await.unwrap();
    let newest = When::opcode(Opcode::Startup).and(|request| request.version == ProtocolVersion::V5);
    cluster.rule(newest, Action::answer(refusal()).with_version_byte(0x84).then_close());
    let session = connect(&cluster).await;
    assert_eq!(session.protocol_version(), ProtocolVersion::V4);
    assert_eq!(versions_tried(&cluster), [5, 4, 4]);
}

#[tokio::test(start_paused = true)]
async fn a_server_of_version_3_is_asked_twice() {
    let cluster = cluster(1).version(ProtocolVersion::V3).start().await.unwrap();
    let session = connect(&cluster).await;
    assert_eq!(session.protocol_version(), ProtocolVersion::V3);
    // Version 5, which its refusal leads from to 3 at once; then the control connection and the one for requests.
    assert_eq!(cluster.accepted_count(0), 3);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_in_a_version_of_another_vendor_leads_to_the_next_older() {
    let cluster = cluster(1).start().await.unwrap();
    let newest = When::opcode(Opcode::Startup).and(|request| request.version == ProtocolVersion::V5);
    cluster.rule(newest, Action::answer(refusal()).with_version_byte(0xC2).then_close());
    let session = connect(&cluster).await;
    assert_eq!(session.protocol_version(), ProtocolVersion::V4);

    let forced = to(&cluster).protocol_version(ProtocolVersion::V5).build().await.unwrap_err();
    assert_eq!(forced.kind(), ErrorKind::Handshake);
    assert!(forced.to_string().contains("the node does not speak protocol v5"), "{forced}");
}

#[tokio::test(start_paused = true)]
async fn a_version_that_is_in_beta_is_passed_over() {
    let cluster = cluster(1).start().await.unwrap();
    let newest = When::opcode(Opcode::Startup).and(|request| request.version == ProtocolVersion::V5);
    let beta = "Beta version of the protocol used (5/v5-beta), but USE_BETA flag is unset";
    cluster.rule(newest, Action::answer(Answer::error(ErrorCode::Protocol, beta)).then_close());
    let session = connect(&cluster).await;
    assert_eq!(session.protocol_version(), ProtocolVersion::V4);
}

#[tokio::test(start_paused = true)]
async fn a_server_of_version_2_is_no_reason_to_try_older_ones() {
    let cluster = cluster(1).start().await.unwrap();
    cluster.rule(When::opcode(Opcode::Startup), Action::answer(refusal()).with_version_byte(0x82).then_close());
    let error = to(&cluster).build().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Handshake);
    assert!(error.to_string().contains("got v2"), "{error}");
    assert_eq!(versions_tried(&cluster), [5]);
}

#[tokio::test(start_paused = true)]
async fn a_protocol_error_after_the_start_is_no_reason_for_an_older_version() {
    let cluster = cluster(1).start().await.unwrap();
    cluster.rule(When::opcode(Opcode::Register), refusal());
    let error = to(&cluster).build().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Protocol);
    assert_eq!(versions_tried(&cluster), [5]);
}

#[tokio::test(start_paused = true)]
async fn a_mixed_cluster_is_spoken_to_in_the_version_of_its_oldest_node() {
    for oldest in [ProtocolVersion::V4, ProtocolVersion::V3] {
        let cluster = cluster(3).start().await.unwrap();
        cluster.set_version(2, oldest);
        let session = connect(&cluster).await;
        assert_eq!(session.protocol_version(), oldest);
        for node in 0..3 {
            pooled(&session, &cluster, node).await;
        }
        let read = session.prepare(READ).await.unwrap();
        for key in 0..20 {
            read_key(&session, &read, key).await.unwrap();
        }
        // The control connection to the node that was asked first, and the one for requests.
        cluster.connected(0, 2).await.unwrap();
        let executed = cluster.requests_where(&When::opcode(Opcode::Execute));
        assert!(executed.iter().all(|request| request.version == oldest));
    }
}

#[tokio::test(start_paused = true)]
async fn a_node_that_does_not_speak_a_forced_version_is_not_used_until_it_does() {
    let log = Log::begin();
    let cluster = cluster(2).start().await.unwrap();
    cluster.set_version(1, ProtocolVersion::V4);
    let session = to(&cluster).protocol_version(ProtocolVersion::V5).build().await.unwrap();
    assert!(!is_pooled(&session, &cluster, 1));
    let read = session.prepare(READ).await.unwrap();
    for key in 0..20 {
        read_key(&session, &read, key).await.unwrap();
    }
    let why = "the session speaks protocol v5 alone, so the node is not used";
    assert!(
        log.lines().iter().any(|line| line.contains(why) && line.contains("does not speak protocol v5")),
        "{log:?}"
    );

    // A request that finds no other node is told why.
    cluster.stop(0).await;
    eventually("the only connection is lost", || !is_pooled(&session, &cluster, 0)).await;
    let error = read_key(&session, &read, 1).await.unwrap_err();
    assert!(error.to_string().contains(why), "{error}");
    cluster.start(0).await.unwrap();
    pooled(&session, &cluster, 0).await;

    // It is upgraded: it goes down and comes up.
    eventually("there is a control connection", || cluster.control_node() == Some(0)).await;
    let tried = cluster.accepted_count(1);
    cluster.set_version(1, ProtocolVersion::V5);
    pass(Duration::from_millis(500)).await;
    assert_eq!(cluster.accepted_count(1), tried, "it was left alone");
    cluster.push_status(StatusChange::Up, 1);
    eventually("a connection", || is_pooled(&session, &cluster, 1)).await;
}

#[tokio::test(start_paused = true)]
async fn a_session_stays_with_its_version_when_every_node_has_gone() {
    let cluster = cluster(1).version(ProtocolVersion::V4).start().await.unwrap();
    let session = connect(&cluster).await;
    cluster.stop(0).await;
    cluster.set_version(0, ProtocolVersion::V5);
    cluster.forget_requests();
    cluster.start(0).await.unwrap();
    pooled(&session, &cluster, 0).await;
    eventually("there is a control connection", || cluster.control_node().is_some()).await;
    assert!(versions_tried(&cluster).iter().all(|version| *version == 4), "{:?}", versions_tried(&cluster));
}
