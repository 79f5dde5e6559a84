//! The control connection: what the cluster says of itself.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::sync::mpsc;
use uuid::Uuid;

use super::ClusterConfig;
use super::cells::{ReplicationCell, TokensCell};
use super::system_rows::{SystemRows, query_rows};
use crate::connection::{Connection, Endpoint, connect, unexpected};
use crate::error::{Error, ErrorKind};
pub(super) use crate::protocol::Pushed as News;
use crate::topology::{ClusterRows, KeyspaceRow, MAX_KEYSPACES, MAX_NODES, MAX_OPTIONS_IN_ALL, PeerRow, RowTokens};
use crate::value::DeserializeRow;
use crate::wire::ProtocolVersion;
use crate::wire::event::EventType;
use crate::wire::request::{Register, Request};
use crate::wire::response::Response;

/// How many events may wait for the worker; more of them say nothing new.
const EVENTS: usize = 256;

/// A connection that hears the server's events.
#[derive(Debug)]
pub(super) struct Control {
    connection: Arc<Connection>,
    events: mpsc::Receiver<News>,
}

impl Control {
    /// Connects to a node, registers for events and reads what the cluster looks like.
    pub(super) async fn connect(
        node: Endpoint,
        version: ProtocolVersion,
        config: &ClusterConfig,
    ) -> Result<(Self, ClusterRows), Error> {
        let (sender, events) = mpsc::channel(EVENTS);
        let connection = connect(node, version, &config.options, None, Some(sender)).await?;
        let control = Self { connection, events };
        control.register(config.query_timeout).await?;
        let found = find(&control.connection, config).await?;
        Ok((control, found))
    }

    async fn register(&self, timeout: Duration) -> Result<(), Error> {
        let events = [EventType::TopologyChange, EventType::StatusChange, EventType::SchemaChange];
        let register = Request::Register(Register { event_types: events.to_vec() });
        let ready = |response: Response<'_>| match response {
            Response::Ready(_) => Ok(()),
            other => Err(unexpected("READY", &other)),
        };
        self.connection.ask_for(&register, timeout, ready).await
    }

    pub(super) fn version(&self) -> ProtocolVersion {
        self.connection.version()
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.connection.address()
    }

    pub(super) const fn connection(&self) -> &Arc<Connection> {
        &self.connection
    }

    /// The next event; `None` when the connection ended.
    pub(super) fn poll_news(&mut self, cx: &mut Context<'_>) -> Poll<Option<News>> {
        self.events.poll_recv(cx)
    }
}

/// Reads nodes and keyspaces.
pub(super) async fn find(connection: &Arc<Connection>, config: &ClusterConfig) -> Result<ClusterRows, Error> {
    let reader = Reader { connection, timeout: config.query_timeout };
    reader.cluster().await.map_err(|error| error.context("reading the cluster's metadata"))
}

type Cell<T> = Option<T>;
type LocalRow = (
    Cell<Uuid>,
    Cell<IpAddr>,
    Cell<String>,
    Cell<String>,
    Cell<TokensCell>,
    Cell<String>,
    Cell<Uuid>,
    Cell<String>,
    Cell<String>,
);
type PeersV2Row = (
    Cell<Uuid>,
    IpAddr,
    Cell<IpAddr>,
    Cell<i32>,
    Cell<String>,
    Cell<String>,
    Cell<TokensCell>,
    Cell<String>,
    Cell<Uuid>,
);
type PeersRow =
    (Cell<Uuid>, IpAddr, Cell<IpAddr>, Cell<String>, Cell<String>, Cell<TokensCell>, Cell<String>, Cell<Uuid>);
type KeyspacesRow = (String, ReplicationCell, Cell<bool>);

/// Reads system tables over one connection.
struct Reader<'a> {
    connection: &'a Arc<Connection>,
    timeout: Duration,
}

