use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

use super::authentication::Authenticator;
use super::{Connection, SelfIdentity, Shared, handshake, io};
use crate::error::{Error, ErrorKind};
use crate::observe::Counters;
use crate::protocol::Limits;
use crate::wire::ProtocolVersion;

/// How connections are opened; one for all of a session.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// How long the socket may take to open.
    pub(crate) connect_timeout: Duration,
    /// How long the messages until the connection is ready may take.
    pub(crate) handshake_timeout: Duration,
    /// Whether small writes go out at once.
    pub(crate) tcp_nodelay: bool,
    /// When the operating system probes an idle socket.
    pub(crate) tcp_keepalive: Option<Duration>,
    /// What a connection allows itself.
    pub(crate) limits: Limits,
    /// Where credentials come from; `None` when there are none.
    pub(crate) authenticator: Option<Authenticator>,
    /// Who the session says it is.
    pub(crate) identity: SelfIdentity<'static>,
    /// Whether an overloaded server is to answer with an error instead of reading more slowly.
    pub(crate) throw_on_overload: bool,
    /// What connections count on.
    pub(crate) counters: Arc<Counters>,
}

/// Opens a connection of `version` to `address`; `keyspace`, quoted where it needs it, is set on it.
///
/// # Errors
/// When the socket does not open, the peer is no CQL server, refuses the version or does not answer in time.
pub(crate) async fn connect(
    address: SocketAddr,
    version: ProtocolVersion,
    options: &Options,
    keyspace: Option<&str>,
    events: Option<mpsc::Sender<Bytes>>,
) -> Result<Arc<Connection>, Error> {
    let opened = within(options.connect_timeout, "opening the socket", open(address, options)).await;
    let stream = opened.map_err(|error| error.on_node(address))?;
    establish(stream, address, version, options, keyspace, events).await.map_err(|error| error.on_node(address))
}

async fn open(address: SocketAddr, options: &Options) -> Result<TcpStream, Error> {
    let configure = |stream: &TcpStream| {
        stream.set_nodelay(options.tcp_nodelay)?;
        if let Some(idle) = options.tcp_keepalive {
            socket2::SockRef::from(stream).set_tcp_keepalive(&socket2::TcpKeepalive::new().with_time(idle))?;
        }
        Ok(())
    };
    let opened = TcpStream::connect(address).await.and_then(|stream| configure(&stream).map(|()| stream));
    opened.map_err(|error| Error::caused(ErrorKind::Connect, error))
}

/// Makes a connection of an open stream: starts its I/O task and shakes hands.
async fn establish<S>(
    stream: S,
    address: SocketAddr,
    version: ProtocolVersion,
    options: &Options,
    keyspace: Option<&str>,
    events: Option<mpsc::Sender<Bytes>>,
) -> Result<Arc<Connection>, Error>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let shared = Arc::new(Shared::new(version, options.limits, Arc::clone(&options.counters), Instant::now()));
    tokio::spawn(io::run(stream, Arc::clone(&shared), events));
    // From here on dropping the handle ends the task.
    let connection = Arc::new(Connection { shared, address, version });
    handshake::run(&connection, keyspace, options).await?;
    options.counters.opened();
    Ok(connection)
}

/// Waits for `work`, at most `timeout` long.
async fn within<T>(
    timeout: Duration,
    phase: &'static str,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    match tokio::time::timeout(timeout, work).await {
        Ok(result) => result,
        Err(_) => Err(Error::timeout(timeout, phase)),
    }
}
