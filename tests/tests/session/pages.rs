//! Pages, and what happens between them.

use futures_util::StreamExt;
use ilium_driver::client::session::Session;
use ilium_driver::errors::{Error, ErrorCode, ErrorKind};
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::response::{PagingState, PagingStateResponse};
use ilium_driver::statement::prepared::PreparedStatement;
use ilium_mock::{Action, Answer, MockCluster, MockStatement, When};

use crate::clock::settle;
use crate::scene::{SHORT, VERSIONS, connect};

const SCAN: &str = "SELECT n FROM ks.numbers";
const PAGES: i32 = 5;

/// Five pages of as many rows as are asked for.
fn scan() -> MockStatement {
    MockStatement::new(SCAN).table("ks", "numbers").column("n", NativeType::Int).answers(|request, rows| {
        let parameters = request.parameters().unwrap();
        let size = parameters.page_size.unwrap_or(10);
        let page = parameters.paging_state.as_ref().map_or(0, |state| i32::from(state[0]));
        let rows = (page * size..(page + 1) * size).fold(rows, |rows, n| rows.row((n,)));
        match u8::try_from(page + 1) {
            Ok(next) if i32::from(next) < PAGES => rows.more([next]).into(),
            _ => rows.into(),
        }
    })
}

async fn scene(
    nodes: usize,
    version: ilium_driver::wire::ProtocolVersion,
) -> (MockCluster, Session, PreparedStatement) {
    let builder =
        MockCluster::builder().in_memory().nodes(nodes).version(version).statement(scan()).shared_statements();
    let cluster = builder.start().await.unwrap();
    let session = connect(&cluster).await;
    let mut statement = session.prepare(SCAN).await.unwrap();
    statement.set_page_size(10);
    (cluster, session, statement)
}

/// Every row up to the first error.
async fn stream(session: &Session, statement: &PreparedStatement) -> (Vec<i32>, Option<Error>) {
    let pager = match session.execute_iter(statement.clone(), ()).await {
        Ok(pager) => pager,
        Err(error) => return (Vec::new(), Some(error)),
    };
    let mut rows = pager.rows_stream::<(i32,)>().unwrap();
    let mut read = Vec::new();
    while let Some(row) = rows.next().await {
        match row {
            Ok((n,)) => read.push(n),
            Err(error) => {
                assert!(rows.next().await.is_none(), "a stream ends after an error of a page");
                return (read, Some(error));
            }
        }
    }
    (read, None)
}

/// The pages that were asked for, in order.
fn asked(cluster: &MockCluster) -> Vec<u8> {
    let state =
        |request: &ilium_mock::Request| request.parameters().unwrap().paging_state.as_ref().map_or(0, |state| state[0]);
    cluster.requests_where(&When::execute("")).iter().map(|request| state(request)).collect()
}

/// The page with this number.
fn page(number: u8) -> When {
    When::execute("").and(move |request| {
        request.parameters().and_then(|p| p.paging_state.as_ref()).map_or(0, |state| state[0]) == number
    })
}

#[tokio::test(start_paused = true)]
async fn all_pages_come_in_order_and_once() {
    for version in VERSIONS {
        let (cluster, session, statement) = scene(3, version).await;
        let (rows, error) = stream(&session, &statement).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!(rows, (0..50).collect::<Vec<_>>());
        assert_eq!(asked(&cluster), [0, 1, 2, 3, 4]);
        let text = session
            .query_iter(ilium_driver::statement::unprepared::Statement::new(SCAN).with_page_size(10), ())
            .await
            .unwrap();
        let rows: Vec<_> = text.rows_stream::<(i32,)>().unwrap().map(|row| row.unwrap().0).collect().await;
        assert_eq!(rows, (0..50).collect::<Vec<_>>());
    }
}

