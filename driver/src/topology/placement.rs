//! The replicas of every ring position under one strategy.

use std::hash::BuildHasher;
use std::sync::Arc;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use crate::topology::limits::MAX_STEPS;
use crate::topology::network::NetworkPlacement;
use crate::topology::ring::Ring;
use crate::topology::simple::simple_replicas;
use crate::topology::{Node, NodeIndex, Strategy};

/// How many replicas are kept of a list, in each datacenter. Nobody replicates user data more often; but there are clusters
/// that keep their roles on every node, and hundreds of nodes times their tokens would be a long list of long lists.
pub(super) const MAX_REPLICAS: usize = 16;

/// The replicas of every ring position under one strategy; shared by all keyspaces that have it.
///
/// Equal lists are kept once: three nodes with 256 tokens each have 768 positions, but only six lists.
#[derive(Debug, Default)]
pub(super) struct Placement {
    /// For each position of the ring, its list. Empty when the strategy prefers no node.
    lists: Vec<List>,
    /// What the lists are cut from.
    nodes: Vec<NodeIndex>,
    /// Whether it was given up, as too large or too long to work out.
    is_over_limits: bool,
}

/// A part of [`Placement::nodes`].
#[derive(Clone, Copy, Debug)]
struct List {
    start: u32,
    len: u32,
}

impl List {
    /// What will be the list when `len` nodes have been added. Beyond 2³² nodes, an empty one: no replica is preferred.
    fn at_end(nodes: &[NodeIndex], len: usize) -> Self {
        match (u32::try_from(nodes.len()), u32::try_from(len)) {
            (Ok(start), Ok(len)) => Self { start, len },
            _ => Self { start: 0, len: 0 },
        }
    }

    #[inline]
    fn of(self, nodes: &[NodeIndex]) -> &[NodeIndex] {
        let start = self.start as usize;
        nodes.get(start..start + self.len as usize).unwrap_or_default()
    }
}

impl Placement {
    /// Works out the placement; an empty one, by which no node is preferred, where it would take more than `room` bytes or
    /// [`MAX_STEPS`].
    pub(super) fn new(strategy: &Strategy, ring: &Ring, nodes: &[Arc<Node>], room: usize) -> Self {
        let owners = ring.owners();
        match strategy {
            Strategy::SimpleStrategy { replication_factor } => Self::of(owners.len(), room, |position, replicas| {
                simple_replicas(owners, position, *replication_factor, nodes.len(), replicas)
            }),
            Strategy::NetworkTopologyStrategy { datacenter_repfactors } => {
                let mut placement = NetworkPlacement::new(datacenter_repfactors, owners, nodes);
                Self::of(owners.len(), room, |position, replicas| placement.replicas(position, replicas))
            }
            Strategy::LocalStrategy | Strategy::Other { .. } => Self::default(),
        }
    }

    /// The placement of a ring of so many positions; `replicas_at` puts the replicas of one in place of what it is given, and
    /// says how many steps that took.
    fn of(positions: usize, room: usize, mut replicas_at: impl FnMut(usize, &mut Vec<NodeIndex>) -> usize) -> Self {
        let mut builder = Builder::default();
        let (mut replicas, mut steps) = (Vec::new(), 0);
        for position in 0..positions {
            steps += replicas_at(position, &mut replicas);
            builder.push(&replicas);
            if steps > MAX_STEPS || builder.placement.heap_bytes() > room {
                return Self { is_over_limits: true, ..Self::default() };
            }
        }
        builder.finish()
    }

    /// The replicas of a position, in the server's order; none when the strategy prefers no node.
    #[inline]
    pub(super) fn replicas_at(&self, position: usize) -> &[NodeIndex] {
        self.lists.get(position).map(|list| list.of(&self.nodes)).unwrap_or_default()
    }

    /// Whether no node is preferred only because the placement would take too much memory or time.
    pub(super) const fn is_over_limits(&self) -> bool {
        self.is_over_limits
    }

    /// What the heap holds of it.
    pub(super) fn heap_bytes(&self) -> usize {
        self.lists.capacity() * size_of::<List>() + self.nodes.capacity() * size_of::<NodeIndex>()
    }
}

/// Collects the lists of successive positions.
#[derive(Default)]
struct Builder {
    placement: Placement,
    /// The lists there are, by their nodes.
    known: HashTable<List>,
    hasher: RandomState,
}

impl Builder {
    fn push(&mut self, replicas: &[NodeIndex]) {
        let Self { placement: Placement { lists, nodes, .. }, known, hasher } = self;
        let hash = hasher.hash_one(replicas);
        let list = match known.find(hash, |list| list.of(nodes) == replicas) {
            Some(list) => *list,
            None => {
                let list = List::at_end(nodes, replicas.len());
                nodes.extend_from_slice(replicas);
                known.insert_unique(hash, list, |list| hasher.hash_one(list.of(nodes)));
                list
            }
        };
        lists.push(list);
    }

    fn finish(mut self) -> Placement {
        self.placement.lists.shrink_to_fit();
        self.placement.nodes.shrink_to_fit();
        self.placement
    }
}
