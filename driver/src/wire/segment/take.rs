use bytes::{Buf, Bytes, BytesMut};

use super::checksum::payload_checksum;
use super::header::{HEADER_LEN, LZ4_HEADER_LEN, Lz4SegmentHeader, SegmentHeader, TRAILER_LEN};
use crate::wire::EnvelopeError;

/// A segment whose checksums are right.
pub(in crate::wire) struct Segment {
    /// What was sent; a slice of the buffer it was taken from. Uncompressed it is envelopes, or a part of one.
    pub(in crate::wire) payload: Bytes,
    /// How long the payload is once decompressed; 0 when it is not compressed.
    pub(in crate::wire) uncompressed_len: usize,
    /// Whether the payload is whole envelopes.
    pub(in crate::wire) self_contained: bool,
}

/// Takes a segment off the front of `buf`, or nothing while it is not all there.
#[inline]
pub(in crate::wire) fn take_segment(buf: &mut BytesMut) -> Result<Option<Segment>, EnvelopeError> {
    let Some(header) = buf.first_chunk() else { return Ok(None) };
    let SegmentHeader { payload_len, self_contained } = SegmentHeader::decode(header)?;
    let payload = take_payload(buf, HEADER_LEN, payload_len)?;
    Ok(payload.map(|payload| Segment { payload, uncompressed_len: 0, self_contained }))
}

/// Takes a segment of the compressed format off the front of `buf`, or nothing while it is not all there.
pub(in crate::wire) fn take_lz4_segment(buf: &mut BytesMut) -> Result<Option<Segment>, EnvelopeError> {
    let Some(header) = buf.first_chunk() else { return Ok(None) };
    let Lz4SegmentHeader { payload_len, uncompressed_len, self_contained } = Lz4SegmentHeader::decode(header)?;
    let payload = take_payload(buf, LZ4_HEADER_LEN, payload_len)?;
    Ok(payload.map(|payload| Segment { payload, uncompressed_len, self_contained }))
}

/// Takes header, payload and trailer off the front of `buf`, if all are there.
#[inline]
fn take_payload(buf: &mut BytesMut, header_len: usize, payload_len: usize) -> Result<Option<Bytes>, EnvelopeError> {
    let Some((payload, trailer)) = buf.get(header_len..).and_then(|rest| rest.split_at_checked(payload_len)) else {
        return Ok(None);
    };
    let Some(trailer) = trailer.first_chunk::<TRAILER_LEN>() else { return Ok(None) };
    // native_protocol_v5 §2.1: the payload is followed by its CRC32; all the integers in the framing are little-endian.
    // §2.2: this is the CRC of the compressed payload.
    let (computed, received) = (payload_checksum(payload), u32::from_le_bytes(*trailer));
    if computed != received {
        return Err(EnvelopeError::PayloadChecksum { computed, received });
    }
    buf.advance(header_len);
    let payload = buf.split_to(payload_len).freeze();
    buf.advance(TRAILER_LEN);
    Ok(Some(payload))
}
