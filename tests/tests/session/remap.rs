//! The remap, proved on recorded frames: 64 tasks execute a statement that is tied to a name, while the name is remapped
//! 10,000 times between two profiles that differ in everything that a frame shows.

use std::collections::HashMap;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::Poll;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use ilium_driver::client::execution_profile::ExecutionProfile;
use ilium_driver::client::session::Session;
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::statement::prepared::PreparedStatement;
use ilium_driver::wire::{Consistency, SerialConsistency};
use ilium_mock::{MockCluster, MockStatement, Request, When};

use crate::scene::to;

const REMAPS: u64 = 10_000;
const TASKS: i32 = 64;
const NAME: &str = "reads";

/// How far the remaps are. A profile that was in force is one of those from the last that was done when the request began
/// to the last that was started by the time it had begun.
#[derive(Default)]
struct Clock {
    started: AtomicU64,
    done: AtomicU64,
    /// How many requests have begun.
    begun: AtomicU64,
    over: AtomicBool,
}

/// What a frame shows of a profile.
type Shown = (Consistency, Option<SerialConsistency>);

/// What the profile of remap `number` shows; number 0 is what the session was built with.
const fn shown(number: u64) -> Shown {
    match number % 2 {
        0 => (Consistency::LocalQuorum, Some(SerialConsistency::LocalSerial)),
        _ => (Consistency::One, Some(SerialConsistency::Serial)),
    }
}

fn profile(number: u64) -> ExecutionProfile {
    let (consistency, serial_consistency) = shown(number);
    ExecutionProfile::builder().consistency(consistency).serial_consistency(serial_consistency).build()
}

/// A request's first and last remap that can be in force, by its task and its number.
type Windows = HashMap<(i32, i32), (u64, u64)>;

fn statement() -> MockStatement {
    MockStatement::new("SELECT v FROM ks.t WHERE task = ? AND number = ? AND before = ?")
        .table("ks", "t")
        .marker("task", NativeType::Int)
        .marker("number", NativeType::Int)
        .marker("before", NativeType::BigInt)
        .column("v", NativeType::Int)
        .partition_key([0])
        .answers(|request, rows| rows.row((request.value::<i32>(1),)).into())
}

async fn work(session: Session, statement: PreparedStatement, clock: Arc<Clock>, task: i32) -> Vec<(i32, u64, u64)> {
    let mut windows = Vec::new();
    let mut number = 0;
    while !clock.over.load(Ordering::SeqCst) {
        let before = clock.done.load(Ordering::SeqCst);
        let values = (task, number, i64::try_from(before).unwrap());
        let mut request = pin!(session.execute_unpaged(&statement, values));
        // The first poll begins the request: it loads the profile and hands the frame over.
        let first = poll_fn(|cx| Poll::Ready(request.as_mut().poll(cx))).await;
        let after = clock.started.load(Ordering::SeqCst);
        clock.begun.fetch_add(1, Ordering::SeqCst);
        let result = match first {
            Poll::Ready(result) => result,
            Poll::Pending => request.await,
        };
        let rows = result.unwrap().into_rows_result().unwrap();
        assert_eq!(rows.single_row::<(i32,)>().unwrap(), (number,));
        windows.push((number, before, after));
        number += 1;
    }
    windows
}

async fn remap(session: &Session, clock: &Clock) {
    let profiles = [profile(0), profile(1)];
    for number in 1..=REMAPS {
        clock.started.store(number, Ordering::SeqCst);
        let target = profiles[usize::from(number % 2 == 1)].clone();
        session.profiles().remap(NAME, target).unwrap();
        clock.done.store(number, Ordering::SeqCst);
        // After two of four remaps requests begin while none is under way; the other two come as fast as they can.
        if number % 4 < 2 {
            let until = clock.begun.load(Ordering::SeqCst) + 3;
            while clock.begun.load(Ordering::SeqCst) < until {
                tokio::task::yield_now().await;
            }
        }
    }
    clock.over.store(true, Ordering::SeqCst);
}

/// What a recorded request shows, and which request of which task it is.
fn recorded(request: &Request) -> ((i32, i32), Shown) {
    let parameters = request.parameters().unwrap();
    let key = (request.value::<i32>(0).unwrap(), request.value::<i32>(1).unwrap());
    (key, (parameters.consistency, parameters.serial_consistency))
}

/// Compares each frame with the profiles that can have been in force; returns how many could be but one, of each profile.
fn verify(cluster: &MockCluster, windows: &Windows) -> [u64; 2] {
    let executed = cluster.requests_where(&When::execute("FROM ks.t"));
    assert_eq!(executed.len(), windows.len(), "each request is one frame");
    let mut certain = [0, 0];
    for request in executed {
        let (key, seen) = recorded(&request);
        let (before, after) = windows[&key];
        assert_eq!(request.value::<i64>(2), i64::try_from(before).ok());
        let possible: Vec<Shown> = (before..=after).map(shown).collect();
        assert!(possible.contains(&seen), "{key:?}: {seen:?} was not in force between {before} and {after}");
        if before == after {
            certain[usize::from(before % 2 == 1)] += 1;
        }
    }
    certain
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_request_carries_one_whole_profile_that_was_in_force_when_it_began() {
    let started = Instant::now();
    let cluster = MockCluster::builder().nodes(3).statement(statement()).shared_statements().start().await.unwrap();
    let session = to(&cluster).profile(NAME, profile(0)).build().await.unwrap();
    let mut prepared = session.prepare(statement().cql()).await.unwrap();
    prepared.set_execution_profile_handle(Some(session.profiles().handle(NAME).unwrap()));
    let clock = Arc::new(Clock::default());
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| tokio::spawn(work(session.clone(), prepared.clone(), Arc::clone(&clock), task)))
        .collect();
    remap(&session, &clock).await;
    let mut windows = Windows::new();
    for (task, done) in (0..TASKS).zip(join_all(tasks).await) {
        windows.extend(done.unwrap().into_iter().map(|(number, before, after)| ((task, number), (before, after))));
    }
    let certain = verify(&cluster, &windows);
    println!("{} requests, {certain:?} of them certain, in {:?}", windows.len(), started.elapsed());
    assert!(windows.len() > 5_000, "only {} requests began", windows.len());
    assert!(certain.iter().all(|count| *count > 1_000), "too few requests could carry but one profile: {certain:?}");
    assert!(started.elapsed() < Duration::from_secs(20), "took {:?}", started.elapsed());
}

#[tokio::test]
async fn a_request_after_a_remap_shows_it_on_every_node() {
    let cluster = MockCluster::builder().nodes(3).statement(statement()).shared_statements().start().await.unwrap();
    let session = to(&cluster).profile(NAME, profile(0)).build().await.unwrap();
    let mut prepared = session.prepare(statement().cql()).await.unwrap();
    prepared.set_execution_profile_handle(Some(session.profiles().handle(NAME).unwrap()));
    for number in 1..=100 {
        session.profiles().remap(NAME, profile(number)).unwrap();
        cluster.forget_requests();
        for task in 0..9 {
            session.execute_unpaged(&prepared, (task, 0, 0_i64)).await.unwrap();
        }
        let seen: Vec<Shown> = cluster.requests().iter().map(|request| recorded(request).1).collect();
        assert_eq!(seen, [shown(number); 9]);
    }
    session.profiles().reset(NAME).unwrap();
    cluster.forget_requests();
    session.execute_unpaged(&prepared, (0, 0, 0_i64)).await.unwrap();
    assert_eq!(recorded(&cluster.requests()[0]).1, shown(0));
}
