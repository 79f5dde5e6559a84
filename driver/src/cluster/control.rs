//! The control connection: what the cluster says of itself.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::ClusterConfig;
use crate::connection::{Connection, Endpoint, connect, unexpected};
use crate::error::{Error, ErrorKind};
pub(super) use crate::protocol::Pushed as News;
use crate::topology::{ClusterRows, KeyspaceRow, PeerRow};
use crate::value::{DeserializeRow, FrameSlice, RowIterator};
use crate::wire::ProtocolVersion;
use crate::wire::consistency::Consistency;
use crate::wire::event::EventType;
use crate::wire::request::{QueryParameters, Register, Request};
use crate::wire::response::{Response, Result as Answer, decode_column_specs, read_rows_count};

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
    Cell<Vec<String>>,
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
    Cell<Vec<String>>,
    Cell<String>,
    Cell<Uuid>,
);
type PeersRow =
    (Cell<Uuid>, IpAddr, Cell<IpAddr>, Cell<String>, Cell<String>, Cell<Vec<String>>, Cell<String>, Cell<Uuid>);

/// Reads system tables over one connection.
struct Reader<'a> {
    connection: &'a Arc<Connection>,
    timeout: Duration,
}

impl Reader<'_> {
    async fn rows<R>(&self, cql: &str) -> Result<Vec<R>, Error>
    where
        R: for<'f, 'm> DeserializeRow<'f, 'm>,
    {
        query_rows(self.connection, cql, self.timeout).await
    }

    async fn cluster(&self) -> Result<ClusterRows, Error> {
        let mut rows = self.local().await?;
        rows.peers = self.peers().await?;
        rows.keyspaces = self.keyspaces().await?;
        Ok(rows)
    }

    /// The node at the other end, and what it says of the whole cluster.
    async fn local(&self) -> Result<ClusterRows, Error> {
        let cql = "SELECT host_id, broadcast_address, data_center, rack, tokens, release_version, schema_version, \
                   cluster_name, partitioner FROM system.local WHERE key = 'local'";
        let Some(row) = self.rows::<LocalRow>(cql).await?.pop() else {
            return Err(Error::new(ErrorKind::Metadata, "system.local has no row"));
        };
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
            tokens: tokens.unwrap_or_default(),
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

    /// All other nodes.
    async fn peers(&self) -> Result<Vec<PeerRow>, Error> {
        let cql = "SELECT host_id, peer, native_address, native_port, data_center, rack, tokens, release_version, \
                   schema_version FROM system.peers_v2";
        match self.rows::<PeersV2Row>(cql).await {
            Ok(rows) => Ok(rows.into_iter().map(peer_row).collect()),
            // Before Cassandra 4, and in ScyllaDB, there is no such table.
            Err(error) if error.kind() == ErrorKind::Invalid => self.old_peers().await,
            Err(error) => Err(error),
        }
    }

    async fn old_peers(&self) -> Result<Vec<PeerRow>, Error> {
        let cql = "SELECT host_id, peer, rpc_address, data_center, rack, tokens, release_version, schema_version FROM \
                   system.peers";
        // One port for all nodes was the rule then.
        let rows = self.rows::<PeersRow>(cql).await?;
        let peer = |(host_id, peer, address, datacenter, rack, tokens, release, schema): PeersRow| {
            peer_row((host_id, peer, address, None, datacenter, rack, tokens, release, schema))
        };
        Ok(rows.into_iter().map(peer).collect())
    }

    async fn keyspaces(&self) -> Result<Vec<KeyspaceRow>, Error> {
        let cql = "SELECT keyspace_name, replication, durable_writes FROM system_schema.keyspaces";
        let rows = self.rows::<(String, HashMap<String, String>, Option<bool>)>(cql).await?;
        let keyspace = |(name, replication, durable_writes): (String, HashMap<_, _>, Option<bool>)| KeyspaceRow {
            name,
            replication: replication.into_iter().collect(),
            durable_writes: durable_writes.unwrap_or(true),
        };
        Ok(rows.into_iter().map(keyspace).collect())
    }
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
        tokens: tokens.unwrap_or_default(),
        release_version,
        schema_version,
    }
}

/// The schema version of the node at the other end.
pub(super) async fn schema_version(connection: &Arc<Connection>, timeout: Duration) -> Result<Uuid, Error> {
    let cql = "SELECT schema_version FROM system.local WHERE key = 'local'";
    match query_rows::<(Uuid,)>(connection, cql, timeout).await?.pop() {
        Some((version,)) => Ok(version),
        None => Err(Error::new(ErrorKind::Metadata, "system.local has no row")),
    }
}

/// Runs a CQL text and reads all its rows.
async fn query_rows<R>(connection: &Arc<Connection>, cql: &str, timeout: Duration) -> Result<Vec<R>, Error>
where
    R: for<'f, 'm> DeserializeRow<'f, 'm>,
{
    // One replica is all there is: these tables are each node's own.
    let parameters = QueryParameters { consistency: Consistency::One, ..QueryParameters::default() };
    connection.ask_query(cql, parameters, timeout, read_rows).await
}

fn read_rows<R>(response: Response<'_>) -> Result<Vec<R>, Error>
where
    R: for<'f, 'm> DeserializeRow<'f, 'm>,
{
    let Response::Result(Answer::Rows(rows)) = response else { return Err(unexpected("rows", &response)) };
    let invalid = |error| Error::caused(ErrorKind::InvalidResponse, error);
    let mut content = rows.content;
    let columns = rows.header.column_count;
    let specs = decode_column_specs(&mut content, rows.header.flags, columns).map_err(invalid)?;
    let count = read_rows_count(&mut content, columns).map_err(invalid)?;
    let content = Bytes::copy_from_slice(content);
    RowIterator::new(&specs, FrameSlice::new(&content), count)?.map(|row| row.map_err(Error::from)).collect()
}
