//! Several connections to a node.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::pin::pin;

use futures_util::future::join_all;
use ilium_driver::client::PoolSize;
use ilium_driver::client::session::Session;
use ilium_driver::errors::ErrorKind;
use ilium_driver::statement::prepared::PreparedStatement;
use ilium_driver::wire::Opcode;
use ilium_driver::wire::event::StatusChange;
use ilium_mock::{Action, Greeting, Held, MockCluster, When};

use crate::clock::{Looks, eventually};
use crate::log::Log;
use crate::scene::{READ, VERSIONS, cluster, is_pooled, pooled, read_key, recovers, to};

/// Requests enough for each of a few connections to get some.
const MANY: i32 = 200;

fn per_host(connections: usize) -> PoolSize {
    PoolSize::PerHost(NonZeroUsize::new(connections).unwrap())
}

fn per_shard(connections: usize) -> PoolSize {
    PoolSize::PerShard(NonZeroUsize::new(connections).unwrap())
}

/// A session with pools of this size that are full.
async fn full(cluster: &MockCluster, size: PoolSize, connections: usize) -> Session {
    let session = to(cluster).pool_size(size).build().await.unwrap();
    for node in 0..cluster.node_count() {
        cluster.connected(node, connections + usize::from(cluster.control_node() == Some(node))).await.unwrap();
    }
    session
}

/// Reads many rows. Returns how many requests came on each connection.
async fn spread(cluster: &MockCluster, session: &Session, read: &PreparedStatement) -> BTreeMap<u64, usize> {
    cluster.forget_requests();
    for key in 0..MANY {
        read_key(session, read, key).await.unwrap();
    }
    let mut spread = BTreeMap::new();
    for request in cluster.requests_where(&When::execute("")) {
        *spread.entry(request.connection).or_default() += 1;
    }
    spread
}

