//! A cluster that wants passwords: the right one, a wrong one, none, and one that changes. It is this file's own.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use ilium_cassandra::{Cassandra, SUPERUSER};
use ilium_driver::authentication::{AuthError, AuthenticatorProvider, AuthenticatorSession, PlainTextAuthenticator};
use ilium_driver::client::session::Session;
use ilium_driver::client::session_builder::SessionBuilder;
use ilium_driver::errors::{Error, ErrorCode, ErrorKind};
use ilium_driver::wire::ProtocolVersion;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OnceCell, watch};

use crate::lab::builder;

const AUTHENTICATOR: &str = "org.apache.cassandra.auth.PasswordAuthenticator";

const VERSIONS: [ProtocolVersion; 2] = [ProtocolVersion::V4, ProtocolVersion::V5];

/// In which a wrong password must be found out; the first one costs a busy server much hashing.
const CONNECT: Duration = Duration::from_secs(60);

/// The cluster that the tests of this file share; `None` when `CQL_NODES` names one, of which nobody knows who may log in.
async fn cluster() -> Option<&'static Cassandra> {
    static CLUSTER: OnceCell<&'static Cassandra> = OnceCell::const_new();
    if Cassandra::from_env().unwrap().is_some() {
        eprintln!("left out: who may log in on the nodes of `CQL_NODES` is not known");
        return None;
    }
    let start = || async {
        // Without the caches a password is the new one as soon as it was changed.
        let builder = Cassandra::builder().authentication(true).yaml("credentials_validity: 0ms\n");
        let started = tokio::task::spawn_blocking(move || builder.start()).await.unwrap().unwrap();
        &*Box::leak(Box::new(started))
    };
    Some(CLUSTER.get_or_init(start).await)
}

fn to(cluster: &Cassandra) -> SessionBuilder {
    builder(cluster).connection_timeout(CONNECT).handshake_timeout(CONNECT)
}

async fn superuser(cluster: &Cassandra) -> Session {
    to(cluster).user(SUPERUSER, SUPERUSER).build().await.unwrap()
}

/// What the session's role is, as the server has it.
async fn role(session: &Session) -> Result<String, Error> {
    let rows = session.query_unpaged("SELECT username, driver_name FROM system_views.clients", ()).await?;
    let rows = rows.into_rows_result()?;
    // A connection of another test that is not let in yet has no name.
    let names: Vec<(Option<String>, Option<String>)> = rows.rows()?.collect::<Result<_, _>>()?;
    let mut ours = names.into_iter().filter(|(_, driver)| driver.as_deref() == Some("ilium"));
    Ok(ours.find_map(|(name, _)| name).unwrap())
}

async fn refused(builder: SessionBuilder, node: SocketAddr) -> Error {
    let started = Instant::now();
    let error = builder.build().await.unwrap_err();
    assert!(started.elapsed() < CONNECT, "took {:?}", started.elapsed());
    assert_eq!(error.kind(), ErrorKind::Authentication, "{error}");
    assert_eq!(error.node(), Some(node), "{error}");
    assert!(error.to_string().contains(AUTHENTICATOR), "{error}");
    error
}

