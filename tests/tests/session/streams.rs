//! Which answer belongs to which request, whatever becomes of the requests.

use std::future::Future;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use futures_util::future::join_all;
use ilium_driver::errors::ErrorKind;
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::wire::Opcode;
use ilium_mock::{Action, MockStatement, When};
use tokio::time::Instant;

use crate::clock::{eventually, pass, settle};
use crate::scene::{
    AT_ONCE, COUNT, PATIENCE, READ, SHORT, VERSIONS, cluster, connect, impatient, listening, read_key, recovers, to,
};

#[tokio::test(start_paused = true)]
async fn a_late_answer_goes_to_nobody() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        let read = session.prepare(READ).await.unwrap();
        let mut held = cluster.hold(When::execute("").times(1));
        let started = Instant::now();
        let error = read_key(&session, &impatient(&read), 1).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
        assert_eq!(error.statement(), Some(READ));
        assert_eq!(error.node(), Some(cluster.address(0)));
        assert!(started.elapsed() >= SHORT && started.elapsed() < AT_ONCE, "{:?}", started.elapsed());
        let late = held.next().await.unwrap();
        let stream = late.request().stream;
        // While the answer may still come, no other request takes its stream.
        for key in 10..20 {
            read_key(&session, &read, key).await.unwrap();
        }
        let others = cluster.requests_where(&When::execute(""));
        assert!(others.iter().skip(1).all(|request| request.stream != stream));
        late.release();
        // Once it came, the stream is as good as any: two requests at a time need no third one.
        settle().await;
        cluster.forget_requests();
        let (one, two) = tokio::join!(read_key(&session, &read, 20), read_key(&session, &read, 21));
        one.unwrap();
        two.unwrap();
        let mut used: Vec<_> = cluster.requests().iter().map(|request| request.stream).collect();
        used.sort_unstable();
        assert_eq!(used, [0, 1]);
        assert_eq!(session.counts().connections_lost, 0);
    }
}

#[tokio::test(start_paused = true)]
async fn answers_in_any_order_reach_their_requests() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        let read = session.prepare(READ).await.unwrap();
        let mut held = cluster.hold(When::execute(""));
        let requests = join_all((0..100).map(|key| read_key(&session, &read, key)));
        let answers = async {
            let mut waiting = Vec::new();
            for _ in 0..100 {
                waiting.push(held.next().await.unwrap());
            }
            fastrand::Rng::with_seed(3).shuffle(&mut waiting);
            for one in waiting {
                one.release();
            }
        };
        let (results, ()) = tokio::join!(requests, answers);
        results.into_iter().for_each(|result| result.unwrap());
    }
}

/// Polls a future `polls` times, with the rest of the program running in between, and drops it.
async fn drop_after<F: Future>(polls: usize, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    for _ in 0..polls {
        let polled = std::future::poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx))).await;
        if let Poll::Ready(output) = polled {
            return Some(output);
        }
        tokio::task::yield_now().await;
    }
    None
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_dropped_at_any_point_never_take_anothers_answer() {
    for version in VERSIONS {
        let cluster = listening(3).version(version).shared_statements().start().await.unwrap();
        let session = connect(&cluster).await;
        let read = session.prepare(READ).await.unwrap();
        // Some answers are late, so that ids of dropped requests are still owed one.
        cluster.rule(
            When::execute("").and(|request| request.sequence % 3 == 0),
            Action::usual().delayed(Duration::from_millis(3)),
        );
        let tasks = (0..32).map(|task| {
            let (session, read) = (session.clone(), read.clone());
            tokio::spawn(async move {
                let mut random = fastrand::Rng::with_seed(task);
                let mut answered = 0;
                for round in 0..100 {
                    let key = i32::try_from(task * 1000 + round).unwrap();
                    let request = read_key(&session, &read, key);
                    let result = match random.u8(0..3) {
                        0 => Some(request.await),
                        1 => drop_after(random.usize(0..8), request).await,
                        _ => tokio::time::timeout(Duration::from_micros(random.u64(0..4000)), request).await.ok(),
                    };
                    if let Some(result) = result {
                        result.unwrap();
                        answered += 1;
                    }
                }
                answered
            })
        });
        let answered: u32 = join_all(tasks).await.into_iter().map(|task| task.unwrap()).sum();
        assert!(answered >= 1000, "only {answered} were answered");
        assert_eq!(session.counts().connections_lost, 0);
    }
}

