//! States and their pools, over connectors that count.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::DuplexStream;
use tokio::sync::Notify;

use super::next_state;
use crate::connection::{Options, SelfIdentity, Transport};
use crate::observe::Counters;
use crate::pool::{PoolConfig, PoolSize, Turns};
use crate::protocol::Limits;
use crate::topology::ClusterRows;
use crate::topology::tests::{peer, rows};
use crate::wire::ProtocolVersion;

const LONG: Duration = Duration::from_secs(60);

/// Of a session whose attempts to connect are counted and fail.
fn config(attempts: &Arc<AtomicUsize>) -> Arc<PoolConfig> {
    let attempts = Arc::clone(attempts);
    let mut transport = Transport::default();
    transport.set_connector(move |_| {
        attempts.fetch_add(1, Ordering::Relaxed);
        async { Err::<DuplexStream, _>(io::Error::other("closed")) }
    });
    let limits = Limits {
        in_flight: 16,
        orphans: 4,
        orphan_grace: LONG,
        heartbeat_interval: None,
        heartbeat_timeout: LONG,
        unsent_bytes: 1024,
    };
    let options = Options {
        connect_timeout: LONG,
        handshake_timeout: LONG,
        transport,
        host_names: Arc::default(),
        limits,
        authenticator: None,
        compression: None,
        identity: SelfIdentity::default(),
        throw_on_overload: false,
        has_shards: Arc::default(),
        counters: Arc::new(Counters::default()),
    };
    let version = ProtocolVersion::V5;
    let (size, turns, changed) = (PoolSize::default(), Turns::default(), Notify::new());
    Arc::new(PoolConfig { options, version, keyspace: Default::default(), size, turns, changed })
}

fn found(nodes: u16) -> ClusterRows {
    rows((1..=nodes).map(|number| peer(number, "dc", "r", &[i64::from(number)])).collect(), Vec::new())
}

#[tokio::test(start_paused = true)]
async fn a_node_is_not_connected_to_before_the_session_knows_its_pool() {
    let attempts = Arc::default();
    let config = config(&attempts);
    let attempts = || attempts.swap(0, Ordering::Relaxed);
    let first = Arc::new(next_state(None, found(2)).await.unwrap());
    tokio::time::sleep(LONG).await;
    assert_eq!(attempts(), 0, "attempts before the start");
    first.start(&config).await;
    assert_eq!(attempts(), 2);

    // Many more, so that other tasks have their turn while their pools are made.
    let second = next_state(Some(&first), found(302)).await.unwrap();
    assert_eq!(attempts(), 0, "attempts before the start");
    second.start(&config).await;
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert_eq!(attempts(), 300, "the nodes of before are being connected to already");
}
