//! What a server answers: one file per message, `decode` for the driver and `encode` for a scripted server.
//!
//! `encode` and `decode` deal with what follows the [`Extensions`], which the flags of the header announce.
//! What a body holds beyond its message is ignored, as the specification asks.

mod auth_challenge;
mod auth_success;
mod authenticate;
mod error;
mod error_code;
mod error_detail;
mod extensions;
mod metadata;
mod prepared;
mod ready;
mod result;
mod rows;
mod set_keyspace;
mod supported;

pub use auth_challenge::AuthChallenge;
pub use auth_success::AuthSuccess;
pub use authenticate::Authenticate;
pub use error::Error;
pub use error_code::ErrorCode;
pub use error_detail::{ErrorDetail, Failures, WriteType};
pub use extensions::{Extensions, decode_custom_payload, encode_custom_payload};
pub use metadata::{MetadataFlags, RowsHeader, decode_column_specs, encode_column_specs};
pub use prepared::{Prepared, ResultMetadata};
pub use ready::Ready;
pub use result::Result;
pub use rows::{Rows, encode_rows, read_rows_count};
pub use set_keyspace::SetKeyspace;
pub use supported::Supported;

pub use super::event::{Event, SchemaChange};
use super::{DecodeError, EncodeError, Opcode, ProtocolVersion};

/// Any response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "the specification closes this list")]
#[allow(missing_docs, reason = "each is the message of its name")]
pub enum Response<'a> {
    AuthChallenge(AuthChallenge<'a>),
    AuthSuccess(AuthSuccess<'a>),
    Authenticate(Authenticate<'a>),
    Error(Error),
    Event(Event),
    Ready(Ready),
    Result(Result<'a>),
    Supported(Supported),
}

impl<'a> Response<'a> {
    /// Which message it is.
    pub const fn opcode(&self) -> Opcode {
        match self {
            Self::AuthChallenge(_) => Opcode::AuthChallenge,
            Self::AuthSuccess(_) => Opcode::AuthSuccess,
            Self::Authenticate(_) => Opcode::Authenticate,
            Self::Error(_) => Opcode::Error,
            Self::Event(_) => Opcode::Event,
            Self::Ready(_) => Opcode::Ready,
            Self::Result(_) => Opcode::Result,
            Self::Supported(_) => Opcode::Supported,
        }
    }

    /// Appends the body to `out`.
    ///
    /// # Errors
    /// When something in it does not fit its notation.
    pub fn encode(&self, version: ProtocolVersion, out: &mut Vec<u8>) -> std::result::Result<(), EncodeError> {
        match self {
            Self::AuthChallenge(response) => response.encode(version, out),
            Self::AuthSuccess(response) => response.encode(version, out),
            Self::Authenticate(response) => response.encode(version, out),
            Self::Error(response) => response.encode(version, out),
            Self::Event(response) => response.encode(version, out),
            Self::Ready(response) => response.encode(version, out),
            Self::Result(response) => response.encode(version, out),
            Self::Supported(response) => response.encode(version, out),
        }
    }

    /// Reads the body of the response that `opcode` names.
    ///
    /// # Errors
    /// When it is cut short or not as the specification has it, or `opcode` is that of a request.
    pub fn decode(version: ProtocolVersion, opcode: Opcode, body: &'a [u8]) -> std::result::Result<Self, DecodeError> {
        match opcode {
            Opcode::AuthChallenge => AuthChallenge::decode(version, body).map(Self::AuthChallenge),
            Opcode::AuthSuccess => AuthSuccess::decode(version, body).map(Self::AuthSuccess),
            Opcode::Authenticate => Authenticate::decode(version, body).map(Self::Authenticate),
            Opcode::Error => Error::decode(version, body).map(Self::Error),
            Opcode::Event => Event::decode(version, body).map(Self::Event),
            Opcode::Ready => Ready::decode(version, body).map(Self::Ready),
            Opcode::Result => Result::decode(version, body).map(Self::Result),
            Opcode::Supported => Supported::decode(version, body).map(Self::Supported),
            Opcode::Startup
            | Opcode::Options
            | Opcode::Query
            | Opcode::Prepare
            | Opcode::Execute
            | Opcode::Register
            | Opcode::Batch
            | Opcode::AuthResponse => Err(DecodeError::invalid(
                "opcode of a response",
                format!("expected a response, got the request {opcode}"),
            )),
        }
    }
}
