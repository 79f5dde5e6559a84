//! The header of an envelope (section 2.4.1 of the specification of version 5, section 2 of version 4).

use std::fmt;

use super::{EncodeError, Flags, Opcode, ProtocolVersion};
use crate::wire::shown::debug_by_chain;

/// How long a header is, in bytes.
pub const HEADER_LEN: usize = 9;

/// How long a body may be, in bytes: the specification limits it to 256 MB.
pub const MAX_BODY_LEN: u32 = 256 << 20;

/// The bit of the version byte that tells a response from a request.
const DIRECTION_RESPONSE: u8 = 0x80;

/// Which way an envelope travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "it is one bit")]
pub enum Direction {
    /// From client to server.
    Request,
    /// From server to client.
    Response,
}

/// An envelope's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the specification closes this list")]
pub struct Header {
    /// The version of the protocol in which the body is written.
    pub version: ProtocolVersion,
    /// Which way the envelope travels.
    pub direction: Direction,
    /// What stands in the body before the message.
    pub flags: Flags,
    /// Which request a response answers; -1 for an event.
    pub stream: i16,
    /// Which message it is.
    pub opcode: Opcode,
    /// How long the body is, in bytes.
    pub body_len: u32,
}

impl Header {
    /// The header of a request whose body is not written yet.
    #[inline]
    pub const fn request(version: ProtocolVersion, flags: Flags, stream: i16, opcode: Opcode) -> Self {
        Self { version, direction: Direction::Request, flags, stream, opcode, body_len: 0 }
    }

    /// The header of a response whose body is not written yet.
    #[inline]
    pub const fn response(version: ProtocolVersion, flags: Flags, stream: i16, opcode: Opcode) -> Self {
        Self { version, direction: Direction::Response, flags, stream, opcode, body_len: 0 }
    }

    /// Reads a header.
    ///
    /// # Errors
    /// When it names a version or an opcode that this crate does not know, or a body over [`MAX_BODY_LEN`].
    #[inline]
    pub const fn decode(bytes: &[u8; HEADER_LEN]) -> Result<Self, HeaderError> {
        let [version, flags, stream_high, stream_low, opcode, len @ ..] = *bytes;
        // native_protocol_v5 §2.4.1.1: the most significant bit of version is used to define the direction.
        let direction = if version & DIRECTION_RESPONSE == 0 { Direction::Request } else { Direction::Response };
        let Some(version) = ProtocolVersion::from_number(version & !DIRECTION_RESPONSE) else {
            return Err(HeaderError::UnknownVersion { number: version & !DIRECTION_RESPONSE, direction });
        };
        let Some(opcode) = Opcode::from_byte(opcode) else {
            return Err(HeaderError::UnknownOpcode { opcode });
        };
        // native_protocol_v5 §2.4.1.5: an envelope body is limited to 256MB in length.
        let body_len = u32::from_be_bytes(len);
        if body_len > MAX_BODY_LEN {
            return Err(HeaderError::BodyTooLong { len: body_len });
        }
        let stream = i16::from_be_bytes([stream_high, stream_low]);
        Ok(Self { version, direction, flags: Flags(flags), stream, opcode, body_len })
    }

    /// Whether a header may begin with this byte.
    pub(super) const fn check_version(version: u8) -> Result<(), HeaderError> {
        let direction = if version & DIRECTION_RESPONSE == 0 { Direction::Request } else { Direction::Response };
        let number = version & !DIRECTION_RESPONSE;
        match ProtocolVersion::from_number(number) {
            Some(_) => Ok(()),
            None => Err(HeaderError::UnknownVersion { number, direction }),
        }
    }

    /// The header as it stands on the wire.
    #[inline]
    pub const fn encode(&self) -> [u8; HEADER_LEN] {
        let direction = match self.direction {
            Direction::Request => 0,
            Direction::Response => DIRECTION_RESPONSE,
        };
        let [stream_high, stream_low] = self.stream.to_be_bytes();
        let [len_0, len_1, len_2, len_3] = self.body_len.to_be_bytes();
        [
            self.version.number() | direction,
            self.flags.0,
            stream_high,
            stream_low,
            self.opcode.byte(),
            len_0,
            len_1,
            len_2,
            len_3,
        ]
    }

