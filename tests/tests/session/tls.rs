//! Encrypted connections to nodes that are what they should be, and to those that are not.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use ilium_driver::client::session::Session;
use ilium_driver::client::session_builder::SessionBuilder;
use ilium_driver::client::tls::ServerNameSource;
use ilium_driver::errors::{Error, ErrorKind};
use ilium_mock::{Greeting, MockCluster};
use rustls::server::WebPkiClientVerifier;
use rustls::version::{TLS12, TLS13};
use rustls::{HandshakeKind, ServerConfig, SupportedProtocolVersion};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tokio::task::AbortHandle;
use tokio_rustls::TlsAcceptor;

use crate::certificates::{Authority, Identity, LIBRARIES, provider, rustls as rustls_client};
use crate::clock::eventually;
use crate::scene::{PATIENCE, READ, SHORT, VERSIONS, listening, read_key, recovers};

const TLS_VERSIONS: [&SupportedProtocolVersion; 2] = [&TLS12, &TLS13];

/// What a node's certificate and its wishes are.
struct Server {
    identity: Identity,
    /// Who must have signed the client's certificate.
    clients: Option<Authority>,
    version: &'static SupportedProtocolVersion,
}

impl Server {
    fn with(identity: Identity) -> Self {
        Self { identity, clients: None, version: &TLS13 }
    }

    fn config(&self) -> Arc<ServerConfig> {
        let builder = ServerConfig::builder_with_provider(provider()).with_protocol_versions(&[self.version]).unwrap();
        let builder = match &self.clients {
            None => builder.with_no_client_auth(),
            Some(authority) => {
                let verifier = WebPkiClientVerifier::builder_with_provider(authority.store(), provider());
                builder.with_client_cert_verifier(verifier.build().unwrap())
            }
        };
        Arc::new(builder.with_single_cert(self.identity.chain(), self.identity.key()).unwrap())
    }
}

/// What a client said before it was served.
#[derive(Clone, Debug)]
struct Hello {
    kind: HandshakeKind,
    /// The name that it asked for.
    name: Option<String>,
}

/// A scripted node behind TLS.
struct Node {
    cluster: Arc<MockCluster>,
    address: SocketAddr,
    hellos: Arc<Mutex<Vec<Hello>>>,
    listener: AbortHandle,
}

impl Drop for Node {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

impl Node {
    /// Starts a node; its address is known when `server` is asked.
    async fn start(server: impl FnOnce(IpAddr) -> Server) -> Self {
        let cluster = Arc::new(listening(1).start().await.unwrap());
        let address = cluster.address(0);
        cluster.stop(0).await;
        let listener = TcpListener::bind(address).await.unwrap();
        let acceptor = TlsAcceptor::from(server(address.ip()).config());
        let hellos: Arc<Mutex<Vec<Hello>>> = Arc::default();
        let accept = {
            let (cluster, hellos) = (Arc::clone(&cluster), Arc::clone(&hellos));
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    let (cluster, hellos, acceptor) = (Arc::clone(&cluster), Arc::clone(&hellos), acceptor.clone());
                    tokio::spawn(async move {
                        match acceptor.accept(stream).into_fallible().await {
                            Ok(stream) => {
                                let (_, tls) = stream.get_ref();
                                let kind = tls.handshake_kind().unwrap();
                                hellos.lock().unwrap().push(Hello { kind, name: tls.server_name().map(str::to_owned) });
                                cluster.serve(0, stream);
                            }
                            // The client hears why before the socket is gone.
                            Err((_, mut stream)) => {
                                let _rest = stream.read_to_end(&mut Vec::new()).await;
                            }
                        }
                    });
                }
            }
        };
        let listener = tokio::spawn(accept).abort_handle();
        Self { cluster, address, hellos, listener }
    }

    fn session(&self) -> SessionBuilder {
        SessionBuilder::new().known_node_addr(self.address)
    }

    fn hellos(&self) -> Vec<Hello> {
        self.hellos.lock().unwrap().clone()
    }

    fn is_refused(&self, error: &Error, kind: ErrorKind, advice: &str) {
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(error.node(), Some(self.address), "{error}");
        assert!(error.to_string().contains(advice), "{error}");
    }
}

