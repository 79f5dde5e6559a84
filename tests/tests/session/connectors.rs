//! Connections over what a connector opens.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use ilium_driver::client::connector::{Connector, Endpoint};
use ilium_driver::client::session::Session;
use ilium_driver::client::session_builder::SessionBuilder;
use ilium_driver::errors::ErrorKind;
use ilium_mock::MockCluster;
use tokio::io::DuplexStream;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;

use crate::scene::{AT_ONCE, READ, SHORT, VERSIONS, cluster, listening, read_key, to};

/// What a pipe holds before its writer has to wait; small, so that messages come in pieces.
const PIPE: usize = 100;

/// Pipes to the nodes of a cluster, and what was known of the nodes when they were opened.
#[derive(Clone)]
struct Pipes {
    cluster: Arc<MockCluster>,
    opened: Arc<Mutex<Vec<Endpoint>>>,
}

impl Pipes {
    fn to(cluster: MockCluster) -> Self {
        Self { cluster: Arc::new(cluster), opened: Arc::default() }
    }

    fn opened(&self) -> Vec<Endpoint> {
        self.opened.lock().unwrap().clone()
    }
}

impl Connector for Pipes {
    type Stream = DuplexStream;

    async fn connect(&self, node: &Endpoint) -> io::Result<DuplexStream> {
        self.opened.lock().unwrap().push(node.clone());
        let (client, server) = tokio::io::duplex(PIPE);
        // A name leads to the first node.
        self.cluster.serve(self.cluster.node_at(node.address()).unwrap_or(0), server);
        Ok(client)
    }
}

async fn reads(session: &Session) {
    let read = session.prepare(READ).await.unwrap();
    for key in 0..20 {
        read_key(session, &read, key).await.unwrap();
    }
}

#[tokio::test]
async fn a_session_runs_over_pipes_to_nodes_that_listen_nowhere() {
    for version in VERSIONS {
        let cluster = listening(3).version(version).start().await.unwrap();
        for node in 0..3 {
            cluster.stop(node).await;
        }
        let pipes = Pipes::to(cluster);
        let session = to(&pipes.cluster).connector(pipes.clone()).build().await.unwrap();
        assert_eq!(session.protocol_version(), version);
        reads(&session).await;
        for node in 0..3 {
            assert!(pipes.cluster.connection_count(node) > 0);
        }
        drop(session);
        for node in 0..3 {
            pipes.cluster.connected(node, 0).await.unwrap();
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_connector_is_told_what_is_known_of_the_node() {
    let pipes = Pipes::to(cluster(2).start().await.unwrap());
    let session = to(&pipes.cluster).connector(pipes.clone()).build().await.unwrap();
    let opened = pipes.opened();
    let (first, pooled) = opened.split_first().unwrap();
    assert_eq!(first.address(), pipes.cluster.address(0));
    assert_eq!((first.host_id(), first.datacenter(), first.rack(), first.host_name()), (None, None, None, None));
    let state = session.get_cluster_state();
    for node in state.get_nodes_info() {
        let told = pooled.iter().find(|told| told.address() == node.address).unwrap();
        assert_eq!(told.host_id(), Some(node.host_id));
        assert_eq!(told.datacenter(), node.datacenter.as_deref());
        assert_eq!(told.rack(), node.rack.as_deref());
        assert!(told.datacenter().is_some() && told.rack().is_some());
    }
}

#[tokio::test(start_paused = true)]
async fn a_contact_points_host_name_is_told_for_the_pool_too() {
    let pipes = Pipes::to(cluster(1).start().await.unwrap());
    let builder = SessionBuilder::new().known_node("localhost:12345").connector(pipes.clone());
    let session = builder.build().await.unwrap();
    reads(&session).await;
    let opened = pipes.opened();
    assert!(opened.len() > 1);
    for endpoint in opened {
        assert_eq!(endpoint.host_name(), Some("localhost"));
        assert_eq!(endpoint.address().port(), 12345);
    }
}

/// Forwards to the nodes of a cluster, each by a port of its own.
async fn forwarders(cluster: &MockCluster) -> BTreeMap<SocketAddr, SocketAddr> {
    let mut forwarded = BTreeMap::new();
    for node in cluster.addresses() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        forwarded.insert(node, listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let mut server = TcpStream::connect(node).await?;
                    tokio::io::copy_bidirectional(&mut client, &mut server).await
                });
            }
        });
    }
    forwarded
}

