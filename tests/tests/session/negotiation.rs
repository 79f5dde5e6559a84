//! Agreeing on a version.

use ilium_driver::errors::{ErrorCode, ErrorKind};
use ilium_driver::wire::{Opcode, ProtocolVersion};
use ilium_mock::{Answer, When};

use crate::scene::{READ, cluster, connect, read_key, to};

#[tokio::test]
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

#[tokio::test]
async fn a_server_of_version_4_is_tried_with_5_once() {
    let cluster = cluster(2).version(ProtocolVersion::V4).start().await.unwrap();
    let session = connect(&cluster).await;
    let read = session.prepare(READ).await.unwrap();
    read_key(&session, &read, 1).await.unwrap();
    // What a node refuses by its version it does not read: all it has read is of version 4.
    assert!(cluster.requests().iter().all(|request| request.version == ProtocolVersion::V4));
    assert_eq!(cluster.requests_where(&When::opcode(Opcode::Startup)).len(), 3);
}

#[tokio::test]
async fn an_older_version_is_spoken_when_it_is_asked_for() {
    let cluster = cluster(1).start().await.unwrap();
    let session = to(&cluster).protocol_version(ProtocolVersion::V4).build().await.unwrap();
    assert_eq!(session.protocol_version(), ProtocolVersion::V4);
    assert!(cluster.requests().iter().all(|request| request.version == ProtocolVersion::V4));
}

#[tokio::test]
async fn a_version_that_was_asked_for_is_not_given_up() {
    let cluster = cluster(1).version(ProtocolVersion::V4).start().await.unwrap();
    let error = to(&cluster).protocol_version(ProtocolVersion::V5).build().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Protocol);
    assert_eq!(error.node(), Some(cluster.address(0)));
    assert_eq!(error.server_error().unwrap().code, ErrorCode::Protocol);
    assert!(error.to_string().contains("unsupported protocol version (5)"), "{error}");
    assert!(cluster.requests().is_empty(), "no older version was tried");
}

#[tokio::test]
async fn another_error_at_the_start_is_no_reason_for_an_older_version() {
    let cluster = cluster(1).start().await.unwrap();
    cluster.rule(When::opcode(Opcode::Startup), Answer::error(ErrorCode::Server, "not now"));
    let error = to(&cluster).build().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Server);
    assert_eq!(error.node(), Some(cluster.address(0)));
    assert_eq!(cluster.requests().len(), 1);
}

#[tokio::test]
async fn a_server_that_refuses_every_version_is_given_up() {
    let cluster = cluster(1).start().await.unwrap();
    let refusal = Answer::error(ErrorCode::Protocol, "Invalid or unsupported protocol version");
    cluster.rule(When::opcode(Opcode::Startup), refusal);
    let error = to(&cluster).build().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Protocol);
    let versions: Vec<_> = cluster.requests().iter().map(|request| request.version).collect();
    assert_eq!(versions, [ProtocolVersion::V5, ProtocolVersion::V4, ProtocolVersion::V3]);
}

#[tokio::test]
async fn a_cluster_without_peers_v2_is_read_from_peers() {
    let cluster = cluster(3).version(ProtocolVersion::V4).without_peers_v2().start().await.unwrap();
    let session = connect(&cluster).await;
    let mut found: Vec<_> = session.get_cluster_state().get_nodes_info().iter().map(|node| node.address).collect();
    found.sort_unstable();
    assert_eq!(found, cluster.addresses());
}
