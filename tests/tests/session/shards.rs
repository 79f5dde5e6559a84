//! Nodes that are divided into shards, as ScyllaDB's are.

use std::io;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};

use ilium_driver::client::connector::{Connector, Endpoint};
use ilium_driver::client::session::Session;
use ilium_driver::client::{Compression, PoolSize};
use ilium_driver::cluster::{ClusterState, NodeRef};
use ilium_driver::policies::load_balancing::{FallbackPlan, LoadBalancingPolicy, RoutingInfo};
use ilium_driver::routing::partitioner::Murmur3Partitioner;
use ilium_driver::routing::{Shard, ShardCount, Sharder};
use ilium_driver::statement::prepared::PreparedStatement;
use ilium_driver::wire::Opcode;
use ilium_mock::{MockCluster, MockClusterBuilder, When};
use tokio::io::DuplexStream;

use crate::clock::{Looks, eventually};
use crate::scene::{READ, VERSIONS, connect, pooled, read, read_key, to};

/// Keys enough for each of a few shards to have some.
const MANY: i32 = 200;

fn per_host(connections: usize) -> PoolSize {
    PoolSize::PerHost(NonZeroUsize::new(connections).unwrap())
}

fn per_shard(connections: usize) -> PoolSize {
    PoolSize::PerShard(NonZeroUsize::new(connections).unwrap())
}

/// Nodes of so many shards, whose row is read by the token of its key.
fn cluster(nodes: usize, shards: u16) -> MockClusterBuilder {
    crate::scene::cluster(nodes).shards(shards).statement(read().partition_key([0]))
}

/// The shard of a key, of so many.
fn shard_of(key: i32, shards: u16) -> Shard {
    let token = Murmur3Partitioner.hash_one(&key.to_be_bytes());
    Sharder::new(ShardCount::new(shards).unwrap(), 12).shard_of(token)
}

/// Waits until a node's pooled connections are on these shards.
async fn filled(cluster: &MockCluster, node: usize, shards: &[Shard]) {
    eventually(&format!("connections on {shards:?}"), || cluster.shards_in_use(node) == shards).await;
}

/// Reads many rows. Returns whether each request came to the shard of its key.
async fn all_routed(cluster: &MockCluster, session: &Session, read: &PreparedStatement, shards: u16) -> bool {
    cluster.forget_requests();
    for key in 0..MANY {
        read_key(session, read, key).await.unwrap();
    }
    let read = cluster.requests_where(&When::execute(""));
    assert_eq!(read.len(), MANY as usize);
    read.iter().all(|request| request.shard == request.value::<i32>(0).map(|key| shard_of(key, shards)))
}

/// Reads until all requests come to the shards of their keys: a connection takes part a moment after it was opened.
async fn routed(cluster: &MockCluster, session: &Session, read: &PreparedStatement, shards: u16) {
    let mut looks = Looks::begin("requests come to the shards of their keys");
    while !all_routed(cluster, session, read, shards).await {
        looks.next().await;
    }
}

