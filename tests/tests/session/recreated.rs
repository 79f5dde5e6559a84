//! Tables that another client drops and makes anew with other types: the statements' texts, and so their ids, stay.

use futures_util::{StreamExt, TryStreamExt};
use ilium::{Dao, Entity, Query, RowStream};
use ilium_driver::client::session::Session;
use ilium_driver::errors::{Error, ErrorKind};
use ilium_driver::frame::response::result::{ColumnType, NativeType};
use ilium_driver::response::PagingState;
use ilium_driver::response::query_result::QueryResult;
use ilium_driver::statement::batch::{Batch, BatchType};
use ilium_driver::statement::prepared::PreparedStatement;
use ilium_driver::wire::{Opcode, ProtocolVersion};
use ilium_mock::{Answer, MockCluster, MockStatement, Rows, When};

use crate::scene::connect;

const VERSIONS: [ProtocolVersion; 3] = [ProtocolVersion::V3, ProtocolVersion::V4, ProtocolVersion::V5];

const READ: &str = "SELECT v FROM ks.numbers WHERE k = ?";
const WRITE: &str = "INSERT INTO ks.numbers (k, v) VALUES (?, ?)";
const DAO_READ: &str = "SELECT v FROM ks.numbers WHERE k = :k";

/// What the rows of a table with `bigint` and of one with `double` hold.
const INTEGER: i64 = 7;
const FLOAT: f64 = 12.5;

fn read(cql: &str, typ: NativeType) -> MockStatement {
    MockStatement::new(cql).table("ks", "numbers").marker("k", NativeType::Int).column("v", typ).answers(
        move |_, rows| match typ {
            NativeType::Double => rows.row((FLOAT,)).into(),
            _ => rows.row((INTEGER,)).into(),
        },
    )
}

fn write(typ: NativeType) -> MockStatement {
    MockStatement::new(WRITE).table("ks", "numbers").marker("k", NativeType::Int).marker("v", typ)
}

async fn scene(version: ProtocolVersion) -> (MockCluster, Session) {
    let builder = MockCluster::builder().in_memory().nodes(1).version(version);
    let builder = builder.statement(read(READ, NativeType::BigInt)).statement(read(DAO_READ, NativeType::BigInt));
    let cluster = builder.statement(write(NativeType::BigInt)).start().await.unwrap();
    let session = connect(&cluster).await;
    (cluster, session)
}

/// Drops the table and makes it anew: nodes forget its statements.
fn recreate(cluster: &MockCluster, typ: NativeType) {
    cluster.script(read(READ, typ));
    cluster.script(read(DAO_READ, typ));
    cluster.script(write(typ));
    cluster.forget_statements(0);
}

/// Every way to execute a statement that reads.
const WAYS: usize = 6;

async fn execute(session: &Session, read: &PreparedStatement, way: usize) -> Result<QueryResult, Error> {
    let bound = read.bind(&(1,)).unwrap();
    let start = PagingState::start;
    match way {
        0 => session.execute_unpaged(read, (1,)).await,
        1 => session.execute_bound_unpaged(&bound).await,
        2 => session.execute_single_page(read, (1,), start()).await.map(|(page, _)| page),
        3 => session.execute_bound_single_page(&bound, start()).await.map(|(page, _)| page),
        _ => panic!("there is no such way"),
    }
}

/// Reads the value as a `T`.
async fn value<T>(session: &Session, read: &PreparedStatement, way: usize) -> Result<T, Error>
where
    (T,): for<'f, 'm> ilium_driver::deserialize::row::DeserializeRow<'f, 'm>,
{
    let (value,) = match way {
        4 => session.execute_iter(read.clone(), (1,)).await?.rows_stream::<(T,)>()?.next().await.unwrap()?,
        5 => {
            let bound = read.bind(&(1,)).unwrap();
            session.execute_bound_iter(bound).await?.rows_stream::<(T,)>()?.next().await.unwrap()?
        }
        _ => execute(session, read, way).await?.into_rows_result()?.single_row::<(T,)>()?,
    };
    Ok(value)
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_read_by_the_columns_that_it_was_made_with() {
    for version in VERSIONS {
        for cached in [false, true] {
            for way in 0..WAYS {
                let (cluster, session) = scene(version).await;
                let mut statement = session.prepare(READ).await.unwrap();
                statement.set_use_cached_result_metadata(cached);
                let clone = statement.clone();
                assert_eq!(value::<i64>(&session, &statement, way).await.unwrap(), INTEGER);
                for round in 0..3 {
                    let case = format!("{version}, cached: {cached}, way {way}, round {round}");
                    recreate(&cluster, NativeType::Double);
                    let error = value::<i64>(&session, &statement, way).await.expect_err(&case);
                    assert_eq!(error.kind(), ErrorKind::TypeCheck, "{case}: {error}");
                    assert_eq!(value::<f64>(&session, &statement, way).await.expect(&case), FLOAT);
                    assert_eq!(value::<f64>(&session, &clone, way).await.expect(&case), FLOAT);
                    recreate(&cluster, NativeType::BigInt);
                    // The first answer after the change, read as what it is.
                    assert_eq!(value::<i64>(&session, &clone, way).await.expect(&case), INTEGER);
                    assert_eq!(value::<i64>(&session, &statement, way).await.expect(&case), INTEGER);
                }
            }
        }
    }
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
    #[query("SELECT v FROM ks.numbers WHERE k = :k")]
    stream: Query<fn(k: i32) -> RowStream<i64>>,
}

#[tokio::test(start_paused = true)]
async fn a_dao_never_reads_a_value_as_another_type() {
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        let dao = NumberDao::prepare(&session).await.unwrap();
        for _ in 0..3 {
            assert_eq!(dao.one(1).await.unwrap(), Some(INTEGER));
            assert_eq!(dao.stream(1).await.unwrap().try_collect::<Vec<_>>().await.unwrap(), [INTEGER]);
            recreate(&cluster, NativeType::Double);
            for _ in 0..2 {
                let error = dao.stream(1).await.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::TypeCheck, "{version}: {error}");
                let error = dao.one(1).await.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::TypeCheck, "{version}: {error}");
            }
            recreate(&cluster, NativeType::BigInt);
        }
    }
}

