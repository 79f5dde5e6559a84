//! Values of the present, by the system's clock, which the layers of values and of protocol do not have.

use std::sync::LazyLock;
use std::time::SystemTime;

use crate::value::{CqlTimestamp, CqlTimeuuid, TimeuuidGenerator};

/// One for the whole program, so that its UUIDs differ and rise.
static TIMEUUIDS: LazyLock<TimeuuidGenerator> = LazyLock::new(TimeuuidGenerator::new);

impl CqlTimestamp {
    /// The present by the system's clock; the nearest timestamp, should the clock be out of range.
    pub fn now() -> Self {
        let now = SystemTime::now();
        now.try_into().unwrap_or(if now < SystemTime::UNIX_EPOCH { Self::MIN } else { Self::MAX })
    }
}

impl CqlTimeuuid {
    /// A new UUID of the present by the system's clock: each is greater than those that this program made before.
    ///
    /// Should the clock be set out of the range of version 1, they go on from 1970.
    pub fn now() -> Self {
        let next = TIMEUUIDS.next_at(SystemTime::now()).or_else(|_| TIMEUUIDS.next_at(SystemTime::UNIX_EPOCH));
        next.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_present_is_between_before_and_after() {
        let before = CqlTimestamp::try_from(SystemTime::now()).unwrap();
        let (time, first, second) = (CqlTimestamp::now(), CqlTimeuuid::now(), CqlTimeuuid::now());
        let after = CqlTimestamp::try_from(SystemTime::now()).unwrap();
        assert!(before <= time && time <= after);
        assert!(first < second);
        assert!(before <= first.timestamp() && first.timestamp() <= after);
    }
}