#[tokio::test(start_paused = true)]
async fn each_shard_gets_its_connections_and_the_requests_for_its_keys() {
    for version in VERSIONS {
        for compression in [None, Some(Compression::Lz4)] {
            let cluster = cluster(2, 4).version(version).start().await.unwrap();
            let session = to(&cluster).compression(compression).build().await.unwrap();
            for node in 0..2 {
                filled(&cluster, node, &[0, 1, 2, 3]).await;
            }
            let read = session.prepare(READ).await.unwrap();
            routed(&cluster, &session, &read, 4).await;
            for node in session.get_cluster_state().get_nodes_info() {
                assert_eq!(node.sharder(), Some(Sharder::new(ShardCount::new(4).unwrap(), 12)));
            }
            // A statement is known to a node, whichever shard heard of it.
            assert_eq!(cluster.requests_where(&When::prepare("")).len(), 0);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_shard_gets_as_many_connections_as_the_session_says() {
    let cluster = cluster(1, 3).start().await.unwrap();
    let session = to(&cluster).pool_size(per_shard(2)).build().await.unwrap();
    filled(&cluster, 0, &[0, 0, 1, 1, 2, 2]).await;
    let read = session.prepare(READ).await.unwrap();
    routed(&cluster, &session, &read, 3).await;
}

#[tokio::test(start_paused = true)]
async fn connections_for_a_node_are_used_for_the_shards_that_they_came_to() {
    let cluster = cluster(1, 8).start().await.unwrap();
    let session = to(&cluster).pool_size(per_host(3)).build().await.unwrap();
    filled(&cluster, 0, &[1, 2, 3]).await;
    let read = session.prepare(READ).await.unwrap();
    let mut looks = Looks::begin("requests come to the shards of their keys");
    loop {
        let _some = all_routed(&cluster, &session, &read, 8).await;
        let read = cluster.requests_where(&When::execute(""));
        let shard = |key: Option<i32>| key.map(|key| shard_of(key, 8));
        let has_own = |shard: Option<Shard>| shard.is_some_and(|shard| (1..=3).contains(&shard));
        let is_routed = read
            .iter()
            .map(|request| (shard(request.value::<i32>(0)), request.shard))
            .all(|(wanted, got)| if has_own(wanted) { got == wanted } else { has_own(got) });
        if is_routed {
            return;
        }
        looks.next().await;
    }
}

#[tokio::test(start_paused = true)]
async fn connections_that_come_to_a_shard_too_many_are_opened_again() {
    for version in VERSIONS {
        let cluster = cluster(1, 3).version(version).start().await.unwrap();
        cluster.favour_shard(0, Some(2));
        let session = connect(&cluster).await;
        let read = session.prepare(READ).await.unwrap();
        // One is kept, though it is not the first shard's, and the others are tried again at intervals.
        eventually("connections were opened for the other shards", || cluster.accepted_count(0) >= 8).await;
        for key in 0..MANY {
            read_key(&session, &read, key).await.unwrap();
        }
        assert!(cluster.shards_in_use(0).iter().all(|shard| *shard == 2));
        assert_eq!(session.counts().connections_lost, 0);

        cluster.favour_shard(0, None);
        filled(&cluster, 0, &[0, 1, 2]).await;
        routed(&cluster, &session, &read, 3).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_shard_without_a_connection_is_served_by_the_others_until_it_has_one() {
    let cluster = cluster(1, 4).start().await.unwrap();
    let session = connect(&cluster).await;
    filled(&cluster, 0, &[0, 1, 2, 3]).await;
    let read = session.prepare(READ).await.unwrap();
    routed(&cluster, &session, &read, 4).await;
    cluster.favour_shard(0, Some(0));
    cluster.disconnect_shard(0, 3);
    eventually("the session hears of the loss", || session.counts().connections_lost == 1).await;
    for key in 0..MANY {
        read_key(&session, &read, key).await.unwrap();
    }
    cluster.favour_shard(0, None);
    filled(&cluster, 0, &[0, 1, 2, 3]).await;
    routed(&cluster, &session, &read, 4).await;
}

#[tokio::test(start_paused = true)]
async fn a_node_that_comes_back_with_other_shards_is_divided_anew() {
    for (before, after) in [(2, 4), (4, 2), (4, 0)] {
        let cluster = cluster(2, before).start().await.unwrap();
        let session = connect(&cluster).await;
        let shards = |count: u16| (0..Shard::from(count)).collect::<Vec<_>>();
        filled(&cluster, 1, &shards(before)).await;
        pooled(&session, &cluster, 1).await;
        let read = session.prepare(READ).await.unwrap();
        for node in 0..2 {
            cluster.set_shards(node, after);
            cluster.disconnect(node);
        }
        eventually("all connections are lost", || session.counts().connections_lost >= 2 * u64::from(before.max(1)))
            .await;
        for node in 0..2 {
            filled(&cluster, node, &shards(after)).await;
        }
        if after == 0 {
            let pooled = || cluster.connection_count(1) - usize::from(cluster.control_node() == Some(1));
            eventually("one connection is left", || pooled() == 1).await;
            read_key(&session, &read, 1).await.unwrap();
        } else {
            routed(&cluster, &session, &read, after).await;
        }
        let count = |node: usize| {
            let state = session.get_cluster_state();
            let node = state.get_node_by_host_id(cluster.host_id(node)).unwrap();
            node.sharder().map_or(0, |sharder| sharder.nr_shards.get())
        };
        assert_eq!([count(0), count(1)], [after, after]);
    }
}

/// Opens each connection at the shard that it is wanted for, as the shard-aware port does.
#[derive(Clone)]
struct ShardAware {
    cluster: Arc<MockCluster>,
    wanted: Arc<Mutex<Vec<Option<Shard>>>>,
}

impl Connector for ShardAware {
    type Stream = DuplexStream;

    async fn connect(&self, node: &Endpoint) -> io::Result<DuplexStream> {
        self.wanted.lock().unwrap().push(node.shard());
        let (client, server) = tokio::io::duplex(4096);
        match node.shard() {
            Some(shard) => self.cluster.serve_shard(0, shard, server),
            None => self.cluster.serve(0, server),
        }
        Ok(client)
    }
}

#[tokio::test(start_paused = true)]
async fn a_connector_is_told_the_shard_that_a_connection_is_wanted_for() {
    let cluster = Arc::new(cluster(1, 6).start().await.unwrap());
    // Without what the connector does, all would come to one shard.
    cluster.favour_shard(0, Some(5));
    let connector = ShardAware { cluster: Arc::clone(&cluster), wanted: Arc::default() };
    let session = to(&cluster).connector(connector.clone()).build().await.unwrap();
    eventually("each shard has a connection", || cluster.shards_in_use(0) == [0, 1, 2, 3, 4, 5]).await;
    let read = session.prepare(READ).await.unwrap();
    routed(&cluster, &session, &read, 6).await;
    let mut wanted = connector.wanted.lock().unwrap().clone();
    wanted.sort_unstable();
    // The control connection and the first of the pool come to any shard.
    assert_eq!(wanted, [None, None, Some(0), Some(1), Some(2), Some(3), Some(4)]);
}

/// Sends everything to one shard, whatever its key.
#[derive(Debug)]
struct OneShard(Shard);

impl LoadBalancingPolicy for OneShard {
    fn pick<'a>(&'a self, _: &'a RoutingInfo<'_>, cluster: &'a ClusterState) -> Option<(NodeRef<'a>, Option<Shard>)> {
        cluster.get_nodes_info().first().map(|node| (node, Some(self.0)))
    }

    fn fallback<'a>(&'a self, _: &'a RoutingInfo<'_>, _: &'a ClusterState) -> FallbackPlan<'a> {
        Box::new(std::iter::empty())
    }

    fn name(&self) -> String {
        "OneShard".to_owned()
    }
}

#[tokio::test(start_paused = true)]
async fn a_policy_may_say_which_shard_a_request_goes_to() {
    let cluster = cluster(1, 4).start().await.unwrap();
    let session = connect(&cluster).await;
    filled(&cluster, 0, &[0, 1, 2, 3]).await;
    let mut read = session.prepare(READ).await.unwrap();
    routed(&cluster, &session, &read, 4).await;
    for shard in 0..4 {
        read.set_load_balancing_policy(Some(Arc::new(OneShard(shard))));
        cluster.forget_requests();
        for key in 0..20 {
            read_key(&session, &read, key).await.unwrap();
        }
        let read = cluster.requests_where(&When::execute(""));
        assert!(read.len() == 20 && read.iter().all(|request| request.shard == Some(shard)), "{shard}: {read:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_endpoints_of_a_token_are_the_shards_that_hold_it() {
    let cluster = cluster(3, 4).keyspace("two", 2).start().await.unwrap();
    let session = connect(&cluster).await;
    for node in 0..3 {
        filled(&cluster, node, &[0, 1, 2, 3]).await;
    }
    let state = session.get_cluster_state();
    for key in 0..MANY {
        let token = Murmur3Partitioner.hash_one(&key.to_be_bytes());
        let endpoints = state.get_token_endpoints("two", "t", token);
        let replicas = state.replicas("two", token).iter().map(|node| state.node(*node).unwrap());
        assert!(endpoints.iter().map(|(node, _)| node.host_id).eq(replicas.map(|node| node.host_id)));
        assert!(endpoints.len() == 2 && endpoints.iter().all(|(_, shard)| *shard == shard_of(key, 4)));
    }
}

#[tokio::test(start_paused = true)]
async fn each_connection_asks_for_its_shard_where_there_are_shards() {
    let cluster = cluster(2, 2).start().await.unwrap();
    let _session = connect(&cluster).await;
    for node in 0..2 {
        filled(&cluster, node, &[0, 1]).await;
    }
    // Two of each node, and the control connection.
    assert_eq!(cluster.requests_where(&When::opcode(Opcode::Options)).len(), 5);
}
