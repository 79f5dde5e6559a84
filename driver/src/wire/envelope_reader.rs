use bytes::{Buf, Bytes, BytesMut};

use super::compression::lz4;
use super::segment::{Segment, take_lz4_segment, take_segment};
use super::{EnvelopeError, Flags, HEADER_LEN, Header};

/// How much memory is taken at once for a large envelope whose header is here, in bytes.
///
/// Most large envelopes are pages of rows, which are shorter: they are copied once. For longer ones memory is taken as
/// they come, for a length in a header is not yet so many bytes.
const RESERVED: usize = 1024 * 1024;

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
    /// What stands around envelopes.
    framing: Framing,
    /// What is left of a self-contained segment: whole envelopes if the peer keeps to the protocol.
    segment: Bytes,
    /// What came of a large envelope.
    partial: BytesMut,
}

/// What stands around envelopes, and what is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Framing {
    /// Nothing.
    None,
    /// Nothing; bodies may be compressed.
    CompressedBodies,
    /// Segments.
    Segments,
    /// Segments of the compressed format.
    Lz4Segments,
}

impl EnvelopeReader {
    /// A reader of envelopes that stand one after the other, as in version 4, and in version 5 until READY or
    /// AUTHENTICATE. A compressed body is an error.
    pub fn unframed() -> Self {
        Self { framing: Framing::None, segment: Bytes::new(), partial: BytesMut::new() }
    }

    /// A reader as [`unframed`](Self::unframed) is, where compression was agreed upon.
    ///
    /// Bodies whose flag [`COMPRESSION`](Flags::COMPRESSION) is set are given as they are, so that whoever wants one can
    /// [decompress](super::Compression::decompress_body) it elsewhere.
    pub fn unframed_compressed() -> Self {
        Self { framing: Framing::CompressedBodies, ..Self::unframed() }
    }

    /// A reader of envelopes in segments, as in version 5 after READY or AUTHENTICATE.
    pub fn framed() -> Self {
        Self { framing: Framing::Segments, ..Self::unframed() }
    }

    /// A reader as [`framed`](Self::framed) is, where compression was agreed upon.
    pub fn framed_lz4() -> Self {
        Self { framing: Framing::Lz4Segments, ..Self::unframed() }
    }

    /// Takes the next envelope, its header and its body, or nothing until `buf` has more.
    ///
    /// To be called until it gives nothing: envelopes of a segment that was taken from `buf` wait in the reader.
    ///
    /// # Errors
    /// When the bytes are no envelopes. What further calls give is unspecified.
    #[inline]
    pub fn next(&mut self, buf: &mut BytesMut) -> Result<Option<(Header, Bytes)>, EnvelopeError> {
        match self.framing {
            Framing::None | Framing::CompressedBodies => self.next_unframed(buf),
            Framing::Segments | Framing::Lz4Segments => self.next_framed(buf),
        }
    }

    #[inline]
    fn next_unframed(&self, buf: &mut BytesMut) -> Result<Option<(Header, Bytes)>, EnvelopeError> {
        let Some(header) = buf.first_chunk() else { return incomplete(buf) };
        let header = Header::decode(header)?;
        // native_protocol_v4 §2.2: 0x01: if set, the frame body is compressed; v5 §2.4.1.2: deprecated and ignored.
        if header.flags.contains(Flags::COMPRESSION)
            && !header.version.has_segments()
            && self.framing != Framing::CompressedBodies
        {
            return Err(EnvelopeError::Compressed);
        }
        let body_len = header.body_len as usize;
        if buf.len() - HEADER_LEN < body_len {
            return Ok(None);
        }
        buf.advance(HEADER_LEN);
        Ok(Some((header, buf.split_to(body_len).freeze())))
    }

    fn next_framed(&mut self, buf: &mut BytesMut) -> Result<Option<(Header, Bytes)>, EnvelopeError> {
        loop {
            if !self.segment.is_empty() {
                return self.next_of_segment().map(Some);
            }
            let segment =
                if self.framing == Framing::Lz4Segments { take_lz4_segment(buf)? } else { take_segment(buf)? };
            let Some(segment) = segment else { return Ok(None) };
            if !segment.self_contained {
                if let Some(envelope) = self.gather(&segment)? {
                    return Ok(Some(envelope));
                }
            } else if self.partial.is_empty() {
                self.segment = contents(segment)?;
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
    fn gather(&mut self, part: &Segment) -> Result<Option<(Header, Bytes)>, EnvelopeError> {
        if self.partial.is_empty()
            && part.uncompressed_len == 0
            && let Some(header) = part.payload.first_chunk()
        {
            let needed = HEADER_LEN + Header::decode(header)?.body_len as usize;
            self.partial.reserve(needed.min(RESERVED));
        }
        match part.uncompressed_len {
            0 => self.partial.extend_from_slice(&part.payload),
            len => lz4::append_decompressed(&part.payload, len, &mut self.partial)?,
        }
        let Some(header) = self.partial.first_chunk() else { return Ok(None) };
        let header = Header::decode(header)?;
        let (needed, had) = (HEADER_LEN + header.body_len as usize, self.partial.len());
        if had < needed {
            self.partial.reserve(needed.min(RESERVED).saturating_sub(had));
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

/// Less than a header: a peer of another protocol may say no more and then wait, for TLS has alerts of 7 bytes.
#[cold]
fn incomplete(buf: &[u8]) -> Result<Option<(Header, Bytes)>, EnvelopeError> {
    buf.first().map_or(Ok(()), |version| Header::check_version(*version))?;
    Ok(None)
}

/// What a self-contained segment holds.
#[inline]
fn contents(segment: Segment) -> Result<Bytes, EnvelopeError> {
    match segment.uncompressed_len {
        0 => Ok(segment.payload),
        len => {
            let mut contents = BytesMut::new();
            lz4::append_decompressed(&segment.payload, len, &mut contents)?;
            Ok(contents.freeze())
        }
    }
}