/// Reads until requests come on so many connections: what is opened anew takes part a moment later.
async fn spread_over(cluster: &MockCluster, session: &Session, read: &PreparedStatement, connections: usize) {
    let mut looks = Looks::begin("requests on all connections");
    while spread(cluster, session, read).await.len() != connections {
        looks.next().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_node_has_as_many_connections_as_the_session_says() {
    for (size, connections) in [(PoolSize::default(), 1), (per_host(1), 1), (per_host(3), 3), (per_shard(3), 3)] {
        for version in VERSIONS {
            let cluster = cluster(2).version(version).start().await.unwrap();
            let session = full(&cluster, size, connections).await;
            let read = session.prepare(READ).await.unwrap();
            spread_over(&cluster, &session, &read, 2 * connections).await;
            // A node of Cassandra has no shards, so nobody asks for them.
            let asked = cluster.requests_where(&When::opcode(Opcode::Options));
            assert!(asked.is_empty() || asked.len() == 1, "{asked:?}");
            assert!(session.get_cluster_state().get_nodes_info().iter().all(|node| node.sharder().is_none()));
            assert_eq!(session.counts().connections_opened, 2 * connections as u64 + 1);
            drop(session);
            cluster.connected(0, 0).await.unwrap();
            cluster.connected(1, 0).await.unwrap();
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_statement_is_prepared_and_agreement_asked_for_once_a_node() {
    let cluster = cluster(3).start().await.unwrap();
    let session = full(&cluster, per_host(4), 4).await;
    session.prepare(READ).await.unwrap();
    assert_eq!(cluster.requests_where(&When::prepare("")).len(), 3);
    cluster.forget_requests();
    session.await_schema_agreement().await.unwrap();
    assert_eq!(cluster.requests_where(&When::query("SELECT schema_version")).len(), 3);
}

#[tokio::test(start_paused = true)]
async fn while_one_connection_is_lost_requests_go_on_the_others() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let session = full(&cluster, per_host(3), 3).await;
        let read = session.prepare(READ).await.unwrap();
        spread_over(&cluster, &session, &read, 3).await;
        let lost = *spread(&cluster, &session, &read).await.keys().next().unwrap();

        // The node takes no more connections, but keeps two of those that it has.
        cluster.greet(0, Greeting::Close);
        cluster.disconnect_one(lost);
        eventually("the session hears of the loss", || session.counts().connections_lost == 1).await;
        for key in 0..MANY {
            read_key(&session, &read, key).await.unwrap();
            assert!(is_pooled(&session, &cluster, 0));
        }
        assert!(!spread(&cluster, &session, &read).await.contains_key(&lost));

        cluster.greet(0, Greeting::Serve);
        cluster.connected(0, 4).await.unwrap();
        spread_over(&cluster, &session, &read, 3).await;
        assert_eq!(session.counts().connections_lost, 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_in_flight_on_a_lost_connection_goes_to_another_of_the_node() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let session = full(&cluster, per_host(3), 3).await;
        let read = session.prepare(READ).await.unwrap();
        cluster.greet(0, Greeting::Close);
        cluster.rule(When::execute("").times(1), Action::close());
        // Not idempotent, so it fails; it must not take the others with it.
        let mut once = read.clone();
        once.set_is_idempotent(false);
        let error = read_key(&session, &once, 1).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BrokenConnection, "{error}");
        for key in 0..MANY {
            read_key(&session, &once, key).await.unwrap();
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_node_that_comes_back_gets_all_its_connections_again() {
    for version in VERSIONS {
        let cluster = cluster(2).version(version).start().await.unwrap();
        let session = full(&cluster, per_host(3), 3).await;
        let read = session.prepare(READ).await.unwrap();
        let before = cluster.accepted_count(1);
        cluster.stop(1).await;
        eventually("the node is not connected", || !is_pooled(&session, &cluster, 1)).await;
        for key in 0..MANY {
            read_key(&session, &read, key).await.unwrap();
        }
        cluster.start(1).await.unwrap();
        cluster.push_status(StatusChange::Up, 1);
        cluster.connected(1, 3).await.unwrap();
        pooled(&session, &cluster, 1).await;
        spread_over(&cluster, &session, &read, 6).await;
        assert_eq!(cluster.accepted_count(1), before + 3);
    }
}

/// One at a time tries to connect to a node that does not answer, however many connections it is to have.
#[tokio::test(start_paused = true)]
async fn a_node_that_is_down_is_tried_as_often_as_with_one_connection() {
    let log = Log::begin();
    let cluster = cluster(2).start().await.unwrap();
    let session = full(&cluster, per_host(8), 8).await;
    let before = cluster.accepted_count(1);
    cluster.greet(1, Greeting::Close);
    cluster.disconnect(1);
    eventually("the node is not connected", || !is_pooled(&session, &cluster, 1)).await;
    eventually("it was tried four times", || cluster.accepted_count(1) >= before + 4).await;
    let failed = || log.warnings().iter().filter(|warning| warning.contains("cannot connect")).count();
    let tried = cluster.accepted_count(1) - before;
    // Each of the seven others may have begun an attempt before it heard that the last connection was gone.
    assert!(tried <= 4 + 7, "{tried} attempts, {} failures", failed());
    cluster.greet(1, Greeting::Serve);
    cluster.push_status(StatusChange::Up, 1);
    cluster.connected(1, 8).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_change_of_the_keyspace_reaches_all_connections() {
    let in_keyspace = |cluster: &MockCluster, keyspace: &str| {
        let count = |node| {
            let used = cluster.keyspaces_in_use(node);
            let has_it = used.iter().filter(|used| used.as_deref() == Some(keyspace)).count();
            (has_it, used.iter().flatten().count())
        };
        (0..cluster.node_count()).all(|node| count(node) == (3, 3))
    };
    for version in VERSIONS {
        let builder = cluster(2).version(version).keyspace("other", 1);
        let cluster = builder.start().await.unwrap();
        let session = full(&cluster, per_host(3), 3).await;
        for keyspace in ["ks", "other"] {
            session.use_keyspace(keyspace, false).await.unwrap();
            assert!(in_keyspace(&cluster, keyspace));
        }
        // Those that are opened later have it, too.
        cluster.disconnect(1);
        eventually("all connections are in the keyspace", || in_keyspace(&cluster, "other")).await;

        // While they are opened: whichever moment the change comes at.
        let session = to(&cluster).pool_size(per_host(3)).build().await.unwrap();
        session.use_keyspace("ks", false).await.unwrap();
        eventually("all connections are in the keyspace", || {
            (0..2).all(|node| {
                let used = cluster.keyspaces_in_use(node);
                used.iter().filter(|used| used.as_deref() == Some("ks")).count() == 3
            })
        })
        .await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_node_with_a_limit_of_connections_is_used_with_what_it_gives() {
    let cluster = cluster(1).start().await.unwrap();
    // The control connection and the first of the pool are answered, and later STARTUPs are not.
    cluster.rule(When::opcode(Opcode::Startup).after(2), Action::close());
    let session = to(&cluster).pool_size(per_host(3)).build().await.unwrap();
    let read = session.prepare(READ).await.unwrap();
    for key in 0..MANY {
        read_key(&session, &read, key).await.unwrap();
    }
    cluster.received(&When::opcode(Opcode::Startup), 6).await.unwrap();
    assert_eq!(session.counts().connections_opened, 2);
    recovers(&session, &read).await;
    cluster.clear_rules();
    cluster.connected(0, 4).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_connection_without_room_leaves_its_requests_to_the_others_of_the_node() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let builder = to(&cluster).pool_size(per_host(3)).max_requests_per_connection(1);
        let session = builder.build().await.unwrap();
        cluster.connected(0, 4).await.unwrap();
        let read = session.prepare(READ).await.unwrap();
        spread_over(&cluster, &session, &read, 3).await;

        // Three at a time find a connection each, wherever chance sends them first, and the fourth waits.
        for _ in 0..20 {
            let mut held = cluster.hold(When::execute(""));
            let requests: Vec<_> = (0..4).map(|key| read_key(&session, &read, key)).collect();
            let mut all = pin!(join_all(requests));
            let mut taken = Vec::new();
            for _ in 0..3 {
                tokio::select! {
                    _ = &mut all => panic!("nobody has answered"),
                    one = held.next() => taken.push(one.unwrap()),
                }
            }
            let connections: BTreeSet<u64> = taken.iter().map(|one| one.request().connection).collect();
            assert_eq!(connections.len(), 3);
            drop(held);
            taken.into_iter().for_each(Held::release);
            assert!(all.await.iter().all(Result::is_ok));
        }
        assert_eq!(session.counts().connections_lost, 0);
    }
}

#[tokio::test(start_paused = true)]
async fn more_connections_than_anybody_needs_are_refused() {
    let cluster = cluster(1).start().await.unwrap();
    for size in [per_host(1025), per_shard(usize::MAX)] {
        let error = to(&cluster).pool_size(size).build().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BadConfig);
        assert!(error.to_string().contains("pool_size: expected 1 to 1024 connections"), "{error}");
    }
    assert_eq!(cluster.accepted_count(0), 0);
}
