//! Readings of the cluster's metadata that take long, and what goes on meanwhile. Time is simulated.

use std::num::NonZeroU16;
use std::time::Duration;

use futures_util::future::join_all;
use ilium_driver::client::session::Session;
use ilium_driver::errors::{ErrorCode, ErrorKind};
use ilium_driver::statement::prepared::PreparedStatement;
use ilium_driver::wire::event::{Event, SchemaChange, SchemaChangeType, SchemaTarget, StatusChange, TopologyChange};
use ilium_driver::wire::{Opcode, ProtocolVersion};
use ilium_mock::{Action, Answer, MockCluster, MockClusterBuilder, When};
use tokio::time::{Instant, timeout};

use crate::clock::pass;
use crate::log::Log;
use crate::scene::{READ, cluster, is_pooled, read_key};

const VERSIONS: [ProtocolVersion; 3] = [ProtocolVersion::V3, ProtocolVersion::V4, ProtocolVersion::V5];

/// How long a reading hangs.
const HANGS: Duration = Duration::from_secs(10);
/// How long what does not wait for a reading may take: the time to the next attempt to connect, with some jitter, aside.
const SOON: Duration = Duration::from_millis(300);
/// How long what must happen may take.
const EVER: Duration = Duration::from_secs(600);

const KEEPALIVE: Duration = Duration::from_secs(1);

fn nodes(count: usize, version: ProtocolVersion) -> MockClusterBuilder {
    cluster(count).version(version).shared_statements().in_memory()
}

async fn connect(cluster: &MockCluster) -> Session {
    let builder = cluster.session_builder().metadata_request_timeout(HANGS * 2);
    builder.keepalive_interval(Some(HANGS * 100)).keepalive_timeout(KEEPALIVE).build().await.unwrap()
}

/// Waits until something holds, and returns how long that took.
async fn until(what: &str, mut holds: impl FnMut() -> bool) -> Duration {
    let started = Instant::now();
    let held = async {
        while !holds() {
            pass(Duration::from_millis(1)).await;
        }
    };
    timeout(EVER, held).await.unwrap_or_else(|_| panic!("never: {what}"));
    started.elapsed()
}

fn read_keyspaces() -> When {
    When::query("system_schema.keyspaces")
}

/// How many readings were begun.
fn begun(cluster: &MockCluster) -> usize {
    cluster.requests_where(&When::query("cluster_name")).len()
}

fn known(session: &Session) -> usize {
    session.get_cluster_state().get_nodes_info().len()
}

/// Whether an execution asks to leave the columns out.
async fn leaves_columns_out(cluster: &MockCluster, session: &Session, read: &PreparedStatement) -> bool {
    read_key(session, read, 1).await.unwrap();
    cluster.requests_where(&When::execute(READ)).last().unwrap().parameters().unwrap().skip_metadata
}

/// Node 1 is down and comes up, node 2 keeps silent and is said to be down, and a table is altered.
async fn follows_events(cluster: &MockCluster, session: &Session, read: &PreparedStatement) {
    let lost = session.counts().connections_lost;
    cluster.start(1).await.unwrap();
    cluster.push_status(StatusChange::Up, 1);
    let took = until("node 1 has a connection", || is_pooled(session, cluster, 1)).await;
    assert!(took < SOON, "took {took:?}");

    let silent = cluster.rule(When::any().node(2), Action::ignore());
    cluster.push_status(StatusChange::Down, 2);
    let took = until("node 2 is left", || session.counts().connections_lost > lost).await;
    assert!(took < KEEPALIVE + SOON, "took {took:?}");
    silent.remove();

    let altered = SchemaChange {
        change: SchemaChangeType::Updated,
        keyspace: "ks".to_owned(),
        target: SchemaTarget::Table("t".to_owned()),
    };
    assert!(leaves_columns_out(cluster, session, read).await);
    cluster.push(&Event::SchemaChange(altered));
    pass(Duration::from_millis(1)).await;
    // Protocol 5 has a name for the columns, by which an answer tells that they have changed.
    let has_names = session.protocol_version() == ProtocolVersion::V5;
    assert_eq!(leaves_columns_out(cluster, session, read).await, has_names);
}

