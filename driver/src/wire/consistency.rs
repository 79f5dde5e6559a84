//! Consistency levels (`[consistency]` in section 3 of the specification).

use std::error::Error;
use std::fmt;

use crate::wire::shown::debug_by_chain;

/// How many replicas must answer before a request succeeds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u16)]
#[allow(clippy::exhaustive_enums, reason = "the specification closes this list")]
pub enum Consistency {
    /// Any node, a hint included; writes only.
    Any = 0x0000,
    /// One replica.
    One = 0x0001,
    /// Two replicas.
    Two = 0x0002,
    /// Three replicas.
    Three = 0x0003,
    /// A majority of all replicas.
    Quorum = 0x0004,
    /// Every replica.
    All = 0x0005,
    /// A majority of the coordinator's datacenter; the default.
    #[default]
    LocalQuorum = 0x0006,
    /// A majority in each datacenter; writes, and reads since Cassandra 4.
    EachQuorum = 0x0007,
    /// Reads the latest state of lightweight transactions, across datacenters.
    Serial = 0x0008,
    /// Reads the latest state of lightweight transactions, in the coordinator's datacenter.
    LocalSerial = 0x0009,
    /// One replica of the coordinator's datacenter.
    LocalOne = 0x000A,
}

impl Consistency {
    /// Returns the level whose code is `code`.
    pub const fn from_code(code: u16) -> Option<Self> {
        Some(match code {
            0x0000 => Self::Any,
            0x0001 => Self::One,
            0x0002 => Self::Two,
            0x0003 => Self::Three,
            0x0004 => Self::Quorum,
            0x0005 => Self::All,
            0x0006 => Self::LocalQuorum,
            0x0007 => Self::EachQuorum,
            0x0008 => Self::Serial,
            0x0009 => Self::LocalSerial,
            0x000A => Self::LocalOne,
            _ => return None,
        })
    }

    /// The code that stands in a message.
    pub const fn code(self) -> u16 {
        self as u16
    }

    /// The level's name as CQL tools and traces spell it, such as `LOCAL_QUORUM`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Any => "ANY",
            Self::One => "ONE",
            Self::Two => "TWO",
            Self::Three => "THREE",
            Self::Quorum => "QUORUM",
            Self::All => "ALL",
            Self::LocalQuorum => "LOCAL_QUORUM",
            Self::EachQuorum => "EACH_QUORUM",
            Self::Serial => "SERIAL",
            Self::LocalSerial => "LOCAL_SERIAL",
            Self::LocalOne => "LOCAL_ONE",
        }
    }
}

impl Consistency {
    /// Whether it is a level of lightweight transactions.
    pub const fn is_serial(&self) -> bool {
        matches!(self, Self::Serial | Self::LocalSerial)
    }
}

/// A number is the code of no consistency level.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct UnknownConsistency(i32);

impl fmt::Display for UnknownConsistency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown consistency level {:#06x}", self.0)
    }
}

impl Error for UnknownConsistency {}

/// A consistency level is none of lightweight transactions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct NonSerialConsistencyError(Consistency);

impl fmt::Display for NonSerialConsistencyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected SERIAL or LOCAL_SERIAL, got {}", self.0)
    }
}

impl Error for NonSerialConsistencyError {}

debug_by_chain!(UnknownConsistency, NonSerialConsistencyError);

impl TryFrom<u16> for Consistency {
    type Error = UnknownConsistency;

    fn try_from(code: u16) -> Result<Self, UnknownConsistency> {
        Self::from_code(code).ok_or_else(|| UnknownConsistency(code.into()))
    }
}

impl TryFrom<i16> for SerialConsistency {
    type Error = UnknownConsistency;

    fn try_from(code: i16) -> Result<Self, UnknownConsistency> {
        u16::try_from(code).ok().and_then(Self::from_code).ok_or_else(|| UnknownConsistency(code.into()))
    }
}

impl TryFrom<Consistency> for SerialConsistency {
    type Error = NonSerialConsistencyError;

    fn try_from(level: Consistency) -> Result<Self, NonSerialConsistencyError> {
        match level {
            Consistency::Serial => Ok(Self::Serial),
            Consistency::LocalSerial => Ok(Self::LocalSerial),
            other => Err(NonSerialConsistencyError(other)),
        }
    }
}

impl fmt::Display for Consistency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The consistency of the Paxos phase of a lightweight transaction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u16)]
#[allow(clippy::exhaustive_enums, reason = "the specification closes this list")]
pub enum SerialConsistency {
    /// Across datacenters.
    Serial = 0x0008,
    /// In the coordinator's datacenter; the default.
    #[default]
    LocalSerial = 0x0009,
}

impl SerialConsistency {
    /// Returns the level whose code is `code`.
    pub const fn from_code(code: u16) -> Option<Self> {
        match code {
            0x0008 => Some(Self::Serial),
            0x0009 => Some(Self::LocalSerial),
            _ => None,
        }
    }

    /// The code that stands in a message.
    pub const fn code(self) -> u16 {
        self as u16
    }

    /// The level's name as CQL tools and traces spell it, such as `LOCAL_SERIAL`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Serial => "SERIAL",
            Self::LocalSerial => "LOCAL_SERIAL",
        }
    }
}

impl From<SerialConsistency> for Consistency {
    fn from(level: SerialConsistency) -> Self {
        match level {
            SerialConsistency::Serial => Self::Serial,
            SerialConsistency::LocalSerial => Self::LocalSerial,
        }
    }
}

impl fmt::Display for SerialConsistency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
