//! What a request does while nodes have no room for it: it waits for those, and asks none of the others again.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::future::join_all;
use ilium_driver::client::execution_profile::ExecutionProfile;
use ilium_driver::client::session::Session;
use ilium_driver::errors::{Error, ErrorCode, ErrorKind};
use ilium_driver::statement::batch::Batch;
use ilium_driver::statement::prepared::PreparedStatement;
use ilium_driver::wire::ProtocolVersion;
use ilium_mock::{Action, Answer, Held, Holder, MockCluster, When};

use crate::clock::{eventually, pass, settle};
use crate::scene::{READ, VERSIONS, WRITE, cluster, is_pooled, read_key, to, value_of};

/// Of nodes that take one request at a time, and of requests that wait for ever.
async fn scene(version: ProtocolVersion, nodes: usize) -> (MockCluster, Session) {
    let cluster = cluster(nodes).version(version).shared_statements().start().await.unwrap();
    let patient = ExecutionProfile::builder().request_timeout(None).build().into_handle();
    let session = to(&cluster).max_requests_per_connection(1).default_execution_profile_handle(patient).build().await;
    (cluster, session.unwrap())
}

fn overloaded() -> Answer {
    Answer::error(ErrorCode::Overloaded, "too much to do")
}

/// How often each key was asked for on each node.
fn asked(cluster: &MockCluster) -> BTreeMap<(usize, i32), usize> {
    let mut asked = BTreeMap::new();
    for request in cluster.requests_where(&When::execute(READ)) {
        *asked.entry((request.node, request.value::<i32>(0).unwrap())).or_default() += 1;
    }
    asked
}

fn spawn(session: &Session, read: &PreparedStatement, key: i32) -> tokio::task::JoinHandle<Result<(), Error>> {
    let (session, read) = (session.clone(), read.clone());
    tokio::spawn(async move { read_key(&session, &read, key).await })
}

/// Fills node 0: requests until one of them is there, which is held. The others have answers from the other nodes.
async fn fill(session: &Session, read: &PreparedStatement, held: &mut Holder) -> Held {
    let filling = spawn(session, read, -1);
    let one = held.next().await.unwrap();
    drop(filling);
    one
}

/// Sends every first attempt to node 0 that can go there: the others answer that they are overloaded.
async fn only_node_0_serves(version: ProtocolVersion, nodes: usize) -> (MockCluster, Session, PreparedStatement) {
    let (cluster, session) = scene(version, nodes).await;
    let read = session.prepare(READ).await.unwrap();
    for node in 1..nodes {
        cluster.rule(When::execute(READ).node(node), overloaded());
    }
    (cluster, session, read)
}

#[tokio::test(start_paused = true)]
async fn a_node_that_said_no_is_not_asked_again_while_another_is_waited_for() {
    for version in VERSIONS {
        for nodes in [2, 4] {
            let (cluster, session, read) = only_node_0_serves(version, nodes).await;
            let mut held = cluster.hold(When::execute(READ).node(0));
            cluster.forget_requests();
            let requests: Vec<_> = (0..6).map(|key| spawn(&session, &read, key)).collect();
            for _ in 0..6 {
                let one = held.next().await.unwrap();
                settle().await;
                one.release();
            }
            for request in join_all(requests).await {
                request.unwrap().unwrap();
            }
            let asked = asked(&cluster);
            assert!(asked.values().all(|times| *times == 1), "{version}, {nodes} nodes: {asked:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_without_a_timeout_ends_when_the_node_that_it_waited_for_says_no() {
    for version in VERSIONS {
        let (cluster, session, read) = only_node_0_serves(version, 3).await;
        let mut held = cluster.hold(When::execute(READ).node(0));
        let filling = fill(&session, &read, &mut held).await;
        cluster.forget_requests();
        let waiting = spawn(&session, &read, 7);
        settle().await;
        assert!(!waiting.is_finished());
        filling.release();
        held.next().await.unwrap().act(overloaded());
        let error = waiting.await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Overloaded, "{error}");
        assert_eq!(error.attempts().len(), 2, "{error}");
        assert_eq!(asked(&cluster), BTreeMap::from([((0, 7), 1), ((1, 7), 1), ((2, 7), 1)]), "{version}");
    }
}

/// Waiting takes longer than the second after which a request that has no deadline looks again.
#[tokio::test(start_paused = true)]
async fn looking_again_asks_nobody_again() {
    let (cluster, session, read) = only_node_0_serves(ProtocolVersion::V5, 3).await;
    let mut held = cluster.hold(When::execute(READ).node(0));
    let filling = fill(&session, &read, &mut held).await;
    cluster.forget_requests();
    let waiting = spawn(&session, &read, 7);
    pass(Duration::from_millis(2300)).await;
    assert_eq!(asked(&cluster), BTreeMap::from([((1, 7), 1), ((2, 7), 1)]));
    filling.release();
    held.next().await.unwrap().release();
    waiting.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_batch_and_a_preparation_wait_alike() {
    for version in VERSIONS {
        let (cluster, session, read) = only_node_0_serves(version, 2).await;
        let write = session.prepare(WRITE).await.unwrap();
        cluster.rule(When::any().mentions(WRITE).node(1), overloaded());
        let mut held = cluster.hold(When::any().mentions("ks.t").node(0));
        let filling = fill(&session, &read, &mut held).await;
        cluster.forget_requests();
        let batch = tokio::spawn({
            let (session, write) = (session.clone(), write.clone());
            async move {
                let mut batch = Batch::default();
                batch.append_statement(write);
                session.batch(&batch, ((1, value_of(1)),)).await.map(drop)
            }
        });
        let prepare = tokio::spawn({
            let session = session.clone();
            async move { session.prepare(WRITE).await.map(drop) }
        });
        let mut filling = filling;
        for _ in 0..2 {
            settle().await;
            filling.release();
            filling = held.next().await.unwrap();
        }
        drop(held);
        filling.release();
        batch.await.unwrap().unwrap();
        prepare.await.unwrap().unwrap();
        // Node 0 has prepared the statement, so nobody asks node 1 but for a batch, a preparation and the copy of that.
        let on_other = cluster.requests_where(&When::any().mentions(WRITE).node(1)).len();
        assert!(on_other <= 3, "{version}: {on_other}");
    }
}

/// Nothing of the request was sent on the connection that it waited for, so the node's next connection may take it.
#[tokio::test(start_paused = true)]
async fn a_node_whose_connection_breaks_while_it_is_waited_for_is_asked_on_the_next_one() {
    for version in VERSIONS {
        let (cluster, session) = scene(version, 2).await;
        let read = session.prepare(READ).await.unwrap();
        let mut both = cluster.hold(When::execute(READ).times(2));
        let filling = [-1, -2].map(|key| spawn(&session, &read, key));
        let (one, other) = (both.next().await.unwrap(), both.next().await.unwrap());
        let waiting = spawn(&session, &read, 7);
        settle().await;
        // The waiting request finds node 0 without a connection, and goes on to wait for node 1.
        let before = cluster.accepted_count(0);
        cluster.disconnect(0);
        eventually("node 0 is connected to anew", || {
            cluster.accepted_count(0) > before && is_pooled(&session, &cluster, 0)
        })
        .await;
        let (held, lost) = if one.request().node == 0 { (other, one) } else { (one, other) };
        drop(lost);
        held.act(Action::close());
        waiting.await.unwrap().unwrap();
        drop(filling);
    }
}
