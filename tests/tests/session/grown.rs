//! A user-defined type that gets another field while a program that knows the field already is running.

use std::time::Duration;

use ilium::{Dao, Entity, Insert, Select};
use ilium_driver::client::session::Session;
use ilium_driver::errors::{Error, ErrorCode, ErrorKind};
use ilium_driver::frame::response::result::{CollectionType, ColumnType, NativeType, UserDefinedType};
use ilium_driver::response::PagingState;
use ilium_driver::statement::batch::{Batch, BatchType};
use ilium_driver::statement::prepared::PreparedStatement;
use ilium_driver::wire::event::{Event, SchemaChange, SchemaChangeType, SchemaTarget};
use ilium_driver::wire::{Opcode, ProtocolVersion};
use ilium_driver::{DeserializeValue, SerializeValue};
use ilium_mock::{Answer, Message, MockCluster, MockStatement, Request, Value, When};
use tokio::time::Instant;

use crate::clock::pass;
use crate::scene::connect;

const VERSIONS: [ProtocolVersion; 3] = [ProtocolVersion::V3, ProtocolVersion::V4, ProtocolVersion::V5];

const WRITE: &str = "INSERT INTO ks.tenants (k, homes) VALUES (?, ?)";
const DAO_WRITE: &str = "INSERT INTO ks.tenants (k, homes) VALUES (:k, :homes)";
const DAO_READ: &str = "SELECT k, homes FROM ks.tenants WHERE k = :k";
const ALTER: &str = "ALTER TYPE ks.home ADD floor int";

#[derive(SerializeValue, DeserializeValue, Clone, Debug, PartialEq)]
struct Home {
    street: String,
    #[cql(allow_missing)]
    floor: Option<i32>,
}

fn home(floor: Option<i32>) -> Home {
    Home { street: "a".to_owned(), floor }
}

/// The type before and after it has got its field.
fn typ(is_grown: bool) -> ColumnType<'static> {
    let mut fields = vec![("street".into(), ColumnType::Native(NativeType::Text))];
    if is_grown {
        fields.push(("floor".into(), ColumnType::Native(NativeType::Int)));
    }
    let home = UserDefinedType::new("ks", "home", fields).into();
    let home = ColumnType::UserDefinedType { frozen: true, definition: home };
    ColumnType::Collection { frozen: false, typ: CollectionType::List(Box::new(home)) }
}

fn write(cql: &str, is_grown: bool) -> MockStatement {
    MockStatement::new(cql).table("ks", "tenants").marker("k", NativeType::Int).marker("homes", typ(is_grown))
}

fn read(is_grown: bool) -> MockStatement {
    let read = MockStatement::new(DAO_READ).table("ks", "tenants").marker("k", NativeType::Int);
    read.column("k", NativeType::Int)
        .column("homes", typ(is_grown))
        .answers(|_, rows| rows.row((1, vec![home(Some(7))])).into())
}

fn altered() -> SchemaChange {
    SchemaChange {
        change: SchemaChangeType::Updated,
        keyspace: "ks".to_owned(),
        target: SchemaTarget::Type("home".to_owned()),
    }
}

async fn scene(version: ProtocolVersion) -> (MockCluster, Session) {
    let builder = MockCluster::builder().in_memory().nodes(1).version(version).keyspace("ks", 1);
    let builder = builder.statement(MockStatement::new(ALTER).answers(|_, _| Answer::SchemaChange(altered())));
    let builder = builder.statement(write(WRITE, false)).statement(write(DAO_WRITE, false)).statement(read(false));
    let cluster = builder.start().await.unwrap();
    let session = connect(&cluster).await;
    (cluster, session)
}

/// The type gets its field. Nodes still know the statements, as when another client has had them prepared again.
fn grow(cluster: &MockCluster) {
    cluster.script(write(WRITE, true));
    cluster.script(write(DAO_WRITE, true));
    cluster.script(read(true));
}

/// Every way to write.
const WAYS: usize = 5;

async fn save(session: &Session, statement: &PreparedStatement, way: usize) -> Result<(), Error> {
    let homes = vec![home(Some(7)), home(None)];
    let values = (1, &homes);
    let mut batch = Batch::new(BatchType::Unlogged);
    match way {
        0 => session.execute_unpaged(statement, values).await.map(drop),
        1 => session.execute_single_page(statement, values, PagingState::start()).await.map(drop),
        2 => session.execute_iter(statement.clone(), values).await.map(drop),
        3 => {
            batch.append_statement(statement.clone());
            session.batch(&batch, [&values].as_slice()).await.map(drop)
        }
        4 => {
            batch.append_statement(statement.bind(&(2, &homes))?);
            batch.append_statement(statement.clone());
            session.batch(&batch, [&values].as_slice()).await.map(drop)
        }
        _ => panic!("there is no such way"),
    }
}

