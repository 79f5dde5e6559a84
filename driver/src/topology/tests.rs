use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use uuid::Uuid;

use super::{
    ClusterRows, KeyspaceRow, Murmur3Partitioner, Node, PartitionerName, PeerRow, RowProblemKind, RowProblems,
    SchemaRows, Snapshot, Strategy, Token,
};

mod key;
mod limits;
mod naive;
mod targets;
mod vectors;

/// The row of node `number`, at 10.0.x.y.
pub(crate) fn peer(number: u16, datacenter: &str, rack: &str, tokens: &[i64]) -> PeerRow {
    let [high, low] = number.to_be_bytes();
    let address = IpAddr::V4(Ipv4Addr::new(10, 0, high, low));
    PeerRow {
        host_id: Some(Uuid::from_u128(u128::from(number))),
        address: Some(address),
        broadcast_address: Some(address),
        datacenter: Some(datacenter.to_owned()),
        rack: Some(rack.to_owned()),
        tokens: tokens.iter().map(ToString::to_string).collect(),
        ..PeerRow::default()
    }
}

pub(crate) fn keyspace(name: &str, replication: &[(&str, &str)]) -> KeyspaceRow {
    KeyspaceRow {
        name: name.to_owned(),
        replication: replication.iter().map(|(option, value)| ((*option).to_owned(), (*value).to_owned())).collect(),
        durable_writes: true,
    }
}

fn schema(keyspaces: Vec<KeyspaceRow>) -> SchemaRows {
    SchemaRows { keyspaces, ..SchemaRows::default() }
}

pub(crate) fn rows(peers: Vec<PeerRow>, keyspaces: Vec<KeyspaceRow>) -> ClusterRows {
    ClusterRows { peers, schema: schema(keyspaces), default_port: 9042, ..ClusterRows::default() }
}

/// Three nodes of one token each (-100, 0, 100) and the keyspace `ks` with two replicas.
fn three_nodes() -> ClusterRows {
    let peers = vec![peer(1, "dc", "a", &[-100]), peer(2, "dc", "b", &[0]), peer(3, "dc", "c", &[100])];
    rows(peers, vec![keyspace("ks", &[("class", "SimpleStrategy"), ("replication_factor", "2")])])
}

/// Builds a snapshot of rows that have nothing wrong with them.
fn build(rows: ClusterRows) -> Snapshot {
    let (snapshot, problems) = Snapshot::build(rows, None);
    assert_eq!(told(&problems), [""; 0]);
    snapshot
}

fn told(problems: &RowProblems) -> Vec<String> {
    problems.first().iter().map(ToString::to_string).collect()
}

fn replica_numbers(snapshot: &Snapshot, keyspace: &str, token: i64) -> Vec<u128> {
    let replicas = snapshot.replicas(keyspace, Token::new(token));
    replicas.iter().map(|index| snapshot.node(*index).unwrap().host_id.as_u128()).collect()
}

#[test]
fn a_token_is_owned_by_the_first_node_at_or_after_it() {
    let snapshot = build(three_nodes());
    for (token, owners) in [
        (i64::MIN, [1, 2]),
        (-101, [1, 2]),
        (-100, [1, 2]),
        (-99, [2, 3]),
        (0, [2, 3]),
        (100, [3, 1]),
        (101, [1, 2]),
        (i64::MAX, [1, 2]),
    ] {
        assert_eq!(replica_numbers(&snapshot, "ks", token), owners, "token {token}");
    }
}

#[test]
fn the_smallest_number_is_the_greatest_token() {
    assert_eq!(Token::new(i64::MIN), Token::new(i64::MAX));
    assert_eq!(Token::new(-5).value(), -5);
    // A node may claim it, too.
    let snapshot = build(rows(vec![peer(1, "dc", "r", &[i64::MIN])], Vec::new()));
    assert_eq!(snapshot.get_nodes_info()[0].tokens(), [Token::new(i64::MAX)]);
}

#[test]
fn no_replica_is_preferred_where_none_is_known() {
    let mut rows = three_nodes();
    rows.schema.keyspaces.extend([
        keyspace("local", &[("class", "org.apache.cassandra.locator.LocalStrategy")]),
        keyspace("everywhere", &[("class", "org.apache.cassandra.locator.EverywhereStrategy")]),
        keyspace("own", &[("class", "com.example.OwnStrategy"), ("depth", "7")]),
        keyspace("elsewhere", &[("class", "NetworkTopologyStrategy"), ("other_dc", "3")]),
        keyspace("none", &[("class", "NetworkTopologyStrategy"), ("dc", "0")]),
    ]);
    let snapshot = build(rows.clone());
    for name in ["local", "everywhere", "own", "elsewhere", "none", "unknown", ""] {
        assert!(snapshot.replicas(name, Token::new(0)).is_empty(), "{name}");
    }
    let data = BTreeMap::from([("depth".to_owned(), "7".to_owned())]);
    let own = Strategy::Other { name: "com.example.OwnStrategy".to_owned(), data };
    assert_eq!(snapshot.get_keyspace("own").unwrap().strategy, own);
    assert_eq!(snapshot.keyspaces_iter().count(), 6);

    rows.partitioner = Some("org.apache.cassandra.dht.RandomPartitioner".to_owned());
    let random = build(rows);
    assert_eq!(*random.partitioner(), PartitionerName::Other("org.apache.cassandra.dht.RandomPartitioner".to_owned()));
    assert_eq!(random.get_nodes_info().len(), 3);
    assert!(random.replicas("ks", Token::new(0)).is_empty());
    assert!(Snapshot::default().replicas("ks", Token::new(0)).is_empty());
}

