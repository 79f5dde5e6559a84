//! Against what Cassandra's own classes answer; see `vectors/README.md`.

use crate::topology::{Murmur3Partitioner, Snapshot, Token};

use super::{build, keyspace, peer, replica_numbers, rows};

#[test]
fn tokens_are_those_of_cassandra() {
    let mut count = 0;
    for line in include_str!("../vectors/tokens.txt").lines() {
        let (hex, token) = line.split_once(' ').unwrap();
        let key: Vec<u8> =
            (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect();
        let token = Token::new(token.parse().unwrap());
        assert_eq!(Murmur3Partitioner.hash_one(&key), token, "key {hex}");
        let mut hasher = Murmur3Partitioner.build_hasher();
        key.iter().for_each(|byte| hasher.write(&[*byte]));
        assert_eq!(hasher.finish(), token, "key {hex}, byte by byte");
        count += 1;
    }
    assert_eq!(count, 199);
}

#[test]
fn replicas_are_those_of_cassandra() {
    let mut nodes = Vec::new();
    let mut snapshot = Snapshot::default();
    let mut strategy = "";
    let mut count = 0;
    for line in include_str!("../vectors/placement.txt").lines() {
        let (kind, rest) = line.split_once(' ').unwrap_or((line, ""));
        let mut words = rest.split(' ');
        match kind {
            "cluster" => nodes.clear(),
            "node" => {
                let (datacenter, rack) = (words.next().unwrap(), words.next().unwrap());
                let tokens: Vec<i64> = words.map(|token| token.parse().unwrap()).collect();
                nodes.push(peer(nodes.len().try_into().unwrap(), datacenter, rack, &tokens));
            }
            "strategy" => {
                let options: Vec<(&str, &str)> = words.map(|option| option.split_once('=').unwrap()).collect();
                strategy = rest;
                snapshot = build(rows(nodes.clone(), vec![keyspace("ks", &options)]));
            }
            "at" => {
                let token = words.next().unwrap().parse().unwrap();
                let full: Vec<u128> =
                    words.filter(|word| !word.starts_with('~')).map(|word| word.parse().unwrap()).collect();
                assert_eq!(replica_numbers(&snapshot, "ks", token), full, "{strategy}, token {token}");
                count += 1;
            }
            _ => panic!("unknown line: {line}"),
        }
    }
    assert_eq!(count, 1520);
}
