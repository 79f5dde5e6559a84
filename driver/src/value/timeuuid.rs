//! `timeuuid`.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ::uuid::Uuid;

use super::native::fixed_size;
use super::timestamp::CqlTimestamp;
use super::value_overflow::ValueOverflow;

/// Between 1582-10-15, where the time of version 1 begins, and 1970-01-01, in its unit of 100 ns (RFC 9562 §5.1).
pub(super) const UNIX_EPOCH_TICKS: i64 = 0x01B2_1DD2_1381_4000;
/// Ticks of 100 ns in a millisecond.
pub(super) const TICKS_PER_MILLI: i64 = 10_000;
/// The largest time that the 60 bits of version 1 hold.
pub(super) const MAX_TICKS: i64 = (1 << 60) - 1;

/// A `timeuuid`: a version 1 UUID that is ordered as Cassandra orders it, by its time first.
///
/// Equality and order pass over the version, as they do in Cassandra. New ones come from a
/// [`TimeuuidGenerator`](super::TimeuuidGenerator), or from `CqlTimeuuid::now()`.
///
/// # Examples
/// ```
/// use ilium_driver::value::{CqlTimestamp, CqlTimeuuid};
///
/// let (first, second) = (CqlTimeuuid::now(), CqlTimeuuid::now());
/// assert!(first < second);
///
/// // The ids of one hour, to be asked for with `id >= ? AND id <= ?`.
/// let hour: CqlTimestamp = "2026-11-21 08:00+0000".parse()?;
/// let ids = CqlTimeuuid::min_at(hour)..=CqlTimeuuid::max_at(hour + std::time::Duration::from_millis(3_599_999));
/// assert!(!ids.contains(&CqlTimeuuid::nil()));
/// # Ok::<(), ilium_driver::value::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct CqlTimeuuid(Uuid);

fixed_size!(CqlTimeuuid: Timeuuid, 16; |value| value.0.into_bytes(); |bytes| Self(Uuid::from_bytes(bytes)));

impl CqlTimeuuid {
    /// All bits zero.
    pub const fn nil() -> Self {
        Self(Uuid::nil())
    }

    /// The UUID of these 16 bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }

    /// The UUID of this number, its first byte the highest.
    pub const fn from_u128(number: u128) -> Self {
        Self(Uuid::from_u128(number))
    }

    /// The UUID of this number, its first byte the lowest.
    pub const fn from_u128_le(number: u128) -> Self {
        Self(Uuid::from_u128_le(number))
    }

