//! What follows from an error: the same node, the next node, or the caller.

use ilium_driver::client::session::Session;
use ilium_driver::errors::{Error, ErrorCode, ErrorDetail, ErrorKind};
use ilium_driver::statement::prepared::PreparedStatement;
use ilium_driver::wire::Consistency;
use ilium_driver::wire::response::WriteType;
use ilium_mock::{Action, Answer, MockCluster, When};

use crate::scene::{COUNT, READ, VERSIONS, cluster, connect, read_key};

/// Where a request went: how many attempts, on how many different nodes.
#[derive(Debug, PartialEq, Eq)]
enum Went {
    /// To one node once.
    Once,
    /// To one node twice.
    TwiceToOne,
    /// To two nodes.
    ToTwo,
    /// To all three.
    ToAll,
}

fn went(cluster: &MockCluster) -> Went {
    let executed = cluster.requests_where(&When::execute(""));
    let nodes: std::collections::BTreeSet<usize> = executed.iter().map(|request| request.node).collect();
    match (executed.len(), nodes.len()) {
        (1, 1) => Went::Once,
        (2, 1) => Went::TwiceToOne,
        (2, 2) => Went::ToTwo,
        (3, 3) => Went::ToAll,
        other => panic!("(attempts, nodes) were {other:?}"),
    }
}

fn read_timeout(received: i32, data_present: bool) -> Answer {
    let detail = ErrorDetail::ReadTimeout { consistency: Consistency::Two, received, required: 2, data_present };
    Answer::error_with(ErrorCode::ReadTimeout, "slow", detail)
}

fn write_timeout(write_type: WriteType) -> Answer {
    let detail = ErrorDetail::WriteTimeout {
        consistency: Consistency::Two,
        received: 1,
        required: 2,
        write_type,
        contentions: None,
    };
    Answer::error_with(ErrorCode::WriteTimeout, "slow", detail)
}

fn unavailable() -> Answer {
    let detail = ErrorDetail::Unavailable { consistency: Consistency::Two, required: 2, alive: 1 };
    Answer::error_with(ErrorCode::Unavailable, "too few", detail)
}

async fn scene() -> (MockCluster, Session, PreparedStatement, PreparedStatement) {
    let cluster = cluster(3).shared_statements().start().await.unwrap();
    let session = connect(&cluster).await;
    let read = session.prepare(READ).await.unwrap();
    let count = session.prepare(COUNT).await.unwrap();
    (cluster, session, read, count)
}

#[tokio::test(start_paused = true)]
async fn a_node_that_says_no_for_ever_is_asked_as_often_as_the_code_allows() {
    let code = |code| Answer::error(code, "no");
    let cases = [
        (code(ErrorCode::IsBootstrapping), Went::ToAll, Went::ToAll),
        (code(ErrorCode::Overloaded), Went::ToAll, Went::Once),
        (code(ErrorCode::Server), Went::ToAll, Went::Once),
        (code(ErrorCode::Truncate), Went::ToAll, Went::Once),
        (unavailable(), Went::ToTwo, Went::ToTwo),
        (read_timeout(2, false), Went::TwiceToOne, Went::TwiceToOne),
        (read_timeout(2, true), Went::Once, Went::Once),
        (read_timeout(1, false), Went::Once, Went::Once),
        (write_timeout(WriteType::BatchLog), Went::TwiceToOne, Went::Once),
        (write_timeout(WriteType::Simple), Went::Once, Went::Once),
        (write_timeout(WriteType::Cas), Went::Once, Went::Once),
        (code(ErrorCode::Syntax), Went::Once, Went::Once),
        (code(ErrorCode::Invalid), Went::Once, Went::Once),
        (code(ErrorCode::Unauthorized), Went::Once, Went::Once),
        (code(ErrorCode::Config), Went::Once, Went::Once),
        (code(ErrorCode::Protocol), Went::Once, Went::Once),
        (code(ErrorCode::Authentication), Went::Once, Went::Once),
        (code(ErrorCode::CdcWriteFailure), Went::Once, Went::Once),
        (code(ErrorCode::Other(0x4444)), Went::Once, Went::Once),
    ];
    let (cluster, session, read, count) = scene().await;
    for (answer, idempotent, not_idempotent) in cases {
        let rule = cluster.rule(When::execute(""), answer.clone());
        for (statement, expected) in [(&read, idempotent), (&count, not_idempotent)] {
            cluster.forget_requests();
            let error = session.execute_unpaged(statement, (1,)).await.unwrap_err();
            assert_eq!(went(&cluster), expected, "{answer:?} of `{}`", statement.get_statement());
            lists_all_attempts(&cluster, &error);
        }
        rule.remove();
    }
}

