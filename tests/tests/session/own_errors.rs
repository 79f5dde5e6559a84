//! An application's own error converts from the one `Error` of the driver alone: `?` takes what any way of reading a result
//! fails with, and the error names the statement.

use futures_util::TryStreamExt;
use ilium::prelude::{Dao, Query, RowStream};
use ilium_driver::client::execution_profile::ExecutionProfile;
use ilium_driver::client::session::Session;
use ilium_driver::deserialize::DeserializationError;
use ilium_driver::deserialize::result::TypedRowIterator;
use ilium_driver::deserialize::row::RawRow;
use ilium_driver::deserialize::row::{BuiltinDeserializationError, BuiltinDeserializationErrorKind};
use ilium_driver::errors::{Error, ErrorCode, ErrorKind};
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::response::PagingState;
use ilium_driver::response::query_result::QueryRowsResult;
use ilium_driver::statement::batch::{Batch, BatchType};
use ilium_mock::{Action, Answer, MockCluster, MockStatement, Request, Rows, When};

use crate::scene::{SHORT, VERSIONS, connect, to};

const SCAN: &str = "SELECT k, v FROM ks.t";
const INSERT: &str = "INSERT INTO ks.t (k) VALUES (1)";
const CONDITIONAL: &str = "INSERT INTO ks.t (k) VALUES (1) IF NOT EXISTS";
const WAYS: usize = 8;

/// It converts from nothing but `Error`.
#[derive(Debug)]
enum AppError {
    Database(Error),
    Empty,
}

impl From<Error> for AppError {
    fn from(error: Error) -> Self {
        Self::Database(error)
    }
}

type Outcome = Result<i32, AppError>;

fn by_iterator(rows: &QueryRowsResult) -> Outcome {
    let mut sum = 0;
    for row in rows.rows::<(i32, i32)>()? {
        let (_, v) = row?;
        sum += v;
    }
    Ok(sum)
}

/// The iterator's type can be named.
fn by_named_iterator(rows: &QueryRowsResult) -> Outcome {
    let iterator: TypedRowIterator<'_, '_, (i32, i32)> = rows.rows()?;
    assert_eq!(iterator.len(), rows.rows_num());
    let read = iterator.collect::<Result<Vec<_>, Error>>()?;
    Ok(read.iter().map(|(_, v)| v).sum())
}

fn by_column(rows: &QueryRowsResult) -> Outcome {
    let mut sum = 0;
    for row in rows.rows::<RawRow<'_, '_>>()? {
        sum += row?.get::<i32>("v")?;
    }
    Ok(sum)
}

fn by_first(rows: &QueryRowsResult) -> Outcome {
    let (_, v) = rows.maybe_first_row::<(i32, i32)>()?.ok_or(AppError::Empty)?;
    Ok(v + rows.first_row::<(i32, i32)>()?.1)
}

/// The result of executing a statement, by one of the [`WAYS`].
async fn result_of(session: &Session, cql: &str, label: &str, way: usize) -> Result<QueryRowsResult, Error> {
    let mut prepared = session.prepare(cql).await?;
    if label != cql {
        prepared.set_label(label);
    }
    let bound = prepared.bind(&()).unwrap();
    let start = PagingState::start;
    let result = match way {
        0 => session.execute_unpaged(&prepared, ()).await?,
        1 => session.execute_single_page(&prepared, (), start()).await?.0,
        2 => session.execute_bound_unpaged(&bound).await?,
        3 => session.execute_bound_single_page(&bound, start()).await?.0,
        4 => session.query_unpaged(cql, ()).await?,
        5 => session.query_single_page(cql, (), start()).await?.0,
        6 => {
            let mut batch = Batch::new(BatchType::Unlogged);
            batch.append_statement(prepared);
            session.batch(&batch, [()].as_slice()).await?
        }
        7 => {
            let mut batch = Batch::new(BatchType::Unlogged);
            batch.append_statement(bound);
            session.batch(&batch, ()).await?
        }
        _ => panic!("there is no such way"),
    };
    result.into_rows_result()
}

