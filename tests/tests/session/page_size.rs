//! A page has at least one row: every setter takes any number, and the call that would ask for such a page refuses it.

use futures_util::TryStreamExt;
use ilium::prelude::*;
use ilium_driver::errors::{Error, ErrorKind};
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::response::PagingState;
use ilium_driver::statement::unprepared::Statement;
use ilium_mock::{MockCluster, MockStatement, Request, When};

use crate::scene::{VERSIONS, connect};

const SCAN: &str = "SELECT n FROM ks.numbers";
const ONE: &str = "SELECT n FROM ks.numbers WHERE n = ?";
const BAD: [i32; 3] = [0, -1, i32::MIN];

async fn scene(version: ilium_driver::wire::ProtocolVersion) -> (MockCluster, Session) {
    let numbers = |cql: &str| MockStatement::new(cql).table("ks", "numbers").column("n", NativeType::Int);
    let scan = numbers(SCAN).answers(|_, rows| rows.row((1,)).into());
    let one = numbers(ONE).marker("n", NativeType::Int).answers(|_, rows| rows.row((1,)).into());
    let cluster = MockCluster::builder()
        .in_memory()
        .nodes(1)
        .version(version)
        .statement(scan)
        .statement(one)
        .start()
        .await
        .unwrap();
    let session = connect(&cluster).await;
    (cluster, session)
}

fn expect_refused<T>(result: Result<T, Error>, rows: i32, statement: &str) {
    let Err(error) = result else { panic!("a page of {rows} rows is not refused") };
    assert_eq!((error.kind(), error.statement()), (ErrorKind::BadConfig, Some(statement)), "{error}");
    let expected = format!("bad configuration: page_size: expected 1 to 2147483647 rows, got {rows} (statement");
    assert!(error.to_string().starts_with(&expected), "{error}");
}

/// What was sent of the statements.
fn sent(cluster: &MockCluster) -> usize {
    cluster.requests_where(&When::any().mentions("ks.numbers")).len()
}

#[tokio::test(start_paused = true)]
async fn a_page_without_rows_is_refused_by_the_call_before_anything_is_sent() {
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        let mut prepared = session.prepare(SCAN).await.unwrap();
        prepared.set_label("scan");
        let start = PagingState::start;
        cluster.forget_requests();
        for rows in BAD {
            let mut text = Statement::new(SCAN);
            text.set_page_size(rows);
            assert_eq!(text.get_page_size(), rows);
            expect_refused(session.query_single_page(text.clone(), (), start()).await, rows, SCAN);
            expect_refused(session.query_iter(text, ()).await, rows, SCAN);
            let with_values = || Statement::new(ONE).with_page_size(rows);
            expect_refused(session.query_single_page(with_values(), (1,), start()).await, rows, ONE);
            expect_refused(session.query_iter(with_values(), (1,)).await, rows, ONE);

            prepared.set_page_size(rows);
            expect_refused(session.execute_single_page(&prepared, (), start()).await, rows, "scan");
            expect_refused(session.execute_iter(prepared.clone(), ()).await, rows, "scan");
            let mut bound = prepared.bind(&()).unwrap();
            expect_refused(session.execute_bound_single_page(&bound, start()).await, rows, "scan");
            bound.set_page_size(rows);
            expect_refused(session.execute_bound_iter(bound).await, rows, "scan");
        }
        assert_eq!(sent(&cluster), 0, "{version}");
    }
}

/// All rows at once have no pages, so the size of one does not matter.
#[tokio::test(start_paused = true)]
async fn the_page_size_does_not_matter_where_there_are_no_pages() {
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        let text = Statement::new(SCAN).with_page_size(0);
        let prepared = session.prepare(text.clone()).await.unwrap();
        assert_eq!(prepared.get_page_size(), 0);
        cluster.forget_requests();
        session.query_unpaged(text, ()).await.unwrap();
        session.execute_unpaged(&prepared, ()).await.unwrap();
        session.execute_bound_unpaged(&prepared.bind(&()).unwrap()).await.unwrap();
        assert_eq!(sent(&cluster), 3);
    }
}

#[derive(Dao)]
struct NumbersDao {
    #[query("SELECT n FROM ks.numbers")]
    scan: Query<fn() -> RowStream<(i32,)>>,
    #[query("SELECT n FROM ks.numbers", page_size = 2)]
    pages: Query<fn() -> RowStream<(i32,)>>,
}

#[tokio::test(start_paused = true)]
async fn the_options_of_a_call_of_a_dao_behave_alike() {
    fn asked(request: &Request) -> Option<i32> {
        request.parameters().and_then(|parameters| parameters.page_size)
    }
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        let dao = NumbersDao::prepare(&session).await.unwrap();
        cluster.forget_requests();
        for rows in BAD {
            let scan = dao.scan.with(|options| options.page_size(rows));
            expect_refused(scan.call(()).await, rows, "NumbersDao::scan");
            expect_refused(dao.pages.with(|options| options.page_size(rows)).call(()).await, rows, "NumbersDao::pages");
            let bound = scan.bind(()).unwrap();
            expect_refused(session.execute_bound_iter(bound).await, rows, "NumbersDao::scan");
        }
        assert_eq!(sent(&cluster), 0, "{version}");
        for rows in [1, i32::MAX] {
            let stream = dao.pages.with(|options| options.page_size(rows)).call(()).await.unwrap();
            assert_eq!(stream.try_collect::<Vec<_>>().await.unwrap(), [(1,)]);
        }
        let asked: Vec<_> = cluster.requests_where(&When::execute("")).iter().map(|request| asked(request)).collect();
        assert_eq!(asked, [Some(1), Some(i32::MAX)]);
    }
}