#[tokio::test(start_paused = true)]
async fn with_all_streams_in_use_a_request_waits_for_one() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let session = to(&cluster).max_requests_per_connection(4).build().await.unwrap();
        let read = session.prepare(READ).await.unwrap();
        let mut held = cluster.hold(When::execute("").times(4));
        let requests = join_all((0..50).map(|key| read_key(&session, &read, key)));
        let answers = async {
            for _ in 0..4 {
                let one = held.next().await.unwrap();
                settle().await;
                one.release();
            }
        };
        let (results, ()) = tokio::join!(requests, answers);
        results.into_iter().for_each(|result| result.unwrap());
    }
}

#[tokio::test(start_paused = true)]
async fn with_all_streams_in_use_for_too_long_a_request_times_out() {
    let cluster = cluster(1).start().await.unwrap();
    let session = to(&cluster).max_requests_per_connection(4).build().await.unwrap();
    let mut read = session.prepare(READ).await.unwrap();
    let held = cluster.hold(When::execute(""));
    let patient: Vec<_> = (0..4)
        .map(|key| {
            let (session, read) = (session.clone(), read.clone());
            tokio::spawn(async move { read_key(&session, &read, key).await })
        })
        .collect();
    cluster.received(&When::execute(""), 4).await.unwrap();
    read.set_request_timeout(Some(SHORT));
    let started = Instant::now();
    let error = read_key(&session, &read, 9).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert_eq!(error.statement(), Some(READ));
    assert!(error.to_string().contains("stream id"), "{error}");
    assert!(started.elapsed() < AT_ONCE);
    assert_eq!(cluster.requests_where(&When::execute("")).len(), 4);
    held.stop();
    cluster.disconnect(0);
    for task in patient {
        assert_eq!(task.await.unwrap().unwrap_err().kind(), ErrorKind::BrokenConnection);
    }
    recovers(&session, &read).await;
}

