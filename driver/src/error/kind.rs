use crate::wire::response::ErrorCode;

/// What kind of thing failed.
///
/// The first group are the server's error codes (native_protocol_v5 §8), the second are this side's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The object to create exists already (0x2400).
    AlreadyExists,
    /// User name, password or authenticator were refused (0x0100).
    Authentication,
    /// The coordinator is still bootstrapping (0x1002).
    Bootstrapping,
    /// It is not known whether a lightweight transaction was applied (0x1700).
    CasWriteUnknown,
    /// A write to the change-data-capture log failed (0x1600).
    CdcWriteFailure,
    /// The configuration forbids the request (0x2300).
    Config,
    /// A user-defined function failed (0x1400).
    FunctionFailure,
    /// The statement is correct CQL but not valid here (0x2200).
    Invalid,
    /// A code that this crate does not know.
    Other(i32),
    /// The coordinator is overloaded (0x1001).
    Overloaded,
    /// The server found the request to break the protocol (0x000A).
    Protocol,
    /// A replica failed while reading (0x1300).
    ReadFailure,
    /// Too few replicas answered a read in time (0x1200).
    ReadTimeout,
    /// An unexpected error inside the server (0x0000).
    Server,
    /// The statement is no correct CQL (0x2000).
    Syntax,
    /// A truncation failed (0x1003).
    Truncate,
    /// The user may not do that (0x2100).
    Unauthorized,
    /// Too few replicas are alive for the consistency level (0x1000).
    Unavailable,
    /// The server keeps forgetting a prepared statement (0x2500).
    Unprepared,
    /// A replica failed while writing (0x1500).
    WriteFailure,
    /// Too few replicas answered a write in time (0x1100).
    WriteTimeout,

    /// The session's or a statement's options cannot work.
    BadConfig,
    /// The connection was lost while the request was on its way; the server may have done the work.
    BrokenConnection,
    /// The session is closed, or the runtime that it was built in has ended; the server may have done the work of a
    /// request that was on its way.
    Closed,
    /// No connection could be opened.
    Connect,
    /// A value of a row could not be read into the Rust type.
    Deserialize,
    /// A contact point's name could not be resolved.
    Dns,
    /// The connection was open, but the other side did not become a CQL server to us.
    Handshake,
    /// The answer was no valid message, or one of another kind than the request's.
    InvalidResponse,
    /// Setting the keyspace failed.
    Keyspace,
    /// What the cluster says of itself could not be read.
    Metadata,
    /// No node could be asked: none is known, or each attempt failed before it was sent.
    NoNodeAvailable,
    /// The server prepared a statement again under another id.
    ReprepareIdChanged,
    /// A value could not be written as the CQL type of its marker.
    Serialize,
    /// No answer came in time on this side.
    Timeout,
    /// The connection could not be encrypted: one side does not accept the other, or one does not speak TLS.
    Tls,
    /// The result's columns do not fit the Rust type.
    TypeCheck,
    /// A profile of that name is not registered.
    UnknownProfile,
    /// The version of the protocol that the session speaks cannot carry an option of the statement; nothing was sent.
    Unsupported,
}

impl ErrorKind {
    /// The kind that stands for a code of the server.
    pub(crate) const fn of_code(code: ErrorCode) -> Self {
        match code {
            ErrorCode::AlreadyExists => Self::AlreadyExists,
            ErrorCode::Authentication => Self::Authentication,
            ErrorCode::CasWriteUnknown => Self::CasWriteUnknown,
            ErrorCode::CdcWriteFailure => Self::CdcWriteFailure,
            ErrorCode::Config => Self::Config,
            ErrorCode::FunctionFailure => Self::FunctionFailure,
            ErrorCode::Invalid => Self::Invalid,
            ErrorCode::IsBootstrapping => Self::Bootstrapping,
            ErrorCode::Overloaded => Self::Overloaded,
            ErrorCode::Protocol => Self::Protocol,
            ErrorCode::ReadFailure => Self::ReadFailure,
            ErrorCode::ReadTimeout => Self::ReadTimeout,
            ErrorCode::Server => Self::Server,
            ErrorCode::Syntax => Self::Syntax,
            ErrorCode::Truncate => Self::Truncate,
            ErrorCode::Unauthorized => Self::Unauthorized,
            ErrorCode::Unavailable => Self::Unavailable,
            ErrorCode::Unprepared => Self::Unprepared,
            ErrorCode::WriteFailure => Self::WriteFailure,
            ErrorCode::WriteTimeout => Self::WriteTimeout,
            ErrorCode::Other(code) => Self::Other(code),
        }
    }

    /// The kind in words, as it stands at the start of an error's text.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::AlreadyExists => "already exists",
            Self::Authentication => "authentication failed",
            Self::BadConfig => "bad configuration",
            Self::Bootstrapping => "the node is bootstrapping",
            Self::BrokenConnection => "the connection broke",
            Self::CasWriteUnknown => "outcome of the lightweight transaction unknown",
            Self::CdcWriteFailure => "write to the change log failed",
            Self::Closed => "closed",
            Self::Config => "refused by the server's configuration",
            Self::Connect => "cannot connect",
            Self::Deserialize => "cannot read a row",
            Self::Dns => "cannot resolve",
            Self::FunctionFailure => "function failed",
            Self::Handshake => "handshake failed",
            Self::Invalid => "invalid request",
            Self::InvalidResponse => "invalid response",
            Self::Keyspace => "cannot set the keyspace",
            Self::Metadata => "cannot read the cluster's metadata",
            Self::NoNodeAvailable => "no node available",
            Self::Other(_) => "server error of an unknown code",
            Self::Overloaded => "the node is overloaded",
            Self::Protocol => "protocol error",
            Self::ReadFailure => "read failed",
            Self::ReadTimeout => "read timed out on the server",
            Self::ReprepareIdChanged => "statement prepared again under another id",
            Self::Serialize => "cannot write a value",
            Self::Server => "server error",
            Self::Syntax => "syntax error",
            Self::Timeout => "request timed out",
            Self::Tls => "TLS failed",
            Self::Truncate => "truncation failed",
            Self::TypeCheck => "the result does not fit the type",
            Self::Unauthorized => "unauthorized",
            Self::Unavailable => "too few replicas alive",
            Self::UnknownProfile => "cannot find the profile",
            Self::Unsupported => "not in this version of the protocol",
            Self::Unprepared => "the server keeps forgetting the statement",
            Self::WriteFailure => "write failed",
            Self::WriteTimeout => "write timed out on the server",
        }
    }
}