impl Reader<'_> {
    async fn rows<R, T>(&self, cql: &str, take: fn(SystemRows<'_, R>) -> Result<T, Error>) -> Result<T, Error>
    where
        R: for<'f, 'm> DeserializeRow<'f, 'm> + 'static,
        T: Send + 'static,
    {
        query_rows(self.connection, cql, self.timeout, take).await
    }

    async fn cluster(&self) -> Result<ClusterRows, Error> {
        let mut rows = self.local().await?;
        (rows.peers, rows.more_peers) = self.peers().await?;
        (rows.schema.keyspaces, rows.schema.more_keyspaces) = self.keyspaces().await?;
        Ok(rows)
    }

    /// The node at the other end, and what it says of the whole cluster.
    async fn local(&self) -> Result<ClusterRows, Error> {
        let cql = "SELECT host_id, broadcast_address, data_center, rack, tokens, release_version, schema_version, \
                   cluster_name, partitioner FROM system.local WHERE key = 'local'";
        let row = self.rows::<LocalRow, _>(cql, one_row).await?;
        let (host_id, broadcast_address, datacenter, rack, tokens, release_version, schema_version, name, partitioner) =
            row;
        // Where this connection goes is where clients reach the node, whatever the node thinks.
        let address = self.connection.address();
        let local = PeerRow {
            host_id,
            address: Some(address.ip()),
            port: Some(address.port()),
            broadcast_address,
            datacenter,
            rack,
            tokens: tokens_of(tokens),
            release_version,
            schema_version,
        };
        Ok(ClusterRows {
            cluster_name: name,
            partitioner,
            local: Some(local),
            default_port: address.port(),
            ..ClusterRows::default()
        })
    }

    /// All other nodes, and how many rows of more than can be used there are.
    async fn peers(&self) -> Result<(Vec<PeerRow>, usize), Error> {
        let cql = "SELECT host_id, peer, native_address, native_port, data_center, rack, tokens, release_version, \
                   schema_version FROM system.peers_v2";
        match self.rows(cql, |rows| up_to(MAX_NODES, rows, peer_row)).await {
            // Before Cassandra 4, and in ScyllaDB, there is no such table.
            Err(error) if error.kind() == ErrorKind::Invalid => self.old_peers().await,
            read => read,
        }
    }

    async fn old_peers(&self) -> Result<(Vec<PeerRow>, usize), Error> {
        let cql = "SELECT host_id, peer, rpc_address, data_center, rack, tokens, release_version, schema_version FROM \
                   system.peers";
        self.rows(cql, |rows| up_to(MAX_NODES, rows, old_peer_row)).await
    }

    /// The keyspaces, and how many rows of more than can be used there are.
    async fn keyspaces(&self) -> Result<(Vec<KeyspaceRow>, usize), Error> {
        let cql = "SELECT keyspace_name, replication, durable_writes FROM system_schema.keyspaces";
        self.rows(cql, keyspace_rows).await
    }
}

/// The only row.
fn one_row<R>(rows: SystemRows<'_, R>) -> Result<R, Error> {
    rows.next().unwrap_or_else(|| Err(Error::new(ErrorKind::Metadata, "system.local has no row")))
}

/// The first `max` rows, and how many there are beyond: those are not looked at.
fn up_to<R, T>(max: usize, rows: SystemRows<'_, R>, row: fn(R) -> T) -> Result<(Vec<T>, usize), Error> {
    let read = rows.take(max).map(|read| read.map(row)).collect::<Result<_, _>>()?;
    Ok((read, rows.len()))
}

fn keyspace_rows(rows: SystemRows<'_, KeyspacesRow>) -> Result<(Vec<KeyspaceRow>, usize), Error> {
    let (mut keyspaces, mut options) = (Vec::new(), 0);
    while keyspaces.len() < MAX_KEYSPACES
        && options < MAX_OPTIONS_IN_ALL
        && let Some(row) = rows.next().transpose()?
    {
        let (name, ReplicationCell(replication), durable_writes) = row;
        options += replication.len();
        keyspaces.push(KeyspaceRow { name, replication, durable_writes: durable_writes.unwrap_or(true) });
    }
    Ok((keyspaces, rows.len()))
}

fn tokens_of(cell: Cell<TokensCell>) -> RowTokens {
    cell.map(|TokensCell(tokens)| tokens).unwrap_or_default()
}

/// One port for all nodes was the rule when there was this table alone.
fn old_peer_row(row: PeersRow) -> PeerRow {
    let (host_id, peer, address, datacenter, rack, tokens, release, schema) = row;
    peer_row((host_id, peer, address, None, datacenter, rack, tokens, release, schema))
}

fn peer_row(row: PeersV2Row) -> PeerRow {
    let (host_id, peer, address, port, datacenter, rack, tokens, release_version, schema_version) = row;
    PeerRow {
        host_id,
        address,
        port: port.and_then(|port| u16::try_from(port).ok()),
        broadcast_address: Some(peer),
        datacenter,
        rack,
        tokens: tokens_of(tokens),
        release_version,
        schema_version,
    }
}

/// The schema version of the node at the other end.
pub(super) async fn schema_version(connection: &Arc<Connection>, timeout: Duration) -> Result<Uuid, Error> {
    let cql = "SELECT schema_version FROM system.local WHERE key = 'local'";
    query_rows::<(Uuid,), _>(connection, cql, timeout, one_row).await.map(|(version,)| version)
}

#[cfg(test)]
mod tests;
