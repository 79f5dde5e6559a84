use std::fmt;

/// A version of the native protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ProtocolVersion {
    /// Version 4: Cassandra 2.2 and later, ScyllaDB.
    V4 = 4,
    /// Version 5: Cassandra 4.0 and later; envelopes travel in checksummed segments.
    V5 = 5,
}

impl ProtocolVersion {
    /// The newest version this crate speaks, which negotiation starts from.
    pub const LATEST: Self = Self::V5;

    /// Returns the version whose number is `number`, if this crate speaks it.
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            4 => Some(Self::V4),
            5 => Some(Self::V5),
            _ => None,
        }
    }

    /// The number that stands in an envelope's header.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The next older version this crate speaks.
    pub const fn older(self) -> Option<Self> {
        match self {
            Self::V4 => None,
            Self::V5 => Some(Self::V4),
        }
    }
}

impl fmt::Display for ProtocolVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v{}", self.number())
    }
}
