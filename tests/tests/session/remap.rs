//! The remap, proved on recorded frames: 64 tasks run a DAO that is tied to a name, while the name is remapped 10,000 times
//! between two profiles that differ in everything that a frame shows.

use std::collections::HashMap;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::Poll;
use std::time::Instant;

use futures_util::future::join_all;
use ilium::prelude::*;
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::wire::{Opcode, ProtocolVersion, SerialConsistency};
use ilium_mock::{MockCluster, MockClusterBuilder, MockStatement, Request, When};

use crate::scene::{PATIENCE, VERSIONS, to};

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

/// A row that says which request it belongs to.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(keyspace = "ks", table = "tagged")]
struct Tagged {
    #[col(partition_key)]
    task: i32,
    #[col(clustering_key)]
    number: i32,
    /// The last remap that was done when the request began.
    #[col(clustering_key)]
    before: i64,
    note: String,
}

#[derive(Dao, Clone)]
#[dao(entity = Tagged, profile = "reads")]
struct TaggedDao {
    #[select]
    get: Select<fn(task: i32, number: i32, before: i64) -> Option<Tagged>>,
    #[insert]
    save: Insert<fn(row: &Tagged)>,
}

const GET: &str =
    "SELECT task, number, before, note FROM ks.tagged WHERE task = :task AND number = :number AND before = :before";
const SAVE: &str = "INSERT INTO ks.tagged (task, number, before, note) VALUES (:task, :number, :before, :note)";

fn get() -> MockStatement {
    keyed(GET)
        .column("task", NativeType::Int)
        .column("number", NativeType::Int)
        .column("before", NativeType::BigInt)
        .column("note", NativeType::Text)
        .answers(|request, rows| {
            rows.row((request.value::<i32>(0), request.value::<i32>(1), request.value::<i64>(2), "read")).into()
        })
}

fn save() -> MockStatement {
    keyed(SAVE).marker("note", NativeType::Text)
}

fn keyed(cql: &str) -> MockStatement {
    MockStatement::new(cql)
        .table("ks", "tagged")
        .marker("task", NativeType::Int)
        .marker("number", NativeType::Int)
        .marker("before", NativeType::BigInt)
        .partition_key([0])
}

fn nodes(version: ProtocolVersion) -> MockClusterBuilder {
    MockCluster::builder().nodes(3).version(version).statement(get()).statement(save())
}

async fn scene(nodes: MockClusterBuilder) -> (MockCluster, Session, TaggedDao) {
    let cluster = nodes.start().await.unwrap();
    let session = to(&cluster).profile(NAME, profile(0)).build().await.unwrap();
    let dao = TaggedDao::prepare(&session).await.unwrap();
    (cluster, session, dao)
}

/// A request's first and last remap that can be in force, by its task and its number.
type Windows = HashMap<(i32, i32), (u64, u64)>;

/// Runs a request, and says which remap was the last to be started when the request had begun.
async fn run<T, E: std::fmt::Debug>(request: impl Future<Output = Result<T, E>>, clock: &Clock) -> (T, u64) {
    let mut request = pin!(request);
    // The first poll begins the request: it loads the profile and hands the frame over.
    let first = poll_fn(|cx| Poll::Ready(request.as_mut().poll(cx))).await;
    let after = clock.started.load(Ordering::SeqCst);
    clock.begun.fetch_add(1, Ordering::SeqCst);
    let result = match first {
        Poll::Ready(result) => result,
        Poll::Pending => request.await,
    };
    (result.unwrap(), after)
}

async fn work(dao: TaggedDao, clock: Arc<Clock>, task: i32) -> Vec<(i32, u64, u64)> {
    let mut windows = Vec::new();
    let mut number = 0;
    while !clock.over.load(Ordering::SeqCst) {
        let done = clock.done.load(Ordering::SeqCst);
        let before = i64::try_from(done).unwrap();
        let after = if number % 2 == 0 {
            let (row, after) = run(dao.get(task, number, before), &clock).await;
            assert_eq!(row, Some(Tagged { task, number, before, note: "read".to_owned() }));
            after
        } else {
            let row = Tagged { task, number, before, note: "written".to_owned() };
            run(dao.save(&row), &clock).await.1
        };
        windows.push((number, done, after));
        number += 1;
    }
    windows
}

