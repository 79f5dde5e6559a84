//! A `USE` that its caller gives up: the server may carry it out all the same, and no connection stays in a keyspace of its own.

use std::time::Duration;

use ilium_driver::client::session::Session;
use ilium_driver::errors::{Error, ErrorKind};
use ilium_driver::frame::Compression;
use ilium_driver::response::PagingState;
use ilium_driver::statement::Statement;
use ilium_driver::statement::batch::Batch;
use ilium_driver::wire::{Opcode, ProtocolVersion};
use ilium_mock::{Action, Answer, MockCluster, MockStatement, When};
use tokio::task::JoinHandle;

use crate::clock::{eventually, pass, settle};
use crate::scene::{PATIENCE, SHORT, cluster, to};

const VERSIONS: [ProtocolVersion; 3] = [ProtocolVersion::V3, ProtocolVersion::V4, ProtocolVersion::V5];

/// As a user writes it; the driver itself writes `USE`.
const USE: &str = "use other";

/// Whether each node has a connection in this keyspace, and no pooled one in another.
fn all_use(cluster: &MockCluster, keyspace: &str) -> bool {
    (0..cluster.node_count()).all(|node| {
        let used = cluster.keyspaces_in_use(node);
        used.iter().filter_map(Option::as_deref).eq([keyspace])
    })
}

async fn scene(version: ProtocolVersion, compression: Option<Compression>) -> (MockCluster, Session) {
    let prepared = MockStatement::new(USE).answers(|_, _| Answer::SetKeyspace("other".to_owned()));
    let builder = cluster(3).version(version).keyspace("other", 1).keyspace("third", 1).shared_statements();
    let cluster = builder.statement(prepared).start().await.unwrap();
    let builder = to(&cluster).handshake_timeout(Duration::from_millis(300)).compression(compression);
    let session = builder.use_keyspace("ks", false).build().await.unwrap();
    (cluster, session)
}

/// Every way to execute a `USE`, and the request that carries it.
const WAYS: [Opcode; 5] = [Opcode::Query, Opcode::Query, Opcode::Execute, Opcode::Execute, Opcode::Batch];

/// Executes a `USE` in a task that gives up soon by itself, or else has time enough.
async fn execute(session: &Session, way: usize, timeout: Duration) -> JoinHandle<Result<(), Error>> {
    let mut text = Statement::new(USE);
    text.set_request_timeout(Some(timeout));
    let prepared = session.prepare(text.clone()).await.unwrap();
    let session = session.clone();
    tokio::spawn(async move {
        match way {
            0 => session.query_unpaged(text, ()).await.map(drop),
            1 => session.query_iter(text, ()).await.map(drop),
            2 => session.execute_unpaged(&prepared, ()).await.map(drop),
            3 => session.execute_single_page(&prepared, (), PagingState::start()).await.map(drop),
            4 => {
                let mut batch = Batch::default();
                batch.append_statement(prepared);
                batch.set_request_timeout(Some(timeout));
                session.batch(&batch, ((),)).await.map(drop)
            }
            _ => panic!("there is no such way"),
        }
    })
}

#[tokio::test(start_paused = true)]
async fn a_use_that_is_carried_out_late_ends_its_connection() {
    for version in VERSIONS {
        for compression in [None, Some(Compression::Lz4)] {
            for (way, opcode) in WAYS.into_iter().enumerate() {
                for is_dropped in [false, true] {
                    let case = format!("{version}, {compression:?}, way {way}, dropped: {is_dropped}");
                    let (cluster, session) = scene(version, compression).await;
                    let accepted = |cluster: &MockCluster| (0..3).map(|node| cluster.accepted_count(node)).sum::<u64>();
                    let before = accepted(&cluster);
                    let mut held = cluster.hold(When::opcode(opcode).times(1));
                    let timeout = if is_dropped { PATIENCE } else { SHORT };
                    let task = execute(&session, way, timeout).await;
                    let late = held.next().await.unwrap();
                    if is_dropped {
                        task.abort();
                        task.await.unwrap_err();
                    } else {
                        assert!(task.await.unwrap().unwrap_err().is_timeout(), "{case}");
                    }
                    late.act(Answer::SetKeyspace("other".to_owned()));
                    eventually(&case, || accepted(&cluster) == before + 1 && all_use(&cluster, "ks")).await;
                    assert_eq!(session.get_keyspace().unwrap().as_str(), "ks", "{case}");
                }
            }
        }
    }
}

