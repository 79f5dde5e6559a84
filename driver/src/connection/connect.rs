use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc;

use super::authentication::Authenticator;
use super::transport::Stream;
use super::{
    Connection, Endpoint, HostNames, SelfIdentity, Shared, Transport, WantedCompression, handshake, io, now, watch,
};
use crate::error::Error;
use crate::observe::Counters;
use crate::protocol::{Limits, Pushed};
use crate::wire::ProtocolVersion;

/// How connections are opened; one for all of a session.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// How long the stream may take to open, TLS included.
    pub(crate) connect_timeout: Duration,
    /// How long the messages until the connection is ready may take.
    pub(crate) handshake_timeout: Duration,
    /// What connections run over.
    pub(crate) transport: Transport,
    /// The names that contact points were given by.
    pub(crate) host_names: Arc<HostNames>,
    /// What a connection allows itself.
    pub(crate) limits: Limits,
    /// Where credentials come from; `None` when there are none.
    pub(crate) authenticator: Option<Authenticator>,
    /// The compression that connections ask for; `None` for none.
    pub(crate) compression: Option<Arc<WantedCompression>>,
    /// Who the session says it is.
    pub(crate) identity: SelfIdentity<'static>,
    /// Whether an overloaded server is to answer with an error instead of reading more slowly.
    pub(crate) throw_on_overload: bool,
    /// Whether connections ask what shard they came to: the cluster's nodes have shards, as one of them has said.
    pub(crate) has_shards: Arc<AtomicBool>,
    /// What connections count on.
    pub(crate) counters: Arc<Counters>,
}

/// Opens a connection of `version` to a node; `keyspace` is set on it.
///
/// # Errors
/// When the stream does not open, the peer is no CQL server, refuses the version ([`VersionRefused`](super::VersionRefused)
/// is the source then) or the credentials, or does not answer in time.
pub(crate) async fn connect(
    node: Endpoint,
    version: ProtocolVersion,
    options: &Options,
    keyspace: Option<&str>,
    events: Option<mpsc::Sender<Pushed>>,
) -> Result<Arc<Connection>, Error> {
    let node = node.named(&options.host_names);
    let connected = match options.transport.open(&node, options.connect_timeout).await {
        Ok(Stream::Tcp(stream)) => establish(stream, &node, version, options, keyspace, events).await,
        Ok(Stream::Boxed(stream)) => establish(stream, &node, version, options, keyspace, events).await,
        Err(error) => Err(error),
    };
    connected.map_err(|error| error.on_node(node.address()))
}

/// Makes a connection of an open stream: starts its I/O task and shakes hands.
async fn establish<S>(
    stream: S,
    node: &Endpoint,
    version: ProtocolVersion,
    options: &Options,
    keyspace: Option<&str>,
    events: Option<mpsc::Sender<Pushed>>,
) -> Result<Arc<Connection>, Error>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let shared = Arc::new(Shared::new(version, options.limits, Arc::clone(&options.counters), now()));
    if events.is_some() {
        shared.lock().machine.expect_events();
    }
    tokio::spawn(io::run(stream, Arc::clone(&shared), events));
    watch::watch(&shared);
    // From here on dropping the handle ends the task.
    let connection = Arc::new(Connection::new(shared, node.address(), version));
    let shaken = handshake::run(&connection, node, keyspace, options).await;
    shaken.map_err(|error| options.transport.explain(error, connection.broken()))?;
    connection.begin_heartbeats();
    options.counters.opened();
    Ok(connection)
}
