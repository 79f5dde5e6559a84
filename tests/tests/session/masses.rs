//! System tables of more rows than any cluster has.

use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use ilium_driver::errors::ErrorKind;
use ilium_driver::frame::response::result::{CollectionType, ColumnType, NativeType};
use ilium_driver::wire::ProtocolVersion;
use ilium_mock::{Action, Greeting, Rows, When};
use uuid::Uuid;

use crate::clock::settle;
use crate::log::Log;
use crate::scene::{READ, cluster, connect, read_key, to};

fn text() -> Box<ColumnType<'static>> {
    Box::new(ColumnType::Native(NativeType::Text))
}

fn collection(typ: CollectionType<'static>) -> ColumnType<'static> {
    ColumnType::Collection { frozen: false, typ }
}

/// No rows of `system.peers_v2` yet.
fn no_peers() -> Rows {
    let native = ColumnType::Native;
    Rows::of([
        ("host_id", native(NativeType::Uuid)),
        ("peer", native(NativeType::Inet)),
        ("native_address", native(NativeType::Inet)),
        ("native_port", native(NativeType::Int)),
        ("data_center", native(NativeType::Text)),
        ("rack", native(NativeType::Text)),
        ("tokens", collection(CollectionType::Set(text()))),
        ("release_version", native(NativeType::Text)),
        ("schema_version", native(NativeType::Uuid)),
    ])
}

/// Rows without a host id, so that nobody connects to them.
pub(crate) fn peers(count: usize, tokens: &[String]) -> Rows {
    let mut rows = no_peers();
    let peer = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1));
    for _ in 0..count {
        let facts = (None::<&str>, None::<&str>, None::<&str>, None::<Uuid>);
        let (datacenter, rack, release, schema) = facts;
        rows = rows.row((None::<Uuid>, peer, Some(peer), 9042, datacenter, rack, tokens, release, schema));
    }
    rows
}

/// Adds a node that refuses connections: nothing listens on its port.
fn refusing(rows: Rows, ip: IpAddr, number: u16, tokens: &[String]) -> Rows {
    let (place, version) = (Some("dc1"), None::<&str>);
    let (host, port) = (Some(Uuid::from_u128(number.into())), Some(i32::from(number)));
    rows.row((host, ip, Some(ip), port, place, place, tokens, version, None::<Uuid>))
}

/// The longest that a task of this thread had to wait for its turn while `work` ran.
async fn longest_wait(work: impl Future<Output = ()>) -> Duration {
    let mut longest = Duration::ZERO;
    let ticking = async {
        loop {
            let before = Instant::now();
            tokio::task::yield_now().await;
            longest = longest.max(before.elapsed());
        }
    };
    tokio::select! {
        () = work => {}
        () = ticking => {}
    }
    longest
}

/// In real time, which is what is measured.
#[tokio::test]
async fn a_million_tokens_are_read_without_holding_up_other_tasks() {
    // No checksums, which unoptimized code takes long for.
    let cluster = cluster(1).version(ProtocolVersion::V4).start().await.unwrap();
    let session = to(&cluster).metadata_request_timeout(Duration::from_secs(60)).build().await.unwrap();
    let tokens: Vec<String> = (0..16_384_i64).map(|token| (token * 1_000_003_000_001).to_string()).collect();
    let answer = peers(64, &tokens);
    cluster.rule(When::query("system.peers_v2"), Action::answer(answer));
    let started = Instant::now();
    let longest = longest_wait(async { session.refresh_metadata().await.unwrap() }).await;
    let all = started.elapsed();
    assert!(longest < all / 2, "held up for {longest:?} of {all:?}");
}

#[tokio::test(start_paused = true)]
async fn when_no_node_of_very_many_is_connected_the_error_lists_a_few() {
    let cluster = cluster(1).start().await.unwrap();
    let ip = cluster.address(0).ip();
    let nodes = (1..=1000).fold(no_peers(), |rows, number| refusing(rows, ip, number, &[number.to_string()]));
    cluster.rule(When::query("system.peers_v2"), Action::answer(nodes));
    let session = connect(&cluster).await;
    let read = session.prepare(READ).await.unwrap();
    read_key(&session, &read, 1).await.unwrap();
    cluster.greet(0, Greeting::Close);
    cluster.disconnect(0);
    settle().await;
    let error = read_key(&session, &read, 1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoNodeAvailable, "{error}");
    let text = error.to_string();
    assert!(text.contains("none of 1001 nodes has an open connection; up to 16 of them are listed"), "{text}");
    assert!((1..=16).contains(&error.attempts().len()), "{}", error.attempts().len());
    assert!(text.len() < 4096, "{} bytes: {text}", text.len());
    assert!(format!("{session:?}").len() < 2048, "{session:?}");
}

#[tokio::test(start_paused = true)]
async fn when_no_node_of_very_many_can_be_connected_to_the_error_lists_a_few() {
    let cluster = cluster(1).start().await.unwrap();
    let ip = cluster.address(0).ip();
    let nodes = (1..=200).fold(no_peers(), |rows, number| refusing(rows, ip, number, &[number.to_string()]));
    cluster.rule(When::query("system.peers_v2"), Action::answer(nodes));
    let error = to(&cluster).use_keyspace("missing", false).build().await.unwrap_err();
    assert!(error.attempts().len() < 16, "{}", error.attempts().len());
    assert!(error.to_string().len() < 4096, "{error}");
}

/// One node owns all tokens but a few, so that from nearly each of them half the ring leads to the second replica.
#[tokio::test(start_paused = true)]
async fn replicas_that_take_too_long_to_work_out_are_told_once() {
    let log = Log::begin();
    let cluster = cluster(1).keyspace("ks", 2).start().await.unwrap();
    let ip = cluster.address(0).ip();
    let ring = |size: i64| {
        let tokens: Vec<String> = (0..size).map(|token| token.to_string()).collect();
        refusing(refusing(no_peers(), ip, 1, &tokens), ip, 2, &[(size + 1).to_string()])
    };
    let _ring = cluster.rule(When::query("system.peers_v2"), Action::answer(ring(16_000)));
    let session = to(&cluster).metadata_request_timeout(Duration::from_secs(60)).build().await.unwrap();
    let told = || log.warnings().into_iter().filter(|line| line.contains("replicas")).collect::<Vec<_>>();
    assert!(told().is_empty(), "nothing was asked for: {log:?}");
    let read = session.prepare(READ).await.unwrap();
    assert!(matches!(&told()[..], [one] if one.contains("keyspaces=ks")), "{log:?}");
    session.refresh_metadata().await.unwrap();
    cluster.rule(When::query("system.peers_v2"), Action::answer(ring(16_001)));
    session.refresh_metadata().await.unwrap();
    session.prepare(READ).await.unwrap();
    read_key(&session, &read, 1).await.unwrap();
    assert_eq!(told().len(), 1, "{log:?}");
}
