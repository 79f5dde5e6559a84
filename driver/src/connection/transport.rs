use std::future::Future;
use std::io;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::Instant;

use super::connector::{AnyConnector, BoxedStream};
use super::socket::SocketOptions;
#[cfg(any(feature = "openssl-010", feature = "rustls-023"))]
use super::tls::{self, ServerNameSource, TlsContext};
use super::{Connector, Endpoint};
use crate::error::{Error, ErrorKind};
use crate::protocol::Broken;
use crate::wire::{EnvelopeError, HeaderError};

/// The first byte of a TLS alert (RFC 8446 §5.1), which a server answers to what is no TLS.
const TLS_ALERT: u8 = 0x15;

/// What connections run over; one for all of a session.
#[derive(Clone, Debug, Default)]
pub(crate) struct Transport {
    /// Of plain TCP; a connector has its own ideas.
    pub(crate) socket: SocketOptions,
    /// What opens streams in place of plain TCP.
    connector: Option<AnyConnector>,
    /// How streams are encrypted; `None` leaves them in the clear.
    #[cfg(any(feature = "openssl-010", feature = "rustls-023"))]
    pub(crate) tls: Option<TlsContext>,
    /// What a node's certificate is checked against.
    #[cfg(any(feature = "openssl-010", feature = "rustls-023"))]
    pub(crate) server_names: ServerNameSource,
}

/// An open stream; TCP has its own case so that nothing stands between it and the task that reads it.
pub(super) enum Stream {
    Tcp(TcpStream),
    Boxed(BoxedStream),
}

impl Transport {
    /// Opens streams by `connector` from here on.
    pub(crate) fn set_connector(&mut self, connector: impl Connector) {
        self.connector = Some(AnyConnector::new(connector));
    }

    /// Opens a stream to a node, encrypted if that is wished, in at most `timeout`.
    ///
    /// # Errors
    /// [`Connect`](ErrorKind::Connect) when the stream does not open, [`Tls`](ErrorKind::Tls) when it cannot be encrypted,
    /// [`Timeout`](ErrorKind::Timeout) when that takes too long.
    pub(super) async fn open(&self, node: &Endpoint, timeout: Duration) -> Result<Stream, Error> {
        let until = Until { deadline: Instant::now() + timeout, timeout };
        match &self.connector {
            None => {
                let stream = until.done("opening the socket", self.socket.connect(node.address())).await?;
                #[cfg(any(feature = "openssl-010", feature = "rustls-023"))]
                if let Some(context) = &self.tls {
                    return self.secure(stream, context, node, until).await.map(Stream::Boxed);
                }
                Ok(Stream::Tcp(stream))
            }
            Some(connector) => {
                let opened =
                    async { connector.connect(node).await.map_err(|error| Error::caused(ErrorKind::Connect, error)) };
                let stream = until.done("waiting for the connector", opened).await?;
                #[cfg(any(feature = "openssl-010", feature = "rustls-023"))]
                if let Some(context) = &self.tls {
                    return self.secure(stream, context, node, until).await.map(Stream::Boxed);
                }
                Ok(Stream::Boxed(stream))
            }
        }
    }

    #[cfg(any(feature = "openssl-010", feature = "rustls-023"))]
    async fn secure<S>(
        &self,
        stream: S,
        context: &TlsContext,
        node: &Endpoint,
        until: Until,
    ) -> Result<BoxedStream, Error>
    where
        S: super::connector::Duplex + 'static,
    {
        let secured = tls::secure(stream, context, &self.server_names, node);
        until.done("shaking hands for TLS (is it a TLS port?)", secured).await
    }

    #[cfg(any(feature = "openssl-010", feature = "rustls-023"))]
    const fn is_encrypted(&self) -> bool {
        self.tls.is_some()
    }

    #[cfg(not(any(feature = "openssl-010", feature = "rustls-023")))]
    const fn is_encrypted(&self) -> bool {
        false
    }

    /// Says more of the `error` that the handshake of CQL ended with, if the reason why the connection `broke` tells it.
    pub(super) fn explain(&self, error: Error, broke: Option<Broken>) -> Error {
        if !matches!(error.kind(), ErrorKind::BrokenConnection | ErrorKind::Handshake) {
            return error;
        }
        match broke {
            // With TLS 1.3 a client has shaken hands before the server has looked at its certificate (RFC 8446 §4.4.2).
            #[cfg(any(feature = "openssl-010", feature = "rustls-023"))]
            Some(Broken::Io(io)) if tls::is_tls(&io) => tls::refused(io),
            Some(broke) if self.is_encrypted() && is_ended(&broke) => error.context(
                "the node ended the connection after the TLS handshake; does it ask for a client certificate?",
            ),
            Some(broke) if !self.is_encrypted() && is_alert(&broke) => {
                Error::caused(ErrorKind::Tls, broke).context("it is a TLS port; give the session a `tls_context`")
            }
            Some(broke) if !self.is_encrypted() && is_ended(&broke) => {
                error.context("if it is a TLS port, give the session a `tls_context`")
            }
            _ => error,
        }
    }
}

/// Whether the peer ended the connection.
fn is_ended(broken: &Broken) -> bool {
    match broken {
        Broken::EndOfStream => true,
        Broken::Io(error) => is_end(error),
        _ => false,
    }
}

/// Whether the peer's end of a stream is gone.
pub(super) fn is_end(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    matches!(error.kind(), BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof)
}

/// Whether the peer answered with an alert of TLS.
fn is_alert(broken: &Broken) -> bool {
    matches!(broken, Broken::Envelope(EnvelopeError::Header(HeaderError::UnknownVersion { number: TLS_ALERT, .. })))
}

/// One limit for all phases of opening.
#[derive(Clone, Copy)]
struct Until {
    deadline: Instant,
    /// What the user set, for the error.
    timeout: Duration,
}

impl Until {
    async fn done<T>(self, phase: &'static str, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        match tokio::time::timeout_at(self.deadline, work).await {
            Ok(result) => result,
            Err(_) => Err(Error::timeout(self.timeout, phase)),
        }
    }
}
