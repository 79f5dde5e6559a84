use std::fmt;

use crate::wire::notation::{read_bytes, write_bytes};
use crate::wire::{DecodeError, EncodeError, ProtocolVersion};

/// The authentication succeeded; the connection may be used.
///
/// `Debug` shows the token's length alone: it may hold a secret.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the specification closes this list")]
pub struct AuthSuccess<'a> {
    /// What the authenticator says.
    pub token: Option<&'a [u8]>,
}

impl<'a> AuthSuccess<'a> {
    /// Appends the body to `out`.
    ///
    /// # Errors
    /// When the token is longer than 2147483647 bytes.
    pub fn encode(&self, _version: ProtocolVersion, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        // native_protocol_v5 §4.2.8: the body of this message is a single [bytes] token.
        write_bytes(self.token, "token of AUTH_SUCCESS", out)
    }

    /// Reads the body.
    ///
    /// # Errors
    /// When it is cut short.
    pub fn decode(_version: ProtocolVersion, mut body: &'a [u8]) -> Result<Self, DecodeError> {
        Ok(Self { token: read_bytes(&mut body, "token of AUTH_SUCCESS")? })
    }
}

impl fmt::Debug for AuthSuccess<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthSuccess").field("token_len", &self.token.map(<[u8]>::len)).finish()
    }
}
