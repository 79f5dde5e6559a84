//! From rows to the facts about nodes.

use std::net::{IpAddr, SocketAddr};

use foldhash::fast::RandomState;
use hashbrown::{HashMap, HashSet};
use uuid::Uuid;

use crate::topology::node::NodeFacts;
use crate::topology::{
    MAX_NODES, MAX_TOKENS, PartitionerName, PeerRow, RowProblem, RowProblemKind, RowProblems, Token,
};

/// Takes nodes from rows, each host and each address once.
#[derive(Debug)]
pub(super) struct Peers<'a> {
    default_port: u16,
    partitioner: &'a PartitionerName,
    local: Option<Uuid>,
    host_ids: HashSet<Uuid, RandomState>,
    addresses: HashMap<SocketAddr, Uuid, RandomState>,
    nodes: Vec<NodeFacts>,
    /// How many tokens all nodes own.
    tokens: usize,
    problems: RowProblems,
}

impl<'a> Peers<'a> {
    pub(super) fn new(default_port: u16, partitioner: &'a PartitionerName) -> Self {
        Self {
            default_port,
            partitioner,
            local: None,
            host_ids: HashSet::default(),
            addresses: HashMap::default(),
            nodes: Vec::new(),
            tokens: 0,
            problems: RowProblems::default(),
        }
    }

    /// Takes the row of the node that was asked. It must come first; it is kept without tokens too, as this node answers.
    pub(super) fn add_local(&mut self, row: PeerRow) {
        self.local = row.host_id;
        self.add(row);
    }

    /// Takes the row of another node.
    pub(super) fn add_peer(&mut self, row: PeerRow) {
        if row.tokens.is_empty() {
            self.report(&row, RowProblemKind::NoTokens);
        } else {
            self.add(row);
        }
    }

    /// The nodes, in the order of their host ids: the same whichever node was asked.
    pub(super) fn into_nodes(self) -> (Vec<NodeFacts>, RowProblems) {
        let Self { mut nodes, tokens, mut problems, .. } = self;
        nodes.sort_by_key(|node| node.host_id);
        if tokens > MAX_TOKENS {
            problems.add(|| RowProblem::of_cluster(RowProblemKind::TooManyTokens));
            nodes.iter_mut().for_each(|node| node.tokens.clear());
        }
        (nodes, problems)
    }

    fn add(&mut self, mut row: PeerRow) {
        if self.nodes.len() >= MAX_NODES {
            return self.report(&row, RowProblemKind::TooManyNodes);
        }
        let Some(host_id) = row.host_id else { return self.report(&row, RowProblemKind::NoHostId) };
        let Some(address) = self.address_of(&row) else { return self.report(&row, RowProblemKind::NoAddress) };
        if !self.host_ids.insert(host_id) {
            let is_local = self.local == Some(host_id);
            let kind = if is_local { RowProblemKind::IsLocal } else { RowProblemKind::DuplicateHostId(host_id) };
            return self.report(&row, kind);
        }
        if self.addresses.try_insert(address, host_id).is_err() {
            // Left over from a node that another one replaced at its address.
            return self.report(&row, RowProblemKind::DuplicateAddress);
        }
        let tokens = self.tokens_of(&mut row);
        self.nodes.push(NodeFacts {
            host_id,
            address,
            datacenter: row.datacenter,
            rack: row.rack,
            release_version: row.release_version,
            schema_version: row.schema_version,
            tokens,
        });
    }

    fn address_of(&self, row: &PeerRow) -> Option<SocketAddr> {
        let usable = |address: &IpAddr| !address.is_unspecified();
        let address = row.address.filter(usable).or_else(|| row.broadcast_address.filter(usable))?;
        let port = row.port.filter(|port| *port != 0).unwrap_or(self.default_port);
        Some(SocketAddr::new(address, port))
    }

    fn tokens_of(&mut self, row: &mut PeerRow) -> Vec<Token> {
        if *self.partitioner != PartitionerName::Murmur3 {
            return Vec::new();
        }
        self.tokens = self.tokens.saturating_add(row.tokens.len());
        if self.tokens > MAX_TOKENS {
            return Vec::new();
        }
        let (bad, others) = row.tokens.bad();
        for (index, text) in bad.iter().enumerate() {
            let alike = if index == 0 { 1 + others } else { 1 };
            self.problems.add_alike(alike, || RowProblem::of_peer(row, RowProblemKind::BadToken(text.clone())));
        }
        let mut tokens = row.tokens.take_numbers();
        tokens.sort_unstable();
        tokens.dedup();
        tokens
    }

    fn report(&mut self, row: &PeerRow, kind: RowProblemKind) {
        self.problems.add(|| RowProblem::of_peer(row, kind));
    }
}