#[test]
fn keyspaces_are_found_by_their_whole_name() {
    let names =
        ["a", "a\0", "ab", "keyspace_of_16_b", "keyspace_of_17_by", "keyspace_of_17_bz", "Keyspace_of_16_b", "größe"];
    let factor = |number: usize| (number + 1).to_string();
    let mut keyspaces: Vec<KeyspaceRow> = Vec::new();
    for (number, name) in names.iter().enumerate() {
        keyspaces.push(keyspace(name, &[("class", "SimpleStrategy"), ("replication_factor", &factor(number))]));
    }
    keyspaces.extend((0..100).map(|number| keyspace(&format!("tenant_{number:05}_data"), &[])));
    keyspaces.push(keyspace("ab", &[("class", "SimpleStrategy"), ("replication_factor", "77")]));
    let snapshot = build(rows(Vec::new(), keyspaces));
    for (number, name) in names.iter().enumerate() {
        let expected = if *name == "ab" { 77 } else { number + 1 };
        let strategy = Strategy::SimpleStrategy { replication_factor: expected.into() };
        assert_eq!(snapshot.get_keyspace(name).unwrap().strategy, strategy, "{name:?}");
    }
    assert!(snapshot.get_keyspace("tenant_00099_data").is_some());
    for unknown in ["", "b", "abc", "keyspace_of_16_c", "keyspace_of_17_b", "tenant_00100_data"] {
        assert!(snapshot.get_keyspace(unknown).is_none(), "{unknown:?}");
    }
    assert_eq!(snapshot.keyspaces_iter().count(), 108);
}

#[test]
fn replication_that_cannot_be_read_is_reported_and_prefers_no_node() {
    let mut rows = three_nodes();
    rows.schema.keyspaces = vec![
        keyspace("a", &[("class", "SimpleStrategy")]),
        keyspace("b", &[("class", "SimpleStrategy"), ("replication_factor", "many")]),
        keyspace("c", &[("class", "NetworkTopologyStrategy"), ("dc", "3/3")]),
        keyspace("d", &[("class", "NetworkTopologyStrategy"), ("dc", "-1")]),
        keyspace("e", &[]),
    ];
    let (snapshot, problems) = Snapshot::build(rows, None);
    assert_eq!(
        told(&problems),
        [
            "keyspace `a`: replication option `replication_factor` is missing",
            "keyspace `b`: replication option `replication_factor`: expected a replication factor, got `many`",
            "keyspace `c`: replication option `dc`: expected a replication factor, got `3/3`",
            "keyspace `d`: replication option `dc`: expected a replication factor, got `-1`",
        ]
    );
    for name in ["a", "b", "c", "d", "e"] {
        assert!(snapshot.replicas(name, Token::new(0)).is_empty(), "{name}");
        assert!(matches!(snapshot.get_keyspace(name).unwrap().strategy, Strategy::Other { .. }), "{name}");
    }
}