/// Two rows, of which the second has a null.
fn with_null(rows: Rows) -> Rows {
    rows.row((1, 10)).row((2, None::<i32>)).row((3, 30))
}

fn columns(cql: &str) -> MockStatement {
    MockStatement::new(cql).table("ks", "t").column("k", NativeType::Int).column("v", NativeType::Int)
}

async fn scene(version: ilium_driver::wire::ProtocolVersion) -> (MockCluster, Session) {
    let scan = columns(SCAN).answers(|_, rows| with_null(rows).into());
    let builder = MockCluster::builder().in_memory().nodes(1).version(version).statement(scan);
    let builder = builder.statement(MockStatement::new(INSERT).table("ks", "t"));
    let cluster = builder.statement(MockStatement::new(CONDITIONAL).table("ks", "t")).start().await.unwrap();
    let session = connect(&cluster).await;
    (cluster, session)
}

/// An error of a statement names it, as it is called, and the node that answered.
fn expect_named(error: &Error, kind: ErrorKind, label: &str, cluster: &MockCluster) {
    assert_eq!(error.kind(), kind, "{error}");
    assert_eq!(error.statement(), Some(label), "{error}");
    assert_eq!(error.node(), Some(cluster.address(0)), "{error}");
}

fn database(outcome: Outcome) -> Error {
    match outcome {
        Err(AppError::Database(error)) => error,
        other => panic!("expected an error of the database, got {other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn every_way_to_read_a_result_fails_with_the_error_that_names_the_statement() {
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        for way in 0..6 {
            let label = if way < 4 { "scan of t" } else { SCAN };
            let rows = result_of(&session, SCAN, label, way).await.unwrap();
            for read in [by_iterator, by_named_iterator] {
                expect_named(&database(read(&rows)), ErrorKind::Deserialize, label, &cluster);
            }
            assert_eq!(by_first(&rows).unwrap(), 20);
            // A column that is read of a row stands alone.
            let error = database(by_column(&rows));
            assert_eq!((error.kind(), error.statement()), (ErrorKind::Deserialize, None), "{error}");
            expect_named(&rows.rows::<(i64,)>().unwrap_err(), ErrorKind::TypeCheck, label, &cluster);
            expect_named(&rows.first_row::<(i64,)>().unwrap_err(), ErrorKind::TypeCheck, label, &cluster);
            expect_named(&rows.maybe_first_row::<(i64,)>().unwrap_err(), ErrorKind::TypeCheck, label, &cluster);
            expect_named(&rows.single_row::<(i32, i32)>().unwrap_err(), ErrorKind::InvalidResponse, label, &cluster);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_row_that_cannot_be_read_names_the_batch_too() {
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        for way in 6..WAYS {
            let rows = Rows::of([("k", NativeType::Int), ("v", NativeType::Int)]);
            cluster.rule(When::opcode(ilium_driver::wire::Opcode::Batch), Answer::from(with_null(rows)));
            let rows = result_of(&session, CONDITIONAL, "take", way).await.unwrap();
            let error = database(by_iterator(&rows));
            assert_eq!(error.kind(), ErrorKind::Deserialize);
            assert!(error.statement().is_some_and(|label| label.contains("take")), "{error}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_result_of_another_kind_than_expected_names_the_statement() {
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        for way in 0..6 {
            let label = if way < 4 { "insert into t" } else { INSERT };
            let error = result_of(&session, INSERT, label, way).await.unwrap_err();
            expect_named(&error, ErrorKind::InvalidResponse, label, &cluster);
        }
        let prepared = session.prepare(SCAN).await.unwrap();
        let rows = session.execute_unpaged(&prepared, ()).await.unwrap();
        expect_named(&rows.result_not_rows().unwrap_err(), ErrorKind::InvalidResponse, SCAN, &cluster);
    }
}

#[tokio::test(start_paused = true)]
async fn a_row_of_a_stream_names_the_statement() {
    async fn sum(session: &Session, label: &str) -> Outcome {
        let mut prepared = session.prepare(SCAN).await?;
        prepared.set_label(label);
        let mut rows = session.execute_iter(prepared, ()).await?.rows_stream::<(i32, i32)>()?;
        let mut sum = 0;
        while let Some((_, v)) = rows.try_next().await? {
            sum += v;
        }
        Ok(sum)
    }
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        expect_named(&database(sum(&session, "scan of t").await), ErrorKind::Deserialize, "scan of t", &cluster);
        let pager = session.query_iter(SCAN, ()).await.unwrap();
        expect_named(&pager.rows_stream::<(i64,)>().unwrap_err(), ErrorKind::TypeCheck, SCAN, &cluster);
    }
}

/// Every way to take pages.
const PAGERS: usize = 3;

/// The sum over all pages. The statement goes by its text.
async fn paged(session: &Session, way: usize) -> Outcome {
    let prepared = session.prepare(PAGED).await?;
    let pager = match way {
        0 => session.query_iter(PAGED, ()).await?,
        1 => session.execute_iter(prepared, ()).await?,
        2 => session.execute_bound_iter(prepared.bind(&()).unwrap()).await?,
        _ => panic!("there is no such way"),
    };
    let mut rows = pager.rows_stream::<(i32, i32)>()?;
    let mut sum = 0;
    while let Some((_, v)) = rows.try_next().await? {
        sum += v;
    }
    Ok(sum)
}

const PAGED: &str = "SELECT k, v FROM ks.paged";

#[tokio::test(start_paused = true)]
async fn whatever_goes_wrong_with_a_later_page_names_the_statement_and_the_node() {
    let rows = || Rows::of([("k", NativeType::Int), ("v", NativeType::Int)]);
    let other = || Rows::of([("k", NativeType::Int), ("v", NativeType::Text)]).row((1, "a"));
    let wrong: [(Action, ErrorKind); 8] = [
        (Answer::error(ErrorCode::Unauthorized, "no permission").into(), ErrorKind::Unauthorized),
        (Answer::error(ErrorCode::Invalid, "no such table").into(), ErrorKind::Invalid),
        (Answer::from(with_null(rows())).into(), ErrorKind::Deserialize),
        (Answer::from(other()).into(), ErrorKind::TypeCheck),
        (Answer::Void.into(), ErrorKind::InvalidResponse),
        (Answer::SetKeyspace("ks".to_owned()).into(), ErrorKind::InvalidResponse),
        (Action::answer(Answer::from(rows().row((1, 1)))).cut_at(30).then_close(), ErrorKind::BrokenConnection),
        (Action::ignore(), ErrorKind::Timeout),
    ];
    for version in VERSIONS {
        for way in 0..PAGERS {
            for (action, kind) in &wrong {
                let first = columns(PAGED).answers(|_, rows| rows.row((1, 10)).more([1]).into());
                let builder = MockCluster::builder().in_memory().nodes(1).version(version).statement(first);
                let cluster = builder.start().await.unwrap();
                let profile = ExecutionProfile::builder().request_timeout(Some(SHORT)).build();
                let builder = to(&cluster).default_execution_profile_handle(profile.into_handle());
                let session = builder.build().await.unwrap();
                let is_later = |request: &Request| request.parameters().is_some_and(|p| p.paging_state.is_some());
                cluster.rule(When::any().mentions(PAGED).and(is_later), action.clone());
                let error = database(paged(&session, way).await);
                let case = format!("{version}, way {way}, {kind:?}: {error}");
                assert_eq!(error.kind(), *kind, "{case}");
                assert_eq!(error.statement(), Some(PAGED), "{case}");
                let is_named = error.node() == Some(cluster.address(0));
                assert!(is_named || error.attempts().iter().any(|a| a.node == cluster.address(0)), "{case}");
            }
        }
    }
}

/// A text with values is prepared first.
#[tokio::test(start_paused = true)]
async fn a_preparation_that_fails_names_the_statement_and_the_node() {
    for version in VERSIONS {
        for way in 0..6 {
            let (cluster, session) = scene(version).await;
            let damaged = [
                (Action::from(Answer::error(ErrorCode::Syntax, "no viable alternative")), ErrorKind::Syntax),
                (Action::from(Answer::Void), ErrorKind::InvalidResponse),
            ];
            for (action, kind) in damaged {
                let rule = cluster.rule(When::prepare(SCAN), action);
                let mut batch = Batch::default();
                batch.append_statement(SCAN);
                let error = match way {
                    0 => session.prepare(SCAN).await.map(drop),
                    1 => session.query_unpaged(SCAN, (1,)).await.map(drop),
                    2 => session.query_single_page(SCAN, (1,), PagingState::start()).await.map(drop),
                    3 => session.query_iter(SCAN, (1,)).await.map(drop),
                    4 => session.batch(&batch, ((1,),)).await.map(drop),
                    _ => session.prepare_batch(&batch).await.map(drop),
                };
                expect_named(&error.unwrap_err(), kind, SCAN, &cluster);
                rule.remove();
            }
        }
    }
}

#[derive(Dao)]
struct ScanDao {
    #[query("SELECT k, v FROM ks.t")]
    all: Query<fn() -> Vec<(i32, i32)>>,
    #[query("SELECT k, v FROM ks.t")]
    stream: Query<fn() -> RowStream<(i32, i32)>>,
}

#[tokio::test(start_paused = true)]
async fn a_row_of_a_dao_names_its_method() {
    async fn streamed(dao: &ScanDao) -> Outcome {
        let mut rows = dao.stream().await?;
        while rows.try_next().await?.is_some() {}
        Ok(0)
    }
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        let dao = ScanDao::prepare(&session).await.unwrap();
        expect_named(&dao.all().await.unwrap_err(), ErrorKind::Deserialize, "ScanDao::all", &cluster);
        expect_named(&database(streamed(&dao).await), ErrorKind::Deserialize, "ScanDao::stream", &cluster);
    }
}

/// What the value's error says in detail is still to be had.
#[tokio::test(start_paused = true)]
async fn the_error_of_the_value_is_the_cause() {
    let (_cluster, session) = scene(VERSIONS[0]).await;
    let rows = session.query_unpaged(SCAN, ()).await.unwrap().into_rows_result().unwrap();
    let error = rows.rows::<(i32, i32)>().unwrap().nth(1).unwrap().unwrap_err();
    let cause = error.cause().and_then(|cause| cause.downcast_ref::<DeserializationError>()).unwrap();
    let built_in = cause.downcast_ref::<BuiltinDeserializationError>().unwrap();
    let BuiltinDeserializationErrorKind::ColumnDeserializationFailed { column_name, .. } = &built_in.kind else {
        panic!("{built_in:?}")
    };
    assert_eq!(column_name, "v");
}

/// What a result knows of its statement is shown as errors show it.
#[tokio::test(start_paused = true)]
async fn a_result_does_not_show_the_secrets_of_its_text() {
    let cql = "CREATE ROLE r WITH PASSWORD = 'hunter2'";
    let cluster = MockCluster::builder().in_memory().nodes(1).statement(MockStatement::new(cql)).start().await.unwrap();
    let session = connect(&cluster).await;
    let result = session.query_unpaged(cql, ()).await.unwrap();
    let shown = format!("{result:?}");
    assert!(!shown.contains("hunter2") && shown.contains("CREATE ROLE"), "{shown}");
    let error = result.into_rows_result().unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hunter2") && error.to_string().contains("PASSWORD"), "{error}");
}
