//! Options that cannot work are refused by `build`, before anything is connected to.

use std::time::Duration;

use ilium_driver::client::session_builder::SessionBuilder;
use ilium_driver::errors::ErrorKind;

use crate::scene::{READ, cluster, read_key, to};

type Set = fn(SessionBuilder, Duration) -> SessionBuilder;

const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
const NANOSECOND: Duration = Duration::from_nanos(1);

async fn refused(builder: SessionBuilder, expected: &str) {
    let Err(error) = builder.build().await else { panic!("not refused: {expected}") };
    assert_eq!(error.kind(), ErrorKind::BadConfig, "{error}");
    assert!(error.to_string().contains(expected), "expected `{expected}`: {error}");
}

#[tokio::test(start_paused = true)]
async fn times_that_are_too_short_or_too_long_are_refused() {
    let options: [(&str, Set); 9] = [
        ("connection_timeout", SessionBuilder::connection_timeout),
        ("handshake_timeout", SessionBuilder::handshake_timeout),
        ("hostname_resolution_timeout", SessionBuilder::hostname_resolution_timeout),
        ("keepalive_interval", |builder, interval| builder.keepalive_interval(Some(interval))),
        ("keepalive_timeout", SessionBuilder::keepalive_timeout),
        ("metadata_request_timeout", SessionBuilder::metadata_request_timeout),
        ("schema_agreement_interval", SessionBuilder::schema_agreement_interval),
        ("schema_agreement_timeout", SessionBuilder::schema_agreement_timeout),
        ("tracing_info_fetch_interval", SessionBuilder::tracing_info_fetch_interval),
    ];
    let cluster = cluster(1).start().await.unwrap();
    for (name, set) in options {
        for time in [Duration::ZERO, NANOSECOND, Duration::from_micros(999)] {
            refused(set(to(&cluster), time), &format!("{name}: expected at least 1 ms")).await;
        }
        for time in [YEAR + NANOSECOND, Duration::MAX] {
            refused(set(to(&cluster), time), &format!("{name}: expected at most 365 days")).await;
        }
    }
    for time in [YEAR + NANOSECOND, Duration::MAX] {
        refused(to(&cluster).orphan_grace(time), "orphan_grace: expected at most 365 days").await;
    }
    assert_eq!(cluster.accepted_count(0), 0);
}

#[tokio::test(start_paused = true)]
async fn what_a_socket_does_not_take_is_refused() {
    let cluster = cluster(1).start().await.unwrap();
    let expected = "tcp_keepalive_interval: expected 1 to 32767 s";
    let longest = Duration::from_secs(32767);
    for time in [Duration::ZERO, NANOSECOND, Duration::from_millis(999), longest * 2, YEAR, Duration::MAX] {
        refused(to(&cluster).tcp_keepalive_interval(time), expected).await;
    }
    // Less than a second would be taken as zero, which drops what is not sent.
    for time in [NANOSECOND, Duration::from_millis(999), longest * 2, YEAR, Duration::MAX] {
        refused(to(&cluster).tcp_linger(time), "tcp_linger: expected zero or 1 to 32767 s").await;
    }
    for size in [0, i32::MAX as usize + 1, usize::MAX] {
        let bound = "expected 1 to 2147483647 bytes";
        refused(to(&cluster).tcp_recv_buffer_size(size), &format!("tcp_recv_buffer_size: {bound}")).await;
        refused(to(&cluster).tcp_send_buffer_size(size), &format!("tcp_send_buffer_size: {bound}")).await;
    }
    assert_eq!(cluster.accepted_count(0), 0);
}

#[tokio::test(start_paused = true)]
async fn what_is_at_the_bounds_works() {
    let cluster = cluster(1).start().await.unwrap();
    let longest = Duration::from_secs(32767);
    for builder in [
        to(&cluster).tcp_keepalive_interval(Duration::from_secs(1)),
        to(&cluster).tcp_keepalive_interval(longest),
        to(&cluster).tcp_linger(Duration::ZERO),
        to(&cluster).tcp_linger(longest),
        to(&cluster).tcp_recv_buffer_size(1).tcp_send_buffer_size(1),
        to(&cluster).tcp_recv_buffer_size(i32::MAX as usize).tcp_send_buffer_size(i32::MAX as usize),
        to(&cluster).keepalive_interval(Some(Duration::from_millis(1))),
        to(&cluster).keepalive_interval(Some(YEAR)).keepalive_timeout(YEAR),
        to(&cluster).connection_timeout(YEAR).handshake_timeout(YEAR).metadata_request_timeout(YEAR),
        to(&cluster).orphan_grace(Duration::ZERO),
        to(&cluster).max_unsent_bytes_per_connection(0),
        to(&cluster).max_unsent_bytes_per_connection(usize::MAX),
    ] {
        let shown = format!("{builder:?}");
        let session = builder.build().await.expect(&shown);
        let read = session.prepare(READ).await.expect(&shown);
        read_key(&session, &read, 1).await.expect(&shown);
        session.refresh_metadata().await.expect(&shown);
    }
}
