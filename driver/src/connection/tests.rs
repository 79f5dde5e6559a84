//! The I/O task over pipes, in virtual time.

use std::collections::HashSet;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::sync::Arc;
use std::task::Waker;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};

use super::{Call, Connection, Request, Shared, io, now};
use crate::observe::Counters;
use crate::protocol::{Broken, CallError, Limits, Refused};
use crate::wire::segment::{Lz4SegmentEncoder, encode_segments};
use crate::wire::{Compression, Flags, Header, Opcode, ProtocolVersion};

const GRACE: Duration = Duration::from_secs(1);
const TIMEOUT: Duration = Duration::from_millis(500);

fn limits(heartbeat_interval: Option<Duration>) -> Limits {
    Limits {
        in_flight: 16,
        orphans: 4,
        orphan_grace: GRACE,
        heartbeat_interval,
        heartbeat_timeout: TIMEOUT,
        unsent_bytes: 4 * 1024 * 1024,
    }
}

/// A connection that is past its handshake, and the peer's end.
fn connection(limits: Limits) -> (Arc<Connection>, DuplexStream) {
    connection_of(ProtocolVersion::V4, limits)
}

fn connection_of(version: ProtocolVersion, limits: Limits) -> (Arc<Connection>, DuplexStream) {
    let (client, server) = tokio::io::duplex(64 * 1024);
    let shared = Arc::new(Shared::new(version, limits, Arc::new(Counters::default()), now()));
    tokio::spawn(io::run(client, Arc::clone(&shared), None));
    let connection = Arc::new(Connection::new(shared, SocketAddr::from(([127, 0, 0, 1], 9042)), version));
    connection.begin_heartbeats();
    (connection, server)
}

fn call<'c>(connection: &'c Connection, body: &[u8], timeout: Option<Duration>) -> Result<Call<'c>, Refused> {
    let deadline = timeout.map(|timeout| now() + timeout);
    connection
        .call(Request { opcode: Opcode::Query, flags: Flags::NONE, body, due: deadline.into() }, Waker::noop())
        .map(|(call, _)| call)
}

/// Reads all that comes, and answers nothing.
fn swallow(mut server: DuplexStream) {
    tokio::spawn(async move { while server.read_u8().await.is_ok() {} });
}

