use std::fmt;

use crate::wire::notation::{read_int, read_long_string, read_string, write_int, write_long_string, write_string};
use crate::wire::shown::Text;
use crate::wire::{DecodeError, EncodeError, ProtocolVersion};

/// In the flags of PREPARE: a keyspace follows.
const FLAG_KEYSPACE: i32 = 0x01;

/// Prepares a statement; answered by RESULT of kind Prepared.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the specification closes this list")]
pub struct Prepare<'a> {
    /// The statement.
    pub query: &'a str,
    /// The keyspace in whose place the connection's stands otherwise; version 4 leaves it out.
    pub keyspace: Option<&'a str>,
}

impl fmt::Debug for Prepare<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prepare").field("query", &Text(self.query)).field("keyspace", &self.keyspace).finish()
    }
}

impl<'a> Prepare<'a> {
    /// Appends the body to `out`.
    ///
    /// # Errors
    /// When the keyspace is longer than 65535 bytes or the statement longer than 2147483647.
    pub fn encode(&self, version: ProtocolVersion, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        write_long_string(self.query, "query of PREPARE", out)?;
        // native_protocol_v4 §4.1.5: the body consists of the CQL query alone; v5 §4.1.5: <query><flags>[<keyspace>].
        if version.has_wide_flags() {
            match self.keyspace {
                Some(keyspace) => {
                    write_int(FLAG_KEYSPACE, out);
                    write_string(keyspace, "keyspace of PREPARE", out)?;
                }
                None => write_int(0, out),
            }
        }
        Ok(())
    }

    /// Reads the body.
    ///
    /// # Errors
    /// When it is cut short, no UTF-8, or has flags that the specification does not name.
    pub fn decode(version: ProtocolVersion, mut body: &'a [u8]) -> Result<Self, DecodeError> {
        let query = read_long_string(&mut body, "query of PREPARE")?;
        let flags = if version.has_wide_flags() { read_int(&mut body, "flags of PREPARE")? } else { 0 };
        if flags & !FLAG_KEYSPACE != 0 {
            return Err(DecodeError::invalid("flags of PREPARE", format!("unknown flags in {flags:#x}")));
        }
        let keyspace = match flags & FLAG_KEYSPACE {
            0 => None,
            _ => Some(read_string(&mut body, "keyspace of PREPARE")?),
        };
        Ok(Self { query, keyspace })
    }
}
