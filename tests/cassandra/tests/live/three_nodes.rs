use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use ilium_cassandra::{Cassandra, ErrorKind};

use crate::client::{Client, SUPPORTED, contains};
use crate::leftovers::Traces;
use crate::starts_nodes;

const CREATE: [&str; 3] = [
    "CREATE KEYSPACE k WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1, 'dc2': 1}",
    "CREATE TABLE k.t (id int PRIMARY KEY, v text)",
    "INSERT INTO k.t (id, v) VALUES (1, 'kept over a kill')",
];

#[test]
fn three_nodes_see_each_other_and_survive_what_is_done_to_them() {
    if !starts_nodes() {
        return;
    }
    let cluster =
        Cassandra::builder().placements([("dc1", "r1"), ("dc1", "r2"), ("dc2", "r1")]).num_tokens(4).start().unwrap();
    let traces = Traces::of(&cluster);
    assert_eq!(cluster.addresses().len(), 3);
    for address in cluster.addresses() {
        sees_the_others(*address, cluster.addresses());
    }
    let mut client = Client::ready(cluster.addresses()[0]);
    for statement in CREATE {
        client.query(statement);
    }

    a_paused_node_is_silent(&cluster);
    a_killed_node_comes_back_with_its_data(&cluster);
    the_first_node_restarts_gracefully(&cluster);

    let error = cluster.node(3).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoSuchNode);
    assert_eq!(error.to_string(), "no node 3: the cluster has 3, counted from 0");

    let node = cluster.node(1).unwrap();
    drop(cluster);
    assert_eq!(traces.found(), Vec::<String>::new());
    assert_eq!(node.start().unwrap_err().kind(), ErrorKind::Cancelled);
    assert!(!node.is_running().unwrap());
}

fn sees_the_others(address: SocketAddr, all: &[SocketAddr]) {
    let peers = Client::ready(address).query("SELECT peer, data_center, rack FROM system.peers_v2");
    for other in all.iter().filter(|other| **other != address) {
        let SocketAddr::V4(other) = other else { panic!("{other} is no IPv4 address") };
        // A cell: its length, then the address.
        let cell = [&[0, 0, 0, 4], &other.ip().octets()[..]].concat();
        assert!(contains(&peers, &cell), "{address} does not see {other}: {peers:?}");
    }
}

fn a_paused_node_is_silent(cluster: &Cassandra) {
    let node = cluster.node(1).unwrap();
    let mut client = Client::connect(node.address()).unwrap();
    node.pause().unwrap();
    client.set_read_timeout(Duration::from_millis(500));
    let kind = client.options().unwrap_err().kind();
    assert!(matches!(kind, io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut), "{kind:?}");
    assert!(node.is_running().unwrap());
    node.resume().unwrap();
    assert_eq!(Client::connect(node.address()).unwrap().options().unwrap(), SUPPORTED);
}

fn a_killed_node_comes_back_with_its_data(cluster: &Cassandra) {
    let node = cluster.node(2).unwrap();
    let before = node.process_id().unwrap();
    node.kill().unwrap();
    assert!(!node.is_running().unwrap());
    assert_eq!(node.process_id(), None);
    assert_eq!(Client::connect(node.address()).err().map(|error| error.kind()), Some(io::ErrorKind::ConnectionRefused));
    node.start().unwrap();
    assert_ne!(node.process_id().unwrap(), before);
    // The only replica of `dc2`, and all replicas have to answer.
    let row = Client::ready(node.address()).query("SELECT v FROM k.t WHERE id = 1");
    assert!(contains(&row, b"kept over a kill"));
}

/// The first node is the one that the others learnt the cluster from.
fn the_first_node_restarts_gracefully(cluster: &Cassandra) {
    let node = cluster.node(0).unwrap();
    node.restart().unwrap();
    assert!(node.log_tail(10_000).contains("DRAINED"), "the node did not drain before it stopped");
    sees_the_others(node.address(), cluster.addresses());
    node.start().unwrap();
    assert!(node.is_running().unwrap());
}
