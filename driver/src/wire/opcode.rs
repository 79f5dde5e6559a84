use std::fmt;

/// Which message an envelope carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
#[allow(clippy::exhaustive_enums, reason = "the specification closes this list")]
pub enum Opcode {
    /// Response: the request failed.
    Error = 0x00,
    /// Request: begins a connection.
    Startup = 0x01,
    /// Response: the connection may be used.
    Ready = 0x02,
    /// Response: credentials are wanted.
    Authenticate = 0x03,
    /// Request: asks what the server supports.
    Options = 0x05,
    /// Response: what the server supports.
    Supported = 0x06,
    /// Request: executes a statement given as text.
    Query = 0x07,
    /// Response: what a statement gave.
    Result = 0x08,
    /// Request: prepares a statement.
    Prepare = 0x09,
    /// Request: executes a prepared statement.
    Execute = 0x0A,
    /// Request: asks for events.
    Register = 0x0B,
    /// Response: something happened in the cluster.
    Event = 0x0C,
    /// Request: executes statements together.
    Batch = 0x0D,
    /// Response: a step of the authentication.
    AuthChallenge = 0x0E,
    /// Request: a step of the authentication.
    AuthResponse = 0x0F,
    /// Response: the authentication succeeded.
    AuthSuccess = 0x10,
}

impl Opcode {
    /// Returns the opcode whose byte is `byte`.
    #[inline]
    pub const fn from_byte(byte: u8) -> Option<Self> {
        // native_protocol_v5 §2.4.1.4: there is no 0x04 message in this version of the protocol.
        Some(match byte {
            0x00 => Self::Error,
            0x01 => Self::Startup,
            0x02 => Self::Ready,
            0x03 => Self::Authenticate,
            0x05 => Self::Options,
            0x06 => Self::Supported,
            0x07 => Self::Query,
            0x08 => Self::Result,
            0x09 => Self::Prepare,
            0x0A => Self::Execute,
            0x0B => Self::Register,
            0x0C => Self::Event,
            0x0D => Self::Batch,
            0x0E => Self::AuthChallenge,
            0x0F => Self::AuthResponse,
            0x10 => Self::AuthSuccess,
            _ => return None,
        })
    }

    /// The byte that stands in an envelope's header.
    #[inline]
    pub const fn byte(self) -> u8 {
        self as u8
    }

    /// Whether a client sends it.
    pub const fn is_request(self) -> bool {
        match self {
            Self::Startup
            | Self::Options
            | Self::Query
            | Self::Prepare
            | Self::Execute
            | Self::Register
            | Self::Batch
            | Self::AuthResponse => true,
            Self::Error
            | Self::Ready
            | Self::Authenticate
            | Self::Supported
            | Self::Result
            | Self::Event
            | Self::AuthChallenge
            | Self::AuthSuccess => false,
        }
    }

    /// The name in the specification, such as `AUTH_RESPONSE`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "ERROR",
            Self::Startup => "STARTUP",
            Self::Ready => "READY",
            Self::Authenticate => "AUTHENTICATE",
            Self::Options => "OPTIONS",
            Self::Supported => "SUPPORTED",
            Self::Query => "QUERY",
            Self::Result => "RESULT",
            Self::Prepare => "PREPARE",
            Self::Execute => "EXECUTE",
            Self::Register => "REGISTER",
            Self::Event => "EVENT",
            Self::Batch => "BATCH",
            Self::AuthChallenge => "AUTH_CHALLENGE",
            Self::AuthResponse => "AUTH_RESPONSE",
            Self::AuthSuccess => "AUTH_SUCCESS",
        }
    }
}

impl fmt::Display for Opcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
