//! What a statement changes is followed whichever verb executed it, and no verb fails for what nobody asked for.

use futures_util::{StreamExt, TryStreamExt};
use ilium_driver::client::execution_profile::ExecutionProfile;
use ilium_driver::client::session::Session;
use ilium_driver::errors::{Error, ErrorKind};
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::response::PagingState;
use ilium_driver::statement::Consistency;
use ilium_driver::statement::batch::{Batch, BatchType};
use ilium_driver::statement::unprepared::Statement;
use ilium_driver::wire::event::{SchemaChange, SchemaChangeType, SchemaTarget};
use ilium_driver::wire::{Opcode, ProtocolVersion};
use ilium_mock::{Answer, MockCluster, MockStatement, Rows, When};

use crate::scene::{READ, VERSIONS, WRITE, cluster, connect, to, value_of};

const USE: &str = "USE other";
const CREATE: &str = "CREATE TABLE ks.made (k int PRIMARY KEY)";
const SCAN: &str = "SELECT n FROM ks.numbers";

/// Every way to execute a statement without values.
const WAYS: usize = 10;

async fn execute(session: &Session, cql: &str, way: usize) -> Result<(), Error> {
    let prepared = session.prepare(cql).await?;
    let bound = prepared.bind(&()).unwrap();
    let start = PagingState::start;
    let mut batch = Batch::new(BatchType::Unlogged);
    match way {
        0 => session.query_unpaged(cql, ()).await.map(drop),
        1 => session.query_single_page(cql, (), start()).await.map(drop),
        2 => none(session.query_iter(cql, ()).await?.rows_stream()?.try_collect().await?),
        3 => session.execute_unpaged(&prepared, ()).await.map(drop),
        4 => session.execute_single_page(&prepared, (), start()).await.map(drop),
        5 => none(session.execute_iter(prepared, ()).await?.rows_stream()?.try_collect().await?),
        6 => session.execute_bound_unpaged(&bound).await.map(drop),
        7 => session.execute_bound_single_page(&bound, start()).await.map(drop),
        8 => none(session.execute_bound_iter(bound).await?.rows_stream()?.try_collect().await?),
        9 => {
            batch.append_statement(prepared);
            session.batch(&batch, [()].as_slice()).await.map(drop)
        }
        _ => panic!("there is no such way"),
    }
}

#[allow(clippy::unnecessary_wraps, reason = "it ends a way that can fail")]
fn none(rows: Vec<(i32, String)>) -> Result<(), Error> {
    assert_eq!(rows, []);
    Ok(())
}

async fn scene(version: ProtocolVersion) -> (MockCluster, Session) {
    let created = || SchemaChange {
        change: SchemaChangeType::Created,
        keyspace: "ks".to_owned(),
        target: SchemaTarget::Table("made".to_owned()),
    };
    let in_other = MockStatement::new(USE).answers(|_, _| Answer::SetKeyspace("other".to_owned()));
    let create = MockStatement::new(CREATE).answers(move |_, _| Answer::SchemaChange(created()));
    let builder = cluster(3).version(version).keyspace("other", 1).shared_statements();
    let builder = builder.statement(in_other).statement(create).statement(MockStatement::new("TRUNCATE ks.t"));
    let cluster = builder.start().await.unwrap();
    let session = connect(&cluster).await;
    (cluster, session)
}