async fn remap(session: Session, clock: Arc<Clock>) {
    let profiles = [profile(0), profile(1)];
    for number in 1..=REMAPS {
        clock.started.store(number, Ordering::SeqCst);
        let target = profiles[usize::from(number % 2 == 1)].clone();
        session.profiles().remap(NAME, target).unwrap();
        clock.done.store(number, Ordering::SeqCst);
        // After two of sixteen remaps requests begin while none is under way; the others come as fast as they can.
        if number % 16 == 0 || number % 16 == 7 {
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
    let executed = cluster.requests_where(&When::opcode(Opcode::Execute));
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_request_carries_one_whole_profile_that_was_in_force_when_it_began() {
    for version in VERSIONS {
        carries_one_whole_profile(version).await;
    }
}

async fn carries_one_whole_profile(version: ProtocolVersion) {
    let started = Instant::now();
    let (cluster, session, dao) = scene(nodes(version)).await;
    let clock = Arc::new(Clock::default());
    let tasks: Vec<_> = (0..TASKS).map(|task| tokio::spawn(work(dao.clone(), Arc::clone(&clock), task))).collect();
    // A task among the others, so that the runtime gives each its turn.
    tokio::spawn(remap(session.clone(), Arc::clone(&clock))).await.unwrap();
    let mut windows = Windows::new();
    for (task, done) in (0..TASKS).zip(join_all(tasks).await) {
        windows.extend(done.unwrap().into_iter().map(|(number, before, after)| ((task, number), (before, after))));
    }
    let certain = verify(&cluster, &windows);
    println!("{} requests, {certain:?} of them certain, in {:?}", windows.len(), started.elapsed());
    assert!(windows.len() > 5_000, "only {} requests began", windows.len());
    assert!(certain.iter().all(|count| *count > 1_000), "too few requests could carry but one profile: {certain:?}");
    assert!(started.elapsed() < 4 * PATIENCE, "took {:?}", started.elapsed());
    // Nothing was prepared again, and no connection was made anew, for any of it.
    assert_eq!(cluster.requests_where(&When::opcode(Opcode::Prepare)).len(), 6);
    assert_eq!(cluster.requests_where(&When::opcode(Opcode::Startup)).len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_request_after_a_remap_shows_it_on_every_node() {
    let (cluster, session, dao) = scene(nodes(ProtocolVersion::V5).in_memory()).await;
    for number in 1..=100 {
        session.profiles().remap(NAME, profile(number)).unwrap();
        cluster.forget_requests();
        for task in 0..9 {
            dao.get(task, 0, 0).await.unwrap();
        }
        let seen: Vec<Shown> = cluster.requests().iter().map(|request| recorded(request).1).collect();
        assert_eq!(seen, [shown(number); 9]);
    }
    session.profiles().reset(NAME).unwrap();
    cluster.forget_requests();
    dao.get(0, 0, 0).await.unwrap();
    assert_eq!(recorded(&cluster.requests()[0]).1, shown(0));
}

#[tokio::test(start_paused = true)]
#[should_panic(expected = "was not in force between 0 and 0")]
async fn a_wrong_frame_would_be_noticed() {
    let (cluster, session, dao) = scene(nodes(ProtocolVersion::V5).in_memory()).await;
    dao.get(1, 0, 0).await.unwrap();
    let truth = Windows::from([((1, 0), (0, 0))]);
    assert_eq!(verify(&cluster, &truth), [1, 0]);
    session.profiles().remap(NAME, profile(1)).unwrap();
    dao.get(1, 1, 0).await.unwrap();
    // The second frame shows remap 1 and says that no remap was done by then.
    let wrong = Windows::from([((1, 0), (0, 0)), ((1, 1), (0, 0))]);
    verify(&cluster, &wrong);
}
