//! Choosing a compression.

use ilium_driver::client::Compression;
use ilium_driver::errors::{ErrorCode, ErrorKind};
use ilium_driver::wire::response::Supported;
use ilium_driver::wire::{Opcode, ProtocolVersion};
use ilium_mock::{Action, Answer, Message, MockCluster, When};

use crate::log::Log;
use crate::scene::{READ, VERSIONS, cluster, pooled, read_key, to};

/// Every node supports these compressions.
fn supports(cluster: &MockCluster, compressions: &[&str]) {
    let names = compressions.iter().map(|name| (*name).to_owned()).collect();
    let supported = Supported { options: vec![(Supported::COMPRESSION.to_owned(), names)] };
    cluster.rule(When::opcode(Opcode::Options), Answer::Supported(supported));
}

/// The compressions that connections asked for.
fn asked_for(cluster: &MockCluster) -> Vec<Option<String>> {
    let compression = |request: &std::sync::Arc<ilium_mock::Request>| match &request.message {
        Message::Startup(options) => {
            options.iter().find(|(name, _)| name == "COMPRESSION").map(|(_, value)| value.clone())
        }
        other => panic!("expected STARTUP, got {other:?}"),
    };
    cluster.requests_where(&When::opcode(Opcode::Startup)).iter().map(compression).collect()
}

#[tokio::test(start_paused = true)]
async fn without_a_compression_the_control_connection_alone_asks_what_the_server_supports() {
    let cluster = cluster(2).start().await.unwrap();
    let session = to(&cluster).build().await.unwrap();
    pooled(&session, &cluster, 1).await;
    assert_eq!(cluster.requests_where(&When::opcode(Opcode::Options)).len(), 1);
    assert_eq!(asked_for(&cluster), [None, None, None]);
}

#[tokio::test(start_paused = true)]
async fn what_both_sides_have_is_used() {
    for version in VERSIONS {
        for compression in [Compression::Lz4, Compression::Snappy] {
            let log = Log::begin();
            let both = [Compression::Lz4, Compression::Snappy];
            let cluster = cluster(2).version(version).compressions(both).start().await.unwrap();
            let session = to(&cluster).compression(Some(compression)).build().await.unwrap();
            pooled(&session, &cluster, 1).await;
            let read = session.prepare(READ).await.unwrap();
            for key in 0..10 {
                read_key(&session, &read, key).await.unwrap();
            }
            // Version 5 has no snappy, so lz4 takes its place, and a warning says so.
            let used = if version == ProtocolVersion::V5 { Compression::Lz4 } else { compression };
            assert_eq!(asked_for(&cluster), vec![Some(used.to_string()); 3], "{version} {compression}");
            assert_eq!(log.warnings().len(), usize::from(used != compression), "{log:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_server_lacks_is_done_without_and_told_once() {
    for version in VERSIONS {
        let log = Log::begin();
        let cluster = cluster(2).version(version).start().await.unwrap();
        supports(&cluster, &["zstd"]);
        let session = to(&cluster).compression(Some(Compression::Lz4)).build().await.unwrap();
        pooled(&session, &cluster, 1).await;
        let read = session.prepare(READ).await.unwrap();
        read_key(&session, &read, 1).await.unwrap();
        assert_eq!(asked_for(&cluster), [None, None, None]);
        let warnings = log.warnings();
        assert_eq!(warnings.len(), 1, "{log:?}");
        assert!(warnings[0].contains("wanted=lz4") && warnings[0].contains("zstd"), "{warnings:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn snappy_is_done_without_in_version_5_where_there_is_no_lz4() {
    let log = Log::begin();
    let cluster = cluster(1).start().await.unwrap();
    supports(&cluster, &["snappy"]);
    let session = to(&cluster).compression(Some(Compression::Snappy)).build().await.unwrap();
    assert_eq!(session.protocol_version(), ProtocolVersion::V5);
    assert_eq!(asked_for(&cluster), [None, None]);
    assert_eq!(log.warnings().len(), 1, "{log:?}");
}

#[tokio::test(start_paused = true)]
async fn a_forced_version_5_has_no_snappy() {
    let cluster = cluster(1).start().await.unwrap();
    let builder = to(&cluster).compression(Some(Compression::Snappy)).protocol_version(ProtocolVersion::V5);
    let error = builder.build().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadConfig);
    assert!(error.to_string().contains("protocol v5 does not have snappy"), "{error}");
    assert_eq!(cluster.accepted_count(0), 0);
}

#[tokio::test(start_paused = true)]
async fn a_version_may_be_refused_by_the_answer_to_options() {
    let cluster = cluster(1).version(ProtocolVersion::V4).start().await.unwrap();
    supports(&cluster, &[]);
    let session = to(&cluster).compression(Some(Compression::Lz4)).build().await.unwrap();
    assert_eq!(session.protocol_version(), ProtocolVersion::V4);
    assert_eq!(asked_for(&cluster), [None, None]);
}

#[tokio::test(start_paused = true)]
async fn an_answer_to_options_that_is_none_is_a_typed_error() {
    let cluster = cluster(1).start().await.unwrap();
    for (action, kind) in [
        (Action::answer(Answer::Void), ErrorKind::Handshake),
        (Action::answer(Answer::Raw(Opcode::Supported, b"\xff\xff"[..].into())), ErrorKind::Handshake),
        (Action::answer(Answer::error(ErrorCode::Server, "not now")), ErrorKind::Server),
        (Action::close(), ErrorKind::Handshake),
    ] {
        cluster.rule(When::opcode(Opcode::Options), action);
        let error = to(&cluster).compression(Some(Compression::Lz4)).build().await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(error.node(), Some(cluster.address(0)), "{error}");
    }
}
