//! A member of the cluster.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

use crate::topology::{ShardCount, Sharder, Token};

/// A node's place in [`Snapshot::get_nodes_info`](crate::topology::Snapshot::get_nodes_info); without meaning for another snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeIndex(u32);

impl NodeIndex {
    /// The index of the node at this position; `None` beyond 2³² nodes.
    pub(super) fn at(position: usize) -> Option<Self> {
        u32::try_from(position).ok().map(Self)
    }

    /// The indexes of that many nodes.
    pub(super) fn below(nodes: usize) -> impl ExactSizeIterator<Item = Self> + Clone + use<> {
        // The number of nodes is that of rows in answers of at most 256 MiB.
        (0..u32::try_from(nodes).unwrap_or(u32::MAX)).map(Self)
    }

    /// The position.
    #[inline]
    pub const fn as_usize(self) -> usize {
        self.0 as usize
    }
}

/// How nodes are passed around: a reference that can be kept by cloning it.
pub type NodeRef<'a> = &'a Arc<Node>;

/// A member of the cluster, known by its host id.
///
/// While what the cluster tells of a node stays the same, so does the object, over all snapshots. When something of it
/// changes (its release after an upgrade, say), the next snapshot has a new object that shares the marks of the old one:
/// its schema version always, and whether it is connected while its address stays the same.
#[derive(Debug)]
pub struct Node {
    /// Identifies the node, whatever its address.
    pub host_id: Uuid,
    /// Where the node says that clients reach it.
    pub address: SocketAddr,
    /// The datacenter, if told.
    pub datacenter: Option<String>,
    /// The rack, if told.
    pub rack: Option<String>,
    /// The server's version, such as `5.0.6`, if told.
    pub release_version: Option<String>,
    tokens: Box<[Token]>,
    /// Shared by all objects that stand for the node at this address.
    marks: Arc<Marks>,
    /// Shared by all objects that stand for the node, or every change of the schema would replace all nodes.
    schema_version: Arc<Mutex<Option<Uuid>>>,
}

/// What connections to a node tell of it.
#[derive(Debug, Default)]
struct Marks {
    /// How many [`ConnectedMark`]s there are.
    connected: AtomicUsize,
    /// How the node is divided into shards: their number, above it the number of ignored bits; 0 when it is not.
    sharder: AtomicU32,
}

/// Marks a node as connected while it lives. Whoever opens connections to a node holds one for each, so that the mark ends
/// with its owner, however that ends.
#[derive(Debug)]
#[must_use = "the mark ends when this is dropped"]
pub(crate) struct ConnectedMark(Arc<Marks>);

impl Drop for ConnectedMark {
    fn drop(&mut self) {
        self.0.connected.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Node {
    /// Whether there is a connection to send requests on.
    #[inline]
    pub fn is_connected(&self) -> bool {
        // Only advice on where to send a request; nothing is read by way of it.
        self.marks.connected.load(Ordering::Relaxed) != 0
    }

    /// Says that there is a connection to send requests on; load balancing leaves unconnected nodes for last.
    pub(crate) fn mark_connected(&self) -> ConnectedMark {
        self.marks.connected.fetch_add(1, Ordering::Relaxed);
        ConnectedMark(Arc::clone(&self.marks))
    }

    /// How the node divides its tokens among its shards, as the last connection to it was told; `None` for a Cassandra node,
    /// and for one that nobody has connected to.
    #[inline]
    pub fn sharder(&self) -> Option<Sharder> {
        let [msb_ignore, _, high, low] = self.marks.sharder.load(Ordering::Relaxed).to_be_bytes();
        ShardCount::new(u16::from_be_bytes([high, low])).map(|shards| Sharder::new(shards, msb_ignore))
    }

    /// Says how the node divides its tokens among its shards, if it does.
    pub(crate) fn set_sharder(&self, sharder: Option<Sharder>) {
        let [high, low] = sharder.map_or(0, |sharder| sharder.nr_shards.get()).to_be_bytes();
        let msb_ignore = sharder.map_or(0, |sharder| sharder.msb_ignore);
        self.marks.sharder.store(u32::from_be_bytes([msb_ignore, 0, high, low]), Ordering::Relaxed);
    }

    /// The version of the schema that the node last told; `None` if it told none.
    pub fn schema_version(&self) -> Option<Uuid> {
        *self.schema_version.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The tokens that the node owns, ascending.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }
}

/// What the rows of one refresh tell of a node.
#[derive(Debug)]
pub(super) struct NodeFacts {
    pub(super) host_id: Uuid,
    pub(super) address: SocketAddr,
    pub(super) datacenter: Option<String>,
    pub(super) rack: Option<String>,
    pub(super) release_version: Option<String>,
    pub(super) schema_version: Option<Uuid>,
    /// Ascending, each once.
    pub(super) tokens: Vec<Token>,
}

impl NodeFacts {
    /// The object for the node: `previous` itself when it tells the same.
    pub(super) fn into_node(self, previous: Option<&Arc<Node>>) -> Arc<Node> {
        let node = match previous {
            Some(previous) if self.tells_the_same(previous) => Arc::clone(previous),
            _ => Arc::new(Node {
                // Connections go to an address: those to another one say nothing of this.
                marks: previous
                    .filter(|previous| previous.address == self.address)
                    .map(|previous| Arc::clone(&previous.marks))
                    .unwrap_or_default(),
                schema_version: previous.map(|previous| Arc::clone(&previous.schema_version)).unwrap_or_default(),
                host_id: self.host_id,
                address: self.address,
                datacenter: self.datacenter,
                rack: self.rack,
                release_version: self.release_version,
                tokens: self.tokens.into(),
            }),
        };
        *node.schema_version.lock().unwrap_or_else(PoisonError::into_inner) = self.schema_version;
        node
    }

    fn tells_the_same(&self, node: &Node) -> bool {
        self.host_id == node.host_id
            && self.address == node.address
            && self.datacenter == node.datacenter
            && self.rack == node.rack
            && self.release_version == node.release_version
            && self.tokens[..] == node.tokens[..]
    }
}
