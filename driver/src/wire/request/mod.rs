//! What a client asks: one file per message, `encode` for the driver and `decode` for a scripted server.
//!
//! `encode` and `decode` deal with the body alone, after the custom payload if the header's flags announce one.
//! What a body holds beyond its message is ignored, as the specification asks.

mod auth_response;
mod batch;
mod execute;
mod options;
mod parameters;
mod prepare;
mod query;
mod register;
mod startup;
mod values;

pub use auth_response::AuthResponse;
pub use batch::{Batch, BatchParameters, BatchQuery, BatchStatement, BatchType};
pub use execute::Execute;
pub use options::Options;
pub use parameters::QueryParameters;
pub use prepare::Prepare;
pub use query::Query;
pub use register::Register;
pub use startup::Startup;
pub use values::{RawValue, Values, ValuesIter};

use super::{DecodeError, EncodeError, Opcode, ProtocolVersion};

/// Any request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "the specification closes this list")]
#[allow(missing_docs, reason = "each is the message of its name")]
pub enum Request<'a> {
    AuthResponse(AuthResponse<'a>),
    Batch(Batch<'a>),
    Execute(Execute<'a>),
    Options(Options),
    Prepare(Prepare<'a>),
    Query(Query<'a>),
    Register(Register),
    Startup(Startup<'a>),
}

impl<'a> Request<'a> {
    /// Which message it is.
    pub const fn opcode(&self) -> Opcode {
        match self {
            Self::AuthResponse(_) => Opcode::AuthResponse,
            Self::Batch(_) => Opcode::Batch,
            Self::Execute(_) => Opcode::Execute,
            Self::Options(_) => Opcode::Options,
            Self::Prepare(_) => Opcode::Prepare,
            Self::Query(_) => Opcode::Query,
            Self::Register(_) => Opcode::Register,
            Self::Startup(_) => Opcode::Startup,
        }
    }

    /// Appends the body to `out`.
    ///
    /// # Errors
    /// When something in it does not fit its notation.
    pub fn encode(&self, version: ProtocolVersion, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        match self {
            Self::AuthResponse(request) => request.encode(version, out),
            Self::Batch(request) => request.encode(version, out),
            Self::Execute(request) => request.encode(version, out),
            Self::Options(request) => request.encode(version, out),
            Self::Prepare(request) => request.encode(version, out),
            Self::Query(request) => request.encode(version, out),
            Self::Register(request) => request.encode(version, out),
            Self::Startup(request) => request.encode(version, out),
        }
    }

    /// Reads the body of the request that `opcode` names.
    ///
    /// # Errors
    /// When it is cut short or not as the specification has it, or `opcode` is that of a response.
    pub fn decode(version: ProtocolVersion, opcode: Opcode, body: &'a [u8]) -> Result<Self, DecodeError> {
        match opcode {
            Opcode::AuthResponse => AuthResponse::decode(version, body).map(Self::AuthResponse),
            Opcode::Batch => Batch::decode(version, body).map(Self::Batch),
            Opcode::Execute => Execute::decode(version, body).map(Self::Execute),
            Opcode::Options => Options::decode(version, body).map(Self::Options),
            Opcode::Prepare => Prepare::decode(version, body).map(Self::Prepare),
            Opcode::Query => Query::decode(version, body).map(Self::Query),
            Opcode::Register => Register::decode(version, body).map(Self::Register),
            Opcode::Startup => Startup::decode(version, body).map(Self::Startup),
            Opcode::Error
            | Opcode::Ready
            | Opcode::Authenticate
            | Opcode::Supported
            | Opcode::Result
            | Opcode::Event
            | Opcode::AuthChallenge
            | Opcode::AuthSuccess => Err(DecodeError::invalid(
                "opcode of a request",
                format!("expected a request, got the response {opcode}"),
            )),
        }
    }
}
