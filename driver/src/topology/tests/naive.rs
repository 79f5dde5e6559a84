//! Against replica placement written down as simply as it can be said, on random clusters.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{build, keyspace, peer, replica_numbers, rows};

#[derive(Clone, Debug)]
struct Member {
    datacenter: u8,
    rack: u8,
    tokens: BTreeSet<i64>,
}

fn name(kind: &str, number: u8) -> String {
    format!("{kind}{number}")
}

/// Members by the tokens that they own, each token's walk around the ring from `token` on.
fn walk(members: &[Member], token: i64) -> Vec<usize> {
    let ring: BTreeMap<i64, usize> = members
        .iter()
        .enumerate()
        .rev()
        .flat_map(|(number, member)| member.tokens.iter().map(move |token| (*token, number)))
        .collect();
    ring.range(token..).chain(ring.range(..token)).map(|(_, number)| *number).collect()
}

fn simple(members: &[Member], token: i64, factor: usize) -> Vec<u128> {
    let mut replicas = Vec::new();
    for number in walk(members, token) {
        if !replicas.contains(&(number as u128)) && replicas.len() < factor {
            replicas.push(number as u128);
        }
    }
    replicas
}

/// As its documentation says: one replica on each rack while there are racks without one; when all have one, whatever
/// comes. A rack too many is passed over, until what is passed over is all that is left.
fn network(members: &[Member], token: i64, factors: &BTreeMap<u8, usize>) -> BTreeMap<u8, BTreeSet<u128>> {
    let ring = walk(members, token);
    let of_datacenter = |datacenter: u8, factor: usize| {
        let ring: Vec<usize> =
            ring.iter().copied().filter(|number| members[*number].datacenter == datacenter).collect();
        let (mut chosen, mut passed_over, mut racks) = (BTreeSet::new(), Vec::new(), BTreeSet::new());
        let all_racks: BTreeSet<u8> = ring.iter().map(|number| members[*number].rack).collect();
        for number in ring {
            if chosen.len() == factor {
                break;
            }
            if chosen.contains(&(number as u128)) || passed_over.contains(&number) {
                continue;
            }
            if racks.len() == all_racks.len() || racks.insert(members[number].rack) {
                chosen.insert(number as u128);
            } else {
                passed_over.push(number);
            }
            if racks.len() == all_racks.len() {
                for number in passed_over.drain(..) {
                    if chosen.len() < factor {
                        chosen.insert(number as u128);
                    }
                }
            }
        }
        chosen
    };
    factors
        .iter()
        .map(|(datacenter, factor)| (*datacenter, of_datacenter(*datacenter, *factor)))
        .filter(|(_, chosen)| !chosen.is_empty())
        .collect()
}

fn members() -> impl Strategy<Value = Vec<Member>> {
    let member = (0..3u8, 0..4u8, proptest::collection::btree_set(-1000..1000i64, 1..6));
    let few = proptest::collection::vec(member, 0..14);
    few.prop_map(|members| {
        let mut taken = BTreeSet::new();
        members
            .into_iter()
            .map(|(datacenter, rack, tokens)| {
                let tokens = tokens.into_iter().filter(|token| taken.insert(*token)).collect();
                Member { datacenter, rack, tokens }
            })
            .filter(|member: &Member| !member.tokens.is_empty())
            .collect()
    })
}

/// Many tokens on few racks, and two racks more that have few: what a walk does not find soon.
fn lopsided() -> impl Strategy<Value = Vec<Member>> {
    (1..4u8, proptest::collection::btree_set(any::<i32>(), 480)).prop_map(|(racks, tokens)| {
        let tokens: Vec<i64> = tokens.into_iter().map(i64::from).collect();
        let mut members: Vec<Member> = (0..6)
            .map(|number| Member { datacenter: 0, rack: number % racks, tokens: BTreeSet::new() })
            .chain([9, 9, 10].map(|rack| Member { datacenter: 0, rack, tokens: BTreeSet::new() }))
            .collect();
        for (n, token) in tokens.into_iter().enumerate() {
            let owner = if n % 80 == 0 { 6 + n / 80 % 3 } else { n * 7 % 6 };
            members[owner].tokens.insert(token);
        }
        members
    })
}

fn check(members: &[Member], tokens: &[i64], factors: &BTreeMap<u8, usize>) -> Result<(), TestCaseError> {
    let peers = members
        .iter()
        .enumerate()
        .map(|(number, member)| {
            let tokens: Vec<i64> = member.tokens.iter().copied().collect();
            peer(number.try_into().unwrap(), &name("dc", member.datacenter), &name("r", member.rack), &tokens)
        })
        .collect();
    let factor = factors.values().next().copied().unwrap_or(1);
    let texts: Vec<(String, String)> =
        factors.iter().map(|(dc, factor)| (name("dc", *dc), factor.to_string())).collect();
    let mut options: Vec<(&str, &str)> = texts.iter().map(|(dc, factor)| (dc.as_str(), factor.as_str())).collect();
    options.push(("class", "NetworkTopologyStrategy"));
    let factor_text = factor.to_string();
    let simple_options = [("class", "SimpleStrategy"), ("replication_factor", factor_text.as_str())];
    let snapshot = build(rows(peers, vec![keyspace("network", &options), keyspace("simple", &simple_options)]));
    for token in tokens {
        prop_assert_eq!(replica_numbers(&snapshot, "simple", *token), simple(members, *token, factor));
        let found = replica_numbers(&snapshot, "network", *token);
        let mut by_datacenter: BTreeMap<u8, BTreeSet<u128>> = BTreeMap::new();
        for number in &found {
            let datacenter = members[usize::try_from(*number).unwrap()].datacenter;
            prop_assert!(by_datacenter.entry(datacenter).or_default().insert(*number), "twice in {:?}", found);
        }
        prop_assert_eq!(by_datacenter, network(members, *token, factors), "token {}", token);
        let walk = walk(members, *token);
        let met = |number: &u128| walk.iter().position(|met| *met as u128 == *number);
        prop_assert!(found.is_sorted_by_key(met), "{:?} is not the order of the ring", found);
    }
    Ok(())
}

proptest! {
    #[test]
    fn small_clusters(
        members in members(),
        tokens in proptest::collection::vec(-1100..1100i64, 1..12),
        factors in proptest::collection::btree_map(0..4u8, 0..6usize, 0..4),
    ) {
        check(&members, &tokens, &factors)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn rings_with_a_rack_that_is_hard_to_find(
        members in lopsided(),
        picks in proptest::collection::vec(any::<prop::sample::Index>(), 40),
        factor in 1..5usize,
    ) {
        let ring: Vec<i64> = members.iter().flat_map(|member| member.tokens.iter().copied()).collect();
        let tokens: Vec<i64> = picks.iter().map(|pick| *pick.get(&ring)).collect();
        check(&members, &tokens, &BTreeMap::from([(0, factor)]))?;
    }
}
