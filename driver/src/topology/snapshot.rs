//! The cluster at one moment.

use std::sync::Arc;

use uuid::Uuid;

use crate::topology::limits::MAX_PLACED_BYTES;
use crate::topology::peers::Peers;
use crate::topology::placement::Placement;
use crate::topology::ring::Ring;
use crate::topology::schema::{Keyspace, Schema};
use crate::topology::{
    ClusterRows, Node, NodeIndex, NodeRef, PartitionerName, RowProblem, RowProblemKind, RowProblems, Shard, Target,
    Targets, Token,
};

/// The cluster at one moment: its nodes, its keyspaces, and the replicas of every token.
///
/// It is immutable, so whoever holds one sees nodes and replicas that fit together; a refresh makes another. Only the marks
/// on the nodes move on ([`Node::is_connected`], [`Node::schema_version`], [`Node::sharder`]).
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    members: Arc<Members>,
    schema: Schema,
}

/// What does not depend on keyspaces.
#[derive(Debug, Default)]
struct Members {
    cluster_name: Option<String>,
    partitioner: PartitionerName,
    /// By host id.
    nodes: Vec<Arc<Node>>,
    ring: Ring,
}

impl Snapshot {
    /// Makes a snapshot of what was read, and tells which rows are not usable.
    ///
    /// Nodes about which nothing changed since `previous` are the same objects; those that changed keep their marks. Replicas
    /// are worked out again only for keyspaces in use, where the ring or the strategy changed; that may take 50 ms for
    /// hundreds of nodes with 256 tokens each (and some 30 bytes a token for each distinct strategy), and a few ms for tens
    /// of such nodes.
    pub fn build(rows: ClusterRows, previous: Option<&Self>) -> (Self, RowProblems) {
        let partitioner = rows.partitioner.as_deref().map(PartitionerName::from_class).unwrap_or_default();
        let mut peers = Peers::new(rows.default_port, &partitioner);
        rows.local.into_iter().for_each(|row| peers.add_local(row));
        rows.peers.into_iter().for_each(|row| peers.add_peer(row));
        let (facts, mut problems) = peers.into_nodes();
        problems.add_alike(rows.more_peers, || RowProblem::of_more("nodes", RowProblemKind::TooManyNodes));

        let nodes: Vec<Arc<Node>> = facts
            .into_iter()
            .map(|facts| {
                let before = previous.and_then(|previous| previous.get_node_by_host_id(facts.host_id));
                facts.into_node(before)
            })
            .collect();
        let (ring, rejected) = Ring::new(claims(&nodes));
        for (token, index) in rejected {
            if let Some(node) = nodes.get(index.as_usize()) {
                problems.add(|| RowProblem::of_node(node, RowProblemKind::DuplicateToken(token)));
            }
        }
        let members = Members { cluster_name: rows.cluster_name, partitioner, nodes, ring };
        let known = previous.filter(|previous| previous.members.places_alike(&members));
        let schema = Schema::build(rows.schema, known.map(|known| &known.schema), &mut problems);
        let snapshot = Self { members: Arc::new(members), schema };
        if let Some(previous) = previous {
            snapshot.place_what_was_in_use(previous);
        }
        (snapshot, problems)
    }

    /// Works out the replicas of keyspaces whose replicas were asked for in `previous`, so that no request has to wait.
    fn place_what_was_in_use(&self, previous: &Self) {
        let was_in_use = |name| previous.schema.keyspace(name).is_some_and(|before| before.placement.get().is_some());
        for (_, keyspace) in self.schema.keyspaces().filter(|(name, _)| was_in_use(name)) {
            self.placement(keyspace);
        }
    }

    /// Works out the replicas of a keyspace if that has not been done yet. The first request does it otherwise. Returns
    /// whether this call has found out that they are over the limits.
    pub(crate) fn place(&self, keyspace: &str) -> bool {
        let Some(keyspace) = self.schema.keyspace(keyspace) else { return false };
        let was_placed = keyspace.placement.get().is_some();
        self.placement(keyspace).is_over_limits() && !was_placed
    }

    /// The keyspaces whose replicas were worked out and turned out to be over the limits, in no order.
    pub(crate) fn over_limits(&self) -> impl Iterator<Item = &str> {
        let is_over = |keyspace: &Keyspace| keyspace.placement.get().is_some_and(Placement::is_over_limits);
        self.schema.keyspaces().filter(move |(_, keyspace)| is_over(keyspace)).map(|(name, _)| name)
    }

    /// Whether the replicas of a keyspace were worked out and turned out to be over the limits.
    pub(crate) fn is_over_limits(&self, keyspace: &str) -> bool {
        let placement = self.schema.keyspace(keyspace).and_then(|keyspace| keyspace.placement.get());
        placement.is_some_and(Placement::is_over_limits)
    }

    /// Whether there is nothing left to work out for a keyspace.
    pub(crate) fn is_placed(&self, keyspace: &str) -> bool {
        self.schema.keyspace(keyspace).is_none_or(|keyspace| keyspace.placement.get().is_some())
    }

    /// How many tokens the ring has.
    pub(crate) fn token_count(&self) -> usize {
        self.members.ring.owners().len()
    }