/// The bytes of the homes with their floors, and without.
fn bytes_of(is_grown: bool) -> Vec<u8> {
    let street = [0, 0, 0, 1, b'a'];
    let floors: [&[u8]; 2] = if is_grown { [&[0, 0, 0, 4, 0, 0, 0, 7], &[0xFF; 4]] } else { [&[], &[]] };
    let mut bytes = vec![0, 0, 0, 2];
    for floor in floors {
        let len = i32::try_from(street.len() + floor.len()).unwrap();
        bytes.extend([&len.to_be_bytes()[..], &street, floor].concat());
    }
    bytes
}

fn last_value(request: &Request) -> &[u8] {
    let values = match &request.message {
        Message::Batch { items, .. } => &items.last().unwrap().values,
        _ => request.values(),
    };
    match values.last() {
        Some(Value::Bytes(bytes)) => bytes,
        other => panic!("{other:?}"),
    }
}

/// Which of the requests that write have sent the new field in their last value, in their order.
fn written(cluster: &MockCluster) -> Vec<bool> {
    let is_write = |opcode| When::opcode(opcode).and(|request| request.mentions("INSERT"));
    let mut requests = cluster.requests_where(&is_write(Opcode::Execute));
    requests.extend(cluster.requests_where(&is_write(Opcode::Batch)));
    let grown = |request: &Request| match last_value(request) {
        bytes if bytes == bytes_of(true) => true,
        bytes if bytes == bytes_of(false) => false,
        bytes => panic!("{bytes:?}"),
    };
    requests.iter().map(|request| grown(request)).collect()
}

/// Writes until something holds, which it must within four seconds.
async fn save_until(session: &Session, statement: &PreparedStatement, way: usize, holds: impl Fn() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < Duration::from_secs(4), "not within four seconds, way {way}");
        save(session, statement, way).await.unwrap();
        pass(Duration::from_millis(50)).await;
    }
}

fn prepared(cluster: &MockCluster, cql: &str) -> usize {
    cluster.requests_where(&When::prepare(cql)).len()
}

