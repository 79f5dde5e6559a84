//! A session whose runtime has ended, or does not run: what waits ends at once, at the latest at its timeout.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::Instant;

use futures_util::{FutureExt, StreamExt};
use ilium_driver::client::session::Session;
use ilium_driver::errors::{Error, ErrorKind};
use ilium_driver::statement::Statement;
use ilium_driver::statement::batch::Batch;
use ilium_driver::statement::prepared::PreparedStatement;
use ilium_driver::wire::Opcode;
use ilium_mock::{MockCluster, MockClusterBuilder, When};
use tokio::runtime::{Builder, Runtime};

use crate::clock::Looks;
use crate::scene::{COUNT, READ, SHORT, SOON, VERSIONS, cluster, connect, impatient, listening, read_key, to};

fn single() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn multi() -> Runtime {
    Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

/// A cluster in a runtime of its own, which outlives those of sessions.
struct Servers {
    cluster: MockCluster,
    _runtime: Runtime,
}

fn serve(builder: MockClusterBuilder) -> Servers {
    let runtime = multi();
    let cluster = runtime.block_on(builder.start()).unwrap();
    Servers { cluster, _runtime: runtime }
}

/// Runs the future in a runtime of its own, where it has to end soon.
fn soon<T>(what: &str, work: impl Future<Output = T>) -> T {
    let done = single().block_on(async { tokio::time::timeout(SOON, work).await });
    done.unwrap_or_else(|_| panic!("{what} hangs"))
}

/// Runs the future outside of any runtime, on an executor that knows nothing of tokio.
fn outside<T>(work: impl Future<Output = T>) -> T {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut work = pin!(work);
    loop {
        match work.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(done) => return done,
            Poll::Pending => std::thread::park(),
        }
    }
}

#[track_caller]
fn says_that_the_runtime_ended(what: &str, error: &Error) {
    assert_eq!(error.kind(), ErrorKind::Closed, "{what}: {error}");
    assert!(error.to_string().contains("the runtime that the session was built in has ended"), "{what}: {error}");
}

/// A session with two statements prepared, whose runtime has ended.
fn orphaned(servers: &Servers, runtime: Runtime) -> (Session, PreparedStatement, PreparedStatement) {
    let built = runtime.block_on(async {
        let session = connect(&servers.cluster).await;
        let read = session.prepare(READ).await.unwrap();
        let count = session.prepare(COUNT).await.unwrap();
        (session, read, count)
    });
    drop(runtime);
    built
}

#[test]
fn each_verb_says_at_once_that_the_sessions_runtime_has_ended() {
    for version in VERSIONS {
        for runtime in [single(), multi()] {
            let servers = serve(listening(2).version(version));
            let (session, read, count) = orphaned(&servers, runtime);
            let mut batch = Batch::default();
            batch.append_statement(count.clone());
            let bound = read.clone().bind(&(1,)).unwrap();
            let failures = [
                ("query", soon("query", session.query_unpaged(READ, (1,))).map(drop)),
                ("query without values", soon("query", session.query_unpaged("SELECT 1", ())).map(drop)),
                ("query_iter", soon("query_iter", session.query_iter(READ, (1,))).map(drop)),
                ("execute", soon("execute", session.execute_unpaged(&read, (1,))).map(drop)),
                ("execute, not idempotent", soon("execute", session.execute_unpaged(&count, (1,))).map(drop)),
                ("execute_iter", soon("execute_iter", session.execute_iter(read.clone(), (1,))).map(drop)),
                ("execute_bound", soon("execute_bound", session.execute_bound_iter(bound)).map(drop)),
                ("batch", soon("batch", session.batch(&batch, ((1,),))).map(drop)),
                ("prepare", soon("prepare", session.prepare(READ)).map(drop)),
                ("use_keyspace", soon("use_keyspace", session.use_keyspace("ks", false))),
                ("await_schema_agreement", soon("agreement", session.await_schema_agreement()).map(drop)),
                ("check_schema_agreement", soon("agreement", session.check_schema_agreement()).map(drop)),
                ("refresh_metadata", soon("refresh_metadata", session.refresh_metadata())),
                ("tracing", soon("tracing", session.get_tracing_info(&uuid::Uuid::nil())).map(drop)),
            ];
            for (what, failure) in failures {
                says_that_the_runtime_ended(what, &failure.unwrap_err());
            }
        }
    }
}

