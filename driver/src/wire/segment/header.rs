use super::checksum::header_checksum;
use crate::wire::EnvelopeError;

/// How long a segment's header is, in bytes.
pub const HEADER_LEN: usize = 6;

/// How long the header of a segment of the compressed format is, in bytes.
pub const LZ4_HEADER_LEN: usize = 8;

/// How long the checksum after a segment's payload is, in bytes.
pub const TRAILER_LEN: usize = 4;

/// How long a payload may be, in bytes, and what it holds uncompressed: the header has 17 bits for either.
pub const MAX_PAYLOAD_LEN: usize = (1 << 17) - 1;

/// The bits of a payload's length.
const LEN_MASK: u32 = 0x01_FFFF;
/// The bit that says that the payload is self-contained. The six above it are padding.
const SELF_CONTAINED: u32 = 0x02_0000;
/// How far the uncompressed length is shifted in the compressed format, behind the payload's.
const UNCOMPRESSED_SHIFT: u32 = 17;
/// The bit that says in the compressed format that the payload is self-contained. The five above it are padding.
const LZ4_SELF_CONTAINED: u64 = 0x04_0000_0000;

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
        check([len_0, len_1, len_2], [crc_0, crc_1, crc_2])?;
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

/// The header of a segment of the compressed format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the specification closes this list")]
pub struct Lz4SegmentHeader {
    /// How long the payload is as it is sent, in bytes; at most [`MAX_PAYLOAD_LEN`].
    pub payload_len: usize,
    /// How long the payload is once decompressed, at most [`MAX_PAYLOAD_LEN`]; 0 when it is not compressed.
    pub uncompressed_len: usize,
    /// Whether the payload is one or more whole envelopes, and not a part of one.
    pub self_contained: bool,
}

impl Lz4SegmentHeader {
    /// Reads a header.
    ///
    /// # Errors
    /// When its checksum is wrong.
    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "what is taken of the bits is masked to 17")]
    pub fn decode(bytes: &[u8; LZ4_HEADER_LEN]) -> Result<Self, EnvelopeError> {
        // native_protocol_v5 §2.2: 17 bits of each length, the flag and 5 of padding are a little-endian integer of
        // five bytes, and three of CRC24 follow, as the list of fields and the drawing have it; "the first 4 bytes" and
        // "the remaining 4 bytes" of the text above them cannot hold that.
        let [bits_0, bits_1, bits_2, bits_3, bits_4, crc_0, crc_1, crc_2] = *bytes;
        check([bits_0, bits_1, bits_2, bits_3, bits_4], [crc_0, crc_1, crc_2])?;
        let bits = u64::from_le_bytes([bits_0, bits_1, bits_2, bits_3, bits_4, 0, 0, 0]);
        Ok(Self {
            payload_len: (bits as u32 & LEN_MASK) as usize,
            uncompressed_len: ((bits >> UNCOMPRESSED_SHIFT) as u32 & LEN_MASK) as usize,
            self_contained: bits & LZ4_SELF_CONTAINED != 0,
        })
    }

    /// The header as it stands on the wire. Of each length the lower 17 bits are taken.
    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "the upper bits are masked off")]
    pub fn encode(self) -> [u8; LZ4_HEADER_LEN] {
        let bits = u64::from(self.payload_len as u32 & LEN_MASK)
            | u64::from(self.uncompressed_len as u32 & LEN_MASK) << UNCOMPRESSED_SHIFT
            | if self.self_contained { LZ4_SELF_CONTAINED } else { 0 };
        let [bits_0, bits_1, bits_2, bits_3, bits_4, ..] = bits.to_le_bytes();
        let checksum = header_checksum([bits_0, bits_1, bits_2, bits_3, bits_4]);
        let [crc_0, crc_1, crc_2, _] = checksum.to_le_bytes();
        [bits_0, bits_1, bits_2, bits_3, bits_4, crc_0, crc_1, crc_2]
    }
}

#[inline]
fn check<const N: usize>(header: [u8; N], [crc_0, crc_1, crc_2]: [u8; 3]) -> Result<(), EnvelopeError> {
    let received = u32::from_le_bytes([crc_0, crc_1, crc_2, 0]);
    let computed = header_checksum(header);
    if computed == received { Ok(()) } else { Err(EnvelopeError::HeaderChecksum { computed, received }) }
}