#[tokio::test(start_paused = true)]
async fn the_next_call_after_the_change_by_the_session_itself_writes_the_field() {
    for version in VERSIONS {
        for way in 0..WAYS {
            let (cluster, session) = scene(version).await;
            let statement = session.prepare(WRITE).await.unwrap();
            save(&session, &statement, way).await.unwrap();
            grow(&cluster);
            session.query_unpaged(ALTER, ()).await.unwrap();
            for _ in 0..3 {
                save(&session, &statement, way).await.unwrap();
            }
            assert_eq!(written(&cluster), [false, true, true, true], "{version}, way {way}");
            assert_eq!(prepared(&cluster, WRITE), 2, "{version}, way {way}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_next_call_after_the_event_writes_the_field() {
    for version in VERSIONS {
        for way in 0..WAYS {
            let (cluster, session) = scene(version).await;
            let statement = session.prepare(WRITE).await.unwrap();
            grow(&cluster);
            cluster.push(&Event::SchemaChange(altered()));
            save_until(&session, &statement, way, || written(&cluster).last() == Some(&true)).await;
            assert_eq!(prepared(&cluster, WRITE), 2, "{version}, way {way}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_node_that_has_forgotten_the_statement_gets_the_field_at_once() {
    for version in VERSIONS {
        // The values of all pages are bound before the first is asked for, so way 2 writes what they are.
        for way in [0, 1, 3, 4] {
            let (cluster, session) = scene(version).await;
            let statement = session.prepare(WRITE).await.unwrap();
            let bound = statement.bind(&(1, vec![home(Some(7)), home(None)])).unwrap();
            grow(&cluster);
            cluster.forget_statements(0);
            save(&session, &statement, way).await.unwrap();
            // The attempt that found it forgotten was not carried out.
            assert_eq!(written(&cluster), [false, true], "{version}, way {way}");
            assert_eq!(prepared(&cluster, WRITE), 2, "{version}, way {way}");
            // Values that were bound before are what they were.
            session.execute_bound_unpaged(&bound).await.unwrap();
            let mut batch = Batch::new(BatchType::Unlogged);
            batch.append_statement(bound);
            cluster.forget_statements(0);
            session.batch(&batch, Vec::<()>::new()).await.unwrap();
            assert_eq!(prepared(&cluster, WRITE), 3, "{version}, way {way}");
        }
    }
}

/// The node that tells of the change has made it, and the one that is asked what the statement takes has not yet.
#[tokio::test(start_paused = true)]
async fn a_node_that_is_late_is_asked_again() {
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        let statement = session.prepare(WRITE).await.unwrap();
        let id = statement.get_id().to_vec();
        let late = cluster.rule(When::prepare(WRITE), Answer::Prepared(id, write(WRITE, false).into()));
        grow(&cluster);
        cluster.push(&Event::SchemaChange(altered()));
        save_until(&session, &statement, 0, || late.hits() == 1).await;
        assert_eq!(written(&cluster).last(), Some(&false), "{version}");
        late.remove();
        // When the cluster was read anew, which an event brings about after a second.
        save_until(&session, &statement, 0, || written(&cluster).last() == Some(&true)).await;
    }
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(keyspace = "ks", table = "tenants")]
struct Tenant {
    #[col(partition_key)]
    k: i32,
    homes: Vec<Home>,
}

#[derive(Dao, Clone)]
#[dao(entity = Tenant)]
struct TenantDao {
    #[select]
    get: Select<fn(k: i32) -> Option<Tenant>>,
    #[insert]
    save: Insert<fn(row: &Tenant)>,
}

#[tokio::test(start_paused = true)]
async fn a_dao_writes_and_reads_the_field_without_being_prepared_anew() {
    for version in VERSIONS {
        for clones in [false, true] {
            let (cluster, session) = scene(version).await;
            let dao = TenantDao::prepare(&session).await.unwrap();
            let row = |floor| Tenant { k: 1, homes: vec![home(floor)] };
            let dao = if clones { dao.clone() } else { dao };
            assert_eq!(dao.get(1).await.unwrap(), Some(row(None)), "{version}");
            grow(&cluster);
            session.query_unpaged(ALTER, ()).await.unwrap();
            dao.save(&Tenant { k: 1, homes: vec![home(Some(7)), home(None)] }).await.unwrap();
            assert_eq!(written(&cluster), [true], "{version}");
            assert_eq!(dao.get(1).await.unwrap(), Some(row(Some(7))), "{version}");
        }
    }
}

/// The schema changes and the statement stays as it is: it is asked about once, and nothing else changes.
#[tokio::test(start_paused = true)]
async fn a_statement_that_stays_is_asked_about_once_for_each_change() {
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        let statement = session.prepare(WRITE).await.unwrap();
        for round in 1..4 {
            session.query_unpaged(ALTER, ()).await.unwrap();
            for _ in 0..3 {
                save(&session, &statement, 0).await.unwrap();
            }
            assert_eq!(prepared(&cluster, WRITE), 1 + round, "{version}");
        }
        assert!(written(&cluster).iter().all(|grown| !grown));
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_written_for_types_that_nobody_can_say() {
    for version in VERSIONS {
        for way in 0..WAYS {
            let (cluster, session) = scene(version).await;
            let mut statement = session.prepare(WRITE).await.unwrap();
            statement.set_label("Tenants::save");
            session.query_unpaged(ALTER, ()).await.unwrap();
            cluster.rule(When::prepare(WRITE), Answer::error(ErrorCode::Invalid, "no such table"));
            for _ in 0..2 {
                let error = save(&session, &statement, way).await.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Invalid, "{version}, way {way}: {error}");
            }
            assert!(written(&cluster).is_empty(), "{version}, way {way}");
            cluster.clear_rules();
            grow(&cluster);
            save(&session, &statement, way).await.unwrap();
            assert_eq!(written(&cluster), [true], "{version}, way {way}");
        }
    }
}

/// A statement that was prepared in the keyspace of before cannot be asked about, and goes on as it is.
#[tokio::test(start_paused = true)]
async fn a_statement_of_the_keyspace_before_goes_on() {
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        let statement = session.prepare(WRITE).await.unwrap();
        cluster.rule(When::prepare(WRITE), Answer::Prepared(vec![7; 16], write(WRITE, true).into()));
        session.query_unpaged(ALTER, ()).await.unwrap();
        save(&session, &statement, 0).await.unwrap();
        assert_eq!(written(&cluster), [false], "{version}");
    }
}
