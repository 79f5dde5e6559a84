//! Timeouts of every length: what is too long for a clock means no deadline, and errors name what was set.

use std::time::{Duration, Instant};

use ilium_driver::client::execution_profile::ExecutionProfile;
use ilium_driver::statement::Statement;
use ilium_driver::statement::batch::Batch;
use ilium_mock::When;

use crate::clock::settle;
use crate::scene::{COUNT, READ, cluster, connect, read_key, recovers, to};

/// The shortest time that an option takes.
const SHORTEST: Duration = Duration::from_millis(1);

/// Timeouts that no clock, or no timer, can tell the end of.
fn endless() -> Vec<Duration> {
    let now = Instant::now();
    // The longest that the clock itself can add.
    let (mut fits, mut too_long) = (Duration::ZERO, Duration::MAX);
    while too_long - fits > Duration::from_nanos(1) {
        let middle = fits + (too_long - fits) / 2;
        if now.checked_add(middle).is_some() { fits = middle } else { too_long = middle }
    }
    let years = |years: u64| Duration::from_secs(years * 365 * 24 * 60 * 60);
    let slack = Duration::from_secs(3);
    vec![Duration::MAX, Duration::from_secs(i64::MAX.unsigned_abs()), fits, fits - slack, years(100_000), years(31)]
}

