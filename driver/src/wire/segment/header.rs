use super::checksum::header_checksum;
use crate::wire::EnvelopeError;

/// How long a segment's header is, in bytes.
pub const HEADER_LEN: usize = 6;

/// How long the checksum after a segment's payload is, in bytes.
pub const TRAILER_LEN: usize = 4;

/// How long a payload may be, in bytes: the header has 17 bits for it.
pub const MAX_PAYLOAD_LEN: usize = (1 << 17) - 1;

/// The bits of the payload's length.
const LEN_MASK: u32 = 0x01_FFFF;
/// The bit that says that the payload is self-contained. The six above it are padding.
const SELF_CONTAINED: u32 = 0x02_0000;

/// A segment's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the specification closes this list")]
pub struct SegmentHeader {
    /// How long the payload is, in bytes; at most [`MAX_PAYLOAD_LEN`].
    pub payload_len: usize,
    /// Whether the payload is one or more whole envelopes, and not a part of one.
    pub self_contained: bool,
}

impl SegmentHeader {
    /// Reads a header.
    ///
    /// # Errors
    /// When its checksum is wrong.
    #[inline]
    pub fn decode(bytes: &[u8; HEADER_LEN]) -> Result<Self, EnvelopeError> {
        // native_protocol_v5 §2.1: the first 3 bytes are a little-endian integer, the following 3 bytes the CRC24.
        let [len_0, len_1, len_2, crc_0, crc_1, crc_2] = *bytes;
        let received = u32::from_le_bytes([crc_0, crc_1, crc_2, 0]);
        let computed = header_checksum([len_0, len_1, len_2]);
        if computed != received {
            return Err(EnvelopeError::HeaderChecksum { computed, received });
        }
        let bits = u32::from_le_bytes([len_0, len_1, len_2, 0]);
        Ok(Self { payload_len: (bits & LEN_MASK) as usize, self_contained: bits & SELF_CONTAINED != 0 })
    }

    /// The header as it stands on the wire. Of `payload_len` the lower 17 bits are taken.
    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "the upper bits are masked off")]
    pub fn encode(self) -> [u8; HEADER_LEN] {
        let bits = (self.payload_len as u32 & LEN_MASK) | if self.self_contained { SELF_CONTAINED } else { 0 };
        let [len_0, len_1, len_2, _] = bits.to_le_bytes();
        let [crc_0, crc_1, crc_2, _] = header_checksum([len_0, len_1, len_2]).to_le_bytes();
        [len_0, len_1, len_2, crc_0, crc_1, crc_2]
    }
}
