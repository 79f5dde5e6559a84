//! System tables that are read page after page.

use std::num::NonZeroU16;

use ilium_driver::client::session::Session;
use ilium_driver::client::session_builder::SessionBuilder;
use ilium_driver::errors::{ErrorCode, ErrorKind};
use ilium_driver::wire::{Consistency, ProtocolVersion};
use ilium_mock::{Action, Answer, MockCluster, Rows, When};

use crate::log::Log;
use crate::masses::peers;
use crate::scene::{cluster, to};

/// Beside `ks`, which every cluster has.
const TENANTS: usize = 24;
const PAGE: u16 = 10;
const ALL: [ProtocolVersion; 3] = [ProtocolVersion::V3, ProtocolVersion::V4, ProtocolVersion::V5];

fn name(number: usize) -> String {
    format!("tenant_{number:02}")
}

/// A cluster of 12 nodes and 25 keyspaces, most with a replication of their own.
async fn many(version: ProtocolVersion) -> MockCluster {
    let builder = (1..=TENANTS).fold(cluster(12).version(version), |builder, n| builder.keyspace(&name(n), n));
    builder.start().await.unwrap()
}

fn paged(cluster: &MockCluster) -> SessionBuilder {
    to(cluster).metadata_page_size(NonZeroU16::new(PAGE).unwrap())
}

/// Where the pages of a table began that were asked for; the first begins at `None`.
fn asked(cluster: &MockCluster, table: &str) -> Vec<Option<Vec<u8>>> {
    let ending = format!("FROM {table}");
    let is_of = move |request: &ilium_mock::Request| match &request.message {
        ilium_mock::Message::Query { cql, .. } => cql.ends_with(&ending) || cql.contains(&format!("{ending} ")),
        _ => false,
    };
    let requests = cluster.requests_where(&When::any().and(is_of));
    let state = |request: &std::sync::Arc<ilium_mock::Request>| {
        let parameters = request.parameters().unwrap();
        assert_eq!((parameters.page_size, parameters.consistency), (Some(PAGE.into()), Consistency::One));
        parameters.paging_state.as_ref().map(|state| state.to_vec())
    };
    requests.iter().map(state).collect()
}

fn begins(rows: u32) -> Option<Vec<u8>> {
    Some(rows.to_be_bytes().to_vec())
}

fn knows_all(session: &Session) {
    let state = session.get_cluster_state();
    assert_eq!((state.get_nodes_info().len(), state.keyspaces_iter().count()), (12, TENANTS + 1));
    for number in 1..=TENANTS {
        let strategy = &state.get_keyspace(name(number)).unwrap().strategy;
        assert!(format!("{strategy:?}").contains(&format!("all: {number},")), "{number}: {strategy:?}");
    }
}

/// The next page of keyspaces, not the first.
fn later_page() -> When {
    When::query("system_schema.keyspaces").and(|request| request.parameters().unwrap().paging_state.is_some())
}