#[tokio::test(start_paused = true)]
async fn a_timeout_that_is_too_long_for_a_clock_means_no_deadline() {
    let cluster = cluster(2).start().await.unwrap();
    for timeout in endless() {
        let profile = ExecutionProfile::builder().request_timeout(Some(timeout)).build();
        let session = to(&cluster).default_execution_profile_handle(profile.into_handle()).build().await.unwrap();
        let mut read = session.prepare(READ).await.unwrap();
        read_key(&session, &read, 1).await.unwrap();
        read.set_request_timeout(Some(timeout));
        read_key(&session, &read, 2).await.unwrap();
        let mut text = Statement::new(READ);
        text.set_request_timeout(Some(timeout));
        session.query_unpaged(text.clone(), (1,)).await.unwrap();
        session.query_iter(text, (1,)).await.unwrap();
        session.execute_iter(read.clone(), (1,)).await.unwrap();
        let mut batch = Batch::default();
        batch.append_statement(session.prepare(COUNT).await.unwrap());
        batch.set_request_timeout(Some(timeout));
        session.batch(&batch, ((1,),)).await.unwrap();
        // A statement that a node has forgotten is prepared again within what is left of the time.
        cluster.forget_statements(0);
        cluster.forget_statements(1);
        for key in 0..4 {
            read_key(&session, &read, key).await.unwrap();
        }
        session.await_schema_agreement().await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_with_an_endless_timeout_waits_for_a_stream_id() {
    let cluster = cluster(1).start().await.unwrap();
    let session = to(&cluster).max_requests_per_connection(1).build().await.unwrap();
    let read = session.prepare(READ).await.unwrap();
    for timeout in endless() {
        let mut patient = read.clone();
        patient.set_request_timeout(Some(timeout));
        let mut held = cluster.hold(When::execute("").times(1));
        let waiting = [1, 2].map(|key| {
            let (session, patient) = (session.clone(), patient.clone());
            tokio::spawn(async move { read_key(&session, &patient, key).await })
        });
        let first = held.next().await.unwrap();
        settle().await;
        first.release();
        for one in waiting {
            one.await.unwrap().unwrap();
        }
    }
}

/// The errors of requests that ran out of time in the same way have one text, so that logs can group them.
#[tokio::test(start_paused = true)]
async fn errors_name_the_timeout_that_was_set_and_not_the_time_that_passed() {
    let cluster = cluster(1).start().await.unwrap();
    let session = to(&cluster).max_requests_per_connection(1).build().await.unwrap();
    let read = session.prepare(READ).await.unwrap();
    let _held = cluster.hold(When::execute(""));
    let mut impatient = read.clone();
    impatient.set_request_timeout(Some(Duration::from_millis(70)));
    let first = read_key(&session, &impatient, 1).await.unwrap_err().to_string();
    assert!(first.contains("no answer within 70ms"), "{first}");
    let mut texts = Vec::new();
    for key in 0..3 {
        texts.push(read_key(&session, &impatient, key).await.unwrap_err().to_string());
    }
    assert!(texts[0].contains("no answer within 70ms, spent waiting for a free stream id"), "{}", texts[0]);
    assert!(texts.iter().all(|text| *text == texts[0]), "{texts:?}");
}

/// A node that no longer answers PREPARE, when a statement has to be prepared again.
#[tokio::test(start_paused = true)]
async fn a_statement_that_is_not_prepared_again_in_time_names_the_requests_timeout() {
    let cluster = cluster(1).start().await.unwrap();
    let session = connect(&cluster).await;
    let mut read = session.prepare(READ).await.unwrap();
    read.set_request_timeout(Some(Duration::from_millis(70)));
    cluster.forget_statements(0);
    let _held = cluster.hold(When::prepare(""));
    let error = read_key(&session, &read, 1).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(error.to_string().contains("no answer within 70ms"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_timeout_of_zero_says_that_it_is_zero() {
    let cluster = cluster(1).start().await.unwrap();
    let session = connect(&cluster).await;
    let mut read = session.prepare(READ).await.unwrap();
    read.set_request_timeout(Some(Duration::ZERO));
    let _held = cluster.hold(When::execute(""));
    let error = read_key(&session, &read, 1).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(error.to_string().contains("the timeout is zero"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn waiting_for_schema_agreement_names_the_timeout_that_was_set() {
    let cluster = cluster(1).start().await.unwrap();
    let session = to(&cluster).schema_agreement_timeout(Duration::from_millis(90)).build().await.unwrap();
    let _held = cluster.hold(When::query("SELECT schema_version"));
    for _ in 0..2 {
        let error = session.await_schema_agreement().await.unwrap_err();
        assert!(error.is_timeout(), "{error}");
        assert!(error.to_string().contains("no answer within 90ms"), "{error}");
    }
}

/// Whoever waits for the preparation of another has a timer of its own.
#[tokio::test(start_paused = true)]
async fn calls_that_share_a_preparation_may_have_all_the_time_there_is() {
    for timeout in endless() {
        let cluster = cluster(2).start().await.unwrap();
        let session = connect(&cluster).await;
        let mut text = Statement::new(READ);
        text.set_request_timeout(Some(timeout));
        let mut held = cluster.hold(When::prepare(READ).times(1));
        let tasks: Vec<_> = (0..4)
            .map(|task| {
                let (session, text) = (session.clone(), text.clone());
                tokio::spawn(async move {
                    let mut batch = Batch::default();
                    batch.append_statement(text.clone());
                    match task {
                        0 => session.prepare_batch(&batch).await.map(drop),
                        1 => session.query_iter(text, (1,)).await.map(drop),
                        2 => session.query_unpaged(text, (1,)).await.map(drop),
                        _ => session.prepare(text).await.map(drop),
                    }
                })
            })
            .collect();
        let one = held.next().await.unwrap();
        settle().await;
        one.release();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
    }
}

/// A session all of whose times are as long as they may be, or as short, does what one has to with them: it connects,
/// reconnects, sends heartbeats, waits for agreement and prepares again.
#[tokio::test(start_paused = true)]
async fn a_session_works_with_the_longest_and_the_shortest_of_all_times() {
    let year = Duration::from_secs(365 * 24 * 60 * 60);
    let cluster = cluster(2).keyspace("other", 1).start().await.unwrap();
    for (keepalive, interval, grace) in [(year, year, year), (SHORTEST, SHORTEST, Duration::ZERO)] {
        let session = to(&cluster)
            .connection_timeout(year)
            .handshake_timeout(year)
            .hostname_resolution_timeout(year)
            .keepalive_interval(Some(keepalive))
            .keepalive_timeout(year)
            .metadata_request_timeout(year)
            .orphan_grace(grace)
            .schema_agreement_interval(interval)
            .schema_agreement_timeout(year)
            .tracing_info_fetch_interval(interval)
            .build()
            .await
            .unwrap();
        let read = session.prepare(READ).await.unwrap();
        for round in 0..3 {
            tokio::time::timeout(Duration::from_millis(20), std::future::pending::<()>()).await.unwrap_err();
            cluster.forget_statements(round % 2);
            for key in 0..4 {
                read_key(&session, &read, key).await.unwrap();
            }
            session.use_keyspace(if round == 0 { "other" } else { "ks" }, false).await.unwrap();
            session.await_schema_agreement().await.unwrap();
            session.refresh_metadata().await.unwrap();
            // Given up, so that there is something that is overdue.
            let mut impatient = read.clone();
            impatient.set_request_timeout(Some(Duration::from_millis(1)));
            let ignored = cluster.rule(When::execute(READ), ilium_mock::Action::ignore());
            read_key(&session, &impatient, -1).await.unwrap_err();
            ignored.remove();
            cluster.disconnect(round % 2);
            recovers(&session, &read).await;
        }
    }
}
