//! Nodes with shards.

use std::sync::Arc;

use super::{build, peer, three_nodes};
use crate::topology::{Shard, ShardCount, Sharder, Snapshot, Token};

fn sharder(shards: u16, msb_ignore: u8) -> Sharder {
    Sharder::new(ShardCount::new(shards).unwrap(), msb_ignore)
}

/// The numbers of the nodes that hold a token of `ks.t`, with their shards.
fn endpoints(snapshot: &Snapshot, token: i64) -> Vec<(u128, Shard)> {
    let found = snapshot.get_token_endpoints("ks", "t", Token::new(token));
    found.iter().map(|(node, shard)| (node.host_id.as_u128(), *shard)).collect()
}

#[test]
fn what_holds_a_token_is_a_shard_of_each_replica() {
    let snapshot = build(three_nodes());
    assert_eq!(endpoints(&snapshot, -50), [(2, 0), (3, 0)], "no node has told its shards");
    for (number, sharder) in [(1, sharder(8, 0)), (2, sharder(2, 0))] {
        let node = snapshot.get_nodes_info().iter().find(|node| node.host_id.as_u128() == number).unwrap();
        node.set_sharder(Some(sharder));
    }
    // Just below the middle of the ring, and just above; node 3 has no shards.
    assert_eq!(endpoints(&snapshot, -50), [(2, 0), (3, 0)]);
    assert_eq!(endpoints(&snapshot, -100), [(1, 3), (2, 0)]);
    assert_eq!(endpoints(&snapshot, 100), [(3, 0), (1, 4)]);
    assert_eq!(endpoints(&snapshot, i64::MAX), [(1, 7), (2, 1)]);
    assert!(snapshot.get_token_endpoints("other", "t", Token::new(0)).is_empty());
}

#[test]
fn targets_are_the_replicas_in_their_order() {
    let snapshot = build(three_nodes());
    for token in [-101, -100, -1, 0, 1, 100, 101] {
        let token = Token::new(token);
        let (targets, replicas) = (snapshot.targets("ks", "t", token), snapshot.replicas("ks", token));
        assert_eq!(targets.iter().map(|target| target.node).collect::<Vec<_>>(), replicas);
        assert!((0..targets.len()).all(|position| targets.get(position) == targets.iter().nth(position)));
        assert_eq!((targets.len(), targets.get(targets.len())), (2, None));
        assert!(snapshot.indexes().all(|node| targets.contains(node) == replicas.contains(&node)));
    }
}

#[test]
fn a_node_keeps_its_shards_while_it_keeps_its_address() {
    let first = build(three_nodes());
    let of = |snapshot: &Snapshot, number: u128| {
        Arc::clone(snapshot.get_nodes_info().iter().find(|node| node.host_id.as_u128() == number).unwrap())
    };
    assert_eq!(of(&first, 1).sharder(), None);
    for (number, shards, msb_ignore) in [(1, 1, 0), (2, u16::MAX, 63), (3, 8, 12)] {
        of(&first, number).set_sharder(Some(sharder(shards, msb_ignore)));
        assert_eq!(of(&first, number).sharder(), Some(sharder(shards, msb_ignore)));
    }
    // Node 1 has another release, node 2 another address.
    let mut changed = three_nodes();
    changed.peers[0].release_version = Some("6.0.0".to_owned());
    changed.peers[1].address = peer(77, "dc", "b", &[]).address;
    let (second, _) = Snapshot::build(changed, Some(&first));
    assert_eq!(of(&second, 1).sharder(), Some(sharder(1, 0)));
    assert_eq!(of(&second, 2).sharder(), None, "another machine may be there");
    assert_eq!(of(&second, 3).sharder(), Some(sharder(8, 12)));
    of(&second, 1).set_sharder(None);
    assert_eq!(of(&first, 1).sharder(), None, "the last connection was told that there are none");
}
