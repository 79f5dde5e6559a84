use crate::wire::{DecodeError, EncodeError, ProtocolVersion};

/// The connection may be used, or the events are registered for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "its body is empty")]
pub struct Ready;

impl Ready {
    /// Appends the body to `out`: nothing.
    ///
    /// # Errors
    /// Never; as its siblings.
    pub const fn encode(&self, _version: ProtocolVersion, _out: &mut Vec<u8>) -> Result<(), EncodeError> {
        Ok(())
    }

    /// Reads the body.
    ///
    /// # Errors
    /// Never; as its siblings.
    pub const fn decode(_version: ProtocolVersion, _body: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self)
    }
}