    #[inline]
    fn placement<'a>(&self, keyspace: &'a Keyspace) -> &'a Placement {
        match keyspace.placement.get() {
            Some(placement) => placement,
            None => self.place_now(keyspace),
        }
    }

    #[cold]
    fn place_now<'a>(&self, keyspace: &'a Keyspace) -> &'a Placement {
        keyspace.placement.get_or_init(|| {
            let room = MAX_PLACED_BYTES.saturating_sub(self.placed_bytes());
            Placement::new(&keyspace.strategy, &self.members.ring, &self.members.nodes, room)
        })
    }

    /// What the heap holds of all placements.
    pub(super) fn placed_bytes(&self) -> usize {
        self.schema.placed_bytes()
    }

    /// The cluster's name; empty when it was not told.
    pub fn cluster_name(&self) -> &str {
        self.members.cluster_name.as_deref().unwrap_or_default()
    }

    /// How the cluster makes tokens of keys.
    pub fn partitioner(&self) -> &PartitionerName {
        &self.members.partitioner
    }

    /// All nodes, in the order of their host ids; a [`NodeIndex`] is a place in this list.
    #[inline]
    pub fn get_nodes_info(&self) -> &[Arc<Node>] {
        &self.members.nodes
    }

    /// The indexes of all nodes.
    pub fn indexes(&self) -> impl ExactSizeIterator<Item = NodeIndex> + Clone + use<> {
        NodeIndex::below(self.members.nodes.len())
    }

    /// The node at this index of this snapshot.
    #[inline]
    pub fn node(&self, index: NodeIndex) -> Option<NodeRef<'_>> {
        self.members.nodes.get(index.as_usize())
    }

    /// The node with this host id.
    pub fn get_node_by_host_id(&self, host_id: Uuid) -> Option<NodeRef<'_>> {
        self.index_of(host_id).and_then(|index| self.node(index))
    }

    /// The index of the node with this host id.
    pub fn index_of(&self, host_id: Uuid) -> Option<NodeIndex> {
        self.members.nodes.binary_search_by_key(&host_id, |node| node.host_id).ok().and_then(NodeIndex::at)
    }

    /// The keyspace of this name, which is case-sensitive and without quotes.
    pub fn get_keyspace(&self, keyspace: impl AsRef<str>) -> Option<&Keyspace> {
        self.schema.keyspace(keyspace.as_ref())
    }

    /// All keyspaces with their names, in no order.
    pub fn keyspaces_iter(&self) -> impl Iterator<Item = (&str, &Keyspace)> {
        self.schema.keyspaces()
    }

    /// The nodes that hold what has this token in this keyspace, in the server's order: the first 16 of each datacenter,
    /// transient replicas left out.
    ///
    /// Empty when no node is to be preferred: the keyspace is unknown, its strategy is not one whose replicas are computed,
    /// the cluster has another partitioner, or it has more tokens or placements than are kept (2²⁰ tokens, 256 MiB). The
    /// first call for a keyspace works out the replicas of all tokens, unless preparing a statement has done it before.
    #[inline]
    pub fn replicas(&self, keyspace: &str, token: Token) -> &[NodeIndex] {
        match self.schema.keyspace(keyspace) {
            Some(keyspace) => self.placement(keyspace).replicas_at(self.members.ring.position_of(token)),
            None => &[],
        }
    }

    /// Where a request goes for what has this token in a table: [`replicas`](Self::replicas), each with its shard where that
    /// does not follow from the token.
    #[inline]
    pub(crate) fn targets(&self, keyspace: &str, _table: &str, token: Token) -> Targets<'_> {
        Targets::of_nodes(self.replicas(keyspace, token))
    }

    /// The nodes that hold what has this token in a table, in the server's order, each with the shard that holds it: 0 on a
    /// node without shards, and on one that nobody has connected to.
    ///
    /// Empty where [`replicas`](Self::replicas) is.
    pub fn get_token_endpoints(&self, keyspace: &str, table: &str, token: Token) -> Vec<(Arc<Node>, Shard)> {
        let endpoint = |target: Target| {
            let node = self.node(target.node)?;
            let computed = || node.sharder().map_or(0, |sharder| sharder.shard_of(token));
            Some((Arc::clone(node), target.shard.unwrap_or_else(computed)))
        };
        self.targets(keyspace, table, token).iter().filter_map(endpoint).collect()
    }

    /// What the heap holds of a keyspace's placement.
    #[cfg(test)]
    pub(super) fn heap_bytes(&self, keyspace: &str) -> usize {
        self.schema.keyspace(keyspace).and_then(|keyspace| keyspace.placement.get()).map_or(0, Placement::heap_bytes)
    }
}

impl Members {
    /// Whether every strategy places replicas alike on both, index by index.
    fn places_alike(&self, other: &Self) -> bool {
        let alike =
            |(one, other): (&Arc<Node>, &Arc<Node>)| one.datacenter == other.datacenter && one.rack == other.rack;
        self.nodes.len() == other.nodes.len()
            && self.ring == other.ring
            && self.nodes.iter().zip(&other.nodes).all(alike)
    }
}

/// Every token that a node says it owns.
fn claims(nodes: &[Arc<Node>]) -> Vec<(Token, NodeIndex)> {
    let mut claims = Vec::with_capacity(nodes.iter().map(|node| node.tokens().len()).sum());
    for (position, node) in nodes.iter().enumerate() {
        if let Some(index) = NodeIndex::at(position) {
            claims.extend(node.tokens().iter().map(|token| (*token, index)));
        }
    }
    claims
}