async fn reads(session: &Session) {
    let read = session.prepare(READ).await.unwrap();
    for key in 0..20 {
        read_key(session, &read, key).await.unwrap();
    }
}

/// Fails to connect, within the limit that there is.
async fn fails(builder: SessionBuilder) -> Error {
    let started = Instant::now();
    let limit = PATIENCE;
    let error = builder.connection_timeout(limit).handshake_timeout(limit).build().await.unwrap_err();
    assert!(started.elapsed() < limit, "took {:?}: {error}", started.elapsed());
    error
}

#[tokio::test]
async fn a_node_whose_certificate_is_for_its_address_is_trusted() {
    let authority = Authority::new("nodes");
    for tls in TLS_VERSIONS {
        let node = Node::start(|ip| Server { version: tls, ..Server::with(authority.issue([ip])) }).await;
        for library in LIBRARIES {
            for version in VERSIONS {
                let context = library.client(&authority, None);
                let session =
                    node.session().protocol_version(version).tls_context(Some(context)).build().await.unwrap();
                reads(&session).await;
            }
        }
        assert!(node.hellos().iter().all(|hello| hello.name.is_none()), "{:?}", node.hellos());
    }
}

#[tokio::test]
async fn a_large_value_comes_and_goes_in_many_records() {
    let authority = Authority::new("nodes");
    let node = Node::start(|ip| Server::with(authority.issue([ip]))).await;
    for library in LIBRARIES {
        let session = node.session().tls_context(Some(library.client(&authority, None))).build().await.unwrap();
        let write = session.prepare(crate::scene::WRITE).await.unwrap();
        let text = "x".repeat(1_000_000);
        session.execute_unpaged(&write, (1, &text)).await.unwrap();
        let sent = node.cluster.requests_where(&ilium_mock::When::opcode(ilium_driver::wire::Opcode::Execute));
        assert_eq!(sent.last().unwrap().value::<String>(1).as_ref(), Some(&text));
    }
}

#[tokio::test]
async fn a_certificate_of_another_authority_is_refused() {
    let (ours, theirs) = (Authority::new("ours"), Authority::new("theirs"));
    let node = Node::start(|ip| Server::with(theirs.issue([ip]))).await;
    for library in LIBRARIES {
        let error = fails(node.session().tls_context(Some(library.client(&ours, None)))).await;
        node.is_refused(&error, ErrorKind::Tls, "add the authority to the TLS configuration");
    }
}

#[tokio::test]
async fn a_certificate_for_another_host_is_refused() {
    let authority = Authority::new("nodes");
    let node = Node::start(|_| Server::with(authority.issue(["10.9.8.7", "elsewhere.example"]))).await;
    for library in LIBRARIES {
        let builder = node.session().tls_context(Some(library.client(&authority, None)));
        let error = fails(builder.clone()).await;
        node.is_refused(&error, ErrorKind::Tls, &format!("not for `{}`", node.address.ip()));
        let error = fails(builder.tls_server_name("nowhere.example")).await;
        node.is_refused(&error, ErrorKind::Tls, "not for `nowhere.example`");
    }
}

#[tokio::test]
async fn a_name_for_all_nodes_is_checked_and_told_to_the_node() {
    let authority = Authority::new("nodes");
    let node = Node::start(|_| Server::with(authority.issue(["cassandra.example"]))).await;
    for library in LIBRARIES {
        let builder = node.session().tls_context(Some(library.client(&authority, None)));
        let session = builder.tls_server_name("cassandra.example").build().await.unwrap();
        reads(&session).await;
    }
    for hello in node.hellos() {
        assert_eq!(hello.name.as_deref(), Some("cassandra.example"));
    }
}

#[tokio::test]
async fn a_function_names_each_node() {
    let authority = Authority::new("nodes");
    let node = Node::start(|_| Server::with(authority.issue(["rack1.example", "contact.example"]))).await;
    let by_rack = ServerNameSource::by(|node| {
        let host = node.rack().map_or_else(|| "contact".to_owned(), str::to_owned);
        Some(format!("{host}.example"))
    });
    for library in LIBRARIES {
        let builder = node.session().tls_context(Some(library.client(&authority, None)));
        let session = builder.tls_server_name(by_rack.clone()).build().await.unwrap();
        reads(&session).await;
        let names = node.hellos().into_iter().map(|hello| hello.name.unwrap()).collect::<Vec<_>>();
        assert_eq!(names, ["contact.example", "rack1.example"], "{library:?}");
        node.hellos.lock().unwrap().clear();
    }
}

