use super::{Prepared, Rows, SetKeyspace};
use crate::wire::event::SchemaChange;
use crate::wire::notation::{read_int, write_int};
use crate::wire::{DecodeError, EncodeError, ProtocolVersion};

/// What a statement gave.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "the specification closes this list")]
pub enum Result<'a> {
    /// Nothing: it succeeded.
    Void,
    /// Rows.
    Rows(Rows<'a>),
    /// It was a `USE`.
    SetKeyspace(SetKeyspace<'a>),
    /// It was prepared.
    Prepared(Box<Prepared<'a>>),
    /// It changed the schema.
    SchemaChange(SchemaChange),
}

/// The `[int]` that the body begins with.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Void = 0x0001,
    Rows = 0x0002,
    SetKeyspace = 0x0003,
    Prepared = 0x0004,
    SchemaChange = 0x0005,
}

impl Kind {
    pub(super) fn write(self, out: &mut Vec<u8>) {
        write_int(self as i32, out);
    }
}

impl<'a> Result<'a> {
    /// Appends the body to `out`.
    ///
    /// # Errors
    /// When something in it does not fit its notation.
    pub fn encode(&self, version: ProtocolVersion, out: &mut Vec<u8>) -> std::result::Result<(), EncodeError> {
        match self {
            Self::Void => {
                Kind::Void.write(out);
                Ok(())
            }
            Self::Rows(rows) => {
                Kind::Rows.write(out);
                rows.write(version, out)
            }
            Self::SetKeyspace(set) => {
                Kind::SetKeyspace.write(out);
                set.write(version, out)
            }
            Self::Prepared(prepared) => {
                Kind::Prepared.write(out);
                prepared.write(version, out)
            }
            Self::SchemaChange(change) => {
                Kind::SchemaChange.write(out);
                change.write(version, out)
            }
        }
    }

    /// Reads the body; of rows no more than the header, without allocating.
    ///
    /// # Errors
    /// When it is cut short or not as the specification has it.
    #[inline]
    pub fn decode(version: ProtocolVersion, mut body: &'a [u8]) -> std::result::Result<Self, DecodeError> {
        let buf = &mut body;
        // native_protocol_v5 §4.2.5: the first element of the body is an [int] representing the `kind` of result.
        match read_int(buf, "kind of RESULT")? {
            0x0001 => Ok(Self::Void),
            0x0002 => Rows::read(version, buf).map(Self::Rows),
            0x0003 => SetKeyspace::read(version, buf).map(Self::SetKeyspace),
            0x0004 => Prepared::read(version, buf).map(|prepared| Self::Prepared(Box::new(prepared))),
            0x0005 => SchemaChange::read(buf).map(Self::SchemaChange),
            kind => Err(DecodeError::invalid("kind of RESULT", format!("expected 1 to 5, got {kind:#x}"))),
        }
    }
}