/// The error names every attempt, in order, and the last one as its own.
fn lists_all_attempts(cluster: &MockCluster, error: &Error) {
    let asked: Vec<_> = cluster.requests_where(&When::execute("")).iter().map(|r| cluster.address(r.node)).collect();
    let told: Vec<_> = error.attempts().iter().map(|attempt| attempt.node).chain(error.node()).collect();
    assert_eq!(told, asked, "{error}");
}

#[tokio::test(start_paused = true)]
async fn one_bad_answer_is_made_good_by_the_next_attempt() {
    for version in VERSIONS {
        let cluster = cluster(3).version(version).shared_statements().start().await.unwrap();
        let session = connect(&cluster).await;
        let read = session.prepare(READ).await.unwrap();
        let once = |answer| cluster.rule(When::execute("").times(1), answer);
        for (key, answer) in [
            (1, Answer::error(ErrorCode::IsBootstrapping, "wait")),
            (2, Answer::error(ErrorCode::Overloaded, "wait")),
            (3, unavailable()),
            (4, read_timeout(2, false)),
        ] {
            let rule = once(answer);
            read_key(&session, &read, key).await.unwrap();
            assert_eq!(rule.hits(), 1);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_lost_connection_sends_an_idempotent_request_to_the_next_node() {
    for action in [Action::close(), Action::reset(), Action::usual().cut_at(4).then_close()] {
        for version in VERSIONS {
            // With two nodes the only other one has to be found.
            let cluster = cluster(2).version(version).shared_statements().start().await.unwrap();
            let session = connect(&cluster).await;
            let read = session.prepare(READ).await.unwrap();
            for key in 0..10 {
                let rule = cluster.rule(When::execute("").times(1), action.clone());
                read_key(&session, &read, key).await.unwrap();
                assert_eq!(rule.hits(), 1);
                rule.remove();
                for node in 0..2 {
                    crate::scene::pooled(&session, &cluster, node).await;
                }
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_lost_connection_ends_a_request_that_may_not_be_repeated() {
    for version in VERSIONS {
        let cluster = cluster(2).version(version).shared_statements().start().await.unwrap();
        let session = connect(&cluster).await;
        let count = session.prepare(COUNT).await.unwrap();
        let rule = cluster.rule(When::execute("").times(1), Action::close());
        let error = session.execute_unpaged(&count, (1,)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BrokenConnection, "{error}");
        assert_eq!(error.statement(), Some(COUNT));
        assert_eq!(rule.hits(), 1);
        assert_eq!(went(&cluster), Went::Once);
        lists_all_attempts(&cluster, &error);
        session.execute_unpaged(&count, (1,)).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_user_says_of_idempotence_counts() {
    let (cluster, session, read, count) = scene().await;
    let (mut read, mut count) = (read, count);
    read.set_is_idempotent(false);
    count.set_is_idempotent(true);
    cluster.rule(When::execute(""), Answer::error(ErrorCode::Overloaded, "no"));
    for (statement, expected) in [(&read, Went::Once), (&count, Went::ToAll)] {
        cluster.forget_requests();
        session.execute_unpaged(statement, (1,)).await.unwrap_err();
        assert_eq!(went(&cluster), expected);
    }
}