/// The answer has come, and nobody looks at it any more.
#[tokio::test(start_paused = true)]
async fn a_use_whose_answer_is_not_taken_ends_its_connection() {
    let (cluster, session) = scene(ProtocolVersion::V5, None).await;
    let mut stuck = Box::pin(session.query_unpaged(USE, ()));
    assert!(futures_util::FutureExt::now_or_never(&mut stuck).is_none());
    settle().await;
    assert_eq!(cluster.requests_where(&When::query(USE)).len(), 1);
    drop(stuck);
    eventually("all connections are in the keyspace of before", || all_use(&cluster, "ks")).await;
}

/// Other answers that come late are of no consequence.
#[tokio::test(start_paused = true)]
async fn another_statement_that_is_given_up_ends_no_connection() {
    let (cluster, session) = scene(ProtocolVersion::V4, None).await;
    let accepted = || (0..3).map(|node| cluster.accepted_count(node)).sum::<u64>();
    let before = accepted();
    let mut held = cluster.hold(When::query("given").times(1));
    let mut text = Statement::new("SELECT given FROM ks.up");
    text.set_request_timeout(Some(SHORT));
    session.query_unpaged(text, ()).await.unwrap_err();
    held.next().await.unwrap().act(Answer::Void);
    pass(Duration::from_secs(1)).await;
    assert_eq!(accepted(), before);
}

#[tokio::test(start_paused = true)]
async fn a_change_of_the_keyspace_goes_on_when_its_future_is_dropped() {
    for version in VERSIONS {
        for by_text in [false, true] {
            let (cluster, session) = scene(version, None).await;
            let mut held = cluster.hold(When::query("USE other"));
            let task = tokio::spawn({
                let session = session.clone();
                async move {
                    if by_text {
                        session.query_unpaged(USE, ()).await.map(drop)
                    } else {
                        session.use_keyspace("other", false).await
                    }
                }
            });
            let mut asked = Vec::new();
            for _ in 0..3 {
                asked.push(held.next().await.unwrap());
            }
            task.abort();
            task.await.unwrap_err();
            // One node never answers.
            asked.pop().unwrap().act(Action::ignore());
            asked.into_iter().for_each(ilium_mock::Held::release);
            drop(held);
            let case = format!("{version}, by text: {by_text}");
            eventually(&case, || all_use(&cluster, "other")).await;
            assert_eq!(session.get_keyspace().unwrap().as_str(), "other", "{case}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_change_that_waits_for_another_one_is_not_lost_when_it_was_executed_already() {
    let (cluster, session) = scene(ProtocolVersion::V5, None).await;
    let mut held = cluster.hold(When::query("USE third").times(1));
    let first = tokio::spawn({
        let session = session.clone();
        async move { session.use_keyspace("third", false).await }
    });
    let one = held.next().await.unwrap();
    let second = tokio::spawn({
        let session = session.clone();
        async move { session.query_unpaged(USE, ()).await.map(drop) }
    });
    eventually("it is executed", || cluster.requests_where(&When::query(USE)).len() == 1).await;
    settle().await;
    second.abort();
    second.await.unwrap_err();
    one.release();
    first.await.unwrap().unwrap();
    eventually("the last one wins on all connections", || all_use(&cluster, "other")).await;
    assert_eq!(session.get_keyspace().unwrap().as_str(), "other");
}

/// One that has not begun leaves no trace.
#[tokio::test(start_paused = true)]
async fn a_change_that_has_not_begun_is_given_up_with_its_future() {
    let (cluster, session) = scene(ProtocolVersion::V5, None).await;
    let mut held = cluster.hold(When::query("USE third").times(1));
    let tasks = ["third", "other"].map(|keyspace| {
        let session = session.clone();
        tokio::spawn(async move { session.use_keyspace(keyspace, false).await })
    });
    let one = held.next().await.unwrap();
    let [first, second] = tasks;
    second.abort();
    second.await.unwrap_err();
    one.release();
    first.await.unwrap().unwrap();
    pass(Duration::from_secs(1)).await;
    assert!(all_use(&cluster, "third"));
    assert_eq!(cluster.requests_where(&When::query("USE other")).len(), 0);
}

/// The connection that carried it out has the keyspace; the session does not get it.
#[tokio::test(start_paused = true)]
async fn a_use_that_cannot_be_followed_ends_its_connection() {
    for version in VERSIONS {
        let (cluster, session) = scene(version, None).await;
        let gone = Answer::error(ilium_driver::errors::ErrorCode::Invalid, "Keyspace 'other' does not exist");
        let refusal = cluster.rule(When::query("USE other"), Action::answer(gone));
        let error = session.query_unpaged(USE, ()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{version}: {error}");
        assert!(refusal.hits() > 0);
        assert_eq!(session.get_keyspace().unwrap().as_str(), "ks");
        eventually("all connections are in the keyspace of before", || all_use(&cluster, "ks")).await;
    }
}
