//! What all connections of a cluster share.

use std::collections::{HashMap, HashSet, VecDeque};
use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use ilium_driver::wire::event::EventType;
use ilium_driver::wire::{Compression, Header, ProtocolVersion};
use tokio::sync::{Notify, mpsc};
use uuid::Uuid;

use crate::action::Action;
use crate::greeting::Greeting;
use crate::keyspace::Keyspace;
use crate::outbound::Outbound;
use crate::request::{Place, Request};
use crate::rule::{Entry, When};
use crate::statement::{MockStatement, key};

/// A cluster.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) nodes: Vec<Node>,
    /// What STARTUP may ask for.
    pub(crate) compressions: Vec<Compression>,
    pub(crate) peers_v2: bool,
    pub(crate) shared_statements: bool,
    inner: Mutex<Inner>,
    /// Notified after each request, and after each change of connections.
    pub(crate) changed: Notify,
}

/// What never changes of a node.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) address: SocketAddr,
    pub(crate) datacenter: String,
    pub(crate) tokens: Vec<i64>,
}

/// What changes of a node.
#[derive(Debug)]
pub(crate) struct NodeState {
    /// Whether the other nodes list it.
    pub(crate) is_member: bool,
    pub(crate) schema_version: Uuid,
    /// The newest version that it speaks.
    pub(crate) version: ProtocolVersion,
    pub(crate) greeting: Greeting,
    /// How many connections it has accepted.
    pub(crate) accepted: u64,
    /// How many shards it has; `None` for none, as a Cassandra node.
    pub(crate) shards: Option<NonZeroU16>,
    /// The shard that all its connections come to from now on.
    pub(crate) favoured_shard: Option<u32>,
    /// The ids that were prepared on it.
    pub(crate) prepared: HashSet<[u8; 16]>,
}

/// A connection that is open.
#[derive(Debug)]
pub(crate) struct Open {
    pub(crate) node: usize,
    /// The shard that serves it, where the node has shards.
    pub(crate) shard: Option<u32>,
    pub(crate) sender: mpsc::UnboundedSender<Outbound>,
    pub(crate) events: Vec<EventType>,
    pub(crate) keyspace: Option<String>,
}

impl Open {
    fn is_at(&self, node: usize, shard: u32) -> bool {
        self.node == node && self.shard == Some(shard)
    }
}

/// What changes.
#[derive(Debug)]
pub(crate) struct Inner {
    /// By text.
    statements: HashMap<String, Arc<MockStatement>>,
    /// By id; the ones that were replaced, too.
    ids: HashMap<[u8; 16], Arc<MockStatement>>,
    pub(crate) keyspaces: Vec<Keyspace>,
    pub(crate) nodes: Vec<NodeState>,
    pub(crate) connections: HashMap<u64, Open>,
    rules: Vec<Entry>,
    requests: VecDeque<Arc<Request>>,
    kept_requests: usize,
    next_sequence: u64,
    next_connection: u64,
    next_rule: u64,
}

impl State {
    /// A connection is in this keyspace from now on.
    pub(crate) fn use_keyspace(&self, connection: u64, keyspace: &str) {
        if let Some(open) = self.lock().connections.get_mut(&connection) {
            open.keyspace = Some(keyspace.to_owned());
        }
    }

