use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ilium_driver::client::session_builder::SessionBuilder;
use ilium_driver::wire::ProtocolVersion;
use ilium_driver::wire::event::{Event, EventType, StatusChange, TopologyChange};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::action::Action;
use crate::builder::MockClusterBuilder;
use crate::connection;
use crate::doors::{Doors, Pipes};
use crate::greeting::Greeting;
use crate::held::Holder;
use crate::outbound::Outbound;
use crate::request::Request;
use crate::rule::{Rule, When};
use crate::state::State;
use crate::statement::MockStatement;

/// How long what a test waits for may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A cluster of scripted nodes in this process. It ends, with all its connections, when this is dropped.
pub struct MockCluster {
    state: Arc<State>,
    /// Where clients come in.
    doors: Arc<Doors>,
    /// Connections that came in by no door.
    streams: Mutex<JoinSet<()>>,
    /// Whether nodes listen nowhere.
    in_memory: bool,
}

impl MockCluster {
    /// Starts to describe a cluster.
    pub fn builder() -> MockClusterBuilder {
        MockClusterBuilder::new()
    }

    pub(crate) fn new(state: Arc<State>, in_memory: bool) -> Self {
        Self { doors: Arc::new(Doors::new(Arc::clone(&state))), state, streams: Mutex::default(), in_memory }
    }

    /// Describes a session that knows the first node, and reaches the nodes whether they listen or not.
    pub fn session_builder(&self) -> SessionBuilder {
        let builder = SessionBuilder::new().known_node_addr(self.address(0));
        if self.in_memory { builder.connector(self.pipes()) } else { builder }
    }

    /// Opens pipes to the nodes, whether they listen or not, for as long as the cluster lives: a session's connector.
    pub fn pipes(&self) -> Pipes {
        Pipes::to(&self.doors)
    }

    /// Serves a client that is connected to a node by a stream, as if the node's listener had accepted it: the other end
    /// of a pipe, a Unix socket, what is left of TLS when it is decrypted.
    pub fn serve(&self, node: usize, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
        self.serve_at(node, None, stream);
    }

    /// Serves a client as [`serve`](Self::serve) does, at this shard of the node, as if it had connected to the shard-aware
    /// port. A shard that the node does not have leaves the choice to the node.
    pub fn serve_shard(&self, node: usize, shard: u32, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
        self.serve_at(node, Some(shard), stream);
    }

    fn serve_at(&self, node: usize, shard: Option<u32>, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        while streams.try_join_next().is_some() {}
        // What has no reset ends as it does.
        streams.spawn(connection::run(Arc::clone(&self.state), node, shard, stream, |_| Ok(())));
    }

    pub(crate) fn open(&self, node: usize, listener: Option<TcpListener>) -> io::Result<()> {
        self.doors.open(node, listener)
    }

    /// How many nodes there are, stopped ones included.
    pub fn node_count(&self) -> usize {
        self.state.nodes.len()
    }

    /// The address of a node, counted from 0; `0.0.0.0:0` of one that there is not.
    pub fn address(&self, node: usize) -> SocketAddr {
        self.state.nodes.get(node).map_or_else(|| SocketAddr::from(([0; 4], 0)), |node| node.address)
    }