#[tokio::test(start_paused = true)]
async fn the_late_answer_to_a_request_that_timed_out_makes_room_for_one_that_waits() {
    let cluster = cluster(1).start().await.unwrap();
    let session = to(&cluster).max_requests_per_connection(1).build().await.unwrap();
    let read = session.prepare(READ).await.unwrap();
    let mut impatient = read.clone();
    impatient.set_request_timeout(Some(Duration::from_millis(30)));
    let mut held = cluster.hold(When::execute("").times(1));
    assert_eq!(read_key(&session, &impatient, 1).await.unwrap_err().kind(), ErrorKind::Timeout);
    let late = held.next().await.unwrap();
    let waiting = tokio::spawn({
        let (session, read) = (session.clone(), read.clone());
        async move { read_key(&session, &read, 2).await }
    });
    pass(Duration::from_millis(30)).await;
    assert!(!waiting.is_finished());
    late.release();
    // It is woken, and does not look again after a while.
    settle().await;
    assert!(waiting.is_finished());
    waiting.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_stream_serves_many_tasks() {
    let cluster = listening(1).start().await.unwrap();
    let session = to(&cluster).max_requests_per_connection(1).build().await.unwrap();
    let read = session.prepare(READ).await.unwrap();
    let started = Instant::now();
    let tasks = (0..16).map(|task| {
        let (session, read) = (session.clone(), read.clone());
        tokio::spawn(async move {
            for round in 0..20 {
                read_key(&session, &read, task * 100 + round).await.unwrap();
            }
        })
    });
    join_all(tasks).await.into_iter().for_each(|task| task.unwrap());
    assert!(started.elapsed() < PATIENCE, "took {:?}", started.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_connection_lost_with_many_pending_ends_each_once() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        let read = session.prepare(READ).await.unwrap();
        let count = session.prepare(COUNT).await.unwrap();
        let held = cluster.hold(When::opcode(Opcode::Execute));
        let requests = join_all((0..100).map(|key| session.execute_unpaged(&count, (key,))));
        let lose = async {
            cluster.received(&When::execute("UPDATE"), 100).await.unwrap();
            held.stop();
            cluster.disconnect(0);
        };
        let (results, ()) = tokio::join!(requests, lose);
        for result in results {
            let error = result.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::BrokenConnection, "{error}");
            assert_eq!(error.attempts().len(), 0, "{error}");
        }
        assert_eq!(cluster.requests_where(&When::execute("UPDATE")).len(), 100);
        recovers(&session, &read).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_lost_with_many_pending_sends_idempotent_ones_elsewhere() {
    for version in VERSIONS {
        let cluster = cluster(2).version(version).shared_statements().start().await.unwrap();
        let session = connect(&cluster).await;
        let read = session.prepare(READ).await.unwrap();
        let held = cluster.hold(When::opcode(Opcode::Execute).node(0));
        let requests = join_all((0..100).map(|key| read_key(&session, &read, key)));
        let lose = async {
            let on_one = When::execute("").node(0);
            let on_other = When::execute("").node(1);
            eventually("all are asked", || {
                cluster.requests_where(&on_one).len() + cluster.requests_where(&on_other).len() >= 100
            })
            .await;
            cluster.stop(0).await;
        };
        let (results, ()) = tokio::join!(requests, lose);
        results.into_iter().for_each(|result| result.unwrap());
        drop(held);
    }
}

#[tokio::test(start_paused = true)]
async fn an_unanswered_heartbeat_replaces_the_connection() {
    let cluster = cluster(1).start().await.unwrap();
    let session = to(&cluster)
        .keepalive_interval(Some(Duration::from_millis(100)))
        .keepalive_timeout(Duration::from_secs(3))
        .build()
        .await
        .unwrap();
    let read = session.prepare(READ).await.unwrap();
    let heartbeats = When::opcode(Opcode::Options);
    cluster.received(&heartbeats, 4).await.unwrap();
    assert_eq!(session.counts().connections_lost, 0, "answered heartbeats keep connections");
    let silence = cluster.rule(When::any(), Action::ignore());
    let count = session.prepare(COUNT);
    let error = count.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BrokenConnection, "{error}");
    assert!(error.to_string().contains("heartbeat"), "{error}");
    silence.remove();
    recovers(&session, &read).await;
}

#[tokio::test(start_paused = true)]
async fn large_messages_travel_whole_both_ways_among_small_ones() {
    let big = MockStatement::new("SELECT v FROM ks.big WHERE v = ?")
        .marker("v", NativeType::Text)
        .column("v", NativeType::Text)
        .answers(|request, rows| rows.row((request.value::<String>(0),)).into());
    for version in VERSIONS {
        let cluster = cluster(1).version(version).statement(big.clone()).start().await.unwrap();
        let session = connect(&cluster).await;
        let read = session.prepare(READ).await.unwrap();
        let echo = session.prepare(big.cql()).await.unwrap();
        // Around the size of a segment (128 KiB - 1) and of several.
        let sizes = [131_000, 131_050, 131_071, 131_072, 262_142, 1_000_000];
        let large = sizes.map(|len| {
            let (session, echo) = (&session, &echo);
            async move {
                let text: String = ('a'..='z').cycle().take(len).collect();
                let rows = session.execute_unpaged(echo, (&text,)).await.unwrap().into_rows_result().unwrap();
                assert!(rows.single_row::<(&str,)>().unwrap() == (text.as_str(),), "{len} characters");
            }
        });
        let small = join_all((0..50).map(|key| read_key(&session, &read, key)));
        let (_, small) = tokio::join!(join_all(large), small);
        small.into_iter().for_each(|result| result.unwrap());
        assert_eq!(session.counts().connections_lost, 0);
    }
}
