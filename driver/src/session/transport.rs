//! What connections run over.

use std::net::IpAddr;
use std::time::Duration;

use super::SessionBuilder;
use crate::connection::Connector;
#[cfg(any(feature = "openssl-010", feature = "rustls-023"))]
use crate::connection::{ServerNameSource, TlsContext};

impl SessionBuilder {
    /// Sets whether small writes go out at once (`TCP_NODELAY`); on by default.
    pub const fn tcp_nodelay(mut self, nodelay: bool) -> Self {
        self.config.transport.socket.nodelay = nodelay;
        self
    }

    /// Sets after which idle time the operating system probes a connection, 1 to 32767 s in whole seconds; not at all by
    /// default.
    pub const fn tcp_keepalive_interval(mut self, interval: Duration) -> Self {
        self.config.transport.socket.keepalive = Some(interval);
        self
    }

    /// Sets how many bytes may wait to be read (`SO_RCVBUF`), 1 to 2147483647; the operating system's choice by
    /// default.
    pub const fn tcp_recv_buffer_size(mut self, size: usize) -> Self {
        self.config.transport.socket.recv_buffer_size = Some(size);
        self
    }

    /// Sets how many bytes may wait to be sent (`SO_SNDBUF`), 1 to 2147483647; the operating system's choice by
    /// default.
    pub const fn tcp_send_buffer_size(mut self, size: usize) -> Self {
        self.config.transport.socket.send_buffer_size = Some(size);
        self
    }

    /// Sets how long a closed socket tries to send what it still has (`SO_LINGER`), zero or 1 to 32767 s in whole seconds; in
    /// the background by default.
    ///
    /// With a time above zero, closing a connection blocks a thread of the runtime for up to that long.
    pub const fn tcp_linger(mut self, duration: Duration) -> Self {
        self.config.transport.socket.linger = Some(duration);
        self
    }

    /// Lets a closed socket drop what it still has and reset the connection, as `tcp_linger` with zero.
    pub const fn tcp_zero_linger(self) -> Self {
        self.tcp_linger(Duration::ZERO)
    }

    /// Sets whether a local address may be used again while an old connection of it fades out (`SO_REUSEADDR`); the
    /// operating system's choice by default.
    pub const fn tcp_reuse_address(mut self, reuse: bool) -> Self {
        self.config.transport.socket.reuse_address = Some(reuse);
        self
    }

    /// Sets which of this machine's addresses connections come from; the operating system's choice by default.
    pub fn local_ip_address(mut self, local_ip_address: Option<impl Into<IpAddr>>) -> Self {
        self.config.transport.socket.local_address = local_ip_address.map(Into::into);
        self
    }

    /// Sets what opens the streams that connections run over, in place of plain TCP.
    ///
    /// The options of TCP and [`local_ip_address`](Self::local_ip_address) are the connector's own matter then;
    /// [`connection_timeout`](Self::connection_timeout) bounds it, and TLS, where it is set, runs over what it opens.
    pub fn connector(mut self, connector: impl Connector) -> Self {
        self.config.transport.set_connector(connector);
        self
    }

    /// Sets how connections are encrypted; `None`, the default, leaves them in the clear. With feature `rustls-023` or
    /// `openssl-010`.
    #[cfg(any(feature = "openssl-010", feature = "rustls-023"))]
    pub fn tls_context(mut self, tls_context: Option<impl Into<TlsContext>>) -> Self {
        self.config.transport.tls = tls_context.map(Into::into);
        self
    }

    /// Sets the name that a node's certificate is checked against, and that SNI tells the node; its IP address by default.
    /// With feature `rustls-023` or `openssl-010`.
    #[cfg(any(feature = "openssl-010", feature = "rustls-023"))]
    pub fn tls_server_name(mut self, name: impl Into<ServerNameSource>) -> Self {
        self.config.transport.server_names = name.into();
        self
    }
}
