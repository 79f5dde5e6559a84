//! The machine against scripted bytes, in virtual time.

mod large;
mod shared_time;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Poll, Wake, Waker};
use std::time::{Duration, Instant};

use bytes::BytesMut;

use super::*;
#[cfg(feature = "lz4")]
use crate::wire::EnvelopeReader;
use crate::wire::event::{Event, StatusChange};
use crate::wire::segment::encode_segments;
#[cfg(feature = "lz4")]
use crate::wire::segment::{Lz4SegmentEncoder, Lz4SegmentHeader, payload_checksum};
use crate::wire::{Compression, CompressionError, EnvelopeError, Flags, Header, MAX_BODY_LEN, Opcode, ProtocolVersion};

const LIMITS: Limits = Limits {
    in_flight: 4,
    orphans: 1,
    orphan_grace: Duration::from_secs(1),
    heartbeat_interval: Some(Duration::from_secs(30)),
    heartbeat_timeout: Duration::from_secs(5),
    unsent_bytes: 1000,
};

/// Counts how often it is woken.
#[derive(Default)]
struct Alarm(AtomicUsize);

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// A machine, the peer's end of it, and a clock moved by hand.
struct Lab {
    machine: Machine,
    framer: Framer,
    version: ProtocolVersion,
    start: Instant,
    now: Instant,
    alarm: Arc<Alarm>,
}

impl Lab {
    fn new(version: ProtocolVersion) -> Self {
        let start = Instant::now();
        let mut machine = Machine::new(version, LIMITS, start);
        machine.begin_heartbeats(start);
        let _first = machine.poll_timeout();
        Self { machine, framer: Framer::default(), version, start, now: start, alarm: Arc::default() }
    }

    fn at(&mut self, millis: u64) {
        self.now = self.start + Duration::from_millis(millis);
        self.machine.handle_timeout(self.now);
        self.wake();
    }

    fn waker(&self) -> Waker {
        Arc::clone(&self.alarm).into()
    }

    fn wake(&mut self) {
        let mut woken = Vec::new();
        self.machine.take_woken(&mut woken);
        woken.into_iter().for_each(Waker::wake);
    }

    fn woken(&self) -> usize {
        self.alarm.0.load(Ordering::Relaxed)
    }

    fn submit(&mut self, timeout_millis: Option<u64>) -> Result<StreamId, Refused> {
        let deadline = timeout_millis.map(|millis| self.now + Duration::from_millis(millis));
        let request = Submission { opcode: Opcode::Query, flags: Flags::NONE, body: b"body", due: deadline.into() };
        self.submit_request(request)
    }

    fn submit_body(&mut self, body: &[u8]) -> Result<StreamId, Refused> {
        let request = Submission { opcode: Opcode::Query, flags: Flags::NONE, body, due: Due::Never };
        self.submit_request(request)
    }

    fn submit_request(&mut self, request: Submission<'_>) -> Result<StreamId, Refused> {
        let (waker, now) = (self.waker(), self.now);
        self.machine.submit(request, &waker, || now).map(|(id, _)| id)
    }

    fn poll(&mut self, id: StreamId) -> Poll<Result<Answer, CallError>> {
        let (waker, now) = (self.waker(), self.now);
        self.machine.poll_answer(id, &waker, || now)
    }

    fn transmitted(&mut self) -> Vec<u8> {
        let (mut envelopes, mut out) = (Vec::new(), Vec::new());
        let now = self.now;
        if let Some(transmit) = self.machine.poll_transmit(&mut envelopes, || now) {
            self.framer.frame(transmit.framing, &mut envelopes, &mut out);
        }
        out
    }

    fn receive(&mut self, bytes: &[u8]) {
        self.machine.receive(&mut BytesMut::from(bytes), self.now);
        self.wake();
    }

    fn answer(&mut self, stream: i16, opcode: Opcode, body: &[u8]) {
        let bytes = envelope(self.version, stream, opcode, body);
        self.receive(&bytes);
    }
}

fn envelope(version: ProtocolVersion, stream: i16, opcode: Opcode, body: &[u8]) -> Vec<u8> {
    let body_len = u32::try_from(body.len()).unwrap();
    let header = Header { body_len, ..Header::response(version, Flags::NONE, stream, opcode) };
    [&header.encode(), body].concat()
}

