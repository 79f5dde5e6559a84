//! Schema agreement.

use std::time::Duration;

use ilium_driver::client::session::Session;
use ilium_driver::errors::ErrorKind;
use ilium_driver::wire::event::{SchemaChange, SchemaChangeType, SchemaTarget};
use ilium_mock::{Action, Answer, MockCluster, MockStatement, When};
use tokio::time::Instant;
use uuid::Uuid;

use crate::clock::{eventually, pass};
use crate::scene::{AT_ONCE, VERSIONS, cluster, to};

const CREATE: &str = "CREATE KEYSPACE made WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 2}";
const OTHER: Uuid = Uuid::from_u128(0xD1FF);
const TIMEOUT: Duration = Duration::from_millis(200);

fn created() -> SchemaChange {
    SchemaChange { change: SchemaChangeType::Created, keyspace: "made".to_owned(), target: SchemaTarget::Keyspace }
}

async fn scene(version: ilium_driver::wire::ProtocolVersion) -> (MockCluster, Session) {
    let create = MockStatement::new(CREATE).answers(|_, _| Answer::SchemaChange(created()));
    let cluster = cluster(3).version(version).statement(create).start().await.unwrap();
    let session = to(&cluster)
        .schema_agreement_interval(Duration::from_millis(10))
        .schema_agreement_timeout(TIMEOUT)
        .build()
        .await
        .unwrap();
    (cluster, session)
}

#[tokio::test(start_paused = true)]
async fn nodes_agree_when_all_have_the_same_version() {
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        let agreed = session.await_schema_agreement().await.unwrap();
        assert_eq!(session.check_schema_agreement().await.unwrap(), Some(agreed));
        cluster.set_schema_version(1, OTHER);
        assert_eq!(session.check_schema_agreement().await.unwrap(), None);
        let started = Instant::now();
        let error = session.await_schema_agreement().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
        assert!(error.to_string().contains("schema"), "{error}");
        assert!(started.elapsed() < AT_ONCE, "{:?}", started.elapsed());
        cluster.set_schema_version(0, OTHER);
        cluster.set_schema_version(2, OTHER);
        assert_eq!(session.await_schema_agreement().await.unwrap(), OTHER);
    }
}

#[tokio::test(start_paused = true)]
async fn a_node_that_never_says_its_version_holds_agreement_up_no_longer_than_its_timeout() {
    let (cluster, session) = scene(VERSIONS[1]).await;
    cluster.rule(When::query("schema_version FROM system.local").node(2), Action::ignore());
    let started = Instant::now();
    // Nothing is known of a node that does not answer, so it is the others that agree, and no sooner.
    assert_ne!(session.await_schema_agreement().await.unwrap(), OTHER);
    let waited = started.elapsed();
    assert!((TIMEOUT..TIMEOUT + Duration::from_millis(20)).contains(&waited), "{waited:?}");
    cluster.set_schema_version(1, OTHER);
    session.await_schema_agreement().await.unwrap_err();
}

#[tokio::test(start_paused = true)]
async fn a_node_that_goes_meanwhile_does_not_count() {
    let (cluster, session) = scene(VERSIONS[1]).await;
    cluster.set_schema_version(2, OTHER);
    cluster.rule(When::query("SELECT schema_version").node(2), Action::close());
    session.await_schema_agreement().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_statement_that_changes_the_schema_waits_and_is_known_afterwards() {
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        assert!(session.get_cluster_state().get_keyspace("made").is_none());
        cluster.keyspace("made", 2);
        cluster.set_schema_version(1, OTHER);
        let agree = async {
            pass(Duration::from_millis(60)).await;
            (0..3).for_each(|node| cluster.set_schema_version(node, OTHER));
        };
        let started = Instant::now();
        let (result, ()) = tokio::join!(session.query_unpaged(CREATE, ()), agree);
        result.unwrap();
        assert!(started.elapsed() >= Duration::from_millis(50), "{:?}", started.elapsed());
        assert!(session.get_cluster_state().get_keyspace("made").is_some());
    }
}

#[tokio::test(start_paused = true)]
async fn a_change_that_somebody_else_made_is_known_by_its_event() {
    let (cluster, session) = scene(VERSIONS[1]).await;
    cluster.keyspace("made", 2);
    cluster.push(&ilium_driver::wire::event::Event::SchemaChange(created()));
    eventually("the keyspace is known", || session.get_cluster_state().get_keyspace("made").is_some()).await;
}
