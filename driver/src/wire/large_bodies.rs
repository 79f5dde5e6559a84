//! The memory of large bodies, which is used again.

use bytes::{Bytes, BytesMut};

/// From how many bytes on an envelope is large.
///
/// A shorter one fits the room of one read, and is a slice of what was read.
pub(super) const LARGE: usize = 64 * 1024;

/// How much of a large envelope has to be here before memory is taken by the length in its header, in bytes.
pub(super) const PROOF: usize = 16 * 1024;

/// How much memory is taken at once for a large envelope whose header is here, in bytes.
///
/// Most large envelopes are pages of rows, which are shorter. For longer ones memory is taken as they come, for a length in
/// a header is not yet so many bytes.
pub(super) const RESERVED: usize = 1024 * 1024;

/// How many large envelopes' memory is kept.
///
/// While a stream of pages is read, one page comes as another is being read by the caller; a few streams share a
/// connection.
const KEPT: usize = 4;

/// How many bytes of it are kept.
const KEPT_BYTES: usize = 4 * 1024 * 1024;

/// The memory of the last large envelopes of a connection: of at most [`KEPT`], and at most [`KEPT_BYTES`].
///
/// An allocator gives memory of this size back to the kernel when it is freed, and the kernel fills each of its pages with
/// zeros when it is taken anew, which costs several times what it takes to read the rows.
#[derive(Debug, Default)]
pub(super) struct LargeBodies {
    /// The last one last. Each is shared with the answer that it was given out as, until that is dropped.
    kept: Vec<Kept>,
    /// How often memory was kept.
    times: u64,
}

#[derive(Debug)]
struct Kept {
    envelope: Bytes,
    /// How much memory it has.
    capacity: usize,
}

impl LargeBodies {
    /// Empty memory for an envelope of `len` bytes: that of an answer which was dropped, or new, then no more than
    /// [`RESERVED`].
    #[cold]
    pub(super) fn take(&mut self, len: usize) -> BytesMut {
        let wanted = len.min(RESERVED);
        let is_free = |kept: &Kept| kept.envelope.is_unique();
        let fitting = self.kept.iter().position(|kept| kept.capacity >= len && is_free(kept));
        if let Some(place) = fitting.or_else(|| self.kept.iter().position(is_free))
            && let Ok(mut memory) = self.kept.remove(place).envelope.try_into_mut()
        {
            memory.clear();
            memory.reserve(wanted);
            return memory;
        }
        // Pages are not all equally long: the next one may be a little longer.
        BytesMut::with_capacity(wanted.next_power_of_two())
    }

    /// Gives an envelope out and keeps its memory, to be taken once the answer was dropped. What was kept longest makes room:
    /// had its answer been dropped, it would have been taken.
    pub(super) fn keep(&mut self, envelope: BytesMut) -> Bytes {
        let capacity = envelope.capacity();
        let envelope = envelope.freeze();
        if (LARGE..=KEPT_BYTES).contains(&capacity) {
            while self.kept.len() == KEPT || self.bytes() + capacity > KEPT_BYTES {
                self.kept.remove(0);
            }
            self.kept.push(Kept { envelope: envelope.clone(), capacity });
            self.times += 1;
        }
        envelope
    }

    fn bytes(&self) -> usize {
        self.kept.iter().map(|kept| kept.capacity).sum()
    }

    /// How often memory was kept, if some is: while that grows it is of use.
    #[inline]
    pub(super) const fn uses(&self) -> Option<u64> {
        if self.kept.is_empty() { None } else { Some(self.times) }
    }

    /// Gives all memory back that no answer has.
    pub(super) fn release(&mut self) {
        self.kept = Vec::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An envelope in memory that `bodies` gave, filled with `byte`.
    fn given(bodies: &mut LargeBodies, len: usize, byte: u8) -> Bytes {
        let mut memory = bodies.take(len);
        assert!(memory.is_empty() && memory.capacity() >= len.min(RESERVED), "{}", memory.capacity());
        memory.resize(len, byte);
        bodies.keep(memory)
    }

    #[test]
    fn memory_is_taken_again_once_its_answer_was_dropped() {
        let mut bodies = LargeBodies::default();
        let first = given(&mut bodies, 2 * LARGE, 1);
        let place = first.as_ptr();
        let second = given(&mut bodies, 2 * LARGE, 2);
        assert_eq!(bodies.kept.len(), 2);
        drop((first, second));
        let third = given(&mut bodies, 2 * LARGE, 3);
        assert_eq!(third.as_ptr(), place);
        assert_eq!(bodies.kept.len(), 2);
    }

    #[test]
    fn what_somebody_still_has_is_never_written_to() {
        let mut bodies = LargeBodies::default();
        let mut held = Vec::new();
        for round in 0..50_u8 {
            let envelope = given(&mut bodies, 2 * LARGE, round);
            // All of it, a part of it, a part of a part, or nothing.
            match round % 4 {
                0 => held.push((envelope, round)),
                1 => held.push((envelope.slice(10..20), round)),
                2 => held.push((envelope.slice(LARGE..).slice(..1), round)),
                _ => {}
            }
            assert!(bodies.kept.len() <= KEPT);
        }
        for (part, round) in held {
            assert!(part.iter().all(|byte| *byte == round), "round {round}");
        }
    }

    #[test]
    fn a_longer_envelope_gets_more_and_the_best_fit() {
        let mut bodies = LargeBodies::default();
        let (short, long) = (given(&mut bodies, LARGE, 1), given(&mut bodies, RESERVED, 2));
        let place = long.as_ptr();
        drop((short, long));
        assert_eq!(bodies.take(RESERVED).as_ptr(), place);
        // What is left is too short, and grows.
        drop(given(&mut bodies, RESERVED / 2, 3));
        assert_eq!(bodies.kept.len(), 1);
        assert!(bodies.bytes() >= RESERVED / 2);
    }

    #[test]
    fn number_and_bytes_of_what_is_kept_are_bounded() {
        let mut bodies = LargeBodies::default();
        let taken: Vec<Bytes> = (0..3 * KEPT).map(|_| given(&mut bodies, LARGE, 1)).collect();
        assert_eq!(bodies.kept.len(), KEPT);
        // The last ones are kept, so that answers which are held for long do not end it.
        let last = taken[3 * KEPT - 1].as_ptr();
        assert!(bodies.kept.iter().any(|kept| kept.envelope.as_ptr() == last));
        drop(taken);
        let long: Vec<Bytes> = [3, 2, 1].map(|mebibytes| given(&mut bodies, mebibytes * RESERVED, 1)).into();
        assert!(bodies.bytes() <= KEPT_BYTES && !bodies.kept.is_empty());
        drop(long);
        bodies.release();
        assert!(bodies.kept.is_empty());
        drop(given(&mut bodies, KEPT_BYTES + 1, 1));
        assert!(bodies.kept.is_empty());
    }

    #[test]
    fn memory_taken_a_thousand_times_is_still_the_same() {
        let mut bodies = LargeBodies::default();
        let place = given(&mut bodies, RESERVED, 1).as_ptr();
        for _ in 0..1_000 {
            let mut memory = bodies.take(RESERVED - 9);
            memory.resize(RESERVED - 9, 1);
            // As the header is taken off.
            let body = bodies.keep(memory).split_off(9);
            assert_eq!(body.len(), RESERVED - 18);
        }
        let memory = bodies.take(RESERVED);
        assert_eq!((memory.as_ptr(), memory.capacity()), (place, RESERVED));
    }
}