fn body_of(polled: Poll<Result<Answer, CallError>>) -> Vec<u8> {
    match polled {
        Poll::Ready(Ok(answer)) => answer.body.to_vec(),
        other => panic!("expected an answer, got {other:?}"),
    }
}

#[test]
fn a_request_is_an_envelope_and_its_answer_wakes_it() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    let id = lab.submit(None).unwrap();
    assert!(lab.poll(id).is_pending());
    assert_eq!(lab.transmitted(), b"\x04\x00\x00\x00\x07\x00\x00\x00\x04body");
    assert!(lab.transmitted().is_empty());
    lab.answer(0, Opcode::Result, b"rows");
    assert_eq!(lab.woken(), 1);
    assert_eq!(body_of(lab.poll(id)), b"rows");
    assert_eq!(lab.machine.in_flight(), 0);
}

#[test]
fn an_answer_knows_when_it_was_read() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    let first = lab.submit(None).unwrap();
    let second = lab.submit(None).unwrap();
    lab.at(20);
    lab.answer(0, Opcode::Result, b"");
    lab.at(30);
    lab.answer(1, Opcode::Result, b"");
    lab.at(90);
    for (id, millis) in [(first, 20), (second, 30)] {
        let Poll::Ready(Ok(answer)) = lab.poll(id) else { panic!("no answer") };
        assert_eq!(answer.at - lab.start, Duration::from_millis(millis));
    }
}

#[test]
fn answers_in_any_order_reach_their_own_requests() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    let ids: Vec<_> = (0..4).map(|_| lab.submit(None).unwrap()).collect();
    assert!(matches!(lab.submit(None), Err(Refused::Busy)));
    for stream in [2, 0, 3, 1] {
        lab.answer(stream, Opcode::Result, &stream.to_be_bytes());
    }
    for (stream, id) in ids.into_iter().enumerate() {
        assert_eq!(body_of(lab.poll(id)), u16::try_from(stream).unwrap().to_be_bytes());
    }
    assert!(lab.submit(None).is_ok());
}

#[test]
fn a_cancelled_request_keeps_its_id_until_the_late_answer() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    let first = lab.submit(None).unwrap();
    lab.machine.cancel(first, lab.now);
    assert_eq!(lab.machine.orphans(), 1);
    let second = lab.submit(None).unwrap();
    assert_ne!(first, second);
    lab.answer(0, Opcode::Result, b"late");
    assert_eq!((lab.machine.orphans(), lab.machine.in_flight()), (0, 1));
    assert!(lab.poll(second).is_pending());
    let third = lab.submit(None).unwrap();
    assert_eq!(first, third);
    assert!(lab.poll(third).is_pending());
}

#[test]
fn cancelling_after_the_answer_came_frees_the_id_at_once() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    let id = lab.submit(None).unwrap();
    lab.answer(0, Opcode::Result, b"");
    lab.machine.cancel(id, lab.now);
    assert_eq!((lab.machine.orphans(), lab.machine.in_flight()), (0, 0));
}

#[test]
fn a_request_times_out_at_its_deadline_and_its_id_is_orphaned() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    let id = lab.submit(Some(100)).unwrap();
    let other = lab.submit(Some(500)).unwrap();
    assert_eq!(lab.machine.poll_timeout(), Some(lab.start + Duration::from_millis(100)));
    lab.at(99);
    assert!(lab.poll(id).is_pending());
    lab.at(100);
    assert_eq!(lab.woken(), 1);
    assert!(matches!(lab.poll(id), Poll::Ready(Err(CallError::Timeout))));
    assert_eq!(lab.machine.orphans(), 1);
    assert!(lab.poll(other).is_pending());
    assert_eq!(lab.machine.poll_timeout(), Some(lab.start + Duration::from_millis(500)));
}

#[test]
fn an_answer_that_comes_with_the_timeout_is_not_lost() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    let id = lab.submit(Some(100)).unwrap();
    lab.at(100);
    lab.answer(0, Opcode::Result, b"just in time");
    assert_eq!(body_of(lab.poll(id)), b"just in time");
}