#[test]
fn requests_are_made_outside_of_a_runtime_too() {
    for version in VERSIONS {
        let servers = serve(listening(2).version(version).shared_statements());
        let runtime = multi();
        let (session, read, count) = runtime.block_on(async {
            let session = connect(&servers.cluster).await;
            (session.clone(), session.prepare(READ).await.unwrap(), session.prepare(COUNT).await.unwrap())
        });
        for key in 0..20 {
            outside(read_key(&session, &read, key)).unwrap();
        }
        let mut batch = Batch::default();
        batch.append_statement(count);
        outside(session.batch(&batch, ((1,),))).unwrap();
        let _held = servers.cluster.hold(When::opcode(Opcode::Execute));
        let started = Instant::now();
        let error = outside(read_key(&session, &impatient(&read), 1)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{version}: {error}");
        assert!((SHORT..SOON).contains(&started.elapsed()), "{version}: {:?}", started.elapsed());
    }
}

#[test]
fn requests_in_flight_end_when_the_sessions_runtime_does() {
    for version in VERSIONS {
        let servers = serve(listening(2).version(version));
        let runtime = multi();
        let (session, read, count) = runtime.block_on(async {
            let session = connect(&servers.cluster).await;
            (session.clone(), session.prepare(READ).await.unwrap(), session.prepare(COUNT).await.unwrap())
        });
        let _held = servers.cluster.hold(When::opcode(Opcode::Execute));
        let (mut patient_read, mut patient_count) = (read, count);
        // Without a timeout nothing else would end them.
        patient_read.set_request_timeout(None);
        patient_count.set_request_timeout(None);
        let mut waiting = single();
        let _keeps_the_type = &mut waiting;
        let (reading, counting) = waiting.block_on(async {
            let requests = async {
                tokio::join!(
                    session.execute_unpaged(&patient_read, (1,)),
                    session.execute_unpaged(&patient_count, (1,)),
                )
            };
            let end = async {
                servers.cluster.received(&When::opcode(Opcode::Execute), 2).await.unwrap();
                runtime.shutdown_background();
            };
            let both = async { tokio::join!(requests, end).0 };
            tokio::time::timeout(SOON, both).await.expect("requests in flight hang")
        });
        says_that_the_runtime_ended("a read", &reading.unwrap_err());
        says_that_the_runtime_ended("a count", &counting.unwrap_err());
    }
}

#[test]
fn a_stream_ends_when_the_sessions_runtime_does() {
    let servers = serve(listening(1));
    let (session, mut pager) = {
        let runtime = single();
        runtime.block_on(async {
            let session = connect(&servers.cluster).await;
            let read = session.prepare(READ).await.unwrap();
            let pager = session.execute_iter(read, (1,)).await.unwrap();
            (session, pager.rows_stream::<(i32, String)>().unwrap())
        })
    };
    // The rows that are here are read, whatever became of the session.
    let rows = soon("the stream", async { (&mut pager).collect::<Vec<_>>().await });
    assert_eq!(rows.into_iter().map(Result::unwrap).count(), 1);
    drop(session);
}

#[test]
fn a_request_that_waits_for_a_stream_id_ends_when_the_sessions_runtime_does() {
    let servers = serve(listening(1));
    let runtime = multi();
    let (session, read) = runtime.block_on(async {
        let session = to(&servers.cluster).max_requests_per_connection(1).build().await.unwrap();
        let mut read = session.prepare(READ).await.unwrap();
        read.set_request_timeout(None);
        (session, read)
    });
    let _held = servers.cluster.hold(When::opcode(Opcode::Execute));
    let failed = single().block_on(async {
        let requests = async { tokio::join!(read_key(&session, &read, 1), read_key(&session, &read, 2)) };
        let end = async {
            servers.cluster.received(&When::opcode(Opcode::Execute), 1).await.unwrap();
            runtime.shutdown_background();
        };
        let both = async { tokio::join!(requests, end).0 };
        tokio::time::timeout(SOON, both).await.expect("a request hangs")
    });
    for failure in [failed.0, failed.1] {
        says_that_the_runtime_ended("a read", &failure.unwrap_err());
    }
}

#[test]
fn a_session_whose_runtime_ended_while_no_node_was_up_says_so() {
    let servers = serve(listening(1));
    let runtime = single();
    let session = runtime.block_on(async {
        let session = connect(&servers.cluster).await;
        servers.cluster.stop(0).await;
        let mut looks = Looks::begin("the session notices");
        while session.query_unpaged("SELECT 1", ()).await.is_err_and(|e| e.kind() != ErrorKind::NoNodeAvailable) {
            looks.next().await;
        }
        session
    });
    drop(runtime);
    let error = soon("query", session.query_unpaged(Statement::new("SELECT 1"), ())).unwrap_err();
    says_that_the_runtime_ended("query", &error);
    let error = soon("use_keyspace", session.use_keyspace("ks", false)).unwrap_err();
    says_that_the_runtime_ended("use_keyspace", &error);
    let error = soon("agreement", session.await_schema_agreement()).unwrap_err();
    says_that_the_runtime_ended("agreement", &error);
}

/// The runtime is there, but nothing drives it: as when `block_on` of a single-threaded one has returned.
#[test]
fn requests_keep_their_deadline_while_nothing_drives_the_sessions_runtime() {
    let runtime = single();
    // The cluster stands still with the session.
    let (_cluster, session, mut read) = runtime.block_on(async {
        let cluster = cluster(1).start().await.unwrap();
        let session = to(&cluster).metadata_request_timeout(SHORT * 4).build().await.unwrap();
        let read = session.prepare(READ).await.unwrap();
        (cluster, session, read)
    });
    read.set_request_timeout(Some(SHORT));
    let started = Instant::now();
    let error = soon("execute", session.execute_unpaged(&read, (1,))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!(started.elapsed() >= SHORT);
    let error = soon("refresh_metadata", session.refresh_metadata()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    // Driven again, the session works again.
    runtime.block_on(async { read_key(&session, &read, 2).await }).unwrap();
}

#[test]
fn a_session_is_built_inside_of_a_runtime() {
    let servers = serve(listening(1));
    let error = to(&servers.cluster).build().now_or_never().expect("it waits").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadConfig, "{error}");
    assert!(error.to_string().contains("inside of a tokio runtime"), "{error}");
}
