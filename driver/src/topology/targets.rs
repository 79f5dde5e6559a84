//! Where what has a token is.

use crate::topology::{NodeIndex, Shard};

/// A node, and a shard of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) node: NodeIndex,
    /// Without one it is the shard that the node's own division gives a token, if the node has shards.
    pub(crate) shard: Option<Shard>,
}

impl Target {
    /// A node, on whichever shard.
    pub(crate) const fn of_node(node: NodeIndex) -> Self {
        Self { node, shard: None }
    }
}

/// The targets that hold what has one token in one table, in the server's order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Targets<'a> {
    nodes: &'a [NodeIndex],
}

impl<'a> Targets<'a> {
    /// Nodes, on the shards that their own divisions give.
    #[inline]
    pub(super) const fn of_nodes(nodes: &'a [NodeIndex]) -> Self {
        Self { nodes }
    }

    /// How many there are.
    #[inline]
    pub(crate) const fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The target at this position.
    #[inline]
    pub(crate) fn get(&self, position: usize) -> Option<Target> {
        self.nodes.get(position).copied().map(Target::of_node)
    }

    /// All of them.
    #[inline]
    pub(crate) fn iter(self) -> impl ExactSizeIterator<Item = Target> + Clone + use<'a> {
        self.nodes().map(Target::of_node)
    }

    /// Their nodes.
    pub(crate) fn nodes(self) -> impl ExactSizeIterator<Item = NodeIndex> + Clone + use<'a> {
        self.nodes.iter().copied()
    }

    /// Whether one of them is on this node.
    pub(crate) fn contains(&self, node: NodeIndex) -> bool {
        self.nodes.contains(&node)
    }
}