    /// Appends the header to `out`.
    #[inline]
    pub fn encode_into(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.encode());
    }

    /// Appends a whole envelope to `out`: the header, and the body which `write_body` appends.
    ///
    /// The header's `body_len` is not looked at, the length of what was written takes its place.
    ///
    /// # Errors
    /// That of `write_body`, or when the body is over [`MAX_BODY_LEN`]. `out` is then as it was.
    #[inline]
    pub fn write_envelope<E: From<EncodeError>>(
        self,
        out: &mut Vec<u8>,
        write_body: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        let start = out.len();
        self.encode_into(out);
        let written = write_body(out).and_then(|()| {
            let body_len = checked_body_len(out.len().saturating_sub(start + HEADER_LEN))?;
            if let Some(header) = out.get_mut(start..).and_then(|envelope| envelope.first_chunk_mut()) {
                *header = Self { body_len, ..self }.encode();
            }
            Ok(())
        });
        if written.is_err() {
            out.truncate(start);
        }
        written
    }
}

/// The length of a body, as a header carries it.
///
/// # Errors
/// When `len` is over [`MAX_BODY_LEN`].
#[inline]
pub fn checked_body_len(len: usize) -> Result<u32, EncodeError> {
    match u32::try_from(len) {
        Ok(len) if len <= MAX_BODY_LEN => Ok(len),
        _ => Err(EncodeError::too_long("body of an envelope", len, MAX_BODY_LEN as usize)),
    }
}

/// What is wrong with the header of an envelope.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum HeaderError {
    /// The peer speaks a version that this crate does not. A server that does not know the client's version answers in
    /// its own, so negotiation looks at `number`.
    UnknownVersion {
        /// The version's number.
        number: u8,
        /// Which way the envelope travels.
        direction: Direction,
    },
    /// The specification has no such message.
    UnknownOpcode {
        /// The byte in the opcode's place.
        opcode: u8,
    },
    /// The body would be over [`MAX_BODY_LEN`].
    BodyTooLong {
        /// The length that the header gives.
        len: u32,
    },
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownVersion { number, .. } => {
                let (oldest, latest) = (ProtocolVersion::OLDEST, ProtocolVersion::LATEST);
                write!(f, "header of an envelope: expected protocol version {oldest} to {latest}, got v{number}")
            }
            Self::UnknownOpcode { opcode } => write!(f, "header of an envelope: unknown opcode {opcode:#04x}"),
            Self::BodyTooLong { len } => {
                write!(f, "header of an envelope: body length {len} is over the limit of {MAX_BODY_LEN}")
            }
        }
    }
}

impl std::error::Error for HeaderError {}

debug_by_chain!(HeaderError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn write_envelope_puts_the_length_of_the_body_into_the_header() {
        let mut out = vec![0xEE];
        let header = Header::request(ProtocolVersion::V5, Flags::TRACING, 0x0102, Opcode::Options);
        let written: Result<(), EncodeError> = header.write_envelope(&mut out, |out| {
            out.extend_from_slice(b"abc");
            Ok(())
        });
        assert_eq!(written, Ok(()));
        assert_eq!(out, *b"\xEE\x05\x02\x01\x02\x05\x00\x00\x00\x03abc");
    }

    #[test]
    fn write_envelope_leaves_nothing_behind_when_the_body_cannot_be_written() {
        let mut out = vec![0xEE];
        let header = Header::request(ProtocolVersion::V4, Flags::NONE, 0, Opcode::Query);
        let error = EncodeError::too_long("query", 3, 2);
        let written = header.write_envelope(&mut out, |out| {
            out.extend_from_slice(b"abc");
            Err(error.clone())
        });
        assert_eq!(written, Err(error));
        assert_eq!(out, [0xEE]);
    }
}