#[test]
fn sweeps_keep_their_distance() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    let first = lab.submit(Some(100)).unwrap();
    let second = lab.submit(Some(101)).unwrap();
    lab.at(100);
    assert!(matches!(lab.poll(first), Poll::Ready(Err(CallError::Timeout))));
    assert_eq!(lab.machine.poll_timeout(), Some(lab.start + Duration::from_millis(110)));
    lab.at(101);
    assert!(lab.poll(second).is_pending());
    lab.at(110);
    assert!(matches!(lab.poll(second), Poll::Ready(Err(CallError::Timeout))));
}

#[test]
fn too_many_overdue_orphans_end_the_connection() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    for _ in 0..2 {
        let id = lab.submit(None).unwrap();
        lab.machine.cancel(id, lab.now);
    }
    let waiting = lab.submit(None).unwrap();
    lab.at(500);
    assert!(lab.machine.broken().is_none());
    lab.at(1000);
    assert!(matches!(lab.machine.broken(), Some(Broken::Orphans(2))));
    assert!(matches!(lab.poll(waiting), Poll::Ready(Err(CallError::Broken { .. }))));
}

#[test]
fn an_answer_that_nobody_asked_for_ends_the_connection() {
    for stream in [0, 3, -2, i16::MIN, i16::MAX] {
        let mut lab = Lab::new(ProtocolVersion::V4);
        lab.answer(stream, Opcode::Result, b"");
        assert!(matches!(lab.machine.broken(), Some(Broken::UnknownStream(s)) if *s == stream), "{stream}");
    }
}

#[test]
fn a_second_answer_to_one_request_ends_the_connection() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    lab.submit(None).unwrap();
    lab.answer(0, Opcode::Result, b"");
    lab.answer(0, Opcode::Result, b"");
    assert!(matches!(lab.machine.broken(), Some(Broken::UnknownStream(0))));
}

#[test]
fn a_broken_connection_says_which_requests_were_sent() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    let sent = lab.submit(None).unwrap();
    lab.transmitted();
    let unsent = lab.submit(None).unwrap();
    lab.machine.fail(Broken::EndOfStream);
    lab.wake();
    assert_eq!(lab.woken(), 2);
    assert!(matches!(lab.poll(sent), Poll::Ready(Err(CallError::Broken { sent: true, .. }))));
    assert!(matches!(lab.poll(unsent), Poll::Ready(Err(CallError::Broken { sent: false, .. }))));
    assert!(matches!(lab.submit(None), Err(Refused::Broken(Broken::EndOfStream))));
}

#[test]
fn an_answer_before_the_end_is_still_taken() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    let id = lab.submit(None).unwrap();
    lab.answer(0, Opcode::Result, b"last words");
    lab.machine.fail(Broken::EndOfStream);
    assert_eq!(body_of(lab.poll(id)), b"last words");
}

#[test]
fn silence_brings_a_heartbeat_and_its_answer_quiet() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    lab.at(29_999);
    assert!(lab.transmitted().is_empty());
    lab.at(30_000);
    assert_eq!(lab.transmitted(), b"\x04\x00\x00\x00\x05\x00\x00\x00\x00");
    lab.answer(0, Opcode::Supported, b"\x00\x00");
    assert_eq!(lab.machine.in_flight(), 0);
    lab.at(59_999);
    assert!(lab.transmitted().is_empty());
    assert_eq!(lab.machine.poll_timeout(), Some(lab.start + Duration::from_secs(60)));
}

#[test]
fn there_is_no_heartbeat_before_hands_are_shaken() {
    let start = Instant::now();
    let mut machine = Machine::new(ProtocolVersion::V5, LIMITS, start);
    let later = start + LIMITS.heartbeat_interval.unwrap() * 3;
    assert_eq!(machine.poll_timeout(), None);
    machine.handle_timeout(later);
    assert!(!machine.wants_transmit());
    machine.begin_heartbeats(later);
    assert!(machine.is_due_earlier(), "a timer that was not set has to be");
    assert_eq!(machine.poll_timeout(), LIMITS.heartbeat_interval.map(|every| later + every));
}

#[test]
fn a_heartbeat_without_an_answer_ends_the_connection() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    lab.at(30_000);
    lab.transmitted();
    lab.at(34_999);
    assert!(lab.machine.broken().is_none());
    lab.at(35_000);
    assert!(matches!(lab.machine.broken(), Some(Broken::Heartbeat(_))));
}

