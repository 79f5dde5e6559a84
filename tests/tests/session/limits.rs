//! What a connection allows itself.

use std::time::Duration;

use ilium_driver::wire::Opcode;
use ilium_driver::wire::event::StatusChange;
use ilium_mock::{Action, MockCluster, When};

use crate::clock::{eventually, pass};
use crate::scene::{READ, SHORT, cluster, connect, impatient, pooled, read_key, recovers, to};

/// A session that allows a connection 8 requests.
fn narrow(cluster: &MockCluster) -> ilium_driver::client::session_builder::SessionBuilder {
    to(cluster).max_requests_per_connection(8)
}

#[tokio::test(start_paused = true)]
async fn too_many_requests_without_an_answer_replace_the_connection() {
    let cluster = cluster(1).start().await.unwrap();
    // A quarter of 8 may be lost.
    let session = narrow(&cluster).orphan_grace(Duration::from_millis(100)).build().await.unwrap();
    let read = session.prepare(READ).await.unwrap();
    let silence = cluster.rule(When::execute("").times(2), Action::ignore());
    for key in 0..2 {
        assert!(read_key(&session, &impatient(&read), key).await.unwrap_err().is_timeout());
    }
    pass(Duration::from_millis(300)).await;
    read_key(&session, &read, 2).await.unwrap();
    assert_eq!(session.counts().connections_lost, 0, "two of eight are a quarter");
    silence.remove();
    cluster.rule(When::execute("").times(1), Action::ignore());
    assert!(read_key(&session, &impatient(&read), 3).await.unwrap_err().is_timeout());
    cluster.connected(0, 2).await.unwrap();
    recovers(&session, &read).await;
    eventually("the third ends the connection", || session.counts().connections_lost > 0).await;
    recovers(&session, &read).await;
}

#[tokio::test(start_paused = true)]
async fn requests_that_were_given_up_count_only_after_their_grace() {
    let cluster = cluster(1).start().await.unwrap();
    let grace = Duration::from_secs(600);
    let session = narrow(&cluster).max_orphans_per_connection(1).orphan_grace(grace).build().await.unwrap();
    let read = session.prepare(READ).await.unwrap();
    cluster.rule(When::execute("").times(5), Action::ignore());
    for key in 0..5 {
        assert!(read_key(&session, &impatient(&read), key).await.unwrap_err().is_timeout());
    }
    pass(grace - SHORT * 6).await;
    read_key(&session, &read, 6).await.unwrap();
    assert_eq!(session.counts().connections_lost, 0);
    let took = eventually("the grace ends, and with it the connection", || session.counts().connections_lost > 0).await;
    assert!(took <= SHORT * 6, "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn a_node_that_is_said_to_be_down_is_asked_at_once() {
    for interval in [Some(Duration::from_secs(30)), None] {
        let cluster = cluster(2).start().await.unwrap();
        let builder = to(&cluster).keepalive_interval(interval).keepalive_timeout(SHORT);
        let session = builder.build().await.unwrap();
        pooled(&session, &cluster, 1).await;
        let asked = When::opcode(Opcode::Options).node(1);
        assert!(cluster.requests_where(&asked).is_empty());

        // It answers: whoever said so was wrong.
        cluster.push_status(StatusChange::Down, 1);
        cluster.received(&asked, 1).await.unwrap();
        pass(SHORT * 2).await;
        assert_eq!(session.counts().connections_lost, 0);

        // It does not: the connection ends long before its next heartbeat.
        cluster.rule(When::opcode(Opcode::Options).node(1), Action::ignore());
        cluster.push_status(StatusChange::Down, 1);
        cluster.received(&asked, 2).await.unwrap();
        let took = eventually("the connection ends", || session.counts().connections_lost > 0).await;
        assert!(took <= SHORT + Duration::from_millis(2), "{took:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_control_connection_survives_the_news_of_its_own_node() {
    let cluster = cluster(1).start().await.unwrap();
    let session = connect(&cluster).await;
    cluster.push_status(StatusChange::Down, 0);
    cluster.received(&When::opcode(Opcode::Options), 1).await.unwrap();
    let read = session.prepare(READ).await.unwrap();
    read_key(&session, &read, 1).await.unwrap();
    assert_eq!(cluster.control_node(), Some(0));
    assert_eq!(session.counts().connections_lost, 0);
}