    pub(crate) fn new(
        nodes: Vec<Node>,
        compressions: Vec<Compression>,
        peers_v2: bool,
        shared_statements: bool,
        inner: Inner,
    ) -> Self {
        let (inner, changed) = (Mutex::new(inner), Notify::new());
        Self { nodes, compressions, peers_v2, shared_statements, inner, changed }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Inner> {
        // A closure of the test may have panicked under the lock; what is behind it is whole all the same.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The newest version that a node speaks.
    pub(crate) fn version_of(&self, node: usize) -> ProtocolVersion {
        self.lock().nodes.get(node).map_or(ProtocolVersion::OLDEST, |node| node.version)
    }

    /// Records a request, and says what a rule wants done with it.
    pub(crate) fn receive(
        &self,
        header: &Header,
        body: &Bytes,
        node: usize,
        connection: u64,
    ) -> (Arc<Request>, Option<Action>) {
        let received = self.lock().receive(header, body, node, connection);
        self.changed.notify_waiters();
        received
    }

    /// What tells a node from others.
    pub(crate) fn host_id(&self, node: usize) -> Uuid {
        let number = u128::try_from(node).unwrap_or(0);
        Uuid::from_u128(0x6D6F_636B_0000_4000_8000_0000_0000_0001 + number)
    }
}

impl Inner {
    pub(crate) fn new(
        statements: Vec<MockStatement>,
        keyspaces: Vec<Keyspace>,
        nodes: usize,
        version: ProtocolVersion,
        shards: Option<NonZeroU16>,
        kept_requests: usize,
    ) -> Self {
        let node = |_| NodeState {
            is_member: true,
            version,
            schema_version: Uuid::from_u128(0x6D6F_636B_0000_1000_8000_0000_0000_5C0E),
            greeting: Greeting::Serve,
            accepted: 0,
            shards,
            favoured_shard: None,
            prepared: HashSet::new(),
        };
        let mut inner = Self {
            statements: HashMap::new(),
            ids: HashMap::new(),
            keyspaces,
            nodes: (0..nodes).map(node).collect(),
            connections: HashMap::new(),
            rules: Vec::new(),
            requests: VecDeque::new(),
            kept_requests,
            next_sequence: 0,
            next_connection: 0,
            next_rule: 0,
        };
        for statement in statements {
            inner.add_statement(statement);
        }
        inner
    }

    /// Adds a statement, or takes it in the place of one of the same text.
    pub(crate) fn add_statement(&mut self, statement: MockStatement) {
        let statement = Arc::new(statement);
        self.ids.insert(statement.id(), Arc::clone(&statement));
        self.statements.insert(key(statement.cql()), statement);
    }

    pub(crate) fn statement(&self, cql: &str) -> Option<&Arc<MockStatement>> {
        self.statements.get(&key(cql))
    }

    pub(crate) fn statement_of_id(&self, id: &[u8]) -> Option<Arc<MockStatement>> {
        let id: [u8; 16] = id.try_into().ok()?;
        self.ids.get(&id).cloned()
    }

    /// Adds a connection. It comes to the shard that it is `wanted` for, or else to the one that the node favours, or else,
    /// as in ScyllaDB, to the first of those with the fewest connections.
    pub(crate) fn open(&mut self, node: usize, wanted: Option<u32>, sender: mpsc::UnboundedSender<Outbound>) -> u64 {
        let number = self.next_connection;
        self.next_connection += 1;
        let shard = self.nodes.get(node).and_then(|state| {
            let shards = u32::from(state.shards?.get());
            let count = |shard: &u32| self.connections.values().filter(|open| open.is_at(node, *shard)).count();
            let wanted = wanted.or(state.favoured_shard).filter(|wanted| *wanted < shards);
            wanted.or_else(|| (0..shards).min_by_key(count))
        });
        self.connections.insert(number, Open { node, shard, sender, events: Vec::new(), keyspace: None });
        number
    }

    pub(crate) fn add_rule(&mut self, when: When, action: Action) -> u64 {
        let number = self.next_rule;
        self.next_rule += 1;
        self.rules.push(Entry::new(number, when, action));
        number
    }

    pub(crate) fn remove_rule(&mut self, number: u64) {
        self.rules.retain(|rule| rule.number != number);
    }

    pub(crate) fn remove_rules(&mut self) {
        self.rules.clear();
    }

    pub(crate) fn rule_hits(&self, number: u64) -> u64 {
        self.rules.iter().find(|rule| rule.number == number).map_or(0, Entry::acted)
    }

    pub(crate) fn requests(&self) -> impl Iterator<Item = &Arc<Request>> {
        self.requests.iter()
    }

    pub(crate) fn forget_requests(&mut self) {
        self.requests.clear();
    }

    fn receive(
        &mut self,
        header: &Header,
        body: &Bytes,
        node: usize,
        connection: u64,
    ) -> (Arc<Request>, Option<Action>) {
        let shard = self.connections.get(&connection).and_then(|open| open.shard);
        let place = Place { sequence: self.next_sequence, node, connection, shard };
        let request = Arc::new(Request::decode(header, body, place, |id| self.statement_of_id(id)));
        self.next_sequence += 1;
        while self.requests.len() >= self.kept_requests.max(1) {
            self.requests.pop_front();
        }
        self.requests.push_back(Arc::clone(&request));
        // The newest rule comes first, so that a test can put an exception over what is in force.
        let action = self.rules.iter_mut().rev().find_map(|rule| rule.apply(&request));
        (request, action)
    }
}
