//! The session's keyspace, on every connection.

use std::sync::{Arc, Mutex, OnceLock, Weak};
use std::time::Duration;

use ilium_driver::client::connector::{Connector, Endpoint};
use ilium_driver::client::session::Session;
use ilium_driver::errors::{Error, ErrorKind};
use ilium_driver::statement::Statement;
use ilium_driver::statement::batch::Batch;
use ilium_driver::wire::response::ErrorCode;
use ilium_mock::{Action, Answer, MockCluster, When};
use tokio::time::Instant;

use crate::clock::eventually;
use crate::scene::{AT_ONCE, PATIENCE, READ, VERSIONS, cluster, connect, to};

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

#[tokio::test(start_paused = true)]
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
        assert_eq!(session.get_keyspace().unwrap().as_str(), "Mixed");
    }
}

#[tokio::test(start_paused = true)]
async fn the_name_that_a_session_gives_is_one_that_it_takes() {
    for version in VERSIONS {
        // One that needs quotes for its case, one that is a reserved word, one that needs none.
        for name in ["Mixed", "select", "ks"] {
            let cluster = cluster(2).version(version).keyspace("Mixed", 1).keyspace("select", 1).start().await.unwrap();
            let session = to(&cluster).use_keyspace(name, true).build().await.unwrap();
            let given = session.get_keyspace().unwrap();
            assert_eq!(given.as_str(), name, "{version}");
            session.use_keyspace(given.as_str(), true).await.unwrap();
            assert_eq!(session.get_keyspace().unwrap().as_str(), name, "{version}");
            let again = to(&cluster).use_keyspace(given.as_str(), true).build().await.unwrap();
            assert_eq!(again.get_keyspace().unwrap().as_str(), name, "{version}");
            drop((session, again));
            let used = cluster.requests_where(&When::query("USE"));
            let spelled = format!("USE {}", if name == "ks" { "ks".to_owned() } else { format!("\"{name}\"") });
            assert!(used.iter().all(|request| request.mentions(&spelled)), "{used:?}");
        }
    }
}

