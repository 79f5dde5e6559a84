use bytes::{Buf, Bytes, BytesMut};

use super::checksum::payload_checksum;
use super::header::{HEADER_LEN, SegmentHeader, TRAILER_LEN};
use crate::wire::EnvelopeError;

/// A segment whose checksums are right.
pub(in crate::wire) struct Segment {
    /// Envelopes, or a part of one; a slice of the buffer it was taken from.
    pub(in crate::wire) payload: Bytes,
    /// Whether the payload is whole envelopes.
    pub(in crate::wire) self_contained: bool,
}

/// Takes a segment off the front of `buf`, or nothing while it is not all there.
#[inline]
pub(in crate::wire) fn take_segment(buf: &mut BytesMut) -> Result<Option<Segment>, EnvelopeError> {
    let Some(header) = buf.first_chunk() else { return Ok(None) };
    let SegmentHeader { payload_len, self_contained } = SegmentHeader::decode(header)?;
    let Some((payload, trailer)) = buf.get(HEADER_LEN..).and_then(|rest| rest.split_at_checked(payload_len)) else {
        return Ok(None);
    };
    let Some(trailer) = trailer.first_chunk::<TRAILER_LEN>() else { return Ok(None) };
    // native_protocol_v5 §2.1: the payload is followed by its CRC32; all the integers in the framing are little-endian.
    let (computed, received) = (payload_checksum(payload), u32::from_le_bytes(*trailer));
    if computed != received {
        return Err(EnvelopeError::PayloadChecksum { computed, received });
    }
    buf.advance(HEADER_LEN);
    let payload = buf.split_to(payload_len).freeze();
    buf.advance(TRAILER_LEN);
    Ok(Some(Segment { payload, self_contained }))
}
