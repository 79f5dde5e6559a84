//! Nodes that move, join and are named by the system tables.

use std::net::{IpAddr, SocketAddr};

use ilium_driver::frame::response::result::{CollectionType, ColumnType, NativeType};
use ilium_driver::wire::event::{Event, StatusChange};
use ilium_mock::{Answer, MockCluster, Rows, Rule, When};
use uuid::Uuid;

use crate::clock::eventually;
use crate::scene::{READ, VERSIONS, cluster, connect, is_pooled, pooled, read_key};

/// A row of `system.peers_v2`.
pub(crate) struct Peer {
    pub(crate) host_id: Uuid,
    pub(crate) address: SocketAddr,
    pub(crate) tokens: Vec<String>,
}

/// Lets every node answer with these peers.
pub(crate) fn peers(cluster: &MockCluster, peers: impl IntoIterator<Item = Peer>) -> Rule {
    let native = ColumnType::Native;
    let tokens = ColumnType::Collection {
        frozen: false,
        typ: CollectionType::Set(Box::new(ColumnType::Native(NativeType::Text))),
    };
    let columns = [
        ("host_id", native(NativeType::Uuid)),
        ("peer", native(NativeType::Inet)),
        ("native_address", native(NativeType::Inet)),
        ("native_port", native(NativeType::Int)),
        ("data_center", native(NativeType::Text)),
        ("rack", native(NativeType::Text)),
        ("tokens", tokens),
        ("release_version", native(NativeType::Text)),
        ("schema_version", native(NativeType::Uuid)),
    ];
    let rows = peers.into_iter().fold(Rows::of(columns), |rows, peer| {
        let (ip, port): (IpAddr, _) = (peer.address.ip(), i32::from(peer.address.port()));
        rows.row((peer.host_id, ip, ip, port, "dc1", "rack1", peer.tokens, "5.0.4", None::<Uuid>))
    });
    cluster.rule(When::query("system.peers_v2"), Answer::from(rows))
}

/// Node 1, said to be at the address of another.
fn node_1_at(cluster: &MockCluster, node: usize) -> Peer {
    Peer { host_id: cluster.host_id(1), address: cluster.address(node), tokens: vec!["7".to_owned()] }
}

#[tokio::test(start_paused = true)]
async fn a_node_that_moved_to_where_nothing_listens_is_not_connected() {
    for version in VERSIONS {
        let cluster = cluster(3).version(version).shared_statements().start().await.unwrap();
        let before = peers(&cluster, [node_1_at(&cluster, 1)]);
        let session = connect(&cluster).await;
        let at_first = session.get_cluster_state();
        assert!(is_pooled(&session, &cluster, 1));
        cluster.stop(2).await;
        before.remove();
        let _moved = peers(&cluster, [node_1_at(&cluster, 2)]);
        session.refresh_metadata().await.unwrap();
        cluster.connected(1, 0).await.unwrap();
        for state in [at_first, session.get_cluster_state()] {
            let node = state.get_node_by_host_id(cluster.host_id(1)).unwrap();
            eventually("the moved node is not connected", || !node.is_connected()).await;
        }
        let read = session.prepare(READ).await.unwrap();
        for key in 0..20 {
            read_key(&session, &read, key).await.unwrap();
        }
        cluster.start(2).await.unwrap();
        cluster.push_status(StatusChange::Up, 2);
        pooled(&session, &cluster, 2).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_node_that_left_and_the_nodes_of_a_dropped_session_are_not_connected() {
    let cluster = cluster(2).start().await.unwrap();
    let session = connect(&cluster).await;
    let before = session.get_cluster_state();
    assert!(before.get_nodes_info().iter().all(|node| node.is_connected()));
    cluster.set_member(1, false);
    session.refresh_metadata().await.unwrap();
    let left = before.get_node_by_host_id(cluster.host_id(1)).unwrap();
    eventually("the node that left is not connected", || !left.is_connected()).await;
    drop(session);
    let other = before.get_node_by_host_id(cluster.host_id(0)).unwrap();
    eventually("no node is connected without a session", || !other.is_connected()).await;
}

#[tokio::test(start_paused = true)]
async fn a_node_that_is_said_to_be_up_at_an_unknown_address_is_looked_for() {
    for version in VERSIONS {
        let cluster = cluster(3).version(version).start().await.unwrap();
        cluster.set_member(2, false);
        let session = connect(&cluster).await;
        cluster.set_member(2, true);
        cluster.push_status(StatusChange::Up, 2);
        pooled(&session, &cluster, 2).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_node_that_is_said_to_be_up_after_it_moved_is_found() {
    let cluster = cluster(3).start().await.unwrap();
    let before = peers(&cluster, [node_1_at(&cluster, 1)]);
    let session = connect(&cluster).await;
    cluster.stop(1).await;
    before.remove();
    let _moved = peers(&cluster, [node_1_at(&cluster, 2)]);
    cluster.push(&Event::StatusChange { change: StatusChange::Up, address: cluster.address(2) });
    pooled(&session, &cluster, 2).await;
}