#[tokio::test]
async fn a_closure_sends_connections_through_a_proxy() {
    let cluster = listening(3).start().await.unwrap();
    let forwarded = forwarders(&cluster).await;
    let asked: Arc<Mutex<Vec<SocketAddr>>> = Arc::default();
    let connector = {
        let asked = Arc::clone(&asked);
        move |node: Endpoint| {
            asked.lock().unwrap().push(node.address());
            TcpStream::connect(forwarded[&node.address()])
        }
    };
    let session = to(&cluster).connector(connector).build().await.unwrap();
    reads(&session).await;
    // The session knows the nodes by their own addresses.
    let addresses = session.get_cluster_state().get_nodes_info().iter().map(|node| node.address).collect::<Vec<_>>();
    for address in cluster.addresses() {
        assert!(addresses.contains(&address));
        assert!(asked.lock().unwrap().contains(&address));
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_session_runs_over_unix_sockets() {
    use tokio::net::{UnixListener, UnixStream};

    struct Folder(std::path::PathBuf);
    impl Drop for Folder {
        fn drop(&mut self) {
            let _gone = std::fs::remove_dir_all(&self.0);
        }
    }

    let cluster = Arc::new(listening(2).start().await.unwrap());
    let unique = format!("ilium-{}-{:016x}", std::process::id(), fastrand::u64(..));
    // A socket's path has 107 bytes at most, which a directory for temporary files may use up.
    let folder = [std::env::temp_dir(), "/tmp".into()].map(|folder| folder.join(&unique));
    let folder = folder.into_iter().find(|folder| folder.as_os_str().len() < 100).unwrap();
    let folder = Arc::new(Folder(folder));
    std::fs::create_dir(&folder.0).unwrap();
    for node in 0..2 {
        let listener = UnixListener::bind(folder.0.join(node.to_string())).unwrap();
        let cluster = Arc::clone(&cluster);
        cluster.stop(node).await;
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                cluster.serve(node, stream);
            }
        });
    }
    let connector = {
        let (cluster, folder) = (Arc::clone(&cluster), Arc::clone(&folder));
        move |node: Endpoint| {
            let path = folder.0.join(cluster.node_at(node.address()).unwrap().to_string());
            async move { UnixStream::connect(path).await }
        }
    };
    let session = to(&cluster).connector(connector).build().await.unwrap();
    reads(&session).await;
    assert!(cluster.connection_count(1) > 0);
}

#[tokio::test(start_paused = true)]
async fn a_connector_that_never_ends_is_left_after_the_connection_timeout() {
    let cluster = cluster(1).start().await.unwrap();
    let started = Instant::now();
    let never = |_: Endpoint| std::future::pending::<io::Result<TcpStream>>();
    let error = to(&cluster).connection_timeout(SHORT).connector(never).build().await.unwrap_err();
    assert!(started.elapsed() < AT_ONCE);
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.node(), Some(cluster.address(0)));
    assert!(error.to_string().contains("waiting for the connector"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn what_a_connector_fails_with_is_the_sessions_error() {
    let cluster = cluster(1).start().await.unwrap();
    let broken = |_: Endpoint| async { Err::<TcpStream, _>(io::Error::other("the proxy is closed today")) };
    let error = to(&cluster).connector(broken).build().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert_eq!(error.node(), Some(cluster.address(0)));
    assert!(error.to_string().contains("the proxy is closed today"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_breaks_is_opened_anew_by_the_connector() {
    let pipes = Pipes::to(cluster(1).start().await.unwrap());
    let session = to(&pipes.cluster).connector(pipes.clone()).build().await.unwrap();
    let read = session.prepare(READ).await.unwrap();
    let before = pipes.opened().len();
    pipes.cluster.disconnect(0);
    crate::scene::recovers(&session, &read).await;
    assert!(pipes.opened().len() > before);
}