#[test]
fn rows_that_are_not_usable_are_skipped_with_the_reason() {
    let local = peer(1, "dc", "r", &[1]);
    let mut no_host_id = peer(2, "dc", "r", &[2]);
    no_host_id.host_id = None;
    let mut no_address = peer(3, "dc", "r", &[3]);
    (no_address.address, no_address.broadcast_address) = (Some(Ipv4Addr::UNSPECIFIED.into()), None);
    let no_tokens = peer(4, "dc", "r", &[]);
    let same_host_id = PeerRow { host_id: Some(Uuid::from_u128(9)), ..peer(10, "dc", "r", &[10]) };
    let same_address = PeerRow { host_id: Some(Uuid::from_u128(11)), ..peer(9, "dc", "r", &[11]) };
    let mut bad_token = peer(12, "dc", "r", &[12, 9]);
    bad_token.tokens.push("x");
    let peers = vec![
        no_host_id,
        no_address,
        no_tokens,
        peer(1, "dc", "r", &[1]),
        peer(9, "dc", "r", &[9]),
        same_host_id,
        same_address,
        bad_token,
    ];
    let (snapshot, problems) = Snapshot::build(ClusterRows { local: Some(local), ..rows(peers, Vec::new()) }, None);
    assert_eq!(
        told(&problems),
        [
            "node row of 10.0.0.2: skipped: its host id is null",
            "node row of host 00000000-0000-0000-0000-000000000003: skipped: it has no address to connect to",
            "node row of 10.0.0.4: skipped: the node owns no token",
            "node row of 10.0.0.1: skipped: it is about the node that was asked",
            "node row of 10.0.0.10: skipped: another row has the same host id 00000000-0000-0000-0000-000000000009",
            "node row of 10.0.0.9: skipped: another host has the same address and port",
            "node row of 10.0.0.12: token ignored: expected a 64-bit number, got `x`",
            "node row of 10.0.0.12: token 9 ignored: another node owns it",
        ]
    );
    assert_eq!(*problems.first()[0].kind(), RowProblemKind::NoHostId);
    let left: Vec<u128> = snapshot.get_nodes_info().iter().map(|node| node.host_id.as_u128()).collect();
    assert_eq!(left, [1, 9, 12]);
}

#[test]
fn the_node_that_was_asked_is_kept_without_tokens() {
    let rows = ClusterRows { local: Some(peer(1, "dc", "r", &[])), ..three_nodes() };
    let (snapshot, problems) = Snapshot::build(rows, None);
    assert_eq!(told(&problems), ["node row of 10.0.0.1: skipped: it is about the node that was asked"]);
    assert_eq!(snapshot.get_nodes_info().len(), 3);
    assert_eq!(replica_numbers(&snapshot, "ks", 0), [2, 3]);
}

