use std::io;
use std::num::NonZeroU16;
use std::sync::Arc;

use ilium_driver::wire::{Compression, ProtocolVersion};

use crate::cluster::MockCluster;
use crate::doors::nowhere;
use crate::keyspace::Keyspace;
use crate::loopback;
use crate::state::{Inner, Node, State};
use crate::statement::MockStatement;

/// How many requests are kept unless the builder says otherwise: more than a test makes, less than fills the memory.
const KEPT_REQUESTS: usize = 1 << 20;

/// The most nodes that the last octet of an address tells apart.
const MAX_NODES: usize = 250;

/// Describes a cluster, then [`start`](Self::start)s it.
#[derive(Clone, Debug)]
#[must_use]
pub struct MockClusterBuilder {
    nodes: usize,
    datacenters: Vec<String>,
    version: ProtocolVersion,
    compressions: Vec<Compression>,
    statements: Vec<MockStatement>,
    keyspaces: Vec<Keyspace>,
    tokens_per_node: usize,
    peers_v2: bool,
    shards: Option<NonZeroU16>,
    shared_statements: bool,
    kept_requests: usize,
    in_memory: bool,
}

impl MockClusterBuilder {
    pub(crate) fn new() -> Self {
        Self {
            nodes: 1,
            datacenters: vec!["dc1".to_owned()],
            version: ProtocolVersion::LATEST,
            compressions: vec![Compression::Snappy, Compression::Lz4],
            statements: Vec::new(),
            keyspaces: vec![Keyspace::simple("ks", 1)],
            tokens_per_node: 4,
            peers_v2: true,
            shards: None,
            shared_statements: false,
            kept_requests: KEPT_REQUESTS,
            in_memory: false,
        }
    }

    /// Sets how many nodes there are; 1 by default, 250 at most.
    pub const fn nodes(mut self, nodes: usize) -> Self {
        self.nodes = nodes;
        self
    }

    /// Names the datacenters, in which nodes are in turn; `dc1` by default.
    pub fn datacenters<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.datacenters = names.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the newest version that the nodes speak, of 3 to 5; 5 by default. They refuse newer ones as Cassandra does, and take
    /// older ones. [`MockCluster::set_version`] sets that of one node.
    pub const fn version(mut self, version: ProtocolVersion) -> Self {
        self.version = version;
        self
    }

    /// Sets the compressions that the nodes say they support; both by default, less those whose features of
    /// `ilium-driver` are off.
    ///
    /// What a client's STARTUP asks for is used as Cassandra does: in versions 3 and 4 every answer from READY on has its
    /// body compressed, however short; in version 5 segments are, where they become shorter. A STARTUP that asks for
    /// another is refused, and in version 5 one that asks for snappy.
    pub fn compressions(mut self, compressions: impl IntoIterator<Item = Compression>) -> Self {
        self.compressions = compressions.into_iter().collect();
        self
    }

    /// Adds a statement that the nodes know.
    pub fn statement(mut self, statement: MockStatement) -> Self {
        self.statements.push(statement);
        self
    }

    /// Adds a keyspace with so many replicas (`SimpleStrategy`); there is `ks` with one replica already.
    pub fn keyspace(mut self, name: &str, replicas: usize) -> Self {
        self.keyspaces.retain(|keyspace| keyspace.name != name);
        self.keyspaces.push(Keyspace::simple(name, replicas));
        self
    }

    /// Sets how many tokens each node has, spread evenly over the ring; 4 by default.
    pub const fn tokens_per_node(mut self, tokens: usize) -> Self {
        self.tokens_per_node = tokens;
        self
    }

    /// Leaves `system.peers_v2` out, as Cassandra 3 and ScyllaDB do.
    pub const fn without_peers_v2(mut self) -> Self {
        self.peers_v2 = false;
        self
    }

