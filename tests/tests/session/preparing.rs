//! Texts that several tasks prepare at the same time: servers see each of them once, since Cassandra forgets a statement for a
//! moment when it is prepared twice at once.

use std::collections::HashMap;
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, join_all};
use ilium_driver::client::session::Session;
use ilium_driver::errors::{Error, ErrorCode, ErrorKind};
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::statement::batch::{Batch, BatchStatement};
use ilium_driver::statement::prepared::PreparedStatement;
use ilium_driver::statement::{Consistency, Statement};
use ilium_driver::wire::Opcode;
use ilium_mock::{Answer, MockCluster, MockStatement, When};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::clock::settle;
use crate::scene::{AT_ONCE, PATIENCE, READ, SHORT, VERSIONS, WRITE, cluster, connect, listening, value_of};

/// How often texts with this part were prepared.
fn prepared(cluster: &MockCluster, part: &str) -> usize {
    cluster.requests_where(&When::prepare(part)).len()
}

fn spawn<T: Send + 'static>(
    session: &Session,
    work: impl FnOnce(Session) -> BoxFuture<'static, Result<T, Error>>,
) -> JoinHandle<Result<T, Error>> {
    tokio::spawn(work(session.clone()))
}

fn preparing(session: &Session, statement: impl Into<Statement>) -> JoinHandle<Result<PreparedStatement, Error>> {
    let statement = statement.into();
    spawn(session, |session| Box::pin(async move { session.prepare(statement).await }))
}

/// Every way to have a text prepared.
const WAYS: usize = 6;

async fn prepare(session: Session, way: usize) -> Result<(), Error> {
    let row = (1, value_of(1));
    let mut batch = Batch::default();
    batch.append_statement(WRITE);
    match way {
        0 => session.prepare(WRITE).await.map(drop),
        1 => session.query_unpaged(WRITE, &row).await.map(drop),
        2 => session.query_iter(WRITE, row).await.map(drop),
        3 => session.query_single_page(WRITE, &row, ilium_driver::response::PagingState::start()).await.map(drop),
        4 => session.batch(&batch, [&row].as_slice()).await.map(drop),
        5 => session.prepare_batch(&batch).await.map(drop),
        _ => panic!("there is no such way"),
    }
}

#[tokio::test(start_paused = true)]
async fn a_text_that_many_prepare_at_once_is_prepared_once_on_each_node() {
    for version in VERSIONS {
        let cluster = cluster(3).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        let mut held = cluster.hold(When::prepare(WRITE).times(1));
        let tasks: Vec<_> = (0..60).map(|task| tokio::spawn(prepare(session.clone(), task % WAYS))).collect();
        let first = held.next().await.unwrap();
        settle().await;
        first.release();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        for node in 0..3 {
            let on_node = cluster.requests_where(&When::prepare(WRITE).node(node)).len();
            assert_eq!(on_node, 1, "{version}, node {node}");
        }
        // What comes later is asked for anew.
        session.prepare(WRITE).await.unwrap();
        assert_eq!(prepared(&cluster, WRITE), 6, "{version}");
    }
}

#[tokio::test(start_paused = true)]
async fn different_texts_do_not_wait_for_each_other() {
    let cluster = cluster(2).start().await.unwrap();
    let session = connect(&cluster).await;
    let mut held = cluster.hold(When::prepare(READ).times(1));
    let waiting = preparing(&session, READ);
    let one = held.next().await.unwrap();
    session.prepare(WRITE).await.unwrap();
    assert!(!waiting.is_finished());
    one.release();
    waiting.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn it_goes_on_for_the_others_when_some_are_dropped() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        let mut held = cluster.hold(When::prepare(READ).times(1));
        let mut tasks = vec![preparing(&session, READ)];
        let first = held.next().await.unwrap();
        tasks.extend((0..8).map(|_| preparing(&session, READ)));
        settle().await;
        // The one that sent the request, and two of those that wait for it.
        for place in [0, 0, 4] {
            tasks.remove(place).abort();
        }
        settle().await;
        first.release();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        assert_eq!(prepared(&cluster, READ), 1, "{version}");
    }
}