/// Names that no keyspace can have, and a part of what is said of each.
fn bad_names() -> [(String, &'static str); 7] {
    [
        (String::new(), "got an empty one"),
        ("k".repeat(49), "got 49 characters"),
        ("k".repeat(1_000_000), "got 1000000 characters"),
        ("a\0b".to_owned(), r"got '\0' in it"),
        ("a b".to_owned(), "got ' ' in it"),
        ("\"quoted\"".to_owned(), r#"got '"' in it"#),
        ("größe".to_owned(), "got 'ö' in it"),
    ]
}

const BOUND: &str = "expected a name of 1 to 48 ASCII letters, digits and underscores";

#[tokio::test(start_paused = true)]
async fn a_name_that_no_keyspace_can_have_is_refused_before_anything_is_sent() {
    let cluster = cluster(1).keyspace(&"k".repeat(48), 1).start().await.unwrap();
    let refused = |error: Error, kind: ErrorKind, found: &str| {
        assert_eq!(error.kind(), kind, "{error}");
        let text = error.to_string();
        assert!(text.contains(BOUND) && text.contains(found) && text.len() < 500, "expected `{found}`: {text}");
    };
    for (name, found) in bad_names() {
        for case_sensitive in [true, false] {
            let built = to(&cluster).use_keyspace(&name, case_sensitive).build().await;
            refused(built.unwrap_err(), ErrorKind::BadConfig, found);
        }
    }
    assert_eq!(cluster.accepted_count(0), 0);
    let session = connect(&cluster).await;
    cluster.forget_requests();
    for (name, found) in bad_names() {
        for case_sensitive in [true, false] {
            refused(session.use_keyspace(&name, case_sensitive).await.unwrap_err(), ErrorKind::Keyspace, found);
        }
        let mut text = Statement::new(READ);
        text.set_keyspace(Some(&name));
        refused(session.query_unpaged(text.clone(), ()).await.unwrap_err(), ErrorKind::Keyspace, found);
        refused(session.query_iter(text.clone(), ()).await.unwrap_err(), ErrorKind::Keyspace, found);
        refused(session.prepare(text.clone()).await.unwrap_err(), ErrorKind::Keyspace, found);
        let mut batch = Batch::default();
        batch.append_statement(text);
        refused(session.batch(&batch, ((),)).await.unwrap_err(), ErrorKind::Keyspace, found);
        let mut batch = Batch::default();
        batch.append_statement(READ);
        batch.set_keyspace(Some(&name));
        refused(session.batch(&batch, ((),)).await.unwrap_err(), ErrorKind::Keyspace, found);
    }
    assert_eq!(cluster.requests().len(), 0);
    session.use_keyspace("k".repeat(48), true).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_keyspace_that_there_is_not_leaves_the_one_before() {
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        session.use_keyspace("ks", false).await.unwrap();
        let error = session.use_keyspace("nowhere", false).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
        assert!(error.to_string().contains("nowhere"), "{error}");
        assert_eq!(session.get_keyspace().unwrap().as_str(), "ks");
        assert!(all_use(&cluster, "ks"));
    }
}

#[tokio::test(start_paused = true)]
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

#[tokio::test(start_paused = true)]
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

#[tokio::test(start_paused = true)]
async fn a_connection_that_cannot_be_set_is_replaced() {
    let cluster = cluster(3).keyspace("other", 1).start().await.unwrap();
    let session = to(&cluster).handshake_timeout(Duration::from_secs(2)).build().await.unwrap();
    let rule = cluster.rule(When::query("USE other").node(1).times(1), Action::ignore());
    session.use_keyspace("other", false).await.unwrap();
    assert_eq!(rule.hits(), 1);
    eventually("all connections are in the keyspace", || all_use(&cluster, "other")).await;
}

#[tokio::test(start_paused = true)]
async fn connections_that_do_not_answer_are_waited_for_together() {
    let timeout = Duration::from_secs(3);
    let cluster = cluster(7).keyspace("other", 1).start().await.unwrap();
    let session = to(&cluster).handshake_timeout(timeout).build().await.unwrap();
    let silent: Vec<_> =
        (1..7).map(|node| cluster.rule(When::query("USE other").node(node).times(1), Action::ignore())).collect();
    let started = Instant::now();
    session.use_keyspace("other", false).await.unwrap();
    assert!(started.elapsed() < timeout + AT_ONCE, "{:?} for six of {timeout:?}", started.elapsed());
    assert!(silent.iter().all(|rule| rule.hits() == 1));
    eventually("all connections are in the keyspace", || all_use(&cluster, "other")).await;
}

#[tokio::test(start_paused = true)]
async fn nodes_that_never_answer_are_not_asked_for_ever() {
    let timeout = Duration::from_secs(2);
    let cluster = cluster(2).keyspace("other", 1).start().await.unwrap();
    let session = to(&cluster).handshake_timeout(timeout).build().await.unwrap();
    session.use_keyspace("ks", false).await.unwrap();
    let silent = cluster.rule(When::query("USE other"), Action::ignore());
    let asked = tokio::time::timeout(PATIENCE, session.use_keyspace("other", false)).await;
    let error = asked.expect("it ends").unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(error.to_string().contains("2s"), "{error}");
    assert_eq!(session.get_keyspace().unwrap().as_str(), "ks");
    silent.remove();
    eventually("all connections are in the keyspace of before", || all_use(&cluster, "ks")).await;
}

#[tokio::test(start_paused = true)]
async fn a_node_that_does_not_know_the_keyspace_yet_is_connected_to_again() {
    for refusing in 0..3 {
        let cluster = cluster(3).keyspace("other", 1).start().await.unwrap();
        let session = to(&cluster).build().await.unwrap();
        session.use_keyspace("ks", false).await.unwrap();
        let unknown = Answer::error(ErrorCode::Invalid, "Keyspace 'other' does not exist");
        let refusal = cluster.rule(When::query("USE other").node(refusing).times(1), Action::answer(unknown));
        session.use_keyspace("other", false).await.unwrap();
        assert_eq!(refusal.hits(), 1, "{refusing}");
        assert_eq!(session.get_keyspace().unwrap().as_str(), "other");
        eventually("all connections are in the keyspace", || all_use(&cluster, "other")).await;
    }
}

/// A change of the keyspace looks for connections in the session's state, and would miss those of nodes that are not there yet.
#[tokio::test(start_paused = true)]
async fn a_new_node_is_connected_to_once_a_change_of_the_keyspace_finds_it() {
    // Many, so that other tasks have their turn before all are entered.
    let cluster = cluster(100).start().await.unwrap();
    (1..100).for_each(|node| cluster.set_member(node, false));
    let session: Arc<OnceLock<Weak<Session>>> = Arc::default();
    let attempts: Arc<Mutex<Vec<bool>>> = Arc::default();
    let pipes = cluster.pipes();
    let (looked_at, found) = (Arc::clone(&session), Arc::clone(&attempts));
    let connector = move |node: Endpoint| {
        if let Some(session) = looked_at.get().and_then(Weak::upgrade) {
            let state = session.get_cluster_state();
            found.lock().unwrap().push(state.get_nodes_info().iter().any(|known| known.address == node.address()));
        }
        let pipes = pipes.clone();
        async move { pipes.connect(&node).await }
    };
    let built = Arc::new(to(&cluster).connector(connector).build().await.unwrap());
    session.set(Arc::downgrade(&built)).unwrap();
    (1..100).for_each(|node| cluster.set_member(node, true));
    built.refresh_metadata().await.unwrap();
    eventually("all new nodes are connected to", || attempts.lock().unwrap().len() >= 99).await;
    let early = attempts.lock().unwrap().iter().filter(|found| !**found).count();
    assert_eq!(early, 0, "nodes that were connected to before the session knew them");
}

#[tokio::test(start_paused = true)]
async fn a_session_is_built_in_its_keyspace() {
    for version in VERSIONS {
        let cluster = cluster(3).version(version).start().await.unwrap();
        let _session = to(&cluster).use_keyspace("ks", false).build().await.unwrap();
        assert!(all_use(&cluster, "ks"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_session_is_not_built_in_a_keyspace_that_there_is_not() {
    for version in VERSIONS {
        let cluster = cluster(3).version(version).start().await.unwrap();
        let error = to(&cluster).use_keyspace("nowhere", false).build().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
        assert!(error.to_string().contains("nowhere"), "{error}");
        assert!(error.node().is_some(), "{error}");
    }
}
