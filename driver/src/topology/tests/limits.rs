//! What a server can make a snapshot hold and do.

use super::{ClusterRows, Snapshot, Token, build, keyspace, peer, rows, schema, three_nodes, told};
use crate::topology::{MAX_NODES, MAX_TOKENS};

const TWO: [(&str, &str); 2] = [("class", "SimpleStrategy"), ("replication_factor", "2")];

#[test]
fn replicas_are_worked_out_for_keyspaces_in_use_alone() {
    let factors: Vec<String> = (1..=100).map(|factor: u32| factor.to_string()).collect();
    let keyspaces = |rows: ClusterRows| {
        let options = |factor| [("class", "SimpleStrategy"), ("replication_factor", factor)];
        let keyspaces = factors.iter().map(|factor| keyspace(&format!("ks{factor}"), &options(factor)));
        ClusterRows { schema: schema(keyspaces.collect()), ..rows }
    };
    let before = build(keyspaces(three_nodes()));
    assert_eq!(before.placed_bytes(), 0);
    assert_eq!(before.replicas("ks2", Token::new(0)).len(), 2);
    assert_eq!(before.placed_bytes(), before.heap_bytes("ks2"));

    // Another ring: what was in use is worked out at once, so that no request waits for it.
    let mut moved = three_nodes();
    moved.peers[0] = peer(1, "dc", "a", &[-7]);
    let (after, _) = Snapshot::build(keyspaces(moved), Some(&before));
    assert!(after.is_placed("ks2") && !after.is_placed("ks3"));
    assert_eq!(after.placed_bytes(), after.heap_bytes("ks2"));
}

#[test]
fn a_ring_that_makes_every_walk_long_prefers_no_node() {
    // One node owns all tokens but two, so that from nearly each of them half the ring leads to the second replica.
    let all: Vec<i64> = (0..20_000).collect();
    let peers = vec![peer(1, "dc", "a", &all), peer(2, "dc", "b", &[-1]), peer(3, "dc", "c", &[20_001])];
    let everywhere = [("class", "NetworkTopologyStrategy"), ("dc", "2")];
    let snapshot = build(rows(peers, vec![keyspace("simple", &TWO), keyspace("network", &everywhere)]));
    assert!(snapshot.replicas("simple", Token::new(5)).is_empty());
    assert_eq!(snapshot.replicas("network", Token::new(5)).len(), 2, "racks are looked up after a few steps");
}

#[test]
fn more_nodes_than_are_used_are_left_out() {
    let count = u16::try_from(MAX_NODES + 100).unwrap();
    let peers = (1..=count).map(|number| peer(number, "dc", "r", &[i64::from(number)])).collect();
    let (snapshot, problems) = Snapshot::build(rows(peers, Vec::new()), None);
    assert_eq!(snapshot.get_nodes_info().len(), MAX_NODES);
    assert_eq!((problems.count(), problems.first().len()), (100, 10));
    assert!(problems.to_string().ends_with("; and 90 more"), "{problems}");
}

#[test]
fn more_tokens_than_are_kept_route_nothing() {
    let mut one = peer(1, "dc", "r", &[]);
    one.tokens = (0..=MAX_TOKENS).map(|token| token.to_string()).collect();
    let (snapshot, problems) = Snapshot::build(rows(vec![one], vec![keyspace("ks", &TWO)]), None);
    assert_eq!(told(&problems), ["the cluster: over 1048576 tokens: requests are not routed by token"]);
    assert_eq!(snapshot.token_count(), 0);
    assert!(snapshot.replicas("ks", Token::new(5)).is_empty());
}

#[test]
fn texts_of_the_server_are_cut_and_their_control_characters_escaped() {
    let mut bad = peer(1, "dc", "r", &[1]);
    bad.tokens.extend(["x".repeat(100_000), "\r\nERROR forged".to_owned()]);
    let name = "k".repeat(100_000);
    let keyspaces = vec![keyspace(&name, &[("class", "SimpleStrategy"), ("replication_factor", &name)])];
    let (_, problems) = Snapshot::build(rows(vec![bad], keyspaces), None);
    assert_eq!(problems.count(), 3);
    assert!(problems.to_string().len() < 600, "{problems}");
    assert!(!problems.to_string().contains(char::is_control), "{problems}");
}