/// While one request is under way another one finds out that the columns have changed.
#[tokio::test(start_paused = true)]
async fn an_answer_without_columns_is_refused_when_they_changed_under_way() {
    for version in [ProtocolVersion::V3, ProtocolVersion::V4] {
        let (cluster, session) = scene(version).await;
        let mut statement = session.prepare(READ).await.unwrap();
        statement.set_use_cached_result_metadata(true);
        let mut held = cluster.hold(When::execute(READ).times(1));
        let task = tokio::spawn({
            let (session, statement) = (session.clone(), statement.clone());
            async move { value::<i64>(&session, &statement, 0).await }
        });
        let late = held.next().await.unwrap();
        recreate(&cluster, NativeType::Double);
        assert_eq!(value::<f64>(&session, &statement, 0).await.unwrap(), FLOAT);
        late.act(Answer::from(Rows::of([("v", NativeType::Double)]).row((FLOAT,))));
        let error = task.await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{version}: {error}");
        assert!(error.to_string().contains("changed"), "{error}");
        assert_eq!(error.statement(), Some(READ));
    }
}

/// Every way to write.
const WRITES: usize = 7;

async fn save<T>(session: &Session, statement: &PreparedStatement, value: T, way: usize) -> Result<(), Error>
where
    T: ilium_driver::serialize::value::SerializeValue,
{
    let values = (1, value);
    let mut batch = Batch::new(BatchType::Unlogged);
    match way {
        0 => session.execute_unpaged(statement, values).await.map(drop),
        1 => session.execute_bound_unpaged(&statement.bind(&values)?).await.map(drop),
        2 => session.execute_single_page(statement, values, PagingState::start()).await.map(drop),
        3 => session.execute_bound_single_page(&statement.bind(&values)?, PagingState::start()).await.map(drop),
        4 => {
            batch.append_statement(statement.clone());
            session.batch(&batch, [&values].as_slice()).await.map(drop)
        }
        5 => {
            batch.append_statement(statement.bind(&values)?);
            session.batch(&batch, Vec::<()>::new()).await.map(drop)
        }
        6 => {
            batch.append_statement(session.prepare("INSERT INTO ks.other (k) VALUES (1)").await?);
            batch.append_statement(statement.bind(&values)?);
            batch.append_statement(statement.clone());
            session.batch(&batch, ((), &values)).await.map(drop)
        }
        _ => panic!("there is no such way"),
    }
}

/// How many times values were sent.
fn sent(cluster: &MockCluster) -> usize {
    let sent = |opcode| cluster.requests_where(&When::opcode(opcode)).len();
    sent(Opcode::Execute) + sent(Opcode::Batch)
}

fn names_both_types(error: &Error, marker: &str, before: &str, now: &str) {
    assert_eq!(error.kind(), ErrorKind::Serialize, "{error}");
    let text = error.to_string();
    for part in [format!("`{marker}`"), before.to_owned(), now.to_owned()] {
        assert!(text.contains(&part), "`{part}` is not in: {text}");
    }
    assert!(error.statement().is_some(), "{error}");
}

fn types(statement: &PreparedStatement) -> Vec<ColumnType<'static>> {
    statement.get_variable_col_specs().iter().map(|spec| spec.typ().clone()).collect()
}

