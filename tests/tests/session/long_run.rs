//! Ten seconds in the life of a session, in no time.

use std::time::Duration;

use ilium_driver::errors::ErrorKind;
use ilium_driver::wire::Opcode;
use ilium_mock::{Action, When};
use tokio::time::Instant;

use crate::clock::{eventually, pass};
use crate::scene::{COUNT, READ, cluster, is_pooled, pooled, read_key, to};

/// What the machine may spend on them.
const BUDGET: Duration = Duration::from_millis(100);

/// How long this thread has run so far, whatever else the machine does: in nanoseconds the first figure of the kernel's
/// schedule statistics. Where there are none, the time of the real clock since `started`.
fn spent(started: std::time::Instant) -> Duration {
    let statistics = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let running = statistics.and_then(|figures| figures.split_whitespace().next()?.parse().ok());
    running.map_or_else(|| started.elapsed(), Duration::from_nanos)
}

#[tokio::test(start_paused = true)]
async fn ten_seconds_of_timeouts_heartbeats_and_reconnection_take_a_tenth_of_one() {
    let (begun, real) = (Instant::now(), std::time::Instant::now());
    let before = spent(real);

    let (interval, timeout) = (Duration::from_secs(1), Duration::from_millis(400));
    let cluster = cluster(3).shared_statements().start().await.unwrap();
    let builder = to(&cluster).keepalive_interval(Some(interval)).keepalive_timeout(timeout);
    let session = builder.connection_timeout(interval).handshake_timeout(interval).build().await.unwrap();
    let read = session.prepare(READ).await.unwrap();
    let mut count = session.prepare(COUNT).await.unwrap();

    // Idle connections show that they live: one of each node and the one for metadata.
    let heartbeats = When::opcode(Opcode::Options);
    cluster.forget_requests();
    pass(interval * 3 + timeout).await;
    assert_eq!(cluster.requests_where(&heartbeats).len(), 4 * 3);
    assert_eq!(session.counts().connections_lost, 0);

    // A request that is not answered ends at its timeout, and its connection goes on.
    let unanswered = cluster.rule(When::execute(COUNT).times(1), Action::ignore());
    count.set_request_timeout(Some(timeout));
    let asked = Instant::now();
    let error = session.execute_unpaged(&count, (1,)).await.unwrap_err();
    assert_eq!((error.kind(), unanswered.hits()), (ErrorKind::Timeout, 1), "{error}");
    assert!((timeout..timeout * 2).contains(&asked.elapsed()), "{:?}", asked.elapsed());
    assert_eq!(session.counts().connections_lost, 0);

    // A node that falls silent is found out by its heartbeat, and left alone until it answers again.
    let silent = 1;
    let silence = cluster.rule(When::any().node(silent), Action::ignore());
    let took = eventually("the connection is lost", || !is_pooled(&session, &cluster, silent)).await;
    assert!((timeout..=interval + timeout * 2).contains(&took), "{took:?}");
    for key in 0..20 {
        read_key(&session, &read, key).await.unwrap();
    }
    pass(interval).await;
    assert!(!is_pooled(&session, &cluster, silent));
    silence.remove();
    pooled(&session, &cluster, silent).await;

    // A node that stops takes with it the connection for metadata, and is connected to when it is back.
    let stopped = cluster.control_node().unwrap();
    cluster.stop(stopped).await;
    eventually("another node says what is new", || cluster.control_node().is_some_and(|node| node != stopped)).await;
    pass(interval).await;
    cluster.start(stopped).await.unwrap();
    pooled(&session, &cluster, stopped).await;

    while begun.elapsed() < Duration::from_secs(10) {
        read_key(&session, &read, 0).await.unwrap();
        pass(Duration::from_millis(50)).await;
    }
    let spent = spent(real) - before;
    println!("{:?} of simulated time in {spent:?}, {:?} by the clock", begun.elapsed(), real.elapsed());
    assert!(spent < BUDGET, "spent {spent:?}");
}