#[tokio::test]
async fn a_contact_points_host_name_is_the_nodes_over_a_connector_too() {
    let authority = Authority::new("nodes");
    let cluster = Arc::new(listening(1).start().await.unwrap());
    let acceptor = TlsAcceptor::from(Server::with(authority.issue(["localhost"])).config());
    for library in LIBRARIES {
        let connector = {
            let (cluster, acceptor) = (Arc::clone(&cluster), acceptor.clone());
            move |_| {
                let (client, server) = tokio::io::duplex(4096);
                let (cluster, accepted) = (Arc::clone(&cluster), acceptor.accept(server));
                tokio::spawn(async move {
                    if let Ok(stream) = accepted.await {
                        cluster.serve(0, stream);
                    }
                });
                std::future::ready(Ok(client))
            }
        };
        let builder = SessionBuilder::new().known_node("localhost").connector(connector);
        let builder = builder.tls_context(Some(library.client(&authority, None)));
        let session = builder.clone().tls_server_name(ServerNameSource::ContactPoint).build().await.unwrap();
        reads(&session).await;
        let error = fails(builder).await;
        assert_eq!(error.kind(), ErrorKind::Tls, "{error}");
    }
}

#[tokio::test]
async fn a_client_without_a_certificate_is_told_to_show_one() {
    let authority = Authority::new("all");
    for version in TLS_VERSIONS {
        let wanting =
            |ip| Server { identity: authority.issue([ip]), clients: Some(Authority::new("clients")), version };
        let node = Node::start(wanting).await;
        for library in LIBRARIES {
            let stranger = Authority::new("strangers").issue(["stranger"]);
            for shown in [None, Some(&stranger)] {
                let error = fails(node.session().tls_context(Some(library.client(&authority, shown)))).await;
                node.is_refused(&error, ErrorKind::Tls, "give the TLS configuration a certificate");
            }
        }
    }
}

#[tokio::test]
async fn a_client_shows_its_certificate() {
    let authority = Authority::new("nodes");
    for version in TLS_VERSIONS {
        let clients = Authority::new("clients");
        let client = clients.issue(["client"]);
        let node = Node::start(|ip| Server { identity: authority.issue([ip]), clients: Some(clients), version }).await;
        for library in LIBRARIES {
            let context = library.client(&authority, Some(&client));
            let session = node.session().tls_context(Some(context)).build().await.unwrap();
            reads(&session).await;
        }
    }
}

#[tokio::test]
async fn a_plain_client_on_a_tls_port_is_told_of_tls() {
    let authority = Authority::new("nodes");
    for version in VERSIONS {
        let node = Node::start(|ip| Server::with(authority.issue([ip]))).await;
        let error = fails(node.session().protocol_version(version)).await;
        node.is_refused(&error, ErrorKind::Tls, "it is a TLS port; give the session a `tls_context`");
    }
}

#[tokio::test]
async fn a_plain_client_on_a_port_that_only_hangs_up_is_asked_about_tls() {
    let cluster = listening(1).start().await.unwrap();
    cluster.greet(0, Greeting::Close);
    let error = fails(SessionBuilder::new().known_node_addr(cluster.address(0))).await;
    assert_eq!(error.kind(), ErrorKind::Handshake, "{error}");
    assert!(error.to_string().contains("if it is a TLS port, give the session a `tls_context`"), "{error}");
}