    /// The addresses of all nodes.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.state.nodes.iter().map(|node| node.address).collect()
    }

    /// What tells a node from others, as `host_id` in the system tables.
    pub fn host_id(&self, node: usize) -> Uuid {
        self.state.host_id(node)
    }

    /// The node with this address.
    pub fn node_at(&self, address: SocketAddr) -> Option<usize> {
        self.state.nodes.iter().position(|node| node.address == address)
    }

    /// Adds a statement, or takes it in the place of the one of the same text: with other columns, as after an
    /// `ALTER TABLE`, or another answer. Nodes that have prepared the one before know this one.
    pub fn script(&self, statement: MockStatement) {
        let mut inner = self.state.lock();
        let generation = inner.statement(statement.cql()).map_or(0, |old| old.generation);
        inner.add_statement(statement.with_generation(generation));
    }

    /// Gives a statement another id, which nodes know it by from now on: the id of before is unknown.
    pub fn rename(&self, cql: &str) {
        let mut inner = self.state.lock();
        let Some(statement) = inner.statement(cql).cloned() else { return };
        let old = statement.id();
        for node in &mut inner.nodes {
            node.prepared.remove(&old);
        }
        let generation = statement.generation + 1;
        inner.add_statement(MockStatement::clone(&statement).with_generation(generation));
    }

    /// Lets a node forget all statements that were prepared on it.
    pub fn forget_statements(&self, node: usize) {
        if let Some(node) = self.state.lock().nodes.get_mut(node) {
            node.prepared.clear();
        }
    }

    /// Adds a rule. Of several that are for a request, the one that was added last acts.
    pub fn rule(&self, when: When, action: impl Into<Action>) -> Rule {
        let number = self.state.lock().add_rule(when, action.into());
        Rule::new(Arc::downgrade(&self.state), number)
    }

    /// Takes all rules back.
    pub fn clear_rules(&self) {
        self.state.lock().remove_rules();
    }

    /// Keeps requests unanswered until the test answers them.
    pub fn hold(&self, when: When) -> Holder {
        let (sender, receiver) = mpsc::unbounded_channel();
        Holder::new(self.rule(when, Action::hold(sender)), receiver)
    }

    /// Every request that was read, in order.
    pub fn requests(&self) -> Vec<Arc<Request>> {
        self.state.lock().requests().cloned().collect()
    }

    /// The requests that meet the conditions, in order; how often they may is not looked at.
    pub fn requests_where(&self, when: &When) -> Vec<Arc<Request>> {
        self.state.lock().requests().filter(|request| when.matches(request)).cloned().collect()
    }

    /// Forgets the requests that were read so far.
    pub fn forget_requests(&self) {
        self.state.lock().forget_requests();
    }

    /// Waits until `count` requests met the conditions, those of before included, at most a minute.
    ///
    /// # Errors
    /// When fewer came.
    ///
    /// # Cancel safety
    /// Nothing is lost when the future is dropped.
    pub async fn received(&self, when: &When, count: usize) -> Result<Vec<Arc<Request>>, NotReceived> {
        let found = || Some(self.requests_where(when)).filter(|requests| requests.len() >= count);
        match self.until(found).await {
            Some(requests) => Ok(requests),
            None => Err(NotReceived::new(&format!("{when:?}"), count, self.requests_where(when).len())),
        }
    }

    /// Waits until a node has so many connections, at most a minute.
    ///
    /// # Errors
    /// When it has more or fewer by then.
    ///
    /// # Cancel safety
    /// Nothing is lost when the future is dropped.
    pub async fn connected(&self, node: usize, count: usize) -> Result<(), NotReceived> {
        match self.until(|| (self.connection_count(node) == count).then_some(())).await {
            Some(()) => Ok(()),
            None => Err(NotReceived::new(&format!("connections of node {node}"), count, self.connection_count(node))),
        }
    }

    async fn until<T>(&self, mut found: impl FnMut() -> Option<T>) -> Option<T> {
        let wait = async {
            loop {
                let changed = self.state.changed.notified();
                if let Some(found) = found() {
                    return found;
                }
                changed.await;
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.ok()
    }

    /// How many connections a node has.
    pub fn connection_count(&self, node: usize) -> usize {
        self.state.lock().connections.values().filter(|open| open.node == node).count()
    }

    /// How many connections a node has accepted, those that it has closed since included.
    pub fn accepted_count(&self, node: usize) -> u64 {
        self.state.lock().nodes.get(node).map_or(0, |node| node.accepted)
    }

    /// The keyspaces that a node's connections are in.
    pub fn keyspaces_in_use(&self, node: usize) -> Vec<Option<String>> {
        let inner = self.state.lock();
        inner.connections.values().filter(|open| open.node == node).map(|open| open.keyspace.clone()).collect()
    }

    /// The shards that a node's connections came to, in ascending order; those that have registered for events aside.
    pub fn shards_in_use(&self, node: usize) -> Vec<u32> {
        let inner = self.state.lock();
        let open = inner.connections.values().filter(|open| open.node == node && open.events.is_empty());
        let mut shards: Vec<u32> = open.filter_map(|open| open.shard).collect();
        shards.sort_unstable();
        shards
    }

    /// Divides a node into so many shards from its next connection on, as after a start with other options; 0 for none.
    pub fn set_shards(&self, node: usize, shards: u16) {
        if let Some(node) = self.state.lock().nodes.get_mut(node) {
            node.shards = NonZeroU16::new(shards);
        }
    }

    /// Lets all further connections to a node come to one of its shards, or with `None` to the one that has the fewest, as at
    /// first.
    pub fn favour_shard(&self, node: usize, shard: Option<u32>) {
        if let Some(node) = self.state.lock().nodes.get_mut(node) {
            node.favoured_shard = shard;
        }
    }

    /// Closes the connections of a node that came to a shard.
    pub fn disconnect_shard(&self, node: usize, shard: u32) {
        self.send(|open| (open.node == node && open.shard == Some(shard)).then_some(Outbound::Close));
    }

    /// Closes one connection; see [`Request::connection`].
    pub fn disconnect_one(&self, connection: u64) {
        if let Some(open) = self.state.lock().connections.get(&connection) {
            // It is closing by itself.
            let _gone = open.sender.send(Outbound::Close);
        }
    }

    /// The node whose connection has registered for events.
    pub fn control_node(&self) -> Option<usize> {
        self.state.lock().connections.values().find(|open| !open.events.is_empty()).map(|open| open.node)
    }

    /// Says what a node does with the connections that it accepts from now on.
    pub fn greet(&self, node: usize, greeting: Greeting) {
        if let Some(node) = self.state.lock().nodes.get_mut(node) {
            node.greeting = greeting;
        }
    }

    /// Closes all connections of a node, which goes on listening.
    pub fn disconnect(&self, node: usize) {
        self.send(|open| (open.node == node).then_some(Outbound::Close));
    }

    /// Closes the connections that have registered for events.
    pub fn disconnect_control(&self) {
        self.send(|open| (!open.events.is_empty()).then_some(Outbound::Close));
    }

    /// Pushes an event on every connection that has registered for its kind.
    pub fn push(&self, event: &Event) {
        let kind: EventType = event.event_type();
        self.send(|open| open.events.contains(&kind).then(|| Outbound::Event(event.clone())));
    }

    /// Pushes that a node is up or down.
    pub fn push_status(&self, change: StatusChange, node: usize) {
        self.push(&Event::StatusChange { change, address: self.address(node) });
    }

    /// Pushes that a node came or went.
    pub fn push_topology(&self, change: TopologyChange, node: usize) {
        self.push(&Event::TopologyChange { change, address: self.address(node) });
    }

    fn send(&self, what: impl Fn(&crate::state::Open) -> Option<Outbound>) {
        for open in self.state.lock().connections.values() {
            if let Some(outbound) = what(open) {
                // It is closing by itself.
                let _gone = open.sender.send(outbound);
            }
        }
    }

    /// Adds a keyspace with so many replicas, or changes it.
    pub fn keyspace(&self, name: &str, replicas: usize) {
        let mut inner = self.state.lock();
        inner.keyspaces.retain(|keyspace| keyspace.name != name);
        inner.keyspaces.push(crate::keyspace::Keyspace::simple(name, replicas));
    }

    /// Says whether the other nodes list a node.
    pub fn set_member(&self, node: usize, is_member: bool) {
        if let Some(node) = self.state.lock().nodes.get_mut(node) {
            node.is_member = is_member;
        }
    }

    /// Sets the newest version that a node speaks from its next connection on, as another release of it does.
    pub fn set_version(&self, node: usize, version: ProtocolVersion) {
        if let Some(node) = self.state.lock().nodes.get_mut(node) {
            node.version = version;
        }
    }

    /// Sets the schema version that a node reports; all have the same at first.
    pub fn set_schema_version(&self, node: usize, version: Uuid) {
        if let Some(node) = self.state.lock().nodes.get_mut(node) {
            node.schema_version = version;
        }
    }

    /// Stops a node: its connections end, new ones are refused. Statements that it has prepared are forgotten.
    ///
    /// # Cancel safety
    /// When the future is dropped the node stops all the same, a moment later.
    pub async fn stop(&self, node: usize) {
        self.doors.close(node).await;
        self.disconnect(node);
        // Connections end a moment after their listener; whoever stopped the node wants them gone.
        let _late = self.connected(node, 0).await;
        self.forget_statements(node);
    }

    /// Starts a node that was stopped, on the same address.
    ///
    /// # Errors
    /// When the address cannot be listened on, or the node runs.
    ///
    /// # Cancel safety
    /// When the future is dropped the node stays stopped.
    pub async fn start(&self, node: usize) -> io::Result<()> {
        let listener = if self.in_memory { None } else { Some(TcpListener::bind(self.address(node)).await?) };
        self.open(node, listener)
    }
}

/// Something did not happen within a minute.
#[derive(Clone, PartialEq, Eq)]
pub struct NotReceived {
    what: String,
    expected: usize,
    got: usize,
}

impl NotReceived {
    pub(crate) fn new(what: &str, expected: usize, got: usize) -> Self {
        Self { what: what.to_owned(), expected, got }
    }
}

impl fmt::Display for NotReceived {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {} within {PATIENCE:?}, got {}", self.what, self.expected, self.got)
    }
}

/// As it is displayed.
impl fmt::Debug for NotReceived {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl std::error::Error for NotReceived {}