#[tokio::test(start_paused = true)]
async fn when_all_are_dropped_it_is_given_up() {
    let cluster = cluster(1).start().await.unwrap();
    let session = connect(&cluster).await;
    let mut held = cluster.hold(When::prepare(READ).times(1));
    let tasks: Vec<_> = (0..3).map(|_| preparing(&session, READ)).collect();
    let never = held.next().await.unwrap();
    settle().await;
    tasks.iter().for_each(JoinHandle::abort);
    settle().await;
    // Nobody waits for the answer that does not come.
    session.prepare(READ).await.unwrap();
    assert_eq!(prepared(&cluster, READ), 2);
    drop(never);
}

/// A caller whose future is kept but not polled any more, as in a loop of `select!`.
#[tokio::test(start_paused = true)]
async fn who_does_not_go_on_holds_nobody_up() {
    let cluster = cluster(1).start().await.unwrap();
    let session = connect(&cluster).await;
    let mut stuck = Box::pin(session.prepare(READ));
    assert!((&mut stuck).now_or_never().is_none());
    tokio::time::timeout(AT_ONCE, session.prepare(READ)).await.unwrap().unwrap();
    stuck.await.unwrap();
    assert_eq!(prepared(&cluster, READ), 1);
}

#[tokio::test(start_paused = true)]
async fn an_error_reaches_all_who_wait_and_nobody_after_them() {
    for version in VERSIONS {
        let cluster = cluster(3).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        let mut held = cluster.hold(When::prepare(READ).times(1));
        let tasks: Vec<_> = (0..10).map(|_| preparing(&session, READ)).collect();
        let one = held.next().await.unwrap();
        settle().await;
        one.act(Answer::error(ErrorCode::Invalid, "no such table"));
        for task in tasks {
            let error = task.await.unwrap().unwrap_err();
            assert_eq!((error.kind(), error.statement()), (ErrorKind::Invalid, Some(READ)), "{error}");
            assert!(error.to_string().contains("no such table") && error.node().is_some(), "{error}");
        }
        assert_eq!(prepared(&cluster, READ), 1, "{version}");
        session.prepare(READ).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn who_waits_for_another_keeps_its_own_timeout() {
    let cluster = cluster(1).start().await.unwrap();
    let session = connect(&cluster).await;
    let of_timeout = |timeout: Duration| {
        let mut statement = Statement::new(READ);
        statement.set_request_timeout(Some(timeout));
        statement
    };
    let mut held = cluster.hold(When::prepare(READ).times(2));
    let patient = preparing(&session, of_timeout(PATIENCE));
    let one = held.next().await.unwrap();
    let started = Instant::now();
    let error = session.prepare(of_timeout(SHORT)).await.unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains(&format!("no answer within {SHORT:?}")), "{error}");
    assert_eq!(error.statement(), Some(READ));
    assert!(started.elapsed() < AT_ONCE);
    one.release();
    patient.await.unwrap().unwrap();
    // The other way round: who has more time asks again when the time of the first has run out.
    let impatient = preparing(&session, of_timeout(SHORT));
    let never = held.next().await.unwrap();
    let patient = preparing(&session, of_timeout(PATIENCE));
    assert!(impatient.await.unwrap().unwrap_err().is_timeout());
    patient.await.unwrap().unwrap();
    drop(never);
}

#[tokio::test(start_paused = true)]
async fn what_is_asked_for_with_other_options_is_asked_for_in_its_turn() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).keyspace("other", 1).start().await.unwrap();
        let session = connect(&cluster).await;
        let mut traced = Statement::new(READ);
        traced.set_tracing(true);
        let mut carrying = Statement::new(READ);
        carrying.set_custom_payload(Some(HashMap::from([("who".to_owned(), Bytes::from_static(b"me"))])));
        let mut held = cluster.hold(When::prepare(READ));
        let tasks = [READ.into(), traced.clone(), carrying.clone(), READ.into(), traced, carrying]
            .map(|s| preparing(&session, s));
        // No two of them are under way at once, and those that ask for the same share it.
        for round in 1..=3 {
            let one = held.next().await.unwrap();
            settle().await;
            assert_eq!(prepared(&cluster, READ), round, "{version}");
            one.release();
        }
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        assert_eq!(prepared(&cluster, READ), 3, "{version}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_keyspace_is_a_part_of_what_is_asked_for() {
    let cluster = cluster(1).keyspace("other", 1).keyspace("third", 1).start().await.unwrap();
    let session = connect(&cluster).await;
    session.use_keyspace("ks", false).await.unwrap();
    let mut held = cluster.hold(When::prepare(READ));
    let mut in_other = Statement::new(READ);
    in_other.set_keyspace(Some("other"));
    let own = preparing(&session, in_other);
    let before = preparing(&session, READ);
    let first_two = [held.next().await.unwrap(), held.next().await.unwrap()];
    session.use_keyspace("third", false).await.unwrap();
    let after = preparing(&session, READ);
    let third = held.next().await.unwrap();
    first_two.into_iter().for_each(ilium_mock::Held::release);
    third.release();
    for task in [own, before, after] {
        task.await.unwrap().unwrap();
    }
    assert_eq!(prepared(&cluster, READ), 3);
}

