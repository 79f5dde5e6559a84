//! System tables of more rows than any cluster has.

use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use ilium_driver::frame::response::result::{CollectionType, ColumnType, NativeType};
use ilium_driver::wire::ProtocolVersion;
use ilium_mock::{Action, Rows, When};
use uuid::Uuid;

use crate::scene::{cluster, to};

fn text() -> Box<ColumnType<'static>> {
    Box::new(ColumnType::Native(NativeType::Text))
}

fn collection(typ: CollectionType<'static>) -> ColumnType<'static> {
    ColumnType::Collection { frozen: false, typ }
}

/// Rows of `system.peers_v2` without a host id, so that nobody connects to them.
pub(crate) fn peers(count: usize, tokens: &[String]) -> Rows {
    let native = ColumnType::Native;
    let mut rows = Rows::of([
        ("host_id", native(NativeType::Uuid)),
        ("peer", native(NativeType::Inet)),
        ("native_address", native(NativeType::Inet)),
        ("native_port", native(NativeType::Int)),
        ("data_center", native(NativeType::Text)),
        ("rack", native(NativeType::Text)),
        ("tokens", collection(CollectionType::Set(text()))),
        ("release_version", native(NativeType::Text)),
        ("schema_version", native(NativeType::Uuid)),
    ]);
    let peer = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1));
    for _ in 0..count {
        let facts = (None::<&str>, None::<&str>, None::<&str>, None::<Uuid>);
        let (datacenter, rack, release, schema) = facts;
        rows = rows.row((None::<Uuid>, peer, Some(peer), 9042, datacenter, rack, tokens, release, schema));
    }
    rows
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
