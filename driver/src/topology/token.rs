//! A place on the ring.

use std::fmt;

/// A place on the ring: what the partitioner makes of a partition key.
///
/// The smallest 64-bit number is no token (Cassandra keeps it for the ring's start), so it counts as the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token(i64);

impl Token {
    /// The token of this value; `i64::MIN` becomes `i64::MAX`.
    #[inline]
    pub const fn new(value: i64) -> Self {
        Self(if value == i64::MIN { i64::MAX } else { value })
    }

    /// The value, as `token()` in CQL gives it.
    #[inline]
    pub const fn value(&self) -> i64 {
        self.0
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