    /// The UUID of these 16 bytes.
    ///
    /// # Errors
    /// When there are not 16.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, ::uuid::Error> {
        Uuid::from_slice(bytes).map(Self)
    }

    /// The UUID of these 16 bytes, of which the first three fields are in little-endian order.
    ///
    /// # Errors
    /// When there are not 16.
    pub fn from_slice_le(bytes: &[u8]) -> Result<Self, ::uuid::Error> {
        Uuid::from_slice_le(bytes).map(Self)
    }

    /// The UUID of these 16 bytes, of which the first three fields are in little-endian order.
    pub const fn from_bytes_le(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes_le(bytes))
    }

    /// The UUID of these fields (RFC 9562 §5.1): low, middle and high part of the time, then clock sequence and node.
    pub const fn from_fields(low: u32, middle: u16, high: u16, clock_and_node: &[u8; 8]) -> Self {
        Self(Uuid::from_fields(low, middle, high, clock_and_node))
    }

    /// The UUID of these fields, of which the first three are in little-endian order.
    pub const fn from_fields_le(low: u32, middle: u16, high: u16, clock_and_node: &[u8; 8]) -> Self {
        Self(Uuid::from_fields_le(low, middle, high, clock_and_node))
    }

    /// The UUID of the first and the last 8 bytes.
    pub const fn from_u64_pair(high: u64, low: u64) -> Self {
        Self(Uuid::from_u64_pair(high, low))
    }

    /// The smallest `timeuuid` of that millisecond in Cassandra's order, as CQL's `minTimeuuid`: a bound for ranges.
    ///
    /// Times before 1582-10-15 or after 5236-03-31, which version 1 cannot hold, are moved to the nearest it can.
    pub const fn min_at(time: CqlTimestamp) -> Self {
        Self::from_ticks(ticks(time, 0), 0x8080_8080_8080_8080)
    }

    /// The largest `timeuuid` of that millisecond in Cassandra's order, as CQL's `maxTimeuuid`: a bound for ranges.
    ///
    /// Times are moved as by [`min_at`](Self::min_at).
    pub const fn max_at(time: CqlTimestamp) -> Self {
        Self::from_ticks(ticks(time, TICKS_PER_MILLI - 1), 0x7F7F_7F7F_7F7F_7F7F)
    }

    pub(super) const fn from_ticks(ticks: u64, clock_and_node: u64) -> Self {
        let (low, middle, high) = (ticks & 0xFFFF_FFFF, (ticks >> 32) & 0xFFFF, (ticks >> 48) & 0x0FFF);
        Self(Uuid::from_u64_pair((low << 32) | (middle << 16) | 0x1000 | high, clock_and_node))
    }

    /// The 16 bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// The bytes as a number, the first the highest.
    pub const fn as_u128(&self) -> u128 {
        self.0.as_u128()
    }

    /// Low, middle and high part of the time, the last with the version; then clock sequence and node.
    pub fn as_fields(&self) -> (u32, u16, u16, &[u8; 8]) {
        self.0.as_fields()
    }

    /// The first and the last 8 bytes as numbers.
    pub const fn as_u64_pair(&self) -> (u64, u64) {
        self.0.as_u64_pair()
    }

    /// The time it holds.
    ///
    /// # Errors
    /// When `SystemTime` cannot hold it, as that of some platforms cannot before 1970.
    pub fn system_time(&self) -> Result<SystemTime, ValueOverflow> {
        let ticks = i64::try_from(self.order().0).unwrap_or(MAX_TICKS) - UNIX_EPOCH_TICKS;
        // Whole seconds first: the nanoseconds of all 60 bits are more than 64 bits hold.
        let distance = ticks.unsigned_abs();
        let distance = Duration::from_secs(distance / 10_000_000) + Duration::from_nanos(distance % 10_000_000 * 100);
        let time = if ticks < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) };
        time.ok_or(ValueOverflow)
    }

    /// The time it holds, cut to milliseconds.
    pub fn timestamp(&self) -> CqlTimestamp {
        let ticks = i64::try_from(self.order().0).unwrap_or(MAX_TICKS);
        CqlTimestamp((ticks - UNIX_EPOCH_TICKS).div_euclid(TICKS_PER_MILLI))
    }

    /// Cassandra compares the time without the version, then the other half byte by byte, each signed.
    const fn order(&self) -> (u64, u64) {
        let (time, rest) = self.0.as_u64_pair();
        let (low, middle, high) = (time >> 32, (time >> 16) & 0xFFFF, time & 0x0FFF);
        ((high << 48) | (middle << 32) | low, rest ^ 0x8080_8080_8080_8080)
    }
}

/// The time in the unit and from the start of version 1, `more` ticks later.
const fn ticks(time: CqlTimestamp, more: i64) -> u64 {
    let ticks = time.0.saturating_mul(TICKS_PER_MILLI).saturating_add(UNIX_EPOCH_TICKS).saturating_add(more);
    if ticks < 0 {
        0
    } else if ticks > MAX_TICKS {
        MAX_TICKS.unsigned_abs()
    } else {
        ticks.unsigned_abs()
    }
}

impl Ord for CqlTimeuuid {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order().cmp(&other.order())
    }
}

