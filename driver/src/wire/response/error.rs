use std::fmt;

use ilium_cql::Escaped;

use super::{ErrorCode, ErrorDetail};
use crate::wire::notation::{read_int, read_string, write_int, write_string};
use crate::wire::{DecodeError, EncodeError, ProtocolVersion};

/// The request failed.
#[derive(Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the specification closes this list")]
pub struct Error {
    /// Why.
    pub code: ErrorCode,
    /// What the server says of it.
    pub message: String,
    /// What is particular to the code. `encode` takes it to fit the code.
    pub detail: ErrorDetail,
}

impl Error {
    /// An error whose code has no details.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), detail: ErrorDetail::None }
    }

    /// Appends the body to `out`.
    ///
    /// # Errors
    /// When the message or a name is longer than 65535 bytes.
    pub fn encode(&self, version: ProtocolVersion, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        // native_protocol_v5 §4.2.1: an error code ([int]) followed by a [string] error message, then more content.
        write_int(self.code.code(), out);
        write_string(&self.message, "message of ERROR", out)?;
        self.detail.write(version, out)
    }

    /// Reads the body.
    ///
    /// # Errors
    /// When it is cut short or not as the specification has it.
    pub fn decode(version: ProtocolVersion, mut body: &[u8]) -> Result<Self, DecodeError> {
        let code = ErrorCode::from_code(read_int(&mut body, "code of ERROR")?);
        // native_protocol_v4 §10: these codes were added; what follows one in version 3 nothing says.
        let code = match code {
            ErrorCode::ReadFailure | ErrorCode::WriteFailure | ErrorCode::FunctionFailure
                if !version.has_failures() =>
            {
                ErrorCode::Other(code.code())
            }
            code => code,
        };
        let message = read_string(&mut body, "message of ERROR")?.to_owned();
        let detail = ErrorDetail::read(version, code, body)?;
        Ok(Self { code, message, detail })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, Escaped(&self.message))
    }
}

/// The text, and behind it what is particular to the code.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.detail {
            ErrorDetail::None => write!(f, "{self}"),
            detail => write!(f, "{self} ({detail:?})"),
        }
    }
}

impl std::error::Error for Error {}
