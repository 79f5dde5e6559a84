//! Tables that are altered under protocol 3 and 4, where nothing in an answer tells that its columns have changed: another
//! client has prepared the statement again, so that the node does not say that it has forgotten it.

use ilium::{Dao, Entity, Query};
use ilium_driver::client::session::Session;
use ilium_driver::errors::ErrorKind;
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::statement::prepared::PreparedStatement;
use ilium_driver::wire::ProtocolVersion;
use ilium_driver::wire::event::{Event, SchemaChange, SchemaChangeType, SchemaTarget};
use ilium_mock::{Answer, MockCluster, MockStatement, When};
use uuid::Uuid;

use crate::clock::{eventually, settle};
use crate::scene::connect;

const VERSIONS: [ProtocolVersion; 2] = [ProtocolVersion::V3, ProtocolVersion::V4];

const READ: &str = "SELECT v FROM ks.numbers WHERE k = :k";
const OTHER: &str = "SELECT v FROM ks.others WHERE k = :k";
const ALTER: &str = "ALTER TABLE ks.numbers ALTER v TYPE double";

const INTEGER: i64 = 7;
const FLOAT: f64 = 12.5;

fn read(cql: &str, table: &str, typ: NativeType) -> MockStatement {
    MockStatement::new(cql).table("ks", table).marker("k", NativeType::Int).column("v", typ).answers(move |_, rows| {
        match typ {
            NativeType::Double => rows.row((FLOAT,)).into(),
            _ => rows.row((INTEGER,)).into(),
        }
    })
}

fn change(change: SchemaChangeType, target: SchemaTarget) -> SchemaChange {
    SchemaChange { change, keyspace: "ks".to_owned(), target }
}

fn altered() -> SchemaChange {
    change(SchemaChangeType::Updated, SchemaTarget::Table("numbers".to_owned()))
}

#[derive(Entity, Debug, PartialEq)]
#[entity(keyspace = "ks", table = "numbers")]
struct Number {
    #[col(partition_key)]
    k: i32,
    v: i64,
}

#[derive(Dao, Clone)]
#[dao(entity = Number)]
struct NumberDao {
    #[query("SELECT v FROM ks.numbers WHERE k = :k")]
    one: Query<fn(k: i32) -> Option<i64>>,
}

async fn scene(version: ProtocolVersion, nodes: usize) -> (MockCluster, Session) {
    let alter = MockStatement::new(ALTER).answers(|_, _| Answer::SchemaChange(altered()));
    let builder = MockCluster::builder().in_memory().nodes(nodes).version(version).statement(alter);
    let builder = builder.statement(read(READ, "numbers", NativeType::BigInt));
    let cluster = builder.statement(read(OTHER, "others", NativeType::BigInt)).start().await.unwrap();
    let session = connect(&cluster).await;
    (cluster, session)
}

/// The nodes know the statement under its id as what it means now.
fn alter(cluster: &MockCluster) {
    cluster.script(read(READ, "numbers", NativeType::Double));
}

async fn prepare(session: &Session, cql: &str) -> PreparedStatement {
    let mut statement = session.prepare(cql).await.unwrap();
    statement.set_use_cached_result_metadata(true);
    statement
}

/// Whether the last execution of a text asked to leave the columns out.
async fn leaves_columns_out(cluster: &MockCluster, session: &Session, statement: &PreparedStatement) -> bool {
    session.execute_unpaged(statement, (1,)).await.unwrap();
    let executed = cluster.requests_where(&When::execute(statement.get_statement()));
    executed.last().unwrap().parameters().unwrap().skip_metadata
}

/// Lets the session hear of what was pushed: it comes before what the control connection is asked afterwards.
async fn hear(session: &Session) {
    session.refresh_metadata().await.unwrap();
    settle().await;
}