    /// Divides each node into so many shards, as ScyllaDB does; 0 for none, which is the default. Nodes tell a connection's
    /// shard in answer to OPTIONS, and ignore the 12 most significant bits of tokens. A connection comes to the shard that has
    /// the fewest. [`MockCluster::set_shards`] sets how many one node has.
    pub const fn shards(mut self, shards: u16) -> Self {
        self.shards = NonZeroU16::new(shards);
        self
    }

    /// Lets every node know a statement that one of them has prepared; without it each node knows what was prepared on
    /// itself.
    pub const fn shared_statements(mut self) -> Self {
        self.shared_statements = true;
        self
    }

    /// Sets how many requests are kept; 1,048,576 by default. The oldest go first.
    pub const fn kept_requests(mut self, requests: usize) -> Self {
        self.kept_requests = requests;
        self
    }

    /// Lets the nodes listen nowhere: they are reached by [pipes](MockCluster::pipes), at addresses that no host has.
    ///
    /// Sockets are waited for in real time. Pipes take no time, so that a session over them, the cluster and the test can
    /// run on a clock that tokio has stopped.
    pub const fn in_memory(mut self) -> Self {
        self.in_memory = true;
        self
    }

    /// Starts all nodes, on the runtime that this is called on.
    ///
    /// # Errors
    /// When there are no nodes or more than 250, or no free addresses for them.
    ///
    /// # Cancel safety
    /// Dropping the future stops what was started.
    pub async fn start(self) -> io::Result<MockCluster> {
        if self.nodes == 0 || self.nodes > MAX_NODES {
            let found = format!("nodes of a cluster: expected 1 to {MAX_NODES}, got {}", self.nodes);
            return Err(io::Error::new(io::ErrorKind::InvalidInput, found));
        }
        let listeners = if self.in_memory { Vec::new() } else { loopback::bind(self.nodes)? };
        let mut nodes = Vec::with_capacity(self.nodes);
        for index in 0..self.nodes {
            let address = listeners.get(index).map(std::net::TcpListener::local_addr).transpose()?;
            nodes.push(Node {
                address: address.unwrap_or_else(|| nowhere(index)),
                datacenter: self.datacenters.get(index % self.datacenters.len().max(1)).cloned().unwrap_or_default(),
                tokens: tokens(index, self.nodes, self.tokens_per_node),
            });
        }
        let inner =
            Inner::new(self.statements, self.keyspaces, self.nodes, self.version, self.shards, self.kept_requests);
        let mut compressions = self.compressions;
        compressions.retain(|compression| compression.is_available());
        let state = Arc::new(State::new(nodes, compressions, self.peers_v2, self.shared_statements, inner));
        let cluster = MockCluster::new(state, self.in_memory);
        let mut listeners = listeners.into_iter();
        for index in 0..self.nodes {
            let listen = |listener: std::net::TcpListener| {
                listener.set_nonblocking(true)?;
                tokio::net::TcpListener::from_std(listener)
            };
            cluster.open(index, listeners.next().map(listen).transpose()?)?;
        }
        Ok(cluster)
    }
}

/// The tokens of a node: those of all nodes are evenly spread, and neighbours belong to different nodes.
fn tokens(node: usize, nodes: usize, tokens_per_node: usize) -> Vec<i64> {
    let count = i128::try_from(nodes.saturating_mul(tokens_per_node)).unwrap_or(1).max(1);
    let token = |round: usize| {
        let position = i128::try_from(round * nodes + node).unwrap_or(0);
        i64::try_from(i128::from(i64::MIN) + 1 + ((1_i128 << 64) - 2) * position / count).unwrap_or(i64::MAX)
    };
    (0..tokens_per_node).map(token).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_of_neighbours_belong_to_different_nodes() {
        let mut ring: Vec<(i64, usize)> =
            (0..3).flat_map(|node| tokens(node, 3, 4).into_iter().map(move |token| (token, node))).collect();
        ring.sort_unstable();
        let owners: Vec<usize> = ring.iter().map(|(_, node)| *node).collect();
        assert_eq!(owners, [0, 1, 2].repeat(4));
    }
}
