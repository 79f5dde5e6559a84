//! Large answers, whose memory is used again.

use std::task::Poll;
use std::time::Duration;

use bytes::BytesMut;

use super::{Lab, envelope};
use crate::protocol::{Answer, Broken};
use crate::wire::segment::encode_segments;
use crate::wire::{Opcode, ProtocolVersion};

/// Submits a request and has it answered by so many bytes, as they are read: in parts, and a large message to its end.
fn large_answer(lab: &mut Lab, len: usize) -> Answer {
    let id = lab.submit(None).unwrap();
    let _sent = lab.transmitted();
    let body: Vec<u8> = (0..len).map(|at| u8::try_from(at % 251).unwrap()).collect();
    let mut bytes = envelope(lab.version, i16::try_from(id.0).unwrap(), Opcode::Result, &body);
    if lab.version.has_segments() {
        let mut segments = Vec::new();
        encode_segments(&bytes, &mut segments);
        bytes = segments;
    }
    let (mut rest, mut buf) = (&bytes[..], BytesMut::new());
    while !rest.is_empty() {
        let most = match lab.machine.missing() {
            0 => 64 * 1024,
            missing => missing,
        };
        let (now, later) = rest.split_at(rest.len().min(most));
        buf.extend_from_slice(now);
        lab.machine.receive(&mut buf, lab.now);
        rest = later;
    }
    let Poll::Ready(Ok(answer)) = lab.poll(id) else { panic!("no answer") };
    assert!(answer.body == body);
    answer
}

/// A machine that has shaken hands.
fn ready_lab(version: ProtocolVersion) -> Lab {
    let mut lab = Lab::new(version);
    if version.has_segments() {
        let id = lab.submit(None).unwrap();
        let _sent = lab.transmitted();
        lab.answer(0, Opcode::Ready, b"");
        assert!(lab.poll(id).is_ready());
    }
    lab
}

#[test]
fn the_memory_of_a_large_answer_is_used_for_the_next_and_given_back_when_idle() {
    for version in [ProtocolVersion::V4, ProtocolVersion::V5] {
        let mut lab = ready_lab(version);
        let first = large_answer(&mut lab, 700_000);
        let place = first.body.as_ptr();
        let held = large_answer(&mut lab, 700_000);
        drop(first);
        // Another length, and by its end the first's memory; what is held is somebody else's.
        let third = large_answer(&mut lab, 710_000);
        assert_eq!(third.body.as_ptr(), place, "{version}");
        assert!(held.body.iter().enumerate().all(|(at, byte)| usize::from(*byte) == at % 251));
        drop(third);

        // It is of use as long as large answers come.
        assert_eq!(lab.machine.kept(), Some(3));
        assert_eq!(lab.machine.poll_timeout(), Some(lab.start + Duration::from_secs(10)));
        lab.at(9_000);
        drop(large_answer(&mut lab, 700_000));
        lab.at(10_000);
        assert_eq!(lab.machine.kept(), Some(4));
        assert_eq!(lab.machine.poll_timeout(), Some(lab.start + Duration::from_secs(20)));
        lab.at(19_999);
        assert_eq!(lab.machine.kept(), Some(4));
        lab.at(20_000);
        assert_eq!(lab.machine.kept(), None);
        // The next is the heartbeat, and what is held is still whole.
        assert_eq!(lab.machine.poll_timeout(), Some(lab.start + Duration::from_millis(39_000)));
        assert!(held.body.iter().enumerate().all(|(at, byte)| usize::from(*byte) == at % 251));
        drop(large_answer(&mut lab, 700_000));
        assert_eq!(lab.machine.poll_timeout(), Some(lab.start + Duration::from_secs(30)));
    }
}

#[test]
fn a_connection_that_ends_keeps_no_memory() {
    for version in [ProtocolVersion::V4, ProtocolVersion::V5] {
        let mut lab = ready_lab(version);
        drop(large_answer(&mut lab, 700_000));
        lab.machine.fail(Broken::Closed);
        assert_eq!((lab.machine.kept(), lab.machine.poll_timeout()), (None, None));
    }
}
