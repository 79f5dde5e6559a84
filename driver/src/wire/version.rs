use std::fmt;

use super::Compression;
use super::column::NativeType;

/// A version of the native protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ProtocolVersion {
    /// Version 3: Cassandra 2.1 and later.
    ///
    /// It knows no unset values, no custom payloads, no warnings and no user-defined functions, and a prepared statement
    /// does not say which bind markers are its partition key, so its requests go to any node.
    V3 = 3,
    /// Version 4: Cassandra 2.2 and later, ScyllaDB.
    V4 = 4,
    /// Version 5: Cassandra 4.0 and later; envelopes travel in checksummed segments.
    V5 = 5,
}

impl ProtocolVersion {
    /// The newest version this crate speaks, which negotiation starts from.
    pub const LATEST: Self = Self::V5;

    /// The oldest version this crate speaks, where negotiation ends.
    pub const OLDEST: Self = Self::V3;

    /// Returns the version whose number is `number`, if this crate speaks it.
    #[inline]
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            3 => Some(Self::V3),
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
            Self::V3 => None,
            Self::V4 => Some(Self::V3),
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

    /// Whether a type has an id of its own among the column types; before, it goes by its server class.
    pub const fn has_type_id(self, native: NativeType) -> bool {
        match native {
            NativeType::Duration => matches!(self, Self::V5),
            NativeType::Date | NativeType::SmallInt | NativeType::Time | NativeType::TinyInt => {
                !matches!(self, Self::V3)
            }
            _ => true,
        }
    }

    /// Whether a bind marker can be left unset; before, it has a value or null.
    #[inline]
    pub const fn has_unset(self) -> bool {
        !matches!(self, Self::V3)
    }

    /// Whether requests and responses can carry a custom payload.
    pub const fn has_custom_payload(self) -> bool {
        !matches!(self, Self::V3)
    }

    /// Whether a prepared statement says which bind markers are the partition key.
    pub const fn has_partition_key_indexes(self) -> bool {
        !matches!(self, Self::V3)
    }

    /// Whether there are the errors READ_FAILURE, WRITE_FAILURE and FUNCTION_FAILURE; before, servers send the timeouts
    /// or INVALID in their place.
    pub const fn has_failures(self) -> bool {
        !matches!(self, Self::V3)
    }

    /// Whether schema changes name functions and aggregates; before, servers say that their keyspace was updated.
    pub const fn has_functions(self) -> bool {
        !matches!(self, Self::V3)
    }

    /// Whether messages can be compressed this way: segments know lz4 alone, bodies know both.
    pub const fn has_compression(self, compression: Compression) -> bool {
        match compression {
            Compression::Lz4 => true,
            // native_protocol_v5 §2.3.1: only LZ4 compression is currently supported for v5.
            Compression::Snappy => !self.has_segments(),
        }
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