#[tokio::test(start_paused = true)]
async fn each_who_waited_has_the_options_of_its_own() {
    let cluster = cluster(1).start().await.unwrap();
    let session = connect(&cluster).await;
    let statements = [Consistency::One, Consistency::Two, Consistency::Three].map(|consistency| {
        let mut statement = Statement::new(READ).with_page_size(i32::from(consistency as u16));
        statement.set_consistency(consistency);
        statement
    });
    let prepared_ones = join_all(statements.iter().map(|statement| session.prepare(statement.clone()))).await;
    for (prepared, statement) in prepared_ones.into_iter().zip(statements) {
        let prepared = prepared.unwrap();
        assert_eq!(prepared.get_consistency(), statement.get_consistency());
        assert_eq!(prepared.get_page_size(), statement.get_page_size());
    }
    assert_eq!(prepared(&cluster, READ), 1);
}

/// Values that fit no longer are asked about by many requests at once.
#[tokio::test(start_paused = true)]
async fn many_who_ask_whether_markers_have_changed_back_ask_once() {
    let write = |typ| MockStatement::new(WRITE).table("ks", "t").marker("k", NativeType::Int).marker("v", typ);
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        let statement = session.prepare(WRITE).await.unwrap();
        cluster.script(write(NativeType::Double));
        cluster.forget_statements(0);
        session.execute_unpaged(&statement, (1, "a")).await.unwrap_err();
        cluster.script(write(NativeType::Text));
        cluster.forget_requests();
        let all = join_all((0..50).map(|key| session.execute_unpaged(&statement, (key, "a")))).await;
        all.into_iter().for_each(|result| drop(result.unwrap()));
        assert_eq!(prepared(&cluster, WRITE), 1, "{version}");
    }
}

/// Texts that differ, and their script.
fn texts(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("INSERT INTO ks.many (k, v) VALUES (?, {number})")).collect()
}

async fn many_texts(count: usize) -> (MockCluster, Session, Vec<String>) {
    let texts = texts(count);
    let of_text = |text: &String| MockStatement::new(text).table("ks", "many").marker("k", NativeType::Int);
    let builder = texts.iter().map(of_text).fold(cluster(1), ilium_mock::MockClusterBuilder::statement);
    let cluster = builder.start().await.unwrap();
    let session = connect(&cluster).await;
    (cluster, session, texts)
}

fn texts_of(batch: &Batch) -> Vec<&str> {
    batch
        .statements()
        .iter()
        .map(|statement| match statement {
            BatchStatement::PreparedStatement(prepared) => prepared.get_statement(),
            other => panic!("not prepared: {other:?}"),
        })
        .collect()
}