async fn scene(version: ProtocolVersion) -> (MockCluster, Session, PreparedStatement) {
    let cluster = nodes(3, version).start().await.unwrap();
    let session = connect(&cluster).await;
    let mut read = session.prepare(READ).await.unwrap();
    read.set_use_cached_result_metadata(true);
    cluster.stop(1).await;
    // By now the node is tried every few seconds.
    pass(Duration::from_secs(20)).await;
    (cluster, session, read)
}

#[tokio::test(start_paused = true)]
async fn events_are_followed_while_a_reading_hangs() {
    for version in VERSIONS {
        for table in ["cluster_name", "system.peers_v2", "system_schema.keyspaces"] {
            let (cluster, session, read) = scene(version).await;
            let rule = cluster.rule(When::query(table).times(1), Action::usual().delayed(HANGS));
            let started = Instant::now();
            let refreshing = {
                let session = session.clone();
                tokio::spawn(async move { session.refresh_metadata().await })
            };
            until("the reading hangs", || rule.hits() == 1).await;
            follows_events(&cluster, &session, &read).await;
            assert!(!refreshing.is_finished());
            refreshing.await.unwrap().unwrap();
            assert!(started.elapsed() >= HANGS, "{table}: {:?}", started.elapsed());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn events_are_followed_while_a_new_control_connection_is_first_read_over() {
    for version in VERSIONS {
        let (cluster, session, read) = scene(version).await;
        let rule = cluster.rule(read_keyspaces().times(1), Action::usual().delayed(HANGS));
        let lost = session.get_cluster_state();
        cluster.disconnect_control();
        until("the reading hangs", || rule.hits() == 1).await;
        follows_events(&cluster, &session, &read).await;
        assert!(std::ptr::eq(&*lost, &*session.get_cluster_state()), "nothing was read yet");
        until("the cluster is read", || !std::ptr::eq(&*lost, &*session.get_cluster_state())).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_wish_is_granted_by_a_reading_that_begins_after_it() {
    for version in VERSIONS {
        let cluster = nodes(3, version).start().await.unwrap();
        cluster.set_member(2, false);
        let session = connect(&cluster).await;
        let slow = cluster.rule(read_keyspaces(), Action::usual().delayed(HANGS));
        let refresh = || async {
            session.refresh_metadata().await.unwrap();
            known(&session)
        };
        let later = async {
            until("the nodes are read", || slow.hits() == 1).await;
            cluster.set_member(2, true);
            refresh().await
        };
        assert_eq!(tokio::join!(refresh(), later), (2, 3), "{version}");
    }
}

#[tokio::test(start_paused = true)]
async fn wishes_and_events_that_come_during_a_reading_share_the_next_one() {
    for version in VERSIONS {
        let cluster = nodes(3, version).start().await.unwrap();
        let session = connect(&cluster).await;
        cluster.forget_requests();
        let slow = cluster.rule(read_keyspaces().times(1), Action::usual().delayed(HANGS));
        let many = async {
            until("the first is under way", || slow.hits() == 1).await;
            for _ in 0..10 {
                cluster.push_topology(TopologyChange::NewNode, 1);
            }
            join_all((0..200).map(|_| session.refresh_metadata())).await
        };
        let (first, others) = tokio::join!(session.refresh_metadata(), many);
        first.unwrap();
        others.into_iter().for_each(|other| other.unwrap());
        pass(HANGS).await;
        assert_eq!(begun(&cluster), 2, "{version}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wish_that_nobody_waits_for_any_more_is_read_for_once() {
    let cluster = nodes(1, ProtocolVersion::V5).start().await.unwrap();
    let session = connect(&cluster).await;
    cluster.forget_requests();
    for _ in 0..10 {
        // Each gives up at its first poll.
        tokio::select! {
            biased;
            _ = session.refresh_metadata() => panic!("it cannot have been read yet"),
            () = std::future::ready(()) => {}
        }
    }
    cluster.keyspace("late", 1);
    until("it is read all the same", || session.get_cluster_state().get_keyspace("late").is_some()).await;
    assert_eq!(begun(&cluster), 1);
}

#[tokio::test(start_paused = true)]
async fn a_reading_ends_with_its_connection_and_says_so_at_once() {
    for version in VERSIONS {
        let cluster = nodes(2, version).start().await.unwrap();
        let session = connect(&cluster).await;
        let rule = cluster.rule(read_keyspaces().times(1), Action::ignore());
        let end = async {
            until("the reading hangs", || rule.hits() == 1).await;
            let control = cluster.control_node().unwrap();
            cluster.disconnect_control();
            (Instant::now(), control)
        };
        let (refreshed, (ended, control)) = tokio::join!(session.refresh_metadata(), end);
        let error = refreshed.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BrokenConnection, "{error}");
        assert_eq!(error.node(), Some(cluster.address(control)), "{error}");
        assert!(error.to_string().contains("reading the cluster's metadata"), "{error}");
        assert!(ended.elapsed() < SOON, "told after {:?}", ended.elapsed());
        let took = until("another control connection", || cluster.control_node().is_some()).await;
        assert!(took < SOON, "took {took:?}");
        session.refresh_metadata().await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_node_that_cannot_be_read_from_is_left_for_another() {
    for version in VERSIONS {
        let cluster = nodes(3, version).start().await.unwrap();
        let session = connect(&cluster).await;
        let state = session.get_cluster_state();
        let first = cluster.control_node().unwrap();
        let broken = Answer::error(ErrorCode::Server, "out of order");
        let _rule = cluster.rule(read_keyspaces().node(first), broken);
        cluster.disconnect_control();
        until("the cluster is read", || !std::ptr::eq(&*state, &*session.get_cluster_state())).await;
        assert_ne!(cluster.control_node(), Some(first), "{version}");
        session.refresh_metadata().await.unwrap();
    }
}

/// A wish is made while there is no control connection; of the nodes the first cannot be read from.
#[tokio::test(start_paused = true)]
async fn a_wish_is_granted_by_the_node_that_can_be_read_from() {
    let cluster = nodes(3, ProtocolVersion::V5).start().await.unwrap();
    let session = connect(&cluster).await;
    let first = cluster.control_node().unwrap();
    let slowly = cluster.rule(When::opcode(Opcode::Startup).times(1), Action::usual().delayed(KEEPALIVE));
    let broken = cluster.rule(read_keyspaces().node(first), Answer::error(ErrorCode::Server, "out of order"));
    cluster.disconnect_control();
    until("it is connected to again", || slowly.hits() == 1).await;
    cluster.keyspace("late", 1);
    session.refresh_metadata().await.unwrap();
    assert_eq!(broken.hits(), 1);
    assert!(session.get_cluster_state().get_keyspace("late").is_some());
}

#[tokio::test(start_paused = true)]
async fn a_wish_is_refused_while_no_node_can_be_read_from() {
    let cluster = nodes(2, ProtocolVersion::V4).start().await.unwrap();
    let session = connect(&cluster).await;
    let broken = cluster.rule(read_keyspaces(), Answer::error(ErrorCode::Server, "out of order"));
    cluster.disconnect_control();
    until("each node was tried", || broken.hits() >= 2).await;
    let error = session.refresh_metadata().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Metadata, "{error}");
    assert!(error.to_string().contains("there is no control connection at the moment"), "{error}");
    broken.remove();
    until("a control connection", || cluster.control_node().is_some()).await;
    session.refresh_metadata().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn pages_that_are_slow_each_have_a_bound_all_together() {
    let log = Log::begin();
    let (page, pages) = (Duration::from_secs(2), 30);
    for version in VERSIONS {
        let builder = (1..=pages).fold(nodes(1, version), |builder, n| builder.keyspace(&format!("ks{n}"), 1));
        let cluster = builder.start().await.unwrap();
        let builder = cluster.session_builder().metadata_page_size(NonZeroU16::MIN).metadata_request_timeout(page);
        let session = builder.build().await.unwrap();
        let state = session.get_cluster_state();
        let slow = cluster.rule(read_keyspaces(), Action::usual().delayed(page / 2));
        let started = Instant::now();
        let error = session.refresh_metadata().await.unwrap_err();
        assert_eq!((error.kind(), started.elapsed()), (ErrorKind::Timeout, 4 * page), "{error}");
        assert!(error.to_string().contains("no answer within 8s, spent reading page after page"), "{error}");
        assert!(std::ptr::eq(&*state, &*session.get_cluster_state()));

        // The next one is due in a minute; nobody is told of it but the log.
        pass(Duration::from_secs(70)).await;
        let warned = log.warnings().into_iter().filter(|line| line.contains("cannot refresh the cluster's metadata"));
        assert!(warned.count() >= 1, "{log:?}");
        slow.remove();
        session.refresh_metadata().await.unwrap();
    }
}

/// A server that answers what one row was asked for with pages that have none, for ever.
#[tokio::test(start_paused = true)]
async fn pages_without_an_end_do_not_hold_up_schema_agreement() {
    for version in VERSIONS {
        let cluster = nodes(2, version).start().await.unwrap();
        let builder = cluster.session_builder().metadata_request_timeout(HANGS).schema_agreement_timeout(HANGS * 3);
        let session = builder.build().await.unwrap();
        let column = [("schema_version", ilium_driver::frame::response::result::NativeType::Uuid)];
        let number = std::sync::atomic::AtomicU32::new(0);
        let more = move |_: &ilium_mock::Request| {
            let next = number.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            Answer::from(ilium_mock::Rows::of(column).more(next.to_be_bytes()))
        };
        let rule = cluster
            .rule(When::query("SELECT schema_version FROM"), Action::compute(more).delayed(Duration::from_secs(1)));
        let started = Instant::now();
        let error = session.check_schema_agreement().await.unwrap_err();
        assert_eq!((error.kind(), started.elapsed()), (ErrorKind::Timeout, HANGS * 2), "{error}");
        let started = Instant::now();
        let error = session.await_schema_agreement().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
        assert!(started.elapsed() <= HANGS * 4, "{:?}", started.elapsed());
        rule.remove();
        session.await_schema_agreement().await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn what_an_event_told_of_is_read_again_soon_where_that_failed() {
    for version in VERSIONS {
        let cluster = nodes(3, version).start().await.unwrap();
        cluster.set_member(2, false);
        let session = connect(&cluster).await;
        cluster.forget_requests();
        let broken = cluster.rule(read_keyspaces().times(3), Answer::error(ErrorCode::Overloaded, "too much to do"));
        cluster.set_member(2, true);
        cluster.push_topology(TopologyChange::NewNode, 2);
        let took = until("the new node is known", || known(&session) == 3).await;
        // A second after the event, and after one, two and four seconds more, each up to 15 % more or less.
        assert!((6.9..9.1).contains(&took.as_secs_f64()), "took {took:?}");
        assert_eq!(broken.hits(), 3);
        // Afterwards it is read once a minute.
        cluster.forget_requests();
        pass(Duration::from_secs(125)).await;
        assert_eq!(begun(&cluster), 2, "{version}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_can_never_be_read_is_asked_for_once_a_minute_in_the_end() {
    let cluster = nodes(1, ProtocolVersion::V5).start().await.unwrap();
    let session = connect(&cluster).await;
    let broken = cluster.rule(read_keyspaces(), Answer::error(ErrorCode::Server, "out of order"));
    session.refresh_metadata().await.unwrap_err();
    pass(Duration::from_secs(3600)).await;
    assert!((60..=80).contains(&broken.hits()), "{} in an hour", broken.hits());
}
