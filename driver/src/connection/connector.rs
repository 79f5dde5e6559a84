use std::fmt;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};

use super::Endpoint;

/// Opens the streams that connections run over, in place of plain TCP: a Unix socket, an in-memory pipe, a proxy.
///
/// Give it to [`SessionBuilder::connector`](crate::client::session_builder::SessionBuilder::connector). A closure from
/// an [`Endpoint`] to a future of a stream is one:
/// ```no_run
/// use ilium_driver::client::connector::Endpoint;
/// use ilium_driver::client::session_builder::SessionBuilder;
/// use tokio::net::TcpStream;
///
/// # async fn example() -> Result<(), ilium_driver::errors::Error> {
/// // All nodes are behind one forwarder, which tells them by the port.
/// let forwarded = |node: Endpoint| TcpStream::connect(("127.0.0.1", 20_000 + node.address().port()));
/// let session = SessionBuilder::new().known_node("10.0.0.1").connector(forwarded).build().await?;
/// # Ok(())
/// # }
/// ```
///
/// A connector with a state of its own implements the trait:
/// ```
/// use std::io;
/// use std::path::PathBuf;
///
/// use ilium_driver::client::connector::{Connector, Endpoint};
/// # #[cfg(unix)]
/// use tokio::net::UnixStream;
///
/// struct Sockets {
///     folder: PathBuf,
/// }
///
/// # #[cfg(unix)]
/// impl Connector for Sockets {
///     type Stream = UnixStream;
///
///     async fn connect(&self, node: &Endpoint) -> io::Result<UnixStream> {
///         UnixStream::connect(self.folder.join(node.address().to_string())).await
///     }
/// }
/// ```
pub trait Connector: Send + Sync + 'static {
    /// What a connection reads from and writes to.
    type Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static;

    /// Opens a stream to a node.
    ///
    /// The session waits for it no longer than its connection timeout.
    ///
    /// # Errors
    /// Whatever kept the stream from opening; the session's error is of kind
    /// [`Connect`](crate::errors::ErrorKind::Connect) with this as its source.
    ///
    /// # Cancel safety
    /// The future is dropped when the connection timeout has passed, and when the session closes.
    fn connect(&self, node: &Endpoint) -> impl Future<Output = io::Result<Self::Stream>> + Send;
}

impl<F, O, S> Connector for F
where
    F: Fn(Endpoint) -> O + Send + Sync + 'static,
    O: Future<Output = io::Result<S>> + Send,
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    type Stream = S;

    fn connect(&self, node: &Endpoint) -> impl Future<Output = io::Result<S>> + Send {
        self(node.clone())
    }
}

/// Any stream.
pub(super) trait Duplex: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Duplex for S {}

/// The stream of a connector, whatever its type.
pub(super) type BoxedStream = Box<dyn Duplex>;

/// A [`Connector`] whose types are not known here.
trait Erased: Send + Sync {
    fn connect<'a>(&'a self, node: &'a Endpoint) -> Pin<Box<dyn Future<Output = io::Result<BoxedStream>> + Send + 'a>>;
}

impl<C: Connector> Erased for C {
    fn connect<'a>(&'a self, node: &'a Endpoint) -> Pin<Box<dyn Future<Output = io::Result<BoxedStream>> + Send + 'a>> {
        Box::pin(async move { Connector::connect(self, node).await.map(|stream| Box::new(stream) as BoxedStream) })
    }
}

/// The connector of a session.
#[derive(Clone)]
pub(super) struct AnyConnector(Arc<dyn Erased>);

impl AnyConnector {
    pub(super) fn new(connector: impl Connector) -> Self {
        Self(Arc::new(connector))
    }

    pub(super) async fn connect(&self, node: &Endpoint) -> io::Result<BoxedStream> {
        self.0.connect(node).await
    }
}

impl fmt::Debug for AnyConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connector")
    }
}
