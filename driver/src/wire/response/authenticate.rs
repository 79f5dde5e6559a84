use crate::wire::notation::{read_string, write_string};
use crate::wire::{DecodeError, EncodeError, ProtocolVersion};

/// Credentials are wanted; to be answered by AUTH_RESPONSE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the specification closes this list")]
pub struct Authenticate<'a> {
    /// The class name of the server's authenticator.
    pub authenticator: &'a str,
}

impl<'a> Authenticate<'a> {
    /// Appends the body to `out`.
    ///
    /// # Errors
    /// When the name is longer than 65535 bytes.
    pub fn encode(&self, _version: ProtocolVersion, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        // native_protocol_v5 §4.2.3: a single [string] indicating the full class name of the IAuthenticator in use.
        write_string(self.authenticator, "authenticator", out)
    }

    /// Reads the body.
    ///
    /// # Errors
    /// When it is cut short or no UTF-8.
    pub fn decode(_version: ProtocolVersion, mut body: &'a [u8]) -> Result<Self, DecodeError> {
        Ok(Self { authenticator: read_string(&mut body, "authenticator")? })
    }
}
