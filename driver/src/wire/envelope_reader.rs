use bytes::{Buf, Bytes, BytesMut};

use super::segment::{Segment, take_segment};
use super::{EnvelopeError, Flags, HEADER_LEN, Header};

/// Takes envelopes out of what a connection reads.
///
/// Every connection begins [`unframed`](Self::unframed); one of version 5 goes on [`framed`](Self::framed), by a new
/// reader on the same buffer, after the READY or AUTHENTICATE which answers STARTUP.
///
/// Bodies are slices of the buffer. Only a large envelope, which comes in several segments, is copied: as it comes, never
/// by the length that its header gives, so memory is taken only for bytes that are there. That length is limited to
/// [`MAX_BODY_LEN`](super::MAX_BODY_LEN).
#[derive(Debug)]
pub struct EnvelopeReader {
    /// Whether envelopes come in segments.
    framed: bool,
    /// What is left of a self-contained segment: whole envelopes if the peer keeps to the protocol.
    segment: Bytes,
    /// What came of a large envelope.
    partial: BytesMut,
}

impl EnvelopeReader {
    /// A reader of envelopes that stand one after the other, as in version 4, and in version 5 until READY or
    /// AUTHENTICATE.
    pub fn unframed() -> Self {
        Self { framed: false, segment: Bytes::new(), partial: BytesMut::new() }
    }

    /// A reader of envelopes in segments, as in version 5 after READY or AUTHENTICATE.
    pub fn framed() -> Self {
        Self { framed: true, ..Self::unframed() }
    }

    /// Takes the next envelope, its header and its body, or nothing until `buf` has more.
    ///
    /// To be called until it gives nothing: envelopes of a segment that was taken from `buf` wait in the reader.
    ///
    /// # Errors
    /// When the bytes are no envelopes. What further calls give is unspecified.
    #[inline]
    pub fn next(&mut self, buf: &mut BytesMut) -> Result<Option<(Header, Bytes)>, EnvelopeError> {
        if self.framed { self.next_framed(buf) } else { next_unframed(buf) }
    }

    fn next_framed(&mut self, buf: &mut BytesMut) -> Result<Option<(Header, Bytes)>, EnvelopeError> {
        loop {
            if !self.segment.is_empty() {
                return self.next_of_segment().map(Some);
            }
            let Some(Segment { payload, self_contained }) = take_segment(buf)? else { return Ok(None) };
            if !self_contained {
                if let Some(envelope) = self.gather(&payload)? {
                    return Ok(Some(envelope));
                }
            } else if self.partial.is_empty() {
                self.segment = payload;
            } else {
                return Err(EnvelopeError::Interrupted { had: self.partial.len() });
            }
        }
    }

    /// Takes the next envelope of a self-contained segment that is not at its end.
    fn next_of_segment(&mut self) -> Result<(Header, Bytes), EnvelopeError> {
        // native_protocol_v5 §1: if self contained, then the payload includes one or more complete envelopes.
        let had = self.segment.len();
        let Some(header) = self.segment.first_chunk() else {
            return Err(EnvelopeError::CutShort { needed: HEADER_LEN, had });
        };
        let header = Header::decode(header)?;
        let needed = HEADER_LEN + header.body_len as usize;
        if needed > had {
            return Err(EnvelopeError::CutShort { needed, had });
        }
        let mut envelope =
            if needed == had { std::mem::take(&mut self.segment) } else { self.segment.split_to(needed) };
        envelope.advance(HEADER_LEN);
        Ok((header, envelope))
    }

    /// Adds a part of a large envelope, and gives the envelope when it is complete.
    fn gather(&mut self, part: &[u8]) -> Result<Option<(Header, Bytes)>, EnvelopeError> {
        self.partial.extend_from_slice(part);
        let Some(header) = self.partial.first_chunk() else { return Ok(None) };
        let header = Header::decode(header)?;
        let (needed, had) = (HEADER_LEN + header.body_len as usize, self.partial.len());
        if had < needed {
            return Ok(None);
        }
        if had > needed {
            return Err(EnvelopeError::TooMuch { needed, had });
        }
        let mut envelope = std::mem::take(&mut self.partial);
        envelope.advance(HEADER_LEN);
        Ok(Some((header, envelope.freeze())))
    }
}

fn next_unframed(buf: &mut BytesMut) -> Result<Option<(Header, Bytes)>, EnvelopeError> {
    let Some(header) = buf.first_chunk() else { return Ok(None) };
    let header = Header::decode(header)?;
    // native_protocol_v4 §2.2: 0x01: if set, the frame body is compressed; v5 §2.4.1.2: deprecated and ignored.
    if header.flags.contains(Flags::COMPRESSION) && !header.version.has_segments() {
        return Err(EnvelopeError::Compressed);
    }
    let body_len = header.body_len as usize;
    if buf.len() - HEADER_LEN < body_len {
        return Ok(None);
    }
    buf.advance(HEADER_LEN);
    Ok(Some((header, buf.split_to(body_len).freeze())))
}