#[tokio::test]
async fn the_right_password_is_let_in() {
    let Some(cluster) = cluster().await else { return };
    for version in VERSIONS {
        let session = to(cluster).protocol_version(version).user(SUPERUSER, SUPERUSER).build().await.unwrap();
        assert!(!role(&session).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_wrong_password_a_wrong_name_and_none_are_typed_errors() {
    let Some(cluster) = cluster().await else { return };
    let node = cluster.addresses()[0];
    for version in VERSIONS {
        for (username, password) in [(SUPERUSER, "wr0ng"), ("nobody", SUPERUSER), ("", "")] {
            let error = refused(to(cluster).protocol_version(version).user(username, password), node).await;
            assert_eq!(error.server_error().unwrap().code, ErrorCode::Authentication);
            assert!(!error.to_string().contains("wr0ng") && !format!("{error:?}").contains("wr0ng"), "{error}");
        }
        let error = refused(to(cluster).protocol_version(version), node).await;
        assert!(error.server_error().is_none() && error.to_string().contains("the session has none"), "{error}");
    }
}

#[tokio::test]
async fn an_authenticator_that_is_not_allowed_gets_no_password() {
    let Some(cluster) = cluster().await else { return };
    let strict =
        PlainTextAuthenticator::new(SUPERUSER.to_owned(), SUPERUSER.to_owned()).allow_only(["com.example.Own"]);
    let error = refused(to(cluster).authenticator_provider(Arc::new(strict)), cluster.addresses()[0]).await;
    assert!(error.server_error().is_none(), "{error}");
}

#[tokio::test]
async fn what_a_role_may_not_do_is_unauthorized_and_no_authentication() {
    let Some(cluster) = cluster().await else { return };
    let admin = superuser(cluster).await;
    admin.query_unpaged("CREATE ROLE guest WITH PASSWORD = 'guest' AND LOGIN = true", ()).await.unwrap();
    let guest = to(cluster).user("guest", "guest").build().await.unwrap();
    let error = guest.query_unpaged("CREATE ROLE other", ()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized, "{error}");
    assert!(!error.is_authentication());
}

/// Gives the password of the moment.
struct Current(Mutex<&'static str>);

#[async_trait]
impl AuthenticatorProvider for Current {
    async fn start_authentication_session(
        &self,
        authenticator_name: &str,
    ) -> Result<(Option<Vec<u8>>, Box<dyn AuthenticatorSession>), AuthError> {
        let password = *self.0.lock().unwrap();
        let current = PlainTextAuthenticator::new("changer".to_owned(), password.to_owned());
        current.start_authentication_session(authenticator_name).await
    }
}

/// Passes connections on to a node, so that a test can cut them while the node goes on.
struct Proxy {
    address: SocketAddr,
    /// Changes when all connections are to be cut.
    cut: watch::Sender<()>,
}

impl Proxy {
    async fn before(node: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let cut = watch::Sender::new(());
        let sender = cut.clone();
        // Ends with the test's runtime.
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let mut cut = sender.subscribe();
                tokio::spawn(async move {
                    let Ok(mut server) = TcpStream::connect(node).await else { return };
                    tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut client, &mut server) => {}
                        _ = cut.changed() => {}
                    }
                });
            }
        });
        Self { address, cut }
    }
}

/// Waits until a condition of the session holds, which it must some time.
async fn eventually(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let started = Instant::now();
    while !holds().await {
        assert!(started.elapsed() < CONNECT * 2, "never: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_changed_password_keeps_open_connections_and_is_used_by_new_ones() {
    let Some(cluster) = cluster().await else { return };
    let admin = superuser(cluster).await;
    admin.query_unpaged("CREATE ROLE changer WITH PASSWORD = 'old' AND LOGIN = true", ()).await.unwrap();
    let proxy = Proxy::before(cluster.addresses()[0]).await;
    let provider = Arc::new(Current(Mutex::new("old")));
    let session = SessionBuilder::new()
        .known_node_addr(proxy.address)
        .handshake_timeout(CONNECT)
        .authenticator_provider(Arc::clone(&provider) as Arc<_>)
        .build()
        .await
        .unwrap();
    let works = async || session.query_unpaged("SELECT key FROM system.local", ()).await.is_ok();
    assert!(works().await);

    admin.query_unpaged("ALTER ROLE changer WITH PASSWORD = 'new'", ()).await.unwrap();
    assert!(works().await, "a connection that was let in stays");
    refused(to(cluster).user("changer", "old"), cluster.addresses()[0]).await;

    proxy.cut.send_replace(());
    eventually("the connection is lost", async || !works().await).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!works().await, "the old password lets nobody in");

    *provider.0.lock().unwrap() = "new";
    eventually("the new password lets the session in", works).await;
}
