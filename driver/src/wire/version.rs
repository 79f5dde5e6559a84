use std::fmt;

use super::Compression;

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

    /// The oldest version this crate speaks, where negotiation ends.
    pub const OLDEST: Self = Self::V4;

    /// Returns the version whose number is `number`, if this crate speaks it.
    #[inline]
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            4 => Some(Self::V4),
            5 => Some(Self::V5),
            _ => None,
        }
    }

    /// The number that stands in an envelope's header.
    #[inline]
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

    /// Whether the flags of QUERY, EXECUTE and BATCH are an `[int]`, and PREPARE has flags at all; a `[byte]` before.
    ///
    /// With them came the keyspace and `now_in_seconds` of a request.
    #[inline]
    pub const fn has_wide_flags(self) -> bool {
        matches!(self, Self::V5)
    }

    /// Whether a prepared statement's result metadata has an id, which EXECUTE sends and a result may replace.
    #[inline]
    pub const fn has_result_metadata_id(self) -> bool {
        matches!(self, Self::V5)
    }

    /// Whether READ_FAILURE and WRITE_FAILURE say why each replica failed; before, only how many did.
    pub const fn has_failure_reasons(self) -> bool {
        matches!(self, Self::V5)
    }

    /// Whether WRITE_TIMEOUT of a lightweight transaction counts contentions.
    pub const fn has_contentions(self) -> bool {
        matches!(self, Self::V5)
    }

    /// Whether `duration` has an id of its own among the column types; before, it goes by its server class.
    pub const fn has_duration(self) -> bool {
        matches!(self, Self::V5)
    }

    /// Whether messages can be compressed this way: segments know lz4 alone, bodies know both.
    pub const fn has_compression(self, compression: Compression) -> bool {
        match compression {
            Compression::Lz4 => true,
            // native_protocol_v5 §2.3.1: only LZ4 compression is currently supported for v5.
            Compression::Snappy => !self.has_segments(),
        }
    }

    /// Whether a request and its answer may have a custom payload.
    pub const fn has_custom_payload(self) -> bool {
        matches!(self, Self::V4 | Self::V5)
    }

    /// Whether envelopes travel in checksummed segments once the connection has started.
    pub const fn has_segments(self) -> bool {
        matches!(self, Self::V5)
    }
}

impl fmt::Display for ProtocolVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v{}", self.number())
    }
}
