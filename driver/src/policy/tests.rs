use std::time::Duration;

use proptest::prelude::*;
use uuid::Uuid;

use super::{DefaultPolicy, ExponentialReconnection, ReconnectionPolicy, RoutingInfo};
use crate::topology::tests::{keyspace, peer, rows};
use crate::topology::{NodeIndex, Snapshot, Token};
use crate::wire::column::TableSpec;
use crate::wire::consistency::Consistency;

/// Nodes 1 to `nodes`, of which node n owns the token 10 n, and the keyspace `ks` with three replicas.
fn cluster(nodes: u16, connected: &[u16]) -> Snapshot {
    let peers = (1..=nodes).map(|number| peer(number, "dc", "r", &[i64::from(number) * 10])).collect();
    let strategy = [("class", "SimpleStrategy"), ("replication_factor", "3")];
    let (snapshot, problems) = Snapshot::build(rows(peers, vec![keyspace("ks", &strategy)]), None);
    assert_eq!(problems.count(), 0);
    for number in connected {
        let node = snapshot.get_node_by_host_id(Uuid::from_u128(u128::from(*number))).unwrap();
        // It stays connected for as long as the test lasts.
        std::mem::forget(node.mark_connected());
    }
    snapshot
}

fn number_of(cluster: &Snapshot, index: NodeIndex) -> u16 {
    u16::try_from(cluster.node(index).unwrap().host_id.as_u128()).unwrap()
}

fn pick(cluster: &Snapshot, request: &RoutingInfo<'_>, random: u64) -> Option<u16> {
    DefaultPolicy::first(request, cluster, random).map(|target| number_of(cluster, target.node))
}

fn plan(cluster: &Snapshot, request: &RoutingInfo<'_>, random: u64) -> Vec<u16> {
    DefaultPolicy::plan(request, cluster, random).into_iter().map(|target| number_of(cluster, target.node)).collect()
}

static TABLE: TableSpec<'static> = TableSpec::borrowed("ks", "t");
static OF_UNKNOWN_KEYSPACE: TableSpec<'static> = TableSpec::borrowed("unknown", "t");

/// A request whose key is owned by node 2, then 3 and 4.
fn keyed() -> RoutingInfo<'static> {
    RoutingInfo { token: Some(Token::new(15)), table: Some(&TABLE), ..RoutingInfo::default() }
}

/// How often each of the nodes 1 to `nodes` is picked in 6,000 draws that are spread evenly.
fn shares(cluster: &Snapshot, request: &RoutingInfo<'_>, nodes: usize) -> Vec<usize> {
    let mut random = fastrand::Rng::with_seed(11);
    let mut shares = vec![0; nodes];
    for _ in 0..6000 {
        let number = pick(cluster, request, random.u64(..)).unwrap();
        shares[usize::from(number) - 1] += 1;
    }
    shares
}

fn assert_even(shares: &[usize], expected: &[usize]) {
    for (share, expected) in shares.iter().zip(expected) {
        // Four standard deviations of a binomial share are below 160 here.
        assert!(share.abs_diff(*expected) < if *expected == 0 { 1 } else { 160 }, "{shares:?}, expected {expected}");
    }
    assert_eq!(shares.len(), expected.len());
}

#[test]
fn a_plan_has_connected_replicas_then_connected_nodes_then_the_rest() {
    let cluster = cluster(6, &[1, 2, 4, 6]);
    for random in [0, 1 << 62, 1 << 63, 3 << 62, u64::MAX] {
        let plan = plan(&cluster, &keyed(), random);
        let tier = |numbers: &[u16]| {
            let mut numbers = numbers.to_vec();
            numbers.sort_unstable();
            numbers
        };
        assert_eq!(tier(&plan[..2]), [2, 4], "{plan:?}");
        assert_eq!(tier(&plan[2..4]), [1, 6], "{plan:?}");
        assert_eq!(plan[4..], [3, 5], "{plan:?}");
    }
}

#[test]
fn a_plan_goes_around_from_where_it_begins() {
    let cluster = cluster(6, &[1, 2, 3, 4, 5, 6]);
    assert_eq!(plan(&cluster, &keyed(), 0), [2, 3, 4, 1, 5, 6]);
    assert_eq!(plan(&cluster, &keyed(), 1 << 63), [3, 4, 2, 5, 6, 1]);
    assert_eq!(plan(&cluster, &keyed(), u64::MAX), [4, 2, 3, 6, 1, 5]);
    assert_eq!(plan(&cluster, &RoutingInfo::default(), 1 << 63), [4, 5, 6, 1, 2, 3]);
}

#[test]
fn requests_are_spread_evenly_over_replicas() {
    let cluster = cluster(6, &[1, 2, 3, 4, 5, 6]);
    assert_even(&shares(&cluster, &keyed(), 6), &[0, 2000, 2000, 2000, 0, 0]);
}

#[test]
fn the_share_of_a_replica_without_connection_goes_to_the_others_evenly() {
    let cluster = cluster(6, &[1, 3, 4, 5, 6]);
    assert_even(&shares(&cluster, &keyed(), 6), &[0, 0, 3000, 3000, 0, 0]);
}