/// The body of an EVENT, and what is kept of it.
fn up(port: u16) -> (Vec<u8>, Pushed) {
    let address = SocketAddr::from(([10, 0, 0, 1], port));
    let mut body = Vec::new();
    Event::StatusChange { change: StatusChange::Up, address }.encode(ProtocolVersion::V4, &mut body).unwrap();
    (body, Pushed::Up(address))
}

#[test]
fn events_are_handed_on_and_a_flood_of_them_is_bounded() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    lab.machine.expect_events();
    for port in 0..2000 {
        lab.answer(-1, Opcode::Event, &up(port).0);
    }
    let events: Vec<_> = std::iter::from_fn(|| lab.machine.poll_event()).collect();
    assert_eq!(events.len(), 1024);
    assert_eq!(*events.last().unwrap(), up(1999).1);
    assert!(lab.machine.broken().is_none());
}

#[test]
fn an_event_that_nobody_registered_for_ends_the_connection() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    lab.answer(-1, Opcode::Event, &up(1).0);
    let broken = lab.machine.broken().unwrap().to_string();
    assert!(broken.contains("nobody has registered for events"), "{broken}");
    assert_eq!(lab.machine.poll_event(), None);
}

#[test]
fn a_long_event_ends_the_connection_and_one_that_cannot_be_read_is_a_change() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    lab.machine.expect_events();
    lab.answer(-1, Opcode::Event, &[0; 8192]);
    assert_eq!(lab.machine.poll_event(), Some(Pushed::Missed));
    lab.answer(-1, Opcode::Event, &[0; 8193]);
    let broken = lab.machine.broken().unwrap().to_string();
    assert!(broken.contains("expected at most 8192 bytes, got 8193"), "{broken}");
}

#[test]
fn requests_that_wait_to_be_written_are_bounded_by_their_bytes() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    // One that is longer than the limit is taken when none waits before it.
    lab.submit_body(&[0; 2000]).unwrap();
    assert!(matches!(lab.submit_body(&[0; 1]), Err(Refused::Full)));
    assert!(!lab.machine.can_take(1));
    lab.transmitted();
    assert!(lab.machine.can_take(900));
    lab.submit_body(&[0; 900]).unwrap();
    assert!(matches!(lab.submit_body(&[0; 92]), Err(Refused::Full)));
    lab.submit_body(&[0; 91]).unwrap();
    // What was refused took no id.
    assert!(lab.machine.in_flight() <= 4);
    lab.machine.fail(Broken::EndOfStream);
    assert!(!lab.machine.wants_transmit());
}

#[test]
fn version_5_uses_segments_from_the_answer_to_startup_on() {
    let mut lab = Lab::new(ProtocolVersion::V5);
    let startup = lab.submit(None).unwrap();
    let sent = lab.transmitted();
    assert_eq!(sent, b"\x05\x00\x00\x00\x07\x00\x00\x00\x04body");
    lab.answer(0, Opcode::Ready, b"");
    assert!(lab.poll(startup).is_ready());
    let id = lab.submit(None).unwrap();
    let mut framed = Vec::new();
    encode_segments(&sent, &mut framed);
    assert_eq!(lab.transmitted(), framed);
    let mut answer = Vec::new();
    encode_segments(&envelope(ProtocolVersion::V5, 0, Opcode::Result, b"rows"), &mut answer);
    lab.receive(&answer);
    assert_eq!(body_of(lab.poll(id)), b"rows");
}

#[test]
fn a_damaged_segment_ends_the_connection() {
    let mut lab = Lab::new(ProtocolVersion::V5);
    lab.submit(None).unwrap();
    lab.answer(0, Opcode::Ready, b"");
    let mut answer = Vec::new();
    encode_segments(&envelope(ProtocolVersion::V5, 0, Opcode::Result, b"rows"), &mut answer);
    *answer.last_mut().unwrap() ^= 1;
    lab.receive(&answer);
    assert!(matches!(lab.machine.broken(), Some(Broken::Envelope(_))));
}