#[test]
fn an_address_is_the_one_for_clients() {
    let any = Some(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    let with_port = |number, port| PeerRow { port, ..peer(number, "dc", "r", &[i64::from(number)]) };
    let peers = vec![
        peer(1, "dc", "r", &[1]),
        PeerRow { address: any, ..peer(2, "dc", "r", &[2]) },
        PeerRow { address: Some("::".parse().unwrap()), ..peer(3, "dc", "r", &[3]) },
        PeerRow { address: None, ..peer(4, "dc", "r", &[4]) },
        with_port(5, Some(19_042)),
        with_port(6, Some(0)),
        // Several nodes of one address differ by their ports.
        PeerRow { address: peer(5, "", "", &[]).address, ..with_port(7, Some(19_043)) },
    ];
    let snapshot = build(rows(peers, Vec::new()));
    let addresses: Vec<String> = snapshot.get_nodes_info().iter().map(|node| node.address.to_string()).collect();
    assert_eq!(
        addresses,
        [
            "10.0.0.1:9042",
            "10.0.0.2:9042",
            "10.0.0.3:9042",
            "10.0.0.4:9042",
            "10.0.0.5:19042",
            "10.0.0.6:9042",
            "10.0.0.5:19043"
        ]
    );
}

#[test]
fn nodes_come_in_one_order_whichever_was_asked() {
    let mut first = three_nodes();
    let mut second = three_nodes();
    first.local = Some(first.peers.remove(0));
    second.peers.reverse();
    second.local = Some(second.peers.remove(0));
    let ids = |rows| build(rows).get_nodes_info().iter().map(|node| node.host_id).collect::<Vec<_>>();
    assert_eq!(ids(first), ids(second));
}

#[test]
fn a_node_stays_one_object_while_it_stays_the_same() {
    let version = |number| Some(Uuid::from_u128(number));
    let mut rows = three_nodes();
    rows.peers[0].schema_version = version(70);
    let before = build(rows.clone());
    let node = |snapshot: &Snapshot, number| -> Arc<Node> {
        Arc::clone(snapshot.get_node_by_host_id(Uuid::from_u128(number)).unwrap())
    };
    let (_first, second) = (node(&before, 1).mark_connected(), node(&before, 2).mark_connected());

    rows.peers[0].schema_version = version(71);
    rows.peers[1].release_version = Some("5.0.6".to_owned());
    rows.peers.remove(2);
    rows.peers.push(peer(4, "dc", "d", &[7]));
    let (after, problems) = Snapshot::build(rows, Some(&before));
    assert_eq!(told(&problems), [""; 0]);

    assert!(Arc::ptr_eq(&node(&before, 1), &node(&after, 1)));
    assert_eq!(node(&before, 1).schema_version(), version(71));
    let (old, new) = (node(&before, 2), node(&after, 2));
    assert!(!Arc::ptr_eq(&old, &new));
    assert!(new.is_connected());
    let another = new.mark_connected();
    drop(second);
    assert!(old.is_connected() && new.is_connected(), "one mark is left");
    drop(another);
    assert!(!old.is_connected() && !new.is_connected(), "the marks are about the node, not about one object");
    assert!(after.get_node_by_host_id(Uuid::from_u128(3)).is_none());
    assert!(!node(&after, 4).is_connected());
}

#[test]
fn a_node_at_another_address_is_not_connected_by_the_connections_to_the_old_one() {
    let mut rows = three_nodes();
    let version = Some(Uuid::from_u128(70));
    rows.peers[0].schema_version = version;
    let before = build(rows.clone());
    let old = before.get_node_by_host_id(Uuid::from_u128(1)).unwrap();
    let _mark = old.mark_connected();
    rows.peers[0].address = Some(Ipv4Addr::new(10, 9, 9, 9).into());
    let (after, _) = Snapshot::build(rows, Some(&before));
    let new = after.get_node_by_host_id(Uuid::from_u128(1)).unwrap();
    assert!(old.is_connected() && !new.is_connected());
    assert_eq!(new.schema_version(), version);
}

#[test]
fn placements_are_shared_and_kept() {
    let simple = [("class", "SimpleStrategy"), ("replication_factor", "2")];
    let mut rows = three_nodes();
    rows.schema.keyspaces.push(keyspace("same", &simple));
    let first = build(rows.clone());
    let list = |snapshot: &Snapshot, name: &str| snapshot.replicas(name, Token::new(0)).as_ptr();
    assert_eq!(list(&first, "ks"), list(&first, "same"));

    rows.peers[0].address = Some(Ipv4Addr::new(10, 9, 9, 9).into());
    let (moved, _) = Snapshot::build(rows.clone(), Some(&first));
    assert_eq!(list(&first, "ks"), list(&moved, "ks"), "an address does not change the ring");

    let (again, problems) =
        Snapshot::build(ClusterRows { schema: schema(vec![keyspace("new", &simple)]), ..rows.clone() }, Some(&moved));
    assert_eq!(told(&problems), [""; 0]);
    assert_eq!(list(&first, "ks"), list(&again, "new"));
    assert!(again.get_keyspace("ks").is_none());

    rows.peers[0].rack = Some("z".to_owned());
    let (racked, _) = Snapshot::build(rows.clone(), Some(&first));
    assert_ne!(list(&first, "ks"), list(&racked, "ks"));
    rows.peers[0] = peer(1, "dc", "a", &[-7]);
    let (retokened, _) = Snapshot::build(rows, Some(&first));
    assert_eq!(replica_numbers(&retokened, "ks", -50), [1, 2]);
}

#[test]
fn equal_replica_lists_are_kept_once() {
    let tokens = |number: i64| (0..256).map(|n| n * 1_000_003 * (number + 2) + number).collect::<Vec<_>>();
    let peers = (1..=3).map(|number| peer(number, "dc", "r", &tokens(number.into()))).collect();
    let strategy = [("class", "NetworkTopologyStrategy"), ("dc", "3")];
    let snapshot = build(rows(peers, vec![keyspace("ks", &strategy)]));
    let mut lists: Vec<_> = (0..256 * 5)
        .map(|n| snapshot.replicas("ks", Token::new(n * 1_000_003)))
        .map(|list| (list.to_vec(), list.as_ptr()))
        .collect();
    lists.sort();
    lists.dedup();
    assert!(lists.len() <= 6, "{} lists", lists.len());
    assert_ne!(snapshot.heap_bytes("ks"), 0);
    assert!(snapshot.heap_bytes("ks") < 768 * 8 + 6 * 3 * 4 + 1);
}

#[test]
fn large_clusters_are_cheap_to_hold() {
    // 300 nodes of 256 tokens in two datacenters of three racks. In release mode this takes some 50 ms; the limit here is on
    // memory, which does not depend on the machine.
    let mut random = fastrand::Rng::with_seed(7);
    let peers = (0..300u16)
        .map(|number| {
            let tokens: Vec<i64> = (0..256).map(|_| random.i64(..)).collect();
            peer(number, ["east", "west"][usize::from(number % 2)], ["a", "b", "c"][usize::from(number % 3)], &tokens)
        })
        .collect();
    let strategy = [("class", "NetworkTopologyStrategy"), ("east", "3"), ("west", "3")];
    let everywhere = [("class", "SimpleStrategy"), ("replication_factor", "300")];
    let snapshot = build(rows(peers, vec![keyspace("ks", &strategy), keyspace("roles", &everywhere)]));
    let token = Murmur3Partitioner.hash_one(b"key");
    assert_eq!(snapshot.replicas("ks", token).len(), 6);
    assert_eq!(snapshot.replicas("roles", token).len(), 16);
    // 76,800 positions: 8 bytes each, and at most 6 replicas of 4 bytes each.
    assert!(snapshot.heap_bytes("ks") <= 76_800 * (8 + 6 * 4), "{} bytes", snapshot.heap_bytes("ks"));
}
