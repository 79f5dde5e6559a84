use std::fmt;

use super::checksum::payload_checksum;
use super::header::{HEADER_LEN, LZ4_HEADER_LEN, Lz4SegmentHeader, MAX_PAYLOAD_LEN, SegmentHeader, TRAILER_LEN};
use crate::wire::compression::{MIN_COMPRESSED_LEN, lz4};
use crate::wire::header;

/// Appends whole envelopes, one after the other in `envelopes`, to `out` in as few segments as keep their order.
///
/// As many as fit share a segment; one that is too large for any is cut over several.
#[inline]
pub fn encode_segments(envelopes: &[u8], out: &mut Vec<u8>) {
    let segments = envelopes.len() / MAX_PAYLOAD_LEN + 1;
    out.reserve(envelopes.len() + segments * (HEADER_LEN + TRAILER_LEN));
    if envelopes.len() > MAX_PAYLOAD_LEN {
        pack(envelopes, |payload, self_contained| encode_segment(payload, self_contained, out));
    } else if !envelopes.is_empty() {
        encode_segment(envelopes, true, out);
    }
}

/// Writes segments of the compressed format, with memory that one call leaves to the next.
#[derive(Default)]
pub struct Lz4SegmentEncoder {
    packer: lz4::Packer,
}

impl Lz4SegmentEncoder {
    /// Appends whole envelopes, one after the other in `envelopes`, to `out` in as few segments as keep their order.
    ///
    /// Payloads under [`MIN_COMPRESSED_LEN`] bytes are not compressed, nor those that would not become shorter.
    pub fn encode(&mut self, envelopes: &[u8], out: &mut Vec<u8>) {
        pack(envelopes, |payload, self_contained| self.encode_segment(payload, self_contained, out));
    }

    fn encode_segment(&mut self, payload: &[u8], self_contained: bool, out: &mut Vec<u8>) {
        let header_at = out.len();
        let payload_at = header_at + LZ4_HEADER_LEN;
        out.resize(payload_at, 0);
        let compressed = match payload.len() {
            ..MIN_COMPRESSED_LEN => None,
            _ => self.packer.append_block(payload, out).filter(|len| *len < payload.len()),
        };
        // native_protocol_v5 §2.2: an uncompressed length of 0 signals that the payload should be used as-is. (§2.3.2
        // has the compressed length for that, which no server does.)
        let (payload_len, uncompressed_len) = match compressed {
            Some(len) => (len, payload.len()),
            None => {
                out.truncate(payload_at);
                out.extend_from_slice(payload);
                (payload.len(), 0)
            }
        };
        let header = Lz4SegmentHeader { payload_len, uncompressed_len, self_contained }.encode();
        let checksum = payload_checksum(out.get(payload_at..).unwrap_or_default());
        if let Some(place) = out.get_mut(header_at..).and_then(|segment| segment.first_chunk_mut()) {
            *place = header;
        }
        out.extend_from_slice(&checksum.to_le_bytes());
    }
}

impl fmt::Debug for Lz4SegmentEncoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lz4SegmentEncoder").finish_non_exhaustive()
    }
}

/// Cuts `envelopes` into payloads, and says of each whether it is self-contained.
fn pack(mut envelopes: &[u8], mut write: impl FnMut(&[u8], bool)) {
    while !envelopes.is_empty() {
        let (payload, rest) = split_whole(envelopes);
        if payload.len() <= MAX_PAYLOAD_LEN {
            write(payload, true);
        } else {
            payload.chunks(MAX_PAYLOAD_LEN).for_each(|part| write(part, false));
        }
        envelopes = rest;
    }
}

/// Splits off the first envelope, and those after it that fit into the same segment.
fn split_whole(envelopes: &[u8]) -> (&[u8], &[u8]) {
    let mut end = envelope_len(envelopes);
    loop {
        let next = end.saturating_add(envelope_len(envelopes.get(end..).unwrap_or_default()));
        if next > MAX_PAYLOAD_LEN || next > envelopes.len() {
            return envelopes.split_at_checked(end).unwrap_or((envelopes, &[]));
        }
        end = next;
    }
}

/// How long the first envelope is, as its header says. Never 0, so that whoever cuts by it gets to the end.
fn envelope_len(envelopes: &[u8]) -> usize {
    match envelopes.first_chunk::<{ header::HEADER_LEN }>() {
        Some([_, _, _, _, _, len @ ..]) => header::HEADER_LEN + u32::from_be_bytes(*len) as usize,
        None => header::HEADER_LEN,
    }
}

/// Appends one segment to `out`. The payload is at most [`MAX_PAYLOAD_LEN`] bytes.
#[inline]
fn encode_segment(payload: &[u8], self_contained: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(&SegmentHeader { payload_len: payload.len(), self_contained }.encode());
    out.extend_from_slice(payload);
    out.extend_from_slice(&payload_checksum(payload).to_le_bytes());
}
