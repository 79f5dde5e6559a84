use crate::wire::notation::{read_string, write_string};
use crate::wire::{DecodeError, EncodeError, ProtocolVersion};

/// What a `USE` gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the specification closes this list")]
pub struct SetKeyspace<'a> {
    /// The keyspace that the connection is in now.
    pub keyspace: &'a str,
}

impl<'a> SetKeyspace<'a> {
    pub(super) fn write(&self, _version: ProtocolVersion, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        // native_protocol_v5 §4.2.5.3: a single [string] indicating the name of the keyspace that has been set.
        write_string(self.keyspace, "keyspace of Set_keyspace", out)
    }

    pub(super) fn read(_version: ProtocolVersion, buf: &mut &'a [u8]) -> Result<Self, DecodeError> {
        Ok(Self { keyspace: read_string(buf, "keyspace of Set_keyspace")? })
    }
}