#[tokio::test]
async fn a_tls_client_on_a_plain_port_is_asked_whether_it_is_one_of_tls() {
    let authority = Authority::new("nodes");
    let cluster = listening(1).start().await.unwrap();
    let greetings = [Greeting::Serve, Greeting::Close, Greeting::Say(b"HTTP/1.1 400 Bad Request\r\n\r\n"[..].into())];
    for greeting in greetings {
        cluster.greet(0, greeting);
        for library in LIBRARIES {
            let builder = SessionBuilder::new().known_node_addr(cluster.address(0));
            let error = fails(builder.tls_context(Some(library.client(&authority, None)))).await;
            assert_eq!(error.kind(), ErrorKind::Tls, "{error}");
            assert_eq!(error.node(), Some(cluster.address(0)));
            assert!(error.to_string().contains("is it a TLS port?"), "{library:?}: {error}");
        }
    }
}

#[tokio::test]
async fn a_node_that_says_nothing_to_a_tls_client_times_out() {
    let authority = Authority::new("nodes");
    let cluster = listening(1).start().await.unwrap();
    cluster.greet(0, Greeting::Hang);
    for library in LIBRARIES {
        let builder = SessionBuilder::new().known_node_addr(cluster.address(0)).connection_timeout(SHORT);
        let error = builder.tls_context(Some(library.client(&authority, None))).build().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
        assert!(error.to_string().contains("is it a TLS port?"), "{error}");
    }
}

#[tokio::test]
async fn a_name_that_is_none_is_named() {
    let authority = Authority::new("nodes");
    let node = Node::start(|ip| Server::with(authority.issue([ip]))).await;
    for library in LIBRARIES {
        let builder = node.session().tls_context(Some(library.client(&authority, None)));
        for name in ["", "a\0b"] {
            let error = fails(builder.clone().tls_server_name(name)).await;
            node.is_refused(&error, ErrorKind::BadConfig, "tls_server_name: expected a DNS name or an IP address");
        }
    }
}

#[tokio::test]
async fn a_connection_that_is_opened_again_resumes_the_tls_session() {
    let authority = Authority::new("nodes");
    for version in TLS_VERSIONS {
        let node = Node::start(|ip| Server { version, ..Server::with(authority.issue([ip])) }).await;
        let session = node.session().tls_context(Some(rustls_client(&authority, None))).build().await.unwrap();
        let read = session.prepare(READ).await.unwrap();
        // The control connection, then the pool's.
        let kinds = || node.hellos().into_iter().map(|hello| hello.kind).collect::<Vec<_>>();
        assert_eq!(kinds(), [HandshakeKind::Full, HandshakeKind::Resumed]);
        node.cluster.disconnect(0);
        eventually("both connections are there again", || kinds().len() >= 4).await;
        recovers(&session, &read).await;
        assert!(kinds()[1..].iter().all(|kind| *kind == HandshakeKind::Resumed), "{:?}", kinds());
    }
}

#[cfg(feature = "openssl-010")]
mod by_openssl {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use ilium_driver::client::session::OpenSsl010Config;
    use openssl::ssl::{SslConnector, SslMethod, SslVerifyMode};

    use super::*;
    use crate::certificates::openssl;

    #[tokio::test]
    async fn the_application_prepares_each_connection() {
        let authority = Authority::new("nodes");
        let node = Node::start(|ip| Server::with(authority.issue([ip]))).await;
        let prepared = Arc::new(AtomicUsize::new(0));
        let config = OpenSsl010Config::new(openssl(&authority, None)).prepare({
            let (prepared, address) = (Arc::clone(&prepared), node.address);
            move |ssl, endpoint| {
                assert_eq!(endpoint.address(), address);
                prepared.fetch_add(1, Ordering::Relaxed);
                ssl.set_hostname("prepared.example")
            }
        });
        let session = node.session().tls_context(Some(config)).build().await.unwrap();
        reads(&session).await;
        assert_eq!(prepared.load(Ordering::Relaxed), node.hellos().len());
        assert!(node.hellos().iter().all(|hello| hello.name.as_deref() == Some("prepared.example")));
    }

    #[tokio::test]
    async fn only_the_application_turns_the_check_off() {
        let theirs = Authority::new("theirs");
        let node = Node::start(|_| Server::with(theirs.issue(["elsewhere.example"]))).await;
        let mut builder = SslConnector::builder(SslMethod::tls_client()).unwrap();
        builder.set_verify(SslVerifyMode::NONE);
        let session = node.session().tls_context(Some(builder)).build().await.unwrap();
        reads(&session).await;
    }
}