#[tokio::test(start_paused = true)]
async fn tables_of_several_pages_are_read_to_their_end() {
    for version in ALL {
        let cluster = many(version).await;
        let session = paged(&cluster).build().await.unwrap();
        knows_all(&session);
        cluster.forget_requests();
        session.refresh_metadata().await.unwrap();
        knows_all(&session);
        assert_eq!(asked(&cluster, "system_schema.keyspaces"), [None, begins(10), begins(20)], "{version}");
        assert_eq!(asked(&cluster, "system.peers_v2"), [None, begins(10)], "{version}");
        assert_eq!(asked(&cluster, "system.local"), [None], "{version}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_table_without_the_newer_one_beside_it_is_paged_too() {
    for version in ALL {
        let cluster = cluster(12).version(version).without_peers_v2().start().await.unwrap();
        let session = paged(&cluster).build().await.unwrap();
        assert_eq!(session.get_cluster_state().get_nodes_info().len(), 12);
        assert_eq!(asked(&cluster, "system.peers"), [None, begins(10)], "{version}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_that_fails_leaves_what_was_known_and_says_which_it_was() {
    for version in ALL {
        let cluster = many(version).await;
        let session = paged(&cluster).build().await.unwrap();
        cluster.keyspace("one_more", 1);
        let failing = cluster.rule(later_page().nth(2), Answer::error(ErrorCode::Server, "out of order"));
        let error = session.refresh_metadata().await.unwrap_err();
        assert_eq!((error.kind(), error.node()), (ErrorKind::Server, Some(cluster.address(0))), "{error}");
        for part in ["reading the cluster's metadata: page 3", "system_schema.keyspaces", "out of order"] {
            assert!(error.to_string().contains(part), "no `{part}`: {error}");
        }
        knows_all(&session);
        assert_eq!(failing.hits(), 1);
        session.refresh_metadata().await.unwrap();
        assert!(session.get_cluster_state().get_keyspace("one_more").is_some());
    }
}

#[tokio::test(start_paused = true)]
async fn a_table_that_is_gone_between_two_pages_is_not_taken_for_one_that_never_was() {
    let cluster = many(ProtocolVersion::V5).await;
    let session = paged(&cluster).build().await.unwrap();
    let later = When::query("system.peers_v2").and(|request| request.parameters().unwrap().paging_state.is_some());
    let _gone = cluster.rule(later, Answer::error(ErrorCode::Invalid, "no such table"));
    let error = session.refresh_metadata().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    assert!(asked(&cluster, "system.peers").is_empty());
    knows_all(&session);
}

#[tokio::test(start_paused = true)]
async fn pages_without_rows_are_passed_over() {
    let cluster = many(ProtocolVersion::V4).await;
    let session = paged(&cluster).build().await.unwrap();
    let table = When::query("system.peers_v2");
    // Servers that skip deleted rows answer so.
    cluster.rule(table.clone().nth(1), Answer::from(peers(0, &[]).more(*b"on")));
    cluster.rule(table.and(|request| request.parameters().unwrap().paging_state.as_deref() == Some(b"on")), {
        Answer::from(peers(0, &[]).more(*b"\0\0\0\0"))
    });
    session.refresh_metadata().await.unwrap();
    knows_all(&session);
}

#[tokio::test(start_paused = true)]
async fn pages_that_have_no_end_are_an_error() {
    let no_rows = || peers(0, &[]);
    let stuck = move |_: &ilium_mock::Request| Answer::from(no_rows().more(*b"here"));
    let endless = move |request: &ilium_mock::Request| {
        let state = request.parameters().unwrap().paging_state.as_deref();
        let next = state.map_or(0, |state| u32::from_be_bytes(state.try_into().unwrap())) + 1;
        Answer::from(no_rows().more(next.to_be_bytes()))
    };
    let circle = move |request: &ilium_mock::Request| {
        let is_there = request.parameters().unwrap().paging_state.as_deref() == Some(b"there");
        Answer::from(no_rows().more(if is_there { *b"here " } else { *b"there" }))
    };
    let never = "expected at most 4096 pages, got more";
    let cases: [(Action, &str, usize); 3] = [
        (Action::compute(stuck), "page 2 is said to go on where it began", 2),
        (Action::compute(endless), never, 4096),
        (Action::compute(circle), never, 4096),
    ];
    for (action, expected, pages) in cases {
        let cluster = many(ProtocolVersion::V4).await;
        let session = paged(&cluster).build().await.unwrap();
        cluster.forget_requests();
        let rule = cluster.rule(When::query("system.peers_v2"), action);
        let error = session.refresh_metadata().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error}");
        assert!(error.to_string().contains(expected) && error.to_string().contains("system.peers_v2"), "{error}");
        assert_eq!(rule.hits(), pages as u64);
        knows_all(&session);
        rule.remove();
        session.refresh_metadata().await.unwrap();
    }
}

/// More nodes than are used: the page that reaches the bound is the last that is asked for.
#[tokio::test(start_paused = true)]
async fn pages_beyond_what_is_kept_are_not_asked_for() {
    let log = Log::begin();
    let cluster = cluster(1).version(ProtocolVersion::V4).start().await.unwrap();
    let session = to(&cluster).build().await.unwrap();
    let page = peers(16_000, &["7".to_owned()]);
    let more = move |request: &ilium_mock::Request| {
        let pages = request.parameters().unwrap().paging_state.as_deref().map_or(1, |state| state[0] + 1);
        Answer::from(page.clone().more([pages]))
    };
    let rule = cluster.rule(When::query("system.peers_v2"), Action::compute(more));
    session.refresh_metadata().await.unwrap();
    assert_eq!(rule.hits(), 2);
    // Of the second page 384 rows are read. None of the rows has a host id, and of what follows at least one row is left.
    let warned = log.warnings().into_iter().find(|line| line.contains("rows that cannot be used")).unwrap();
    let count = 16_384 + (32_000 - 16_384) + 1;
    assert!(warned.contains(&format!("count={count}")), "{warned}");
}

#[tokio::test(start_paused = true)]
async fn an_answer_of_all_rows_where_a_page_was_asked_for_is_taken() {
    let cluster = many(ProtocolVersion::V5).await;
    let all = cluster.rule(When::query("system.peers_v2"), Answer::from(peers(50, &["7".to_owned()])));
    let session = paged(&cluster).build().await.unwrap();
    assert_eq!(session.get_cluster_state().get_nodes_info().len(), 1);
    assert_eq!(asked(&cluster, "system.peers_v2"), [None]);
    all.remove();
    session.refresh_metadata().await.unwrap();
    knows_all(&session);
}

/// Rows of another form than the table's.
#[tokio::test(start_paused = true)]
async fn a_page_of_other_columns_is_an_error_that_names_the_table() {
    let cluster = many(ProtocolVersion::V5).await;
    let session = paged(&cluster).build().await.unwrap();
    let other = Rows::of([("n", ilium_driver::frame::response::result::NativeType::Int)]).row((1,));
    cluster.rule(later_page().nth(1), Answer::from(other));
    let error = session.refresh_metadata().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TypeCheck, "{error}");
    assert!(error.to_string().contains("page 2") && error.to_string().contains("system_schema.keyspaces"), "{error}");
    knows_all(&session);
}