#[tokio::test(start_paused = true)]
async fn equal_texts_of_a_batch_are_prepared_once() {
    let (cluster, session, texts) = many_texts(3).await;
    let mut batch = Batch::default();
    for _ in 0..20 {
        for (text, consistency) in texts.iter().zip([Consistency::One, Consistency::Two, Consistency::Three]) {
            let mut statement = Statement::new(text.as_str());
            statement.set_consistency(consistency);
            batch.append_statement(statement);
        }
    }
    let ready = session.prepare_batch(&batch).await.unwrap();
    assert_eq!(prepared(&cluster, "many"), 3);
    assert_eq!(texts_of(&ready), texts.iter().map(String::as_str).cycle().take(60).collect::<Vec<_>>());
    let levels = ready.statements().iter().map(|statement| match statement {
        BatchStatement::PreparedStatement(prepared) => prepared.get_consistency(),
        _ => None,
    });
    let expected = [Consistency::One, Consistency::Two, Consistency::Three].map(Some).into_iter().cycle().take(60);
    assert_eq!(levels.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    // And when the batch is executed as it is.
    cluster.forget_requests();
    batch.set_consistency(Consistency::One);
    session.batch(&batch, vec![(1,); 60]).await.unwrap();
    assert_eq!(prepared(&cluster, "many"), 3);
}

#[tokio::test(start_paused = true)]
async fn different_texts_of_a_batch_are_prepared_at_once_but_not_all() {
    let (cluster, session, texts) = many_texts(100).await;
    let mut batch = Batch::default();
    texts.iter().for_each(|text| batch.append_statement(text.as_str()));
    let mut held = cluster.hold(When::prepare("many").times(16));
    let task = spawn(&session, |session| Box::pin(async move { session.prepare_batch(&batch).await }));
    let mut first = Vec::new();
    for _ in 0..16 {
        first.push(held.next().await.unwrap());
    }
    settle().await;
    assert_eq!(prepared(&cluster, "many"), 16);
    first.into_iter().for_each(ilium_mock::Held::release);
    let ready = task.await.unwrap().unwrap();
    assert_eq!(texts_of(&ready), texts.iter().map(String::as_str).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn the_first_text_of_a_batch_that_fails_is_the_error() {
    let (cluster, session, texts) = many_texts(30).await;
    cluster.rule(When::prepare(", 7)"), Answer::error(ErrorCode::Invalid, "not this one"));
    cluster.rule(When::prepare(", 9)"), Answer::error(ErrorCode::Syntax, "nor this one"));
    let mut batch = Batch::default();
    texts.iter().for_each(|text| batch.append_statement(text.as_str()));
    let error = session.prepare_batch(&batch).await.unwrap_err();
    assert_eq!((error.kind(), error.statement()), (ErrorKind::Invalid, Some(texts[7].as_str())), "{error}");
    let sent = cluster.requests_where(&When::opcode(Opcode::Batch));
    assert!(sent.is_empty());
}

/// Over several threads, while callers give up at any moment.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn callers_that_come_and_go_never_leave_one_waiting() {
    for version in VERSIONS {
        let cluster = listening(2).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        let rounds = async {
            for round in 0..150_u64 {
                let tasks: Vec<_> = (0..16).map(|task| tokio::spawn(prepare(session.clone(), task % WAYS))).collect();
                for _ in 0..round * 37 % 300 {
                    tokio::task::yield_now().await;
                }
                let (given_up, others): (Vec<_>, Vec<_>) =
                    tasks.into_iter().enumerate().partition(|(task, _)| (*task as u64 + round).is_multiple_of(3));
                given_up.iter().for_each(|(_, task)| task.abort());
                for (_, task) in others {
                    task.await.unwrap().unwrap();
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(60), rounds).await.expect("none waits for ever");
    }
}

const NAMED: &str = "SELECT k, v FROM ks.t WHERE k = :k";

#[derive(ilium::Dao)]
struct Twice {
    #[query("SELECT k, v FROM ks.t WHERE k = :k")]
    one: ilium::Query<fn(k: i32) -> Option<(i32, String)>>,
    #[query("SELECT k, v FROM ks.t WHERE k = :k", consistency = One)]
    other: ilium::Query<fn(k: i32) -> Option<(i32, String)>>,
}

/// Methods of one text, and instances that are prepared at the same time.
#[tokio::test(start_paused = true)]
async fn a_text_of_several_daos_is_prepared_once() {
    for version in VERSIONS {
        let named = MockStatement::new(NAMED).table("ks", "t").marker("k", NativeType::Int);
        let named = named.column("k", NativeType::Int).column("v", NativeType::Text);
        let named = named.answers(|_, rows| rows.row((1, value_of(1))).into());
        let cluster = cluster(3).version(version).statement(named).start().await.unwrap();
        let session = connect(&cluster).await;
        let mut held = cluster.hold(When::prepare(NAMED).times(1));
        let tasks: Vec<_> = (0..5)
            .map(|_| {
                let session = session.clone();
                tokio::spawn(async move { Twice::prepare(&session).await })
            })
            .collect();
        let first = held.next().await.unwrap();
        settle().await;
        first.release();
        for task in tasks {
            let dao = task.await.unwrap().unwrap();
            assert_eq!(dao.one(1).await.unwrap(), Some((1, value_of(1))));
            assert_eq!(dao.other(1).await.unwrap(), Some((1, value_of(1))));
        }
        assert_eq!(prepared(&cluster, NAMED), 3, "{version}");
    }
}
