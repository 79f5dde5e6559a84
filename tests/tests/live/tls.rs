//! Encrypted connections to real nodes. Each test starts a node of its own; `CQL_NODES` may name nodes without TLS.

use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use ilium_cassandra::{Cassandra, Tls};
use ilium_driver::client::session_builder::SessionBuilder;
use ilium_driver::errors::{Error, ErrorKind};
use ilium_driver::wire::ProtocolVersion;

use crate::certificates::{Authority, Identity, LIBRARIES, Library};
use crate::lab::{builder, shared};

const VERSIONS: [ProtocolVersion; 2] = [ProtocolVersion::V4, ProtocolVersion::V5];

/// How long a refusal may take, which every test sets as its connection timeout.
const LIMIT: Duration = Duration::from_secs(60);

/// Wherever the harness may start its first node.
fn addresses() -> impl Iterator<Item = IpAddr> {
    let subnets = (1..=254).map(|third| Ipv4Addr::new(127, 90, third, 1));
    subnets.chain([Ipv4Addr::LOCALHOST]).map(IpAddr::from)
}

/// A node with this certificate; `None` when this is not the place to start one.
async fn node(authority: &Authority, identity: Identity, require_client_auth: bool) -> Option<Cassandra> {
    if Cassandra::from_env().unwrap().is_some() {
        eprintln!("left out: the nodes of `CQL_NODES` have the TLS that they have");
        return None;
    }
    let tls =
        Tls::new(identity.key_pem, identity.certificate_pem, authority.pem()).require_client_auth(require_client_auth);
    let started = tokio::task::spawn_blocking(|| Cassandra::builder().tls(tls).start());
    Some(started.await.unwrap().unwrap())
}

/// Connects, writes and reads.
async fn works(builder: SessionBuilder, version: ProtocolVersion) {
    let session = builder.protocol_version(version).build().await.unwrap();
    assert_eq!(session.protocol_version(), version);
    let strategy = "{'class': 'SimpleStrategy', 'replication_factor': 1}";
    session
        .query_unpaged(format!("CREATE KEYSPACE IF NOT EXISTS tls WITH replication = {strategy}"), ())
        .await
        .unwrap();
    session.query_unpaged("CREATE TABLE IF NOT EXISTS tls.t (k int PRIMARY KEY, v text)", ()).await.unwrap();
    // More than one TLS record each way: one holds 16 KiB (RFC 8446 §5.1).
    let text = version.to_string().repeat(100_000);
    session.query_unpaged("INSERT INTO tls.t (k, v) VALUES (1, ?)", (&text,)).await.unwrap();
    let rows = session.query_unpaged("SELECT v FROM tls.t WHERE k = 1", ()).await.unwrap().into_rows_result().unwrap();
    assert_eq!(rows.single_row::<(&str,)>().unwrap().0, text);
}

/// Fails to connect, within the connection timeout.
async fn refused(builder: SessionBuilder, version: ProtocolVersion) -> Error {
    let started = Instant::now();
    let builder = builder.protocol_version(version).connection_timeout(LIMIT).handshake_timeout(LIMIT);
    let error = builder.build().await.unwrap_err();
    assert!(started.elapsed() < LIMIT, "took {:?}: {error}", started.elapsed());
    assert!(error.node().is_some(), "{error}");
    error
}

fn is(error: &Error, kind: ErrorKind, advice: &str) {
    assert_eq!(error.kind(), kind, "{error}");
    assert!(error.to_string().contains(advice), "{error}");
}

fn both() -> impl Iterator<Item = (Library, ProtocolVersion)> {
    LIBRARIES.iter().flat_map(|library| VERSIONS.map(|version| (*library, version)))
}

#[tokio::test]
async fn a_node_shows_its_certificate() {
    let authority = Authority::new("nodes");
    let names = addresses().map(|address| address.to_string()).chain(["cassandra.example".to_owned()]);
    let Some(cluster) = node(&authority, authority.issue(names), false).await else { return };
    for (library, version) in both() {
        println!("{library:?}, protocol {version}");
        let encrypted = builder(&cluster).tls_context(Some(library.client(&authority, None)));
        works(encrypted.clone(), version).await;
        works(encrypted.clone().tls_server_name("cassandra.example"), version).await;

        let other = builder(&cluster).tls_context(Some(library.client(&Authority::new("other"), None)));
        is(&refused(other, version).await, ErrorKind::Tls, "add the authority to the TLS configuration");

        let misnamed = encrypted.tls_server_name("elsewhere.example");
        is(&refused(misnamed, version).await, ErrorKind::Tls, "not for `elsewhere.example`");

        let plain = refused(builder(&cluster), version).await;
        assert!(matches!(plain.kind(), ErrorKind::Tls | ErrorKind::Handshake), "{plain}");
        assert!(plain.to_string().contains("give the session a `tls_context`"), "{plain}");
    }
}

#[tokio::test]
async fn a_node_wants_a_certificate_of_its_clients() {
    let authority = Authority::new("all");
    let Some(cluster) = node(&authority, authority.issue(addresses()), true).await else { return };
    let client = authority.issue(["client"]);
    let stranger = Authority::new("strangers").issue(["stranger"]);
    for (library, version) in both() {
        println!("{library:?}, protocol {version}");
        works(builder(&cluster).tls_context(Some(library.client(&authority, Some(&client)))), version).await;

        // The node looks at the certificate when a TLS 1.3 client has done its part, and resets the connection behind its
        // alert: either may be heard first.
        for shown in [None, Some(&stranger)] {
            let error = refused(builder(&cluster).tls_context(Some(library.client(&authority, shown))), version).await;
            match error.kind() {
                ErrorKind::Tls if shown.is_none() => {
                    is(&error, ErrorKind::Tls, "give the TLS configuration a certificate")
                }
                // Java says that the error is internal.
                ErrorKind::Tls => is(&error, ErrorKind::Tls, "a client's certificate that it does not trust"),
                _ => is(&error, ErrorKind::Handshake, "does it ask for a client certificate?"),
            }
        }
    }
}

#[tokio::test]
async fn a_plain_port_is_told_from_one_of_tls() {
    let cluster = shared(1).await;
    let authority = Authority::new("nodes");
    for (library, version) in both() {
        println!("{library:?}, protocol {version}");
        let encrypted = builder(cluster).tls_context(Some(library.client(&authority, None)));
        is(&refused(encrypted, version).await, ErrorKind::Tls, "is it a TLS port?");
    }
}
