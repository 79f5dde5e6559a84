//! Servers that forget what they have prepared.

use ilium_driver::client::session::Session;
use ilium_driver::errors::{ErrorCode, ErrorDetail, ErrorKind};
use ilium_driver::statement::Consistency;
use ilium_driver::statement::batch::Batch;
use ilium_driver::statement::prepared::PreparedStatement;
use ilium_driver::wire::Opcode;
use ilium_mock::{Action, Answer, MockCluster, When};

use crate::scene::{COUNT, READ, VERSIONS, WRITE, cluster, connect, impatient, read_key};

fn opcodes(cluster: &MockCluster) -> Vec<Opcode> {
    cluster.requests().iter().map(|request| request.opcode).collect()
}

#[tokio::test(start_paused = true)]
async fn a_forgotten_statement_is_prepared_again_unseen() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        let read = session.prepare(READ).await.unwrap();
        let mut count = session.prepare(COUNT).await.unwrap();
        count.set_consistency(Consistency::Two);
        for round in 0..3 {
            cluster.forget_statements(0);
            cluster.forget_requests();
            read_key(&session, &read, round).await.unwrap();
            assert_eq!(opcodes(&cluster), [Opcode::Execute, Opcode::Prepare, Opcode::Execute]);
            // A statement that may not be repeated is none the less: the server did nothing of it.
            cluster.forget_requests();
            session.execute_unpaged(&count, (1,)).await.unwrap();
            assert_eq!(opcodes(&cluster), [Opcode::Execute, Opcode::Prepare, Opcode::Execute]);
            let sent = cluster.requests();
            assert_eq!(sent[0].values(), sent[2].values());
            assert_eq!(sent[2].parameters().unwrap().consistency, Consistency::Two);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn each_forgotten_statement_of_a_batch_is_prepared_again() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        let mut batch = Batch::default();
        let write = session.prepare(WRITE).await.unwrap();
        let count = session.prepare(COUNT).await.unwrap();
        batch.append_statement(write.clone());
        batch.append_statement(count.bind(&(7,)).unwrap());
        batch.append_statement(write);
        cluster.forget_statements(0);
        cluster.forget_requests();
        session.batch(&batch, ((1, "a"), (2, "b"))).await.unwrap();
        let (batches, prepared): (Vec<_>, Vec<_>) = opcodes(&cluster).into_iter().partition(|o| *o == Opcode::Batch);
        assert_eq!((batches.len(), prepared.len()), (3, 2));
        let last = cluster.requests().pop().unwrap();
        let ilium_mock::Message::Batch { items, .. } = &last.message else { panic!("{last:?}") };
        assert_eq!(items.iter().map(|item| item.values.len()).collect::<Vec<_>>(), [2, 1, 2]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_forgets_for_ever_is_given_up() {
    for version in VERSIONS {
        let cluster = cluster(2).version(version).shared_statements().start().await.unwrap();
        let session = connect(&cluster).await;
        let read = session.prepare(READ).await.unwrap();
        let id = read.get_id().to_vec();
        let forgets = move |_: &ilium_mock::Request| {
            Answer::error_with(ErrorCode::Unprepared, "forgot", ErrorDetail::Unprepared { id: id.clone() })
        };
        let rule = cluster.rule(When::execute(""), Action::compute(forgets));
        cluster.forget_requests();
        let error = read_key(&session, &read, 1).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unprepared, "{error}");
        assert_eq!(error.statement(), Some(READ));
        assert!(rule.hits() <= 8, "{} attempts", rule.hits());
        rule.remove();
        read_key(&session, &read, 1).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_names_a_statement_nobody_asked_for_is_given_up() {
    let cluster = cluster(1).start().await.unwrap();
    let session = connect(&cluster).await;
    let read = session.prepare(READ).await.unwrap();
    let stranger = ErrorDetail::Unprepared { id: b"stranger".to_vec() };
    let rule = cluster.rule(When::execute(""), Answer::error_with(ErrorCode::Unprepared, "who?", stranger));
    let error = read_key(&session, &read, 1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unprepared, "{error}");
    assert_eq!(rule.hits(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_statement_that_got_another_id_says_so() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        let read = session.prepare(READ).await.unwrap();
        cluster.rename(READ);
        let error = read_key(&session, &read, 1).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ReprepareIdChanged, "{error}");
        assert_eq!(error.statement(), Some(READ));
        assert_eq!(error.node(), Some(cluster.address(0)));
        let anew = session.prepare(READ).await.unwrap();
        assert_ne!(anew.get_id(), read.get_id());
        read_key(&session, &anew, 1).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_statement_that_cannot_be_prepared_any_more_says_why() {
    let cluster = cluster(1).start().await.unwrap();
    let session = connect(&cluster).await;
    let read = session.prepare(READ).await.unwrap();
    cluster.forget_statements(0);
    cluster.rule(When::prepare(""), Answer::error(ErrorCode::Invalid, "table t does not exist"));
    let error = read_key(&session, &read, 1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    assert_eq!(error.statement(), Some(READ));
    assert!(error.to_string().contains("table t does not exist"));
}

#[tokio::test(start_paused = true)]
async fn a_connection_lost_while_preparing_again_sends_the_request_elsewhere() {
    for version in VERSIONS {
        let cluster = cluster(2).version(version).shared_statements().start().await.unwrap();
        let session = connect(&cluster).await;
        let count = session.prepare(COUNT).await.unwrap();
        cluster.forget_statements(0);
        cluster.forget_statements(1);
        let rule = cluster.rule(When::prepare("").times(1), Action::close());
        session.execute_unpaged(&count, (1,)).await.unwrap();
        assert_eq!(rule.hits(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_preparation_that_is_never_answered_ends_by_the_requests_deadline() {
    let cluster = cluster(1).start().await.unwrap();
    let session = connect(&cluster).await;
    let read = impatient(&session.prepare(READ).await.unwrap());
    cluster.forget_statements(0);
    cluster.rule(When::prepare(""), Action::ignore());
    let error = read_key(&session, &read, 1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert_eq!(error.statement(), Some(READ));
}

async fn many(session: &Session, read: &PreparedStatement) {
    let all = futures_util::future::join_all((0..200).map(|key| read_key(session, read, key))).await;
    all.into_iter().for_each(|result| result.unwrap());
}

#[tokio::test(start_paused = true)]
async fn many_requests_for_a_forgotten_statement_all_succeed() {
    for version in VERSIONS {
        let cluster = cluster(3).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        let read = session.prepare(READ).await.unwrap();
        for _ in 0..3 {
            (0..3).for_each(|node| cluster.forget_statements(node));
            many(&session, &read).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn preparing_asks_another_node_when_one_cannot() {
    let cluster = cluster(3).start().await.unwrap();
    let session = connect(&cluster).await;
    let rule = cluster.rule(When::prepare("").times(1), Answer::error(ErrorCode::Overloaded, "later"));
    let read = session.prepare(READ).await.unwrap();
    assert_eq!(rule.hits(), 1);
    read_key(&session, &read, 1).await.unwrap();
    cluster.rule(When::prepare(""), Answer::error(ErrorCode::Overloaded, "never"));
    let error = session.prepare(WRITE).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Overloaded);
    assert_eq!(error.attempts().len(), 2, "{error}");
}
