use std::fmt;

/// Why a request failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// Something unexpected happened in the server.
    Server,
    /// The client violated the protocol, or speaks a version that the server does not.
    Protocol,
    /// The credentials were refused.
    Authentication,
    /// Too few replicas are alive for the consistency level.
    Unavailable,
    /// The coordinator has too much to do.
    Overloaded,
    /// The coordinator is joining the cluster.
    IsBootstrapping,
    /// A `TRUNCATE` failed.
    Truncate,
    /// Too few replicas acknowledged a write in time.
    WriteTimeout,
    /// Too few replicas answered a read in time.
    ReadTimeout,
    /// Replicas failed to read.
    ReadFailure,
    /// A user-defined function failed.
    FunctionFailure,
    /// Replicas failed to write.
    WriteFailure,
    /// A write to a table with change data capture failed.
    CdcWriteFailure,
    /// A contended lightweight transaction may or may not be completed.
    CasWriteUnknown,
    /// The statement's syntax is wrong.
    Syntax,
    /// The user may not do this.
    Unauthorized,
    /// The statement's syntax is right but it makes no sense.
    Invalid,
    /// The configuration does not permit it.
    Config,
    /// The keyspace or table exists.
    AlreadyExists,
    /// The server does not know the prepared statement.
    Unprepared,
    /// A code that the specification does not have.
    Other(i32),
}

impl ErrorCode {
    /// The kind of error whose code is `code`.
    pub const fn from_code(code: i32) -> Self {
        match code {
            0x0000 => Self::Server,
            0x000A => Self::Protocol,
            0x0100 => Self::Authentication,
            0x1000 => Self::Unavailable,
            0x1001 => Self::Overloaded,
            0x1002 => Self::IsBootstrapping,
            0x1003 => Self::Truncate,
            0x1100 => Self::WriteTimeout,
            0x1200 => Self::ReadTimeout,
            0x1300 => Self::ReadFailure,
            0x1400 => Self::FunctionFailure,
            0x1500 => Self::WriteFailure,
            0x1600 => Self::CdcWriteFailure,
            0x1700 => Self::CasWriteUnknown,
            0x2000 => Self::Syntax,
            0x2100 => Self::Unauthorized,
            0x2200 => Self::Invalid,
            0x2300 => Self::Config,
            0x2400 => Self::AlreadyExists,
            0x2500 => Self::Unprepared,
            other => Self::Other(other),
        }
    }

    /// The code that stands in a message.
    pub const fn code(self) -> i32 {
        match self {
            Self::Server => 0x0000,
            Self::Protocol => 0x000A,
            Self::Authentication => 0x0100,
            Self::Unavailable => 0x1000,
            Self::Overloaded => 0x1001,
            Self::IsBootstrapping => 0x1002,
            Self::Truncate => 0x1003,
            Self::WriteTimeout => 0x1100,
            Self::ReadTimeout => 0x1200,
            Self::ReadFailure => 0x1300,
            Self::FunctionFailure => 0x1400,
            Self::WriteFailure => 0x1500,
            Self::CdcWriteFailure => 0x1600,
            Self::CasWriteUnknown => 0x1700,
            Self::Syntax => 0x2000,
            Self::Unauthorized => 0x2100,
            Self::Invalid => 0x2200,
            Self::Config => 0x2300,
            Self::AlreadyExists => 0x2400,
            Self::Unprepared => 0x2500,
            Self::Other(code) => code,
        }
    }

    /// The name that the specification and server logs use, such as `READ_TIMEOUT`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Server => "SERVER_ERROR",
            Self::Protocol => "PROTOCOL_ERROR",
            Self::Authentication => "AUTHENTICATION_ERROR",
            Self::Unavailable => "UNAVAILABLE",
            Self::Overloaded => "OVERLOADED",
            Self::IsBootstrapping => "IS_BOOTSTRAPPING",
            Self::Truncate => "TRUNCATE_ERROR",
            Self::WriteTimeout => "WRITE_TIMEOUT",
            Self::ReadTimeout => "READ_TIMEOUT",
            Self::ReadFailure => "READ_FAILURE",
            Self::FunctionFailure => "FUNCTION_FAILURE",
            Self::WriteFailure => "WRITE_FAILURE",
            Self::CdcWriteFailure => "CDC_WRITE_FAILURE",
            Self::CasWriteUnknown => "CAS_WRITE_UNKNOWN",
            Self::Syntax => "SYNTAX_ERROR",
            Self::Unauthorized => "UNAUTHORIZED",
            Self::Invalid => "INVALID",
            Self::Config => "CONFIG_ERROR",
            Self::AlreadyExists => "ALREADY_EXISTS",
            Self::Unprepared => "UNPREPARED",
            Self::Other(_) => "UNKNOWN",
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({:#06x})", self.name(), self.code())
    }
}