#[cfg(feature = "lz4")]
#[test]
fn version_5_compresses_segments_from_the_answer_to_startup_on() {
    let mut lab = Lab::new(ProtocolVersion::V5);
    lab.machine.set_compression(Compression::Lz4).unwrap();
    let startup = lab.submit_body(&[b'a'; 1000]).unwrap();
    let sent = lab.transmitted();
    assert_eq!(sent.len(), 1009, "STARTUP is never compressed");
    lab.answer(0, Opcode::Ready, b"");
    assert!(lab.poll(startup).is_ready());
    let id = lab.submit_body(&[b'a'; 1000]).unwrap();
    let framed = lab.transmitted();
    assert!(framed.len() < 100, "{} bytes", framed.len());
    let mut reader = EnvelopeReader::framed_lz4();
    let (_, body) = reader.next(&mut BytesMut::from(&framed[..])).unwrap().unwrap();
    assert_eq!(body, [b'a'; 1000][..]);
    let mut answer = Vec::new();
    let rows = envelope(ProtocolVersion::V5, 0, Opcode::Result, &[b'r'; 300_000]);
    Lz4SegmentEncoder::default().encode(&rows, &mut answer);
    assert!(answer.len() < 3000, "{} bytes", answer.len());
    lab.receive(&answer);
    assert!(body_of(lab.poll(id)) == [b'r'; 300_000]);
}

#[cfg(feature = "lz4")]
#[test]
fn a_block_that_is_no_lz4_ends_the_connection() {
    let mut lab = Lab::new(ProtocolVersion::V5);
    lab.machine.set_compression(Compression::Lz4).unwrap();
    lab.submit(None).unwrap();
    lab.answer(0, Opcode::Ready, b"");
    let header = Lz4SegmentHeader { payload_len: 4, uncompressed_len: 100, self_contained: true };
    let payload = *b"\xFFabc";
    lab.receive(&[&header.encode()[..], &payload, &payload_checksum(&payload).to_le_bytes()].concat());
    let broken = lab.machine.broken();
    assert!(matches!(broken, Some(Broken::Envelope(EnvelopeError::Compression(_)))), "{broken:?}");
}

#[cfg(feature = "lz4")]
#[test]
fn version_4_lets_compressed_bodies_through_and_decompresses_events() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    lab.machine.set_compression(Compression::Lz4).unwrap();
    let id = lab.submit(None).unwrap();
    // Four bytes of length, big-endian; a block of four literals.
    let body = b"\x00\x00\x00\x04\x40rows";
    let compressed = |stream, opcode, body: &[u8]| {
        let mut bytes = envelope(ProtocolVersion::V4, stream, opcode, body);
        bytes[1] |= Flags::COMPRESSION.0;
        bytes
    };
    lab.receive(&compressed(0, Opcode::Result, body));
    let Poll::Ready(Ok(answer)) = lab.poll(id) else { panic!("no answer") };
    assert_eq!((answer.flags, &answer.body[..]), (Flags::COMPRESSION, &body[..]));
    lab.machine.expect_events();
    lab.receive(&compressed(-1, Opcode::Event, body));
    // It was decompressed, and says nothing.
    assert_eq!(lab.machine.poll_event(), Some(Pushed::Missed));
    lab.receive(&compressed(-1, Opcode::Event, b"\x00\x00\x00\x05\x40rows"));
    let broken = lab.machine.broken();
    assert!(matches!(broken, Some(Broken::Envelope(EnvelopeError::Compression(_)))), "{broken:?}");
}

#[test]
fn a_compressed_body_that_was_not_agreed_upon_ends_the_connection() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    lab.submit(None).unwrap();
    let mut bytes = envelope(ProtocolVersion::V4, 0, Opcode::Result, b"\x00\x00\x00\x04\x40rows");
    bytes[1] |= Flags::COMPRESSION.0;
    lab.receive(&bytes);
    assert!(matches!(lab.machine.broken(), Some(Broken::Envelope(EnvelopeError::Compressed))));
}

#[test]
fn a_compression_that_cannot_be_is_refused() {
    let mut lab = Lab::new(ProtocolVersion::V5);
    let error = lab.machine.set_compression(Compression::Snappy).unwrap_err();
    assert_eq!(error.to_string(), "compression snappy: protocol v5 does not have it");
    for compression in [Compression::Lz4, Compression::Snappy] {
        let agreed = Lab::new(ProtocolVersion::V4).machine.set_compression(compression);
        match compression.is_available() {
            true => assert_eq!(agreed, Ok(())),
            false => assert_eq!(agreed, Err(CompressionError::NotCompiled(compression))),
        }
    }
}