#[tokio::test(start_paused = true)]
async fn a_use_moves_all_connections_whichever_verb_executed_it() {
    for version in VERSIONS {
        for way in 0..WAYS {
            let (cluster, session) = scene(version).await;
            session.use_keyspace("ks", false).await.unwrap();
            if way == 9 {
                let answer = Answer::SetKeyspace("other".to_owned());
                cluster.rule(When::opcode(Opcode::Batch), answer);
            }
            cluster.forget_requests();
            execute(&session, USE, way).await.unwrap();
            assert_eq!(session.get_keyspace().unwrap().as_str(), "other", "{version}, way {way}");
            for node in 0..3 {
                let told = cluster.requests_where(&When::query(USE).node(node)).len();
                assert!(told >= 1, "{version}, way {way}: node {node} was not told");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_change_of_the_schema_waits_for_agreement_whichever_verb_executed_it() {
    for version in VERSIONS {
        for way in 0..WAYS {
            let (cluster, session) = scene(version).await;
            if way == 9 {
                let change = SchemaChange {
                    change: SchemaChangeType::Created,
                    keyspace: "ks".to_owned(),
                    target: SchemaTarget::Keyspace,
                };
                cluster.rule(When::opcode(Opcode::Batch), Answer::SchemaChange(change));
            }
            cluster.forget_requests();
            execute(&session, CREATE, way).await.unwrap();
            let asked = cluster.requests_where(&When::query("schema_version")).len();
            assert!(asked >= 3, "{version}, way {way}: {asked} nodes were asked for their schema");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_statement_without_rows_is_an_empty_stream() {
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        for way in 0..WAYS {
            execute(&session, "TRUNCATE ks.t", way).await.unwrap();
        }
        cluster.forget_requests();
        for pager in [
            session.query_iter(WRITE, (1, "a")).await.unwrap(),
            session.execute_iter(session.prepare(WRITE).await.unwrap(), (1, "a")).await.unwrap(),
        ] {
            assert!(pager.column_specs().is_empty());
            assert!(pager.rows_stream::<(i32,)>().unwrap().next().await.is_none());
        }
        assert_eq!(cluster.requests_where(&When::execute(WRITE)).len(), 2);
    }
}

/// Three pages of one row.
fn scan() -> MockStatement {
    MockStatement::new(SCAN).table("ks", "numbers").column("n", NativeType::Int).answers(|request, rows| {
        let page = request.parameters().unwrap().paging_state.as_ref().map_or(0, |state| state[0]);
        let rows: Rows = rows.row((i32::from(page),));
        if page < 2 { rows.more([page + 1]).into() } else { rows.into() }
    })
}

#[tokio::test(start_paused = true)]
async fn an_unpaged_answer_that_has_more_pages_is_an_error() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).statement(scan()).start().await.unwrap();
        let session = connect(&cluster).await;
        let prepared = session.prepare(SCAN).await.unwrap();
        let bound = prepared.bind(&()).unwrap();
        for result in [
            session.query_unpaged(SCAN, ()).await,
            session.execute_unpaged(&prepared, ()).await,
            session.execute_bound_unpaged(&bound).await,
        ] {
            let error = result.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error}");
            assert!(error.to_string().contains("execute_iter"), "{error}");
            assert_eq!((error.statement(), error.node()), (Some(SCAN), Some(cluster.address(0))));
        }
        let rows = session.execute_iter(prepared, ()).await.unwrap().rows_stream::<(i32,)>().unwrap();
        assert_eq!(rows.try_collect::<Vec<_>>().await.unwrap(), [(0,), (1,), (2,)]);
    }
}

#[tokio::test(start_paused = true)]
async fn all_pages_are_read_with_the_profile_of_the_first() {
    let profile = |consistency| ExecutionProfile::builder().consistency(consistency).build();
    for version in VERSIONS {
        for by_text in [true, false] {
            let cluster = cluster(1).version(version).statement(scan()).start().await.unwrap();
            let builder = to(&cluster).profile("reads", profile(Consistency::Two));
            let session = builder.build().await.unwrap();
            let handle = session.profiles().handle("reads").unwrap();
            let mut text = Statement::new(SCAN);
            text.set_execution_profile_handle(Some(handle));
            let prepared = session.prepare(text.clone()).await.unwrap();
            cluster.forget_requests();
            let pager = if by_text {
                session.query_iter(text.clone(), ()).await.unwrap()
            } else {
                session.execute_iter(prepared, ()).await.unwrap()
            };
            session.profiles().remap("reads", profile(Consistency::One)).unwrap();
            let rows = pager.rows_stream::<(i32,)>().unwrap();
            assert_eq!(rows.try_collect::<Vec<_>>().await.unwrap().len(), 3);
            let levels = |cluster: &MockCluster| -> Vec<Consistency> {
                let all = cluster.requests_where(&When::any().mentions(SCAN));
                all.iter().map(|request| request.parameters().unwrap().consistency).collect()
            };
            assert_eq!(levels(&cluster), [Consistency::Two; 3], "{version}, by text: {by_text}");
            cluster.forget_requests();
            session.query_single_page(text, (), PagingState::start()).await.unwrap();
            assert_eq!(levels(&cluster), [Consistency::One], "the next statement follows the remap");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_batch_of_bound_statements_needs_no_values() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        let write = session.prepare(WRITE).await.unwrap();
        let mut batch = Batch::new(BatchType::Unlogged);
        for key in 0..3 {
            batch.append_statement(write.bind(&(key, "v")).unwrap());
        }
        session.batch(&batch, ()).await.unwrap();
        // A statement that is not bound still wants its row.
        batch.append_statement(write);
        let error = session.batch(&batch, ()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Serialize, "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_result_holds_is_not_shown_by_debug() {
    let cluster = cluster(1).start().await.unwrap();
    let session = connect(&cluster).await;
    let read = session.prepare(READ).await.unwrap();
    let result = session.execute_unpaged(&read, (7,)).await.unwrap();
    let cell = format!("{:?}", value_of(7)).replace('"', "");
    let shown = format!("{result:?}");
    assert!(!shown.contains(&cell) && shown.contains("bytes"), "{shown}");
    let shown = format!("{:?}", result.into_rows_result().unwrap());
    assert!(!shown.contains(&cell) && shown.contains("bytes"), "{shown}");
}

/// A request's future is moved when it is spawned and lives as long as the request.
#[tokio::test(start_paused = true)]
async fn the_future_of_a_request_is_small() {
    let cluster = cluster(1).start().await.unwrap();
    let session = connect(&cluster).await;
    let read = session.prepare(READ).await.unwrap();
    let bound = read.bind(&(7,)).unwrap();
    for size in
        [size_of_val(&session.execute_unpaged(&read, (7,))), size_of_val(&session.execute_bound_unpaged(&bound))]
    {
        assert!(size <= 512, "{size} bytes");
    }
}