#[tokio::test(start_paused = true)]
async fn a_dao_does_not_read_by_the_columns_from_before_an_alteration() {
    for version in VERSIONS {
        let (cluster, session) = scene(version, 1).await;
        let dao = NumberDao::prepare(&session).await.unwrap();
        assert_eq!(dao.one(1).await.unwrap(), Some(INTEGER));
        alter(&cluster);
        cluster.push(&Event::SchemaChange(altered()));
        hear(&session).await;
        for _ in 0..2 {
            let error = dao.one(1).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::TypeCheck, "{version}: {error}");
        }
        cluster.script(read(READ, "numbers", NativeType::BigInt));
        assert_eq!(dao.one(1).await.unwrap(), Some(INTEGER));
    }
}

#[tokio::test(start_paused = true)]
async fn an_alteration_by_the_session_itself_needs_no_event() {
    for version in VERSIONS {
        let (cluster, session) = scene(version, 1).await;
        let statement = prepare(&session, READ).await;
        assert!(leaves_columns_out(&cluster, &session, &statement).await);
        session.query_unpaged(ALTER, ()).await.unwrap();
        alter(&cluster);
        let rows = session.execute_unpaged(&statement, (1,)).await.unwrap().into_rows_result().unwrap();
        assert_eq!(rows.single_row::<(f64,)>().unwrap(), (FLOAT,), "{version}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_about_something_else_changes_nothing() {
    use SchemaChangeType::{Created, Dropped, Updated};
    let table = |name: &str| SchemaTarget::Table(name.to_owned());
    let elsewhere = |keyspace: &str| SchemaChange { keyspace: keyspace.to_owned(), ..altered() };
    for version in VERSIONS {
        for (change, is_meant) in [
            (change(Updated, table("others")), false),
            (change(Created, table("numbers")), false),
            (change(Updated, SchemaTarget::Keyspace), false),
            (change(Created, SchemaTarget::Type("t".to_owned())), false),
            (elsewhere("other"), false),
            (elsewhere(&"long".repeat(500)), true),
            (change(Updated, table("numbers")), true),
            (change(Dropped, table("numbers")), true),
            (change(Updated, SchemaTarget::Type("t".to_owned())), true),
            (change(Dropped, SchemaTarget::Keyspace), true),
        ] {
            let (cluster, session) = scene(version, 1).await;
            let statement = prepare(&session, READ).await;
            assert!(leaves_columns_out(&cluster, &session, &statement).await);
            cluster.push(&Event::SchemaChange(change.clone()));
            hear(&session).await;
            let leaves_out = leaves_columns_out(&cluster, &session, &statement).await;
            assert_eq!(leaves_out, !is_meant, "{version}: {change:?}");
            // All statements of the text, and those that are prepared later.
            assert_eq!(leaves_columns_out(&cluster, &session, &prepare(&session, READ).await).await, !is_meant);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn no_alteration_is_lost_in_a_flood_of_events() {
    for version in VERSIONS {
        let (cluster, session) = scene(version, 1).await;
        let statement = prepare(&session, READ).await;
        let other = |count| SchemaChange { keyspace: format!("other{count}"), ..altered() };
        cluster.push(&Event::SchemaChange(altered()));
        for count in 0..3000 {
            cluster.push(&Event::SchemaChange(other(count)));
        }
        hear(&session).await;
        assert!(!leaves_columns_out(&cluster, &session, &statement).await, "{version}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_altered_while_nobody_tells_is_noticed_by_the_schemas_version() {
    for version in VERSIONS {
        for is_altered in [false, true] {
            let (cluster, session) = scene(version, 2).await;
            let statement = prepare(&session, READ).await;
            if is_altered {
                (0..2).for_each(|node| cluster.set_schema_version(node, Uuid::from_u128(77)));
            }
            let before = cluster.requests_where(&When::query("system_schema.keyspaces")).len();
            cluster.disconnect_control();
            eventually("the cluster was read anew", || {
                cluster.requests_where(&When::query("system_schema.keyspaces")).len() > before
            })
            .await;
            hear(&session).await;
            let leaves_out = leaves_columns_out(&cluster, &session, &statement).await;
            assert_eq!(leaves_out, !is_altered, "{version}");
        }
    }
}