/// Waits for the connection's end, which comes within the grace of its orphans and a moment.
async fn ends_for_its_orphans(connection: &Connection) {
    let started = now();
    tokio::time::timeout(GRACE * 100, connection.ended()).await.expect("the connection never ends");
    assert!(matches!(connection.broken(), Some(Broken::Orphans(_))), "{:?}", connection.broken());
    let waited = now() - started;
    assert!(waited <= GRACE + Duration::from_millis(50), "ended only after {waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_connection_all_of_whose_requests_timed_out_ends_without_further_traffic() {
    for heartbeats in [None, Some(Duration::from_secs(30))] {
        let (connection, server) = connection(limits(heartbeats));
        swallow(server);
        let calls: Vec<_> = (0..16).map(|_| call(&connection, b"", Some(TIMEOUT)).unwrap()).collect();
        assert!(matches!(call(&connection, b"", None), Err(Refused::Busy)));
        for answer in calls {
            assert!(matches!(answer.await, Err(CallError::Timeout)));
        }
        ends_for_its_orphans(&connection).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_all_of_whose_requests_were_dropped_ends_without_further_traffic() {
    for heartbeats in [None, Some(Duration::from_secs(30))] {
        for timeout in [None, Some(GRACE * 50)] {
            let (connection, server) = connection(limits(heartbeats));
            swallow(server);
            let calls: Vec<_> = (0..16).map(|_| call(&connection, b"", timeout).unwrap()).collect();
            // They are sent, and the task sleeps.
            tokio::time::sleep(TIMEOUT).await;
            drop(calls);
            ends_for_its_orphans(&connection).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_that_waits_for_an_id_is_told_that_the_connection_ends() {
    let (connection, server) = connection(limits(None));
    swallow(server);
    let calls: Vec<_> = (0..16).map(|_| call(&connection, b"", None).unwrap()).collect();
    tokio::time::sleep(TIMEOUT).await;
    let waiting = tokio::spawn({
        let connection = Arc::clone(&connection);
        async move { connection.freed(0, GRACE * 100).await }
    });
    tokio::task::yield_now().await;
    drop(calls);
    let started = now();
    waiting.await.unwrap();
    assert!(now() - started <= GRACE + Duration::from_millis(50));
    assert!(matches!(call(&connection, b"", None), Err(Refused::Broken(Broken::Orphans(16)))));
}

#[tokio::test(start_paused = true)]
async fn as_many_orphans_as_are_allowed_end_nothing() {
    let (connection, server) = connection(limits(None));
    swallow(server);
    let calls: Vec<_> = (0..4).map(|_| call(&connection, b"", Some(TIMEOUT)).unwrap()).collect();
    for answer in calls {
        assert!(answer.await.is_err());
    }
    tokio::time::sleep(GRACE * 100).await;
    assert!(connection.broken().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_limit_of_all_ids_still_leaves_a_way_out() {
    let (connection, server) = connection(Limits { orphans: usize::from(u16::MAX), ..limits(None) });
    swallow(server);
    let calls: Vec<_> = (0..16).map(|_| call(&connection, b"", Some(TIMEOUT)).unwrap()).collect();
    for answer in calls {
        assert!(answer.await.is_err());
    }
    ends_for_its_orphans(&connection).await;
}

/// The peer is gone without a word, and every id is taken by a request that waits without a deadline.
#[tokio::test(start_paused = true)]
async fn a_heartbeat_goes_out_even_when_every_id_is_in_use() {
    let (connection, mut server) = connection(limits(Some(Duration::from_secs(30))));
    let calls: Vec<_> = (0..16).map(|_| call(&connection, b"", None).unwrap()).collect();
    let mut sent = vec![0; 16 * 9];
    server.read_exact(&mut sent).await.unwrap();
    let mut heartbeat = [0; 9];
    let read = tokio::time::timeout(GRACE * 100, server.read_exact(&mut heartbeat)).await;
    read.expect("no heartbeat").unwrap();
    assert_eq!(heartbeat, *b"\x04\x00\x00\x10\x05\x00\x00\x00\x00");
    tokio::time::timeout(GRACE * 100, connection.ended()).await.expect("the connection never ends");
    assert!(matches!(connection.broken(), Some(Broken::Heartbeat(_))), "{:?}", connection.broken());
    for answer in calls {
        assert!(matches!(answer.await, Err(CallError::Broken { sent: true, .. })));
    }
}

#[tokio::test(start_paused = true)]
async fn deadlines_hold_while_the_peer_reads_nothing() {
    let (connection, server) = connection(limits(None));
    // More than the pipe takes, so that the task is in the middle of a write.
    let _stuck = call(&connection, &[0; 1024 * 1024], None).unwrap();
    tokio::task::yield_now().await;
    let second = call(&connection, b"", Some(TIMEOUT)).unwrap();
    let mut second = std::pin::pin!(second);
    let answer = poll_fn(|cx| second.poll_answer(cx.waker()));
    let answer = tokio::time::timeout(TIMEOUT * 2, answer).await.expect("no timeout");
    assert!(matches!(answer, Err(CallError::Timeout)));
    drop(server);
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_reads_nothing_makes_requests_wait_and_not_memory_grow() {
    let (connection, mut server) = connection(Limits { in_flight: 4096, ..limits(None) });
    let body = vec![0; 512 * 1024];
    let mut calls = Vec::new();
    let refused = loop {
        match call(&connection, &body, None) {
            Ok(call) => calls.push(call),
            Err(refused) => break refused,
        }
        tokio::task::yield_now().await;
        assert!(calls.len() < 100, "nothing bounds what waits");
    };
    assert!(matches!(refused, Refused::Full));
    // Once it reads, there is room again.
    let waiting = tokio::spawn({
        let connection = Arc::clone(&connection);
        async move { connection.freed(512 * 1024, GRACE * 100).await }
    });
    tokio::task::yield_now().await;
    let started = now();
    let mut some = vec![0; 1024 * 1024];
    server.read_exact(&mut some).await.unwrap();
    swallow(server);
    waiting.await.unwrap();
    assert!(now() - started < GRACE);
    calls.push(call(&connection, &body, None).unwrap());
}

#[tokio::test(start_paused = true)]
async fn the_drivers_own_requests_wait_for_a_stream_id_within_their_timeout() {
    let (connection, server) = connection(Limits { in_flight: 1, ..limits(None) });
    swallow(server);
    let _first = call(&connection, b"", None).unwrap();
    let started = now();
    let asked = connection.set_keyspace("ks", TIMEOUT).await.unwrap_err();
    assert!(asked.is_timeout() && asked.to_string().contains("waiting for a free stream id"), "{asked}");
    assert_eq!(now() - started, TIMEOUT);
    assert!(connection.broken().is_none());
}

/// Answers each request by so many bytes that differ from the last answer's: a READY first in version 5, then large results
/// in the form that was agreed upon.
async fn serve_large(mut server: DuplexStream, version: ProtocolVersion, compression: Option<Compression>, len: usize) {
    let mut lz4 = Lz4SegmentEncoder::default();
    let mut is_ready = !version.has_segments();
    for round in 0_u8.. {
        // Requests of the test are so short that each comes in one read.
        let mut request = [0; 1024];
        let Ok(1..) = server.read(&mut request).await else { return };
        let header = Header::response(version, Flags::NONE, 0, Opcode::Result);
        let mut out = Vec::new();
        if !is_ready {
            is_ready = true;
            out.extend_from_slice(&Header { opcode: Opcode::Ready, ..header }.encode());
        } else {
            let plain = vec![round; len];
            let compressed = compression.filter(|_| !version.has_segments()).and_then(|by| by.compress_body(&plain));
            let flags = if compressed.is_some() { Flags::COMPRESSION } else { Flags::NONE };
            let body = compressed.unwrap_or(plain);
            let body_len = u32::try_from(body.len()).unwrap();
            let envelope = [&Header { flags, body_len, ..header }.encode()[..], &body].concat();
            match compression {
                _ if !version.has_segments() => out = envelope,
                None => encode_segments(&envelope, &mut out),
                Some(_) => lz4.encode(&envelope, &mut out),
            }
        }
        if server.write_all(&out).await.is_err() {
            return;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn large_answers_stay_as_they_are_while_somebody_has_them_however_they_come() {
    let mut forms = vec![(ProtocolVersion::V4, None), (ProtocolVersion::V5, None)];
    if Compression::Lz4.is_available() {
        forms.extend([ProtocolVersion::V4, ProtocolVersion::V5].map(|version| (version, Some(Compression::Lz4))));
    }
    for (version, compression) in forms {
        let (connection, server) = connection_of(version, limits(None));
        if let Some(compression) = compression {
            connection.set_compression(compression).unwrap();
        }
        tokio::spawn(serve_large(server, version, compression, 700_000));
        if version.has_segments() {
            let ready = call(&connection, b"", None).unwrap().await.unwrap();
            assert_eq!(ready.opcode, Opcode::Ready);
        }
        let mut held = Vec::new();
        let mut places = HashSet::new();
        for number in 0..40 {
            let answer = call(&connection, b"", None).unwrap().await.unwrap();
            let byte = *answer.body.first().unwrap();
            assert!(answer.body.len() == 700_000 && answer.body.iter().all(|other| *other == byte));
            places.insert(answer.body.as_ptr());
            if number % 10 == 0 {
                held.push((answer.body.slice(number..number + 100_000), byte));
            }
        }
        for (part, byte) in &held {
            assert!(part.iter().all(|other| other == byte), "{version} {compression:?}: an answer was written to");
        }
        let is_decompressed_by_the_caller = compression.is_some() && !version.has_segments();
        assert!(places.len() <= 12 || is_decompressed_by_the_caller, "{version}: {} places", places.len());

        // Nothing is read for a while: the memory goes back, and what is held stays.
        assert!(connection.shared.lock().machine.kept().is_some() || is_decompressed_by_the_caller);
        tokio::time::sleep(Duration::from_secs(21)).await;
        assert_eq!(connection.shared.lock().machine.kept(), None, "{version} {compression:?}");
        assert!(held.iter().all(|(part, byte)| part.iter().all(|other| other == byte)));
        assert!(call(&connection, b"", None).unwrap().await.unwrap().body.len() == 700_000);
    }
}