#[test]
fn without_connected_replicas_the_other_nodes_share_evenly() {
    let cluster = cluster(6, &[1, 5, 6]);
    assert_even(&shares(&cluster, &keyed(), 6), &[2000, 0, 0, 0, 2000, 2000]);
}

#[test]
fn without_any_connection_replicas_are_tried_first() {
    let cluster = cluster(6, &[]);
    assert_even(&shares(&cluster, &keyed(), 6), &[0, 2000, 2000, 2000, 0, 0]);
    assert_eq!(plan(&cluster, &keyed(), 0), [2, 3, 4, 1, 5, 6]);
}

#[test]
fn a_request_without_replicas_goes_to_any_node() {
    let cluster = cluster(6, &[1, 2, 3, 4, 5]);
    let without: [RoutingInfo<'_>; 4] = [
        RoutingInfo::default(),
        RoutingInfo { table: None, ..keyed() },
        RoutingInfo { token: None, ..keyed() },
        RoutingInfo { table: Some(&OF_UNKNOWN_KEYSPACE), ..keyed() },
    ];
    for request in without {
        assert_even(&shares(&cluster, &request, 6), &[1200, 1200, 1200, 1200, 1200, 0]);
        assert_eq!(plan(&cluster, &request, 7).len(), 6);
    }
}

#[test]
fn conditional_requests_begin_at_the_first_connected_replica() {
    let conditional = RoutingInfo { is_confirmed_lwt: true, ..keyed() };
    let serial_read = RoutingInfo { consistency: Consistency::LocalSerial, ..keyed() };
    for request in [conditional, serial_read] {
        for (connected, replicas) in [(&[1, 2, 3, 4, 5, 6][..], [2, 3, 4]), (&[1, 3, 4], [3, 4, 1]), (&[4], [4, 2, 3])]
        {
            let cluster = cluster(6, connected);
            for random in [0, 1 << 62, 1 << 63, u64::MAX] {
                assert_eq!(pick(&cluster, &request, random), Some(replicas[0]));
                assert_eq!(plan(&cluster, &request, random)[..3], replicas);
            }
        }
    }
}

#[test]
fn an_empty_snapshot_has_no_node() {
    let empty = Snapshot::default();
    for request in [RoutingInfo::default(), keyed()] {
        assert_eq!(DefaultPolicy::first(&request, &empty, 5), None);
        assert!(DefaultPolicy::plan(&request, &empty, 5).is_empty());
    }
}

#[test]
fn reconnection_waits_longer_and_longer_up_to_a_limit() {
    let policy = ExponentialReconnection::default();
    let middle = |failures| policy.delay(failures, 1 << 63).unwrap();
    let seconds: Vec<f64> = (0..10).map(|failures| middle(failures).as_secs_f64()).collect();
    assert_eq!(seconds, [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 15.0, 15.0]);
    for failures in [40, u32::MAX] {
        assert_eq!(middle(failures), Duration::from_secs(15));
    }
    let upside_down = ExponentialReconnection::new(Duration::from_secs(3), Duration::from_secs(1));
    assert_eq!(upside_down.delay(5, 1 << 63), Some(Duration::from_secs(3)));
    let endless = ExponentialReconnection::new(Duration::MAX, Duration::MAX);
    assert!(endless.delay(u32::MAX, u64::MAX).unwrap() > Duration::from_secs(1 << 60));
}

#[test]
fn reconnection_is_spread_by_fifteen_percent() {
    let policy = ExponentialReconnection::default();
    assert_eq!(policy.delay(0, 0), Some(Duration::from_millis(85)));
    assert_eq!(policy.delay(99, 0), Some(Duration::from_millis(12_750)));
    let most = policy.delay(0, u64::MAX).unwrap();
    assert!((Duration::from_micros(114_999)..=Duration::from_millis(115)).contains(&most), "{most:?}");
}

proptest! {
    #[test]
    fn pick_is_the_first_of_the_plan_and_the_plan_has_every_node_once(
        nodes in 0..9u16,
        connected in proptest::collection::vec(any::<bool>(), 9),
        token in proptest::option::of(0..100i64),
        table in proptest::option::of(prop_oneof![Just(&TABLE), Just(&OF_UNKNOWN_KEYSPACE)]),
        is_confirmed_lwt in any::<bool>(),
        random in any::<u64>(),
    ) {
        let connected: Vec<u16> = (1..=nodes).filter(|number| connected[usize::from(*number) - 1]).collect();
        let cluster = cluster(nodes, &connected);
        let request =
            RoutingInfo { token: token.map(Token::new), table, is_confirmed_lwt, ..RoutingInfo::default() };
        let plan = plan(&cluster, &request, random);
        prop_assert_eq!(plan.first().copied(), pick(&cluster, &request, random));
        let connected_first = plan.iter().map(|number| !connected.contains(number));
        prop_assert!(connected_first.is_sorted(), "{:?}", plan);
        let mut every = plan;
        every.sort_unstable();
        prop_assert_eq!(every, (1..=nodes).collect::<Vec<_>>());
    }
}
