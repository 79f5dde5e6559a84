//! Replica placement of `NetworkTopologyStrategy`.
//!
//! The server walks the ring once and fills all datacenters as it meets their nodes. Which replicas a datacenter gets
//! depends on its own nodes only, so each one is walked by itself, and the results are put in ring order. A walk that does
//! not find what is missing soon looks it up instead: otherwise a rack or a datacenter with few tokens in a large ring
//! would make every position search for it over thousands of others.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::topology::placement::MAX_REPLICAS;
use crate::topology::{Node, NodeIndex, ReplicationFactor};

/// How many positions a walk looks at before it looks up the racks still missing: more than a well mixed ring needs.
const WALK: usize = 64;

/// Computes replicas for one strategy on one ring.
#[derive(Debug)]
pub(super) struct NetworkPlacement {
    datacenters: Vec<Datacenter>,
    ring_len: usize,
    /// The replicas found for a position, with how far along the ring they are; kept for its memory.
    found: Vec<(usize, NodeIndex)>,
}

impl NetworkPlacement {
    pub(super) fn new(
        factors: &BTreeMap<String, ReplicationFactor>,
        owners: &[NodeIndex],
        nodes: &[Arc<Node>],
    ) -> Self {
        let mut members: BTreeMap<&str, (ReplicationFactor, Vec<(usize, &Node)>)> = BTreeMap::new();
        for (at, index) in owners.iter().enumerate() {
            let Some(node) = nodes.get(index.as_usize()) else { continue };
            let Some((name, factor)) = node.datacenter.as_ref().and_then(|name| factors.get_key_value(name)) else {
                continue;
            };
            members.entry(name).or_insert_with(|| (*factor, Vec::new())).1.push((at, node));
        }
        let datacenters = members
            .into_values()
            .map(|(factor, members)| Datacenter::new(factor, &members, owners))
            .filter(|datacenter| datacenter.wanted > 0)
            .collect();
        Self { datacenters, ring_len: owners.len(), found: Vec::new() }
    }

    /// Puts into `replicas` those of ring position `position`, in the server's order. Says how many steps that took.
    pub(super) fn replicas(&mut self, position: usize, replicas: &mut Vec<NodeIndex>) -> usize {
        self.found.clear();
        let mut steps = self.datacenters.len();
        for datacenter in &mut self.datacenters {
            let (found, taken) = datacenter.replicas(position);
            steps += taken;
            for (at, node) in found {
                self.found.push((distance(position, *at, self.ring_len), *node));
            }
        }
        self.found.sort_unstable();
        replicas.clear();
        replicas.extend(self.found.iter().map(|(_, node)| *node));
        steps
    }
}

/// How many steps lead from one ring position on to another.
fn distance(from: usize, to: usize, ring_len: usize) -> usize {
    if to >= from { to - from } else { ring_len - from + to }
}

/// A ring position that belongs to a datacenter.
#[derive(Clone, Copy, Debug)]
struct Place {
    at: usize,
    node: NodeIndex,
    /// Counts the datacenter's racks.
    rack: usize,
}

#[derive(Debug)]
struct Datacenter {
    /// Replicas to find. Those that hold all data are the first.
    wanted: usize,
    /// How many may stand on a rack that has one already.
    rack_repeats: usize,
    /// By ring position.
    places: Vec<Place>,
    /// The same, by rack.
    racks: Vec<Vec<Place>>,
    /// The last answer, and the index in `places` from which it was found: neighbours on the ring often share it.
    last: Option<usize>,
    chosen: Vec<(usize, NodeIndex)>,
    seen_racks: Vec<usize>,
}

impl Datacenter {
    /// The datacenter of these ring positions and their nodes.
    fn new(factor: ReplicationFactor, positions: &[(usize, &Node)], owners: &[NodeIndex]) -> Self {
        let mut rack_numbers: BTreeMap<Option<&str>, usize> = BTreeMap::new();
        let mut racks: Vec<Vec<Place>> = Vec::new();
        let mut places = Vec::new();
        let mut members: Vec<NodeIndex> = Vec::new();
        for (at, node) in positions {
            let Some(index) = owners.get(*at) else { continue };
            let rack = *rack_numbers.entry(node.rack.as_deref()).or_insert(racks.len());
            if rack == racks.len() {
                racks.push(Vec::new());
            }
            let place = Place { at: *at, node: *index, rack };
            places.push(place);
            racks.get_mut(rack).into_iter().for_each(|rack| rack.push(place));
            members.push(*index);
        }
        members.sort_unstable();
        members.dedup();
        Self {
            wanted: factor.full_of(members.len()).min(MAX_REPLICAS),
            rack_repeats: factor.all.saturating_sub(racks.len()),
            places,
            racks,
            last: None,
            chosen: Vec::new(),
            seen_racks: Vec::new(),
        }
    }

    /// The replicas of ring position `position`, each with the position of its token, and how many steps they took.
    fn replicas(&mut self, position: usize) -> (&[(usize, NodeIndex)], usize) {
        let start = first_from(&self.places, position);
        let steps = if self.last == Some(start) { 0 } else { self.choose(start) };
        self.last = Some(start);
        (&self.chosen, steps)
    }

    /// Takes the first nodes from `start` on that stand on a rack without a replica, and of the others as many as make up
    /// for racks that are missing. Says how many steps that took.
    fn choose(&mut self, start: usize) -> usize {
        self.chosen.clear();
        self.seen_racks.clear();
        let mut repeats = self.rack_repeats;
        let (before, from) = self.places.split_at(start);
        for (steps, place) in from.iter().chain(before).enumerate() {
            if self.chosen.len() == self.wanted {
                return steps;
            }
            if steps >= WALK && repeats == 0 {
                self.choose_from_missing_racks(start);
                return steps + self.racks.len();
            }
            if self.chosen.iter().any(|(_, chosen)| *chosen == place.node) {
                continue;
            }
            if !self.seen_racks.contains(&place.rack) {
                self.seen_racks.push(place.rack);
            } else if repeats > 0 {
                repeats -= 1;
            } else {
                continue;
            }
            self.chosen.push((place.at, place.node));
        }
        self.places.len()
    }

    /// Takes the first node after `start` of each rack without a replica, the nearest first.
    fn choose_from_missing_racks(&mut self, start: usize) {
        let origin = self.places.get(start).map_or(0, |place| place.at);
        let mut nearest: Vec<Place> = Vec::new();
        for (rack, places) in self.racks.iter().enumerate() {
            if !self.seen_racks.contains(&rack) {
                nearest.extend(places.get(first_from(places, origin)));
            }
        }
        // Those before the origin are reached last, around the ring's end.
        nearest.sort_unstable_by_key(|place| (place.at < origin, place.at));
        let missing = self.wanted.saturating_sub(self.chosen.len());
        self.chosen.extend(nearest.iter().take(missing).map(|place| (place.at, place.node)));
    }
}

/// The index of the first place that is not before ring position `position`, around the ring's end.
fn first_from(places: &[Place], position: usize) -> usize {
    let index = places.partition_point(|place| place.at < position);
    if index == places.len() { 0 } else { index }
}
