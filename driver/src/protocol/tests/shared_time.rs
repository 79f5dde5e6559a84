//! Requests that are submitted together and take one look at the clock.

use std::cell::Cell;
use std::task::Poll;
use std::time::Duration;

use super::Lab;
use crate::protocol::{Broken, CallError, Due, StreamId, Submission};
use crate::wire::{Flags, Opcode, ProtocolVersion};

const TIMEOUT: Duration = Duration::from_millis(100);

/// Counts how often the clock is read.
#[derive(Default)]
struct Looks(Cell<usize>);

impl Looks {
    fn submit(&self, lab: &mut Lab, due: Due) -> StreamId {
        let request = Submission { opcode: Opcode::Query, flags: Flags::NONE, body: b"body", due };
        let (waker, now) = (lab.waker(), lab.now);
        lab.machine.submit(request, &waker, || self.look(now)).unwrap().0
    }

    fn transmit(&self, lab: &mut Lab) {
        let now = lab.now;
        assert!(lab.machine.poll_transmit(&mut Vec::new(), || self.look(now)).is_some());
    }

    fn settle(&self, lab: &mut Lab) {
        let now = lab.now;
        lab.machine.settle(|| self.look(now));
    }

    fn look<T>(&self, now: T) -> T {
        self.0.set(self.0.get() + 1);
        now
    }
}

/// The times, in milliseconds, at which requests end for their timeouts.
fn ends(lab: &mut Lab, ids: &[StreamId], until: u64) -> Vec<u64> {
    let mut ends = vec![0; ids.len()];
    let now = u64::try_from((lab.now - lab.start).as_millis()).unwrap();
    for millis in now..until {
        lab.at(millis);
        for (id, end) in ids.iter().zip(&mut ends) {
            if *end == 0 && lab.poll(*id).is_ready() {
                *end = millis;
            }
        }
    }
    ends
}

#[test]
fn the_clock_is_read_once_for_those_that_are_submitted_together() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    let looks = Looks::default();
    for _ in 0..3 {
        looks.submit(&mut lab, Due::Within(TIMEOUT));
    }
    looks.submit(&mut lab, Due::Never);
    assert_eq!(looks.0.get(), 1);
    // Once more, to know whether the deadlines are right.
    looks.transmit(&mut lab);
    assert_eq!(looks.0.get(), 2);
}

#[test]
fn one_alone_reads_it_once() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    let looks = Looks::default();
    looks.submit(&mut lab, Due::Within(TIMEOUT));
    looks.settle(&mut lab);
    looks.transmit(&mut lab);
    assert_eq!(looks.0.get(), 1);
    for due in [Due::Never, Due::At(lab.now + TIMEOUT)] {
        looks.submit(&mut lab, due);
    }
    looks.transmit(&mut lab);
    assert_eq!(looks.0.get(), 1);
}

#[test]
fn a_deadline_is_not_early_when_the_connections_task_looks_late() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    let looks = Looks::default();
    let first = looks.submit(&mut lab, Due::Within(TIMEOUT));
    // Another task of the runtime does not let any other run for longer than the timeout, and submits a request then.
    lab.now += Duration::from_millis(150);
    let shared = looks.submit(&mut lab, Due::Within(TIMEOUT));
    let deadline = lab.now + TIMEOUT;
    let exact = looks.submit(&mut lab, Due::At(deadline));
    looks.transmit(&mut lab);
    // Sweeps are 10 ms apart.
    let ends = ends(&mut lab, &[first, shared, exact], 400);
    assert_eq!(ends[0], 150, "overdue");
    assert!((250..=260).contains(&ends[1]) && (250..=260).contains(&ends[2]), "{ends:?}");
}

#[test]
fn a_time_is_not_shared_while_the_socket_takes_nothing() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    let looks = Looks::default();
    let first = looks.submit(&mut lab, Due::Within(TIMEOUT));
    let second = looks.submit(&mut lab, Due::Within(TIMEOUT));
    // The task looks and can write nothing.
    looks.settle(&mut lab);
    lab.now += Duration::from_millis(50);
    let third = looks.submit(&mut lab, Due::Within(TIMEOUT));
    looks.settle(&mut lab);
    let ends = ends(&mut lab, &[first, second, third], 200);
    assert!((100..=110).contains(&ends[0]) && ends[1] == ends[0], "{ends:?}");
    assert!((150..=160).contains(&ends[2]), "{ends:?}");
}

#[test]
fn what_was_not_taken_for_writing_is_not_sent_however_often_the_task_looked() {
    let mut lab = Lab::new(ProtocolVersion::V4);
    let looks = Looks::default();
    let sent = looks.submit(&mut lab, Due::Within(TIMEOUT));
    looks.transmit(&mut lab);
    let before = lab.machine.transmits();
    let mut unsent = Vec::new();
    for _ in 0..2 {
        unsent.push(looks.submit(&mut lab, Due::Within(TIMEOUT)));
        looks.settle(&mut lab);
    }
    assert_eq!(lab.machine.transmits(), before);
    lab.machine.fail(Broken::Closed);
    let is_sent = |polled| match polled {
        Poll::Ready(Err(CallError::Broken { sent, .. })) => sent,
        other => panic!("{other:?}"),
    };
    assert!(is_sent(lab.poll(sent)));
    assert!(unsent.into_iter().all(|id| !is_sent(lab.poll(id))));
}