impl PartialOrd for CqlTimeuuid {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for CqlTimeuuid {
    fn eq(&self, other: &Self) -> bool {
        self.order() == other.order()
    }
}

impl Eq for CqlTimeuuid {}

impl Hash for CqlTimeuuid {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.order().hash(state);
    }
}

impl fmt::Display for CqlTimeuuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromStr for CqlTimeuuid {
    type Err = ::uuid::Error;

    fn from_str(text: &str) -> Result<Self, ::uuid::Error> {
        Uuid::from_str(text).map(Self)
    }
}

impl AsRef<Uuid> for CqlTimeuuid {
    fn as_ref(&self) -> &Uuid {
        &self.0
    }
}

impl From<Uuid> for CqlTimeuuid {
    fn from(uuid: Uuid) -> Self {
        Self(uuid)
    }
}

impl From<CqlTimeuuid> for Uuid {
    fn from(timeuuid: CqlTimeuuid) -> Self {
        timeuuid.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_by_time_then_by_signed_bytes() {
        let parse = |text: &str| text.parse::<CqlTimeuuid>().unwrap();
        let ordered = [
            parse("00000000-0000-1000-8080-808080808080"),
            parse("ffffffff-0000-1000-8080-808080808080"),
            parse("00000000-0001-1000-8080-808080808080"),
            parse("00000000-0000-1001-8080-808080808080"),
            parse("00000000-0000-1001-ff00-000000000000"),
            parse("00000000-0000-1001-0000-000000000000"),
            parse("00000000-0000-1001-7f00-000000000000"),
        ];
        assert!(ordered.is_sorted_by(|a, b| a < b));
        assert_eq!(parse("00000000-0000-1001-8080-808080808080"), parse("00000000-0000-4001-8080-808080808080"));
    }

    #[test]
    fn fields_and_bytes_are_those_of_the_uuid() {
        let uuid = Uuid::from_u128(0x0123_4567_89AB_1DEF_8123_4567_89AB_CDEF);
        let id = CqlTimeuuid::from(uuid);
        let (low, middle, high, rest) = id.as_fields();
        assert_eq!((low, middle, high, rest[0]), (0x0123_4567, 0x89AB, 0x1DEF, 0x81));
        let (first, last) = id.as_u64_pair();
        for same in [
            CqlTimeuuid::from_fields(low, middle, high, rest),
            CqlTimeuuid::from_fields_le(low.swap_bytes(), middle.swap_bytes(), high.swap_bytes(), rest),
            CqlTimeuuid::from_u64_pair(first, last),
            CqlTimeuuid::from_bytes_le(uuid.to_bytes_le()),
            CqlTimeuuid::from_u128_le(id.as_u128().swap_bytes()),
            CqlTimeuuid::from_slice(id.as_bytes()).unwrap(),
            CqlTimeuuid::from_slice_le(&uuid.to_bytes_le()).unwrap(),
        ] {
            assert_eq!(same.as_ref(), &uuid);
        }
        assert!(CqlTimeuuid::from_slice(&[0; 15]).is_err());
    }

    #[test]
    fn bounds_hold_every_timeuuid_of_their_millisecond() {
        let time = CqlTimestamp(1_700_000_000_123);
        let (min, max) = (CqlTimeuuid::min_at(time), CqlTimeuuid::max_at(time));
        assert_eq!((min.timestamp(), max.timestamp()), (time, time));
        assert_eq!(min.as_ref().get_version_num(), 1);
        assert_eq!(min.to_string(), "04c284b0-833b-11ee-8080-808080808080");
        assert_eq!(max.to_string(), "04c2abbf-833b-11ee-7f7f-7f7f7f7f7f7f");
        assert!(CqlTimeuuid::max_at(CqlTimestamp(time.0 - 1)) < min);
        assert!(max < CqlTimeuuid::min_at(CqlTimestamp(time.0 + 1)));
        assert!(CqlTimeuuid::min_at(CqlTimestamp::MIN) < CqlTimeuuid::max_at(CqlTimestamp::MAX));
    }
}
