//! Statements that a node forgets while requests wait until it has room for them.

use std::time::Duration;

use ilium_driver::client::execution_profile::ExecutionProfile;
use ilium_driver::client::session::Session;
use ilium_driver::errors::{Error, ErrorKind};
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::statement::batch::Batch;
use ilium_driver::statement::prepared::PreparedStatement;
use ilium_driver::wire::response::{ErrorCode, ErrorDetail};
use ilium_driver::wire::{Opcode, ProtocolVersion};
use ilium_mock::{Answer, Held, MockCluster, MockStatement, When};
use tokio::task::JoinHandle;

use crate::clock::{eventually, settle};
use crate::scene::{AT_ONCE, to};

const VERSIONS: [ProtocolVersion; 3] = [ProtocolVersion::V3, ProtocolVersion::V4, ProtocolVersion::V5];

const READ: &str = "SELECT v FROM ks.numbers WHERE k = ?";
const WRITE: &str = "INSERT INTO ks.numbers (k, v) VALUES (?, ?)";
/// Takes the only place of a connection.
const FILL: &str = "SELECT now() FROM system.local";

const INTEGER: i64 = 7;
const FLOAT: f64 = 12.5;

fn read(typ: NativeType) -> MockStatement {
    MockStatement::new(READ).table("ks", "numbers").marker("k", NativeType::Int).column("v", typ).answers(
        move |_, rows| match typ {
            NativeType::Double => rows.row((FLOAT,)).into(),
            _ => rows.row((INTEGER,)).into(),
        },
    )
}

fn write(typ: NativeType) -> MockStatement {
    MockStatement::new(WRITE).table("ks", "numbers").marker("k", NativeType::Int).marker("v", typ)
}

/// Of a node that takes so many requests at a time, and of requests that wait for ever.
async fn scene(version: ProtocolVersion, room: u16) -> (MockCluster, Session) {
    let builder = MockCluster::builder().in_memory().nodes(1).version(version).statement(MockStatement::new(FILL));
    let builder = builder.statement(read(NativeType::BigInt)).statement(write(NativeType::BigInt));
    let cluster = builder.start().await.unwrap();
    let patient = ExecutionProfile::builder().request_timeout(None).build().into_handle();
    let session =
        to(&cluster).max_requests_per_connection(room).default_execution_profile_handle(patient).build().await;
    (cluster, session.unwrap())
}

/// Drops the table and makes it anew: the node forgets its statements.
fn recreate(cluster: &MockCluster) {
    cluster.script(read(NativeType::Double));
    cluster.script(write(NativeType::Double));
    cluster.forget_statements(0);
}

/// Fills the node until what this returns is released.
async fn fill(cluster: &MockCluster, session: &Session) -> Held {
    let mut held = cluster.hold(When::query(FILL).times(1));
    let session = session.clone();
    tokio::spawn(async move { session.query_unpaged(FILL, ()).await.map(drop) });
    held.next().await.unwrap()
}

/// Every way to write.
const WAYS: usize = 3;

fn save(session: &Session, statement: &PreparedStatement, way: usize) -> JoinHandle<Result<(), Error>> {
    let (session, statement) = (session.clone(), statement.clone());
    tokio::spawn(async move {
        let mut batch = Batch::default();
        match way {
            0 => session.execute_unpaged(&statement, (1, INTEGER)).await.map(drop),
            1 => session.execute_bound_unpaged(&statement.bind(&(1, INTEGER))?).await.map(drop),
            2 => {
                batch.append_statement(statement);
                session.batch(&batch, ((1, INTEGER),)).await.map(drop)
            }
            _ => panic!("there is no such way"),
        }
    })
}

/// How many requests with values were sent.
fn sent(cluster: &MockCluster) -> usize {
    let sent = |opcode| cluster.requests_where(&When::opcode(opcode)).len();
    sent(Opcode::Execute) + sent(Opcode::Batch)
}

#[tokio::test(start_paused = true)]
async fn values_that_waited_are_not_sent_for_markers_of_another_type() {
    for version in VERSIONS {
        for way in 0..WAYS {
            let (cluster, session) = scene(version, 1).await;
            let statement = session.prepare(WRITE).await.unwrap();
            let filling = fill(&cluster, &session).await;
            let waiting: Vec<_> = (0..5).map(|_| save(&session, &statement, way)).collect();
            settle().await;
            recreate(&cluster);
            cluster.forget_requests();
            filling.release();
            // Room that one does not use is for the next.
            let took = eventually("the end of all", || waiting.iter().all(JoinHandle::is_finished)).await;
            assert!(took < Duration::from_millis(700), "{version}, way {way}: {took:?}");
            for one in waiting {
                let error = one.await.unwrap().unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Serialize, "{version}, way {way}: {error}");
                let text = error.to_string();
                assert!(text.contains("`v`") && text.contains("bigint") && text.contains("double"), "{text}");
                assert!(error.statement().is_some(), "{error}");
            }
            // The node took only those that it had forgotten the statement of.
            let unprepared = cluster.requests_where(&When::prepare(WRITE)).len();
            assert_eq!((sent(&cluster), unprepared), (1, 1), "{version}, way {way}");
            session.execute_unpaged(&statement, (1, FLOAT)).await.unwrap();
        }
    }
}

/// The node has prepared the statement again for two requests, and has room for one of them.
#[tokio::test(start_paused = true)]
async fn an_answer_that_waited_after_its_preparation_is_read_by_the_columns_of_it() {
    for version in VERSIONS {
        let (cluster, session) = scene(version, 2).await;
        let mut statement = session.prepare(READ).await.unwrap();
        statement.set_use_cached_result_metadata(true);
        recreate(&cluster);
        let mut preparing = cluster.hold(When::prepare(READ).times(1));
        let readers = [1, 2].map(|key| {
            let (session, statement) = (session.clone(), statement.clone());
            tokio::spawn(async move {
                session.execute_unpaged(&statement, (key,)).await?.into_rows_result()?.single_row::<(f64,)>()
            })
        });
        let preparation = preparing.next().await.unwrap();
        settle().await;
        let filling = fill(&cluster, &session).await;
        let mut held = cluster.hold(When::execute(READ));
        preparation.release();
        let first = held.next().await.unwrap();
        settle().await;
        first.release();
        filling.release();
        held.next().await.unwrap().release();
        for reader in readers {
            assert_eq!(reader.await.unwrap().unwrap(), (FLOAT,), "{version}");
        }
        assert_eq!(cluster.requests_where(&When::prepare(READ)).len(), 2);
    }
}

/// A node that forgets a statement as fast as it prepares it, and that has no room in between.
#[tokio::test(start_paused = true)]
async fn a_node_that_always_forgets_is_given_up_though_it_is_waited_for() {
    for version in VERSIONS {
        let (cluster, session) = scene(version, 1).await;
        let statement = session.prepare(READ).await.unwrap();
        let detail = ErrorDetail::Unprepared { id: statement.get_id().to_vec() };
        let forgotten = Answer::error_with(ErrorCode::Unprepared, "not found", detail);
        let forgets = cluster.rule(When::execute(READ), forgotten);
        let readers: Vec<_> = (0..4)
            .map(|_| {
                let (session, statement) = (session.clone(), statement.clone());
                tokio::spawn(async move { session.execute_unpaged(&statement, (1,)).await.map(drop) })
            })
            .collect();
        for reader in readers {
            let ended = tokio::time::timeout(AT_ONCE, reader).await;
            let error = ended.expect("it ends").unwrap().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Unprepared, "{version}: {error}");
        }
        assert!(forgets.hits() <= 4 * 4, "{version}: {}", forgets.hits());
    }
}
