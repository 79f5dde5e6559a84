//! New values of `timeuuid`.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use super::timeuuid::{CqlTimeuuid, MAX_TICKS, UNIX_EPOCH_TICKS};
use super::value_overflow::ValueOverflow;

/// Makes version 1 UUIDs, each greater than the one before, from times that it is given.
///
/// It is shared by reference between threads, and never gives one twice: when the time stands still or goes back, it goes
/// on in steps of 100 ns. `CqlTimeuuid::now()` is one of these for the whole program, with the system's clock.
///
/// # Examples
/// ```
/// use std::time::SystemTime;
///
/// use ilium_driver::value::TimeuuidGenerator;
///
/// let ids = TimeuuidGenerator::new();
/// let now = SystemTime::now();
/// let (first, second) = (ids.next_at(now)?, ids.next_at(now)?);
/// assert!(first < second);
/// # Ok::<(), ilium_driver::value::ValueOverflow>(())
/// ```
#[derive(Debug)]
pub struct TimeuuidGenerator {
    /// The time of the latest UUID, in ticks; 0 before the first.
    latest: AtomicU64,
    /// Clock sequence and node, as they stand in each UUID.
    clock_and_node: u64,
}

/// The variant of these UUIDs, and the bits that it takes (RFC 9562 §4.1).
const VARIANT: u64 = 0x8000_0000_0000_0000;
const VARIANT_MASK: u64 = 0xC000_0000_0000_0000;
/// Marks a node that is no address of a network card (RFC 9562 §6.10).
const MULTICAST: u64 = 0x0100_0000_0000;

impl TimeuuidGenerator {
    /// A generator whose clock sequence and node are random, so that no two programs give the same.
    pub fn new() -> Self {
        Self::of(fastrand::u64(..) | MULTICAST)
    }

    /// A generator of this clock sequence, of which the lower 14 bits are taken, and this node.
    pub fn with_node(clock_sequence: u16, node: [u8; 6]) -> Self {
        let node = node.iter().fold(0, |node, byte| (node << 8) | u64::from(*byte));
        Self::of((u64::from(clock_sequence) << 48) | node)
    }

    const fn of(clock_and_node: u64) -> Self {
        Self { latest: AtomicU64::new(0), clock_and_node: (clock_and_node & !VARIANT_MASK) | VARIANT }
    }

    /// The next UUID: that of `now`, or 100 ns after the latest, whichever is later.
    ///
    /// # Errors
    /// When `now` is before 1582-10-15 or after 5236-03-31, which version 1 cannot hold, or the latest was the last.
    pub fn next_at(&self, now: SystemTime) -> Result<CqlTimeuuid, ValueOverflow> {
        let now = ticks(now).ok_or(ValueOverflow)?;
        let mut latest = self.latest.load(Ordering::Relaxed);
        loop {
            let next = now.max(latest.saturating_add(1));
            if next > MAX_TICKS.unsigned_abs() {
                return Err(ValueOverflow);
            }
            // Nothing else is published by this number, so no order is needed but its own.
            match self.latest.compare_exchange_weak(latest, next, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => return Ok(CqlTimeuuid::from_ticks(next, self.clock_and_node)),
                Err(seen) => latest = seen,
            }
        }
    }
}

/// The time in the unit and from the start of version 1.
fn ticks(time: SystemTime) -> Option<u64> {
    let ticks = match time.duration_since(UNIX_EPOCH) {
        Ok(since) => i128::try_from(since.as_nanos() / 100).ok()?,
        Err(before) => -i128::try_from(before.duration().as_nanos().div_ceil(100)).ok()?,
    };
    u64::try_from(ticks + i128::from(UNIX_EPOCH_TICKS)).ok()
}

impl Default for TimeuuidGenerator {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::time::Duration;

    use super::*;
    use crate::value::CqlTimestamp;

    #[test]
    fn each_is_a_version_1_uuid_of_its_time() {
        let ids = TimeuuidGenerator::with_node(0xFFFF, [1, 2, 3, 4, 5, 6]);
        let now = UNIX_EPOCH + Duration::from_nanos(1_700_000_000_123_456_700);
        let id = ids.next_at(now).unwrap();
        assert_eq!(id.to_string(), "04c29687-833b-11ee-bfff-010203040506");
        assert_eq!(id.as_ref().get_version_num(), 1);
        assert_eq!((id.timestamp(), id.system_time()), (CqlTimestamp(1_700_000_000_123), Ok(now)));
        let id = TimeuuidGenerator::new().next_at(now).unwrap();
        let (_, _, _, rest) = id.as_fields();
        assert!(rest[0] >> 6 == 2 && rest[2] & 1 == 1, "{rest:?}");
    }

    #[test]
    fn they_rise_though_the_clock_goes_back() {
        let ids = TimeuuidGenerator::new();
        let now = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        let times =
            [now, now, now - Duration::from_secs(9), now + Duration::from_nanos(100), now + Duration::from_secs(1)];
        let made: Vec<_> = times.into_iter().map(|time| ids.next_at(time).unwrap()).collect();
        assert!(made.is_sorted_by(|a, b| a < b), "{made:?}");
        assert_eq!(made[3].system_time(), Ok(now + Duration::from_nanos(300)));
        assert_eq!(made[4].system_time(), Ok(now + Duration::from_secs(1)));
    }

    #[test]
    fn threads_never_get_the_same() {
        let ids = TimeuuidGenerator::new();
        let now = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        let made: Vec<CqlTimeuuid> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| (0..1_000).map(|_| ids.next_at(now).unwrap()).collect::<Vec<_>>()))
                .collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(made.iter().collect::<HashSet<_>>().len(), 4_000);
    }

    #[test]
    fn times_that_version_1_cannot_hold_are_errors() {
        let ids = TimeuuidGenerator::new();
        let first = UNIX_EPOCH - Duration::from_secs(12_219_292_800);
        assert_eq!(ids.next_at(first - Duration::from_nanos(100)), Err(ValueOverflow));
        assert_eq!(
            ids.next_at(first + Duration::from_nanos(100)).unwrap().system_time(),
            Ok(first + Duration::from_nanos(100))
        );
        let last = UNIX_EPOCH
            + Duration::from_nanos(0)
            + Duration::from_secs(103_072_857_660)
            + Duration::from_nanos(684_697_500);
        assert_eq!(ids.next_at(last).unwrap().system_time(), Ok(last));
        assert_eq!(ids.next_at(last), Err(ValueOverflow));
        assert_eq!(ids.next_at(last + Duration::from_nanos(100)), Err(ValueOverflow));
    }
}