#[tokio::test(start_paused = true)]
async fn single_pages_are_asked_for_one_by_one() {
    let (_cluster, session, statement) = scene(1, VERSIONS[1]).await;
    let (mut state, mut rows) = (PagingState::start(), Vec::new());
    loop {
        let (result, next) = session.execute_single_page(&statement, (), state).await.unwrap();
        rows.extend(result.into_rows_result().unwrap().rows::<(i32,)>().unwrap().map(|row| row.unwrap().0));
        match next {
            PagingStateResponse::HasMorePages { state: next } => state = next,
            PagingStateResponse::NoMorePages => break,
        }
    }
    assert_eq!(rows, (0..50).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn a_page_that_fails_once_is_asked_for_elsewhere() {
    for version in VERSIONS {
        for action in [Action::close(), Action::answer(Answer::error(ErrorCode::Overloaded, "later"))] {
            let (cluster, session, statement) = scene(2, version).await;
            let rule = cluster.rule(page(2).times(1), action);
            let (rows, error) = stream(&session, &statement).await;
            assert!(error.is_none(), "{error:?}");
            assert_eq!(rows, (0..50).collect::<Vec<_>>());
            assert_eq!(rule.hits(), 1);
            assert_eq!(asked(&cluster), [0, 1, 2, 2, 3, 4]);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_that_fails_for_good_ends_the_stream_after_the_rows_before_it() {
    for version in VERSIONS {
        for (number, action, kind) in [
            (0, Action::answer(Answer::error(ErrorCode::Unauthorized, "no")), ErrorKind::Unauthorized),
            (1, Action::answer(Answer::error(ErrorCode::Invalid, "dropped")), ErrorKind::Invalid),
            (2, Action::answer(Answer::Void), ErrorKind::InvalidResponse),
            (3, Action::answer(Answer::error(ErrorCode::Overloaded, "never")), ErrorKind::Overloaded),
        ] {
            let (cluster, session, statement) = scene(2, version).await;
            let rule = cluster.rule(page(number), action);
            let (rows, error) = stream(&session, &statement).await;
            let error = error.unwrap();
            assert_eq!(error.kind(), kind, "{version} page {number}: {error}");
            assert_eq!(rows, (0..i32::from(number) * 10).collect::<Vec<_>>(), "{version} page {number}");
            assert_eq!(error.statement(), Some(SCAN), "{error}");
            rule.remove();
            assert_eq!(stream(&session, &statement).await.0.len(), 50);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_that_never_comes_times_out() {
    let (cluster, session, mut statement) = scene(1, VERSIONS[0]).await;
    statement.set_request_timeout(Some(SHORT));
    cluster.rule(page(3), Action::ignore());
    let (rows, error) = stream(&session, &statement).await;
    assert_eq!(error.unwrap().kind(), ErrorKind::Timeout);
    assert_eq!(rows, (0..30).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn a_node_that_goes_between_pages_loses_no_row() {
    for version in VERSIONS {
        let (cluster, session, statement) = scene(2, version).await;
        let pager = session.execute_iter(statement, ()).await.unwrap();
        let mut rows = pager.rows_stream::<(i32,)>().unwrap();
        let mut read = Vec::new();
        while let Some(row) = rows.next().await {
            read.push(row.unwrap().0);
            if read.len() == 25 {
                cluster.stop(1).await;
            }
        }
        assert_eq!(read, (0..50).collect::<Vec<_>>());
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_is_dropped_asks_for_no_more() {
    let (cluster, session, statement) = scene(1, VERSIONS[1]).await;
    let pager = session.execute_iter(statement, ()).await.unwrap();
    let mut rows = pager.rows_stream::<(i32,)>().unwrap();
    assert_eq!(rows.next().await.unwrap().unwrap(), (0,));
    drop(rows);
    settle().await;
    // One page is read ahead.
    assert!(asked(&cluster).len() <= 2, "{:?}", asked(&cluster));
}

#[tokio::test(start_paused = true)]
async fn forged_paging_states_are_the_servers_to_refuse() {
    let (cluster, session, statement) = scene(1, VERSIONS[1]).await;
    cluster.rule(page(99), Answer::error(ErrorCode::Protocol, "Invalid value for the paging state"));
    let state = PagingState::new_from_raw_bytes(vec![99]);
    let error = session.execute_single_page(&statement, (), state).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Protocol);
}