#[tokio::test(start_paused = true)]
async fn values_are_not_sent_for_markers_of_another_type() {
    for version in VERSIONS {
        for way in 0..WRITES {
            let (cluster, session) = scene(version).await;
            cluster.script(MockStatement::new("INSERT INTO ks.other (k) VALUES (1)"));
            let statement = session.prepare(WRITE).await.unwrap();
            let clone = statement.clone();
            save(&session, &statement, INTEGER, way).await.unwrap();
            let bound = statement.bind(&(1, INTEGER)).unwrap();
            for round in 0..10 {
                let case = format!("{version}, way {way}, round {round}");
                recreate(&cluster, NativeType::Double);
                cluster.forget_requests();
                let error = save(&session, &statement, INTEGER, way).await.expect_err(&case);
                names_both_types(&error, "v", "bigint", "double");
                assert_eq!(sent(&cluster), 1, "{case}: only the attempt that found the statement forgotten");
                // All clones have learned it, so that nothing is sent at all from now on.
                assert_eq!(types(&clone), [NativeType::Int, NativeType::Double].map(ColumnType::Native), "{case}");
                save(&session, &clone, INTEGER, way).await.expect_err(&case);
                let error = session.execute_bound_unpaged(&bound).await.expect_err(&case);
                names_both_types(&error, "v", "bigint", "double");
                let mut batch = Batch::new(BatchType::Unlogged);
                batch.append_statement(bound.clone());
                let error = session.batch(&batch, Vec::<()>::new()).await.expect_err(&case);
                names_both_types(&error, "v", "bigint", "double");
                bound.calculate_token().expect_err(&case);
                assert_eq!(sent(&cluster), 1, "{case}");
                // Values of the new type are what the statement takes now.
                save(&session, &clone, FLOAT, way).await.expect(&case);
                recreate(&cluster, NativeType::BigInt);
                let error = save(&session, &statement, FLOAT, way).await.expect_err(&case);
                names_both_types(&error, "v", "double", "bigint");
                save(&session, &statement, INTEGER, way).await.expect(&case);
                session.execute_bound_unpaged(&bound).await.expect(&case);
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn values_of_a_type_that_is_back_are_sent_again() {
    for version in VERSIONS {
        for way in 0..WRITES {
            let (cluster, session) = scene(version).await;
            cluster.script(MockStatement::new("INSERT INTO ks.other (k) VALUES (1)"));
            let statement = session.prepare(WRITE).await.unwrap();
            let bound = statement.bind(&(1, INTEGER)).unwrap();
            for round in 0..3 {
                let case = format!("{version}, way {way}, round {round}");
                recreate(&cluster, NativeType::Double);
                save(&session, &statement, INTEGER, way).await.expect_err(&case);
                // Nobody tells the statement, which takes `double` as far as it knows.
                recreate(&cluster, NativeType::BigInt);
                save(&session, &statement, INTEGER, way).await.expect(&case);
                session.execute_bound_unpaged(&bound).await.expect(&case);
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn other_names_and_numbers_of_markers_are_refused_too() {
    let of = |names: &[&str]| {
        let statement = MockStatement::new(WRITE).table("ks", "numbers").marker("k", NativeType::Int);
        names.iter().fold(statement, |statement, name| statement.marker(name, NativeType::BigInt))
    };
    for version in VERSIONS {
        for (names, found) in [(&["w"][..], "`w`"), (&[], "1 bind marker"), (&["v", "w"], "3 bind markers")] {
            let (cluster, session) = scene(version).await;
            let statement = session.prepare(WRITE).await.unwrap();
            cluster.script(of(names));
            cluster.forget_statements(0);
            cluster.forget_requests();
            let error = session.execute_unpaged(&statement, (1, INTEGER)).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Serialize, "{error}");
            assert!(error.to_string().contains(found), "{error}");
            assert_eq!(sent(&cluster), 1);
            assert_eq!(statement.get_variable_col_specs().len(), names.len() + 1);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn another_partition_key_is_learned_and_no_reason_to_refuse() {
    for version in [ProtocolVersion::V4, ProtocolVersion::V5] {
        let (cluster, session) = scene(version).await;
        let statement = session.prepare(WRITE).await.unwrap();
        let clone = statement.clone();
        let bound = clone.bind(&(1, INTEGER)).unwrap();
        assert!(!statement.is_token_aware());
        cluster.script(write(NativeType::BigInt).partition_key([1]));
        cluster.forget_statements(0);
        session.execute_unpaged(&statement, (1, INTEGER)).await.unwrap();
        assert_eq!(clone.get_variable_pk_indexes(), [1]);
        assert!(clone.calculate_token(&(1, INTEGER)).unwrap().is_some());
        assert_eq!(bound.calculate_token().unwrap(), clone.calculate_token(&(1, INTEGER)).unwrap());
        session.execute_bound_unpaged(&bound).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn two_statements_of_one_text_learn_together() {
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        let first = session.prepare(WRITE).await.unwrap();
        let second = session.prepare(WRITE).await.unwrap();
        recreate(&cluster, NativeType::Double);
        // Another use of the text has it prepared again, so that the node does not say that it had forgotten it.
        session.query_unpaged(WRITE, (1, FLOAT)).await.unwrap();
        cluster.forget_requests();
        for statement in [&first, &second] {
            session.execute_unpaged(statement, (1, INTEGER)).await.unwrap_err();
        }
        assert_eq!(sent(&cluster), 0, "{version}");
        session.execute_unpaged(&second, (1, FLOAT)).await.unwrap();
    }
}
