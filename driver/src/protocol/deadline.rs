use std::time::{Duration, Instant};

/// A timeout over this is none: nobody waits that long, and the clocks of some systems cannot add much more.
const LONGEST: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);

/// When what began at `start` has taken longer than `timeout`. A timeout that is too long for `Instant` means no deadline.
#[inline]
pub(crate) fn deadline(start: Instant, timeout: Duration) -> Option<Instant> {
    if timeout > LONGEST { None } else { start.checked_add(timeout) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timeout_is_added_if_it_is_not_too_long() {
        let start = Instant::now();
        assert_eq!(deadline(start, Duration::ZERO), Some(start));
        assert_eq!(deadline(start, Duration::from_millis(5)), Some(start + Duration::from_millis(5)));
        assert_eq!(deadline(start, LONGEST), Some(start + LONGEST));
        for timeout in [LONGEST + Duration::from_nanos(1), Duration::from_secs(u64::MAX / 2), Duration::MAX] {
            assert_eq!(deadline(start, timeout), None);
        }
    }
}
