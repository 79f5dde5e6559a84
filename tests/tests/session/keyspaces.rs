//! The session's keyspace, on every connection.

use std::time::Duration;

use ilium_driver::client::session::Session;
use ilium_driver::errors::ErrorKind;
use ilium_mock::{Action, MockCluster, When};

use crate::scene::{VERSIONS, cluster, connect, eventually, to};

/// Whether each node has a connection in this keyspace, and no pooled one in another.
fn all_use(cluster: &MockCluster, keyspace: &str) -> bool {
    (0..cluster.node_count()).all(|node| {
        let used = cluster.keyspaces_in_use(node);
        used.iter().filter_map(Option::as_deref).eq([keyspace])
    })
}

async fn scene(version: ilium_driver::wire::ProtocolVersion) -> (MockCluster, Session) {
    let builder = cluster(3).version(version).keyspace("other", 1).keyspace("Mixed", 1);
    let cluster = builder.start().await.unwrap();
    let session = connect(&cluster).await;
    (cluster, session)
}

#[tokio::test]
async fn a_keyspace_is_set_on_all_connections() {
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        assert!(session.get_keyspace().is_none());
        session.use_keyspace("KS", false).await.unwrap();
        assert!(all_use(&cluster, "ks"));
        session.query_unpaged("USE other", ()).await.unwrap();
        assert!(all_use(&cluster, "other"));
        session.use_keyspace("Mixed", true).await.unwrap();
        assert!(all_use(&cluster, "Mixed"));
        assert_eq!(session.get_keyspace().unwrap().as_str(), "\"Mixed\"");
    }
}

#[tokio::test]
async fn a_keyspace_that_there_is_not_leaves_the_one_before() {
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        session.use_keyspace("ks", false).await.unwrap();
        let error = session.use_keyspace("nowhere", false).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
        assert!(error.to_string().contains("nowhere"), "{error}");
        assert_eq!(session.get_keyspace().unwrap().as_str(), "ks");
        assert!(all_use(&cluster, "ks"));
        for bad in ["", "a name far too long for a keyspace, which has forty-eight at most"] {
            assert_eq!(session.use_keyspace(bad, false).await.unwrap_err().kind(), ErrorKind::Keyspace);
        }
    }
}

#[tokio::test]
async fn new_connections_are_in_the_keyspace() {
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        session.use_keyspace("ks", false).await.unwrap();
        cluster.disconnect(1);
        cluster.stop(2).await;
        session.use_keyspace("other", false).await.unwrap();
        cluster.start(2).await.unwrap();
        eventually("all connections are in the keyspace", || all_use(&cluster, "other")).await;
    }
}

#[tokio::test]
async fn a_connection_that_is_opened_while_the_keyspace_changes_follows() {
    let (cluster, session) = scene(VERSIONS[1]).await;
    session.use_keyspace("ks", false).await.unwrap();
    for (keyspace, before) in [("other", "ks"), ("ks", "other"), ("other", "ks")] {
        // A new connection to node 1 sets the keyspace of before, and hears of it late.
        let mut held = cluster.hold(When::query(&format!("USE {before}")).node(1).times(1));
        cluster.disconnect(1);
        let opening = held.next().await.unwrap();
        session.use_keyspace(keyspace, false).await.unwrap();
        opening.release();
        eventually("the late connection follows", || all_use(&cluster, keyspace)).await;
    }
}

#[tokio::test]
async fn a_connection_that_cannot_be_set_is_replaced() {
    let cluster = cluster(3).keyspace("other", 1).start().await.unwrap();
    let session = to(&cluster).handshake_timeout(Duration::from_millis(150)).build().await.unwrap();
    let rule = cluster.rule(When::query("USE other").node(1).times(1), Action::ignore());
    session.use_keyspace("other", false).await.unwrap();
    assert_eq!(rule.hits(), 1);
    eventually("all connections are in the keyspace", || all_use(&cluster, "other")).await;
}

#[tokio::test]
async fn a_session_is_built_in_its_keyspace() {
    for version in VERSIONS {
        let cluster = cluster(3).version(version).start().await.unwrap();
        let _session = to(&cluster).use_keyspace("ks", false).build().await.unwrap();
        assert!(all_use(&cluster, "ks"));
    }
}

#[tokio::test]
async fn a_session_is_not_built_in_a_keyspace_that_there_is_not() {
    for version in VERSIONS {
        let cluster = cluster(3).version(version).start().await.unwrap();
        let error = to(&cluster).use_keyspace("nowhere", false).build().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
        assert!(error.to_string().contains("nowhere"), "{error}");
        assert!(error.node().is_some(), "{error}");
    }
}