#[test]
fn only_an_error_may_come_in_another_version() {
    let mut lab = Lab::new(ProtocolVersion::V5);
    let id = lab.submit(None).unwrap();
    lab.receive(&envelope(ProtocolVersion::V4, 0, Opcode::Error, b"refused"));
    assert_eq!(body_of(lab.poll(id)), b"refused");
    lab.submit(None).unwrap();
    lab.receive(&envelope(ProtocolVersion::V4, 0, Opcode::Ready, b""));
    assert!(matches!(lab.machine.broken(), Some(Broken::Decode(_))));
}

#[test]
fn an_error_on_no_stream_is_shown_and_ends_the_connection() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    lab.answer(-1, Opcode::Error, b"\x00\x00\x00\x0A\x00\x03bad");
    let broken = lab.machine.broken().unwrap().to_string();
    assert!(broken.contains("the server says: bad"), "{broken}");
}

#[test]
fn an_answer_cut_at_any_byte_waits_for_the_rest() {
    let whole = envelope(ProtocolVersion::V4, 0, Opcode::Result, b"rows");
    for cut in 0..whole.len() {
        let mut lab = Lab::new(ProtocolVersion::V4);
        let id = lab.submit(None).unwrap();
        let mut buf = BytesMut::from(&whole[..cut]);
        lab.machine.receive(&mut buf, lab.now);
        assert!(lab.poll(id).is_pending());
        buf.extend_from_slice(&whole[cut..]);
        lab.machine.receive(&mut buf, lab.now);
        assert_eq!(body_of(lab.poll(id)), b"rows");
    }
}

#[test]
fn a_body_over_the_limit_is_refused_and_the_connection_stays() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    let body = vec![0; MAX_BODY_LEN as usize + 1];
    assert!(matches!(lab.submit_body(&body), Err(Refused::TooLong(len)) if len == body.len()));
    assert!(lab.transmitted().is_empty());
    assert!(lab.submit(None).is_ok());
}

#[test]
fn a_probe_is_a_heartbeat_at_once_and_there_is_one_at_a_time() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    lab.machine.probe(lab.now);
    lab.machine.probe(lab.now);
    assert_eq!(lab.machine.in_flight(), 1);
    assert_eq!(lab.machine.poll_timeout(), Some(lab.start + LIMITS.heartbeat_timeout));
    lab.answer(0, Opcode::Supported, b"");
    assert_eq!(lab.machine.in_flight(), 0);
    lab.at(5000);
    assert!(lab.machine.broken().is_none());

    lab.machine.probe(lab.now);
    lab.at(10_000);
    assert!(matches!(lab.machine.broken(), Some(Broken::Heartbeat(_))));
    lab.machine.probe(lab.now);
    assert_eq!(lab.machine.poll_timeout(), None);
}

#[test]
fn orphans_are_looked_at_when_the_first_of_them_is_overdue_and_not_before() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    let ids = [lab.submit(None).unwrap(), lab.submit(None).unwrap(), lab.submit(None).unwrap()];
    let due =
        |lab: &mut Lab, millis| assert_eq!(lab.machine.poll_timeout(), Some(lab.start + Duration::from_millis(millis)));
    lab.at(100);
    lab.machine.cancel(ids[0], lab.now);
    due(&mut lab, 30_000);
    lab.at(200);
    lab.machine.cancel(ids[1], lab.now);
    // Now there are too many, should they stay: a first look finds when that is.
    lab.at(210);
    due(&mut lab, 1100);
    lab.at(1100);
    assert!(lab.machine.broken().is_none(), "one of two is overdue");
    due(&mut lab, 1200);
    lab.answer(2, Opcode::Result, b"");
    lab.answer(1, Opcode::Result, b"");
    lab.at(1200);
    assert!(lab.machine.broken().is_none(), "an answer came at the last moment");
    assert_eq!(lab.machine.orphans(), 1);
}

#[test]
fn an_error_in_another_version_is_an_answer_which_says_the_peers_version() {
    let mut lab = Lab::new(ProtocolVersion::V5);
    let id = lab.submit(None).unwrap();
    assert_eq!(lab.machine.peer_version(), None);
    lab.receive(&envelope(ProtocolVersion::V4, 0, Opcode::Error, b"\0\0\0\x0a"));
    assert_eq!(body_of(lab.poll(id)), b"\0\0\0\x0a");
    assert_eq!(lab.machine.peer_version(), Some(ProtocolVersion::V4));
}
