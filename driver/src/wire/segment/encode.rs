use super::checksum::payload_checksum;
use super::header::{HEADER_LEN, MAX_PAYLOAD_LEN, SegmentHeader, TRAILER_LEN};
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
