use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};
use tokio::net::{TcpSocket, TcpStream};

use crate::error::{Error, ErrorKind};

/// What the operating system is told of every socket; what is `None` stays as it does it.
#[derive(Clone, Debug)]
pub(crate) struct SocketOptions {
    /// Whether small writes go out at once.
    pub(crate) nodelay: bool,
    /// After which idle time the peer is probed.
    pub(crate) keepalive: Option<Duration>,
    /// Bytes that may wait to be read.
    pub(crate) recv_buffer_size: Option<usize>,
    /// Bytes that may wait to be sent.
    pub(crate) send_buffer_size: Option<usize>,
    /// How long a closed socket tries to send what it still has; zero drops it and resets the connection.
    pub(crate) linger: Option<Duration>,
    /// Whether a local address may be used again while an old connection of it fades out.
    pub(crate) reuse_address: Option<bool>,
    /// Which of this machine's addresses connections come from.
    pub(crate) local_address: Option<IpAddr>,
}

impl Default for SocketOptions {
    fn default() -> Self {
        Self {
            nodelay: true,
            keepalive: None,
            recv_buffer_size: None,
            send_buffer_size: None,
            linger: None,
            reuse_address: None,
            local_address: None,
        }
    }
}

impl SocketOptions {
    /// Opens a socket to `address`.
    pub(super) async fn connect(&self, address: SocketAddr) -> Result<TcpStream, Error> {
        let socket = self.socket(address)?;
        socket.connect(address).await.map_err(|error| Error::caused(ErrorKind::Connect, error))
    }

    /// A socket with these options that is not connected yet: the sizes of its buffers count from the first segment.
    fn socket(&self, address: SocketAddr) -> Result<TcpSocket, Error> {
        let failed = |error| Error::caused(ErrorKind::Connect, error);
        let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }.map_err(failed)?;
        self.configure(SockRef::from(&socket))
            .map_err(|error| failed(error).context("setting the socket's options"))?;
        if let Some(local) = self.local_address {
            let bound = socket.bind(SocketAddr::new(local, 0));
            bound.map_err(|error| failed(error).context(format!("local_ip_address {local}")))?;
        }
        Ok(socket)
    }

    fn configure(&self, socket: SockRef<'_>) -> io::Result<()> {
        socket.set_tcp_nodelay(self.nodelay)?;
        if let Some(idle) = self.keepalive {
            socket.set_tcp_keepalive(&TcpKeepalive::new().with_time(idle))?;
        }
        if let Some(size) = self.recv_buffer_size {
            socket.set_recv_buffer_size(size)?;
        }
        if let Some(size) = self.send_buffer_size {
            socket.set_send_buffer_size(size)?;
        }
        if let Some(linger) = self.linger {
            socket.set_linger(Some(linger))?;
        }
        if let Some(reuse) = self.reuse_address {
            socket.set_reuse_address(reuse)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    async fn listener() -> (TcpListener, SocketAddr) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        (listener, address)
    }

    #[tokio::test]
    async fn each_option_is_the_sockets() {
        let (_listener, address) = listener().await;
        let options = SocketOptions {
            nodelay: false,
            keepalive: Some(Duration::from_secs(77)),
            recv_buffer_size: Some(30_000),
            send_buffer_size: Some(40_000),
            linger: Some(Duration::from_secs(3)),
            reuse_address: Some(true),
            local_address: Some([127, 0, 0, 1].into()),
        };
        let stream = options.connect(address).await.unwrap();
        let socket = SockRef::from(&stream);
        assert!(!socket.tcp_nodelay().unwrap());
        assert!(socket.keepalive().unwrap());
        #[cfg(target_os = "linux")]
        assert_eq!(socket.tcp_keepalive_time().unwrap(), Duration::from_secs(77));
        // Linux doubles what it is asked for, to have room for its own bookkeeping.
        assert!((30_000..=60_000).contains(&socket.recv_buffer_size().unwrap()), "{:?}", socket.recv_buffer_size());
        assert!((40_000..=80_000).contains(&socket.send_buffer_size().unwrap()), "{:?}", socket.send_buffer_size());
        assert_eq!(socket.linger().unwrap(), Some(Duration::from_secs(3)));
        assert!(socket.reuse_address().unwrap());
        assert_eq!(stream.local_addr().unwrap().ip(), IpAddr::from([127, 0, 0, 1]));
    }

    #[tokio::test]
    async fn without_options_the_socket_is_as_the_system_makes_it_but_for_delays() {
        let (_listener, address) = listener().await;
        let stream = SocketOptions::default().connect(address).await.unwrap();
        let socket = SockRef::from(&stream);
        let plain = TcpStream::connect(address).await.unwrap();
        let plain = SockRef::from(&plain);
        assert!(socket.tcp_nodelay().unwrap());
        assert!(!socket.keepalive().unwrap());
        assert_eq!(socket.linger().unwrap(), None);
        assert_eq!(socket.reuse_address().unwrap(), plain.reuse_address().unwrap());
    }

    #[tokio::test]
    #[cfg(target_os = "linux")]
    async fn the_peer_sees_the_local_address() {
        let (listener, address) = listener().await;
        let options = SocketOptions { local_address: Some([127, 0, 0, 9].into()), ..SocketOptions::default() };
        let _stream = options.connect(address).await.unwrap();
        assert_eq!(listener.accept().await.unwrap().1.ip(), IpAddr::from([127, 0, 0, 9]));
    }

    #[tokio::test]
    async fn a_local_address_that_is_not_this_machines_is_named() {
        let (_listener, address) = listener().await;
        for local in [IpAddr::from([192, 0, 2, 1]), IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1])] {
            let options = SocketOptions { local_address: Some(local), ..SocketOptions::default() };
            let error = options.connect(address).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Connect);
            assert!(error.to_string().contains(&format!("local_ip_address {local}")), "{error}");
        }
    }
}
