use bytes::{Buf, Bytes, BytesMut};

use super::compression::lz4;
use super::large_bodies::{LARGE, LargeBodies, PROOF, RESERVED};
use super::segment::{Segment, take_lz4_segment, take_segment};
use super::{EnvelopeError, Flags, HEADER_LEN, Header};

/// Takes envelopes out of what a connection reads.
///
/// Every connection begins [`unframed`](Self::unframed); one of version 5 goes on [`framed`](Self::framed), by a new
/// reader on the same buffer, after the READY or AUTHENTICATE which answers STARTUP.
///
/// Bodies are slices of the buffer. A large envelope gets memory of its own: without segments it is read to its end into
/// that memory ([`missing`](Self::missing)) once 16 KiB of it are here, with several segments it is copied there. At most
/// 1 MiB is taken by the length that the header gives, the rest as the bytes come. That length is limited to
/// [`MAX_BODY_LEN`](super::MAX_BODY_LEN). The memory of the last large envelopes is used again once their bodies are
/// dropped, until [`release`](Self::release).
#[derive(Debug)]
pub struct EnvelopeReader {
    /// What stands around envelopes.
    framing: Framing,
    /// What is left of a self-contained segment: whole envelopes if the peer keeps to the protocol.
    segment: Bytes,
    /// What came of a large envelope in segments.
    partial: BytesMut,
    /// How many bytes a large envelope without segments lacks, whose memory is the caller's buffer.
    missing: usize,
    /// The caller's buffer of before, empty.
    spare: BytesMut,
    bodies: LargeBodies,
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
        Self {
            framing: Framing::None,
            segment: Bytes::new(),
            partial: BytesMut::new(),
            missing: 0,
            spare: BytesMut::new(),
            bodies: LargeBodies::default(),
        }
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

    /// How many bytes are to be read next and no more, if that is not 0: `buf` is the memory of a large envelope, and ends
    /// with it.
    #[inline]
    pub const fn missing(&self) -> usize {
        self.missing
    }

    /// How many large envelopes' memory was kept so far, if some is kept now.
    #[inline]
    pub const fn kept(&self) -> Option<u64> {
        self.bodies.uses()
    }

    /// Gives back the memory that is kept for large envelopes: for a connection that reads none any more.
    pub fn release(&mut self) {
        self.bodies.release();
    }

    #[inline]
    fn next_unframed(&mut self, buf: &mut BytesMut) -> Result<Option<(Header, Bytes)>, EnvelopeError> {
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
        if HEADER_LEN + body_len >= LARGE {
            return Ok(self.next_large(buf, HEADER_LEN + body_len).map(|body| (header, body)));
        }
        if buf.len() - HEADER_LEN < body_len {
            return Ok(None);
        }
        buf.advance(HEADER_LEN);
        Ok(Some((header, buf.split_to(body_len).freeze())))
    }

    /// Takes the body of a large envelope of `len` bytes; while it is incomplete, `buf` is its memory.
    #[cold]
    fn next_large(&mut self, buf: &mut BytesMut, len: usize) -> Option<Bytes> {
        let is_reading = self.missing > 0;
        let missing = len.saturating_sub(buf.len());
        if missing > 0 {
            if !is_reading {
                if buf.len() < PROOF {
                    return None;
                }
                let mut memory = self.bodies.take(len);
                memory.extend_from_slice(buf);
                self.spare = std::mem::replace(buf, memory);
                self.spare.clear();
            }
            self.missing = missing;
            return None;
        }
        self.missing = 0;
        let envelope = if is_reading && buf.len() == len {
            std::mem::replace(buf, std::mem::take(&mut self.spare))
        } else {
            buf.split_to(len)
        };
        let mut body = if is_reading { self.bodies.keep(envelope) } else { envelope.freeze() };
        body.advance(HEADER_LEN);
        Some(body)
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
        if self.partial.is_empty() {
            let known = part.payload.first_chunk().filter(|_| part.uncompressed_len == 0);
            let needed =
                known.map(Header::decode).transpose()?.map_or(LARGE, |header| HEADER_LEN + header.body_len as usize);
            self.partial = self.bodies.take(needed);
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
        let mut body = self.bodies.keep(std::mem::take(&mut self.partial));
        body.advance(HEADER_LEN);
        Ok(Some((header, body)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::segment::encode_segments;
    use crate::wire::{MAX_BODY_LEN, Opcode, ProtocolVersion};

    /// An envelope of which no more than its first part comes.
    fn first_part(version: ProtocolVersion, part: usize) -> Vec<u8> {
        let header = Header { body_len: MAX_BODY_LEN, ..Header::response(version, Flags::NONE, 1, Opcode::Result) };
        let mut envelope = header.encode().to_vec();
        envelope.resize(part, 0);
        envelope
    }

    #[test]
    fn a_length_is_not_yet_so_much_memory() {
        let mut reader = EnvelopeReader::unframed();
        let first = first_part(ProtocolVersion::V4, PROOF);
        let mut buf = BytesMut::new();
        for byte in &first {
            buf.extend_from_slice(&[*byte]);
            assert_eq!(reader.missing(), 0);
            assert!(buf.capacity() <= 2 * PROOF, "{} bytes of memory for {}", buf.capacity(), buf.len());
            assert!(reader.next(&mut buf).unwrap().is_none());
        }
        assert_eq!(reader.missing(), HEADER_LEN + MAX_BODY_LEN as usize - PROOF);
        assert!(buf == first[..] && buf.capacity() <= RESERVED, "{} bytes", buf.capacity());
        // The next of the connection starts with nothing kept of it.
        assert_eq!(reader.kept(), None);
    }

    #[test]
    fn a_length_in_segments_is_not_yet_so_much_memory() {
        let mut stream = Vec::new();
        encode_segments(&first_part(ProtocolVersion::V5, 3 * RESERVED), &mut stream);
        let mut reader = EnvelopeReader::framed();
        let mut buf = BytesMut::new();
        for part in stream.chunks(64 * 1024) {
            buf.extend_from_slice(part);
            assert!(reader.next(&mut buf).unwrap().is_none());
            let (came, capacity) = (reader.partial.len(), reader.partial.capacity());
            assert!(capacity <= (2 * came).max(RESERVED), "{capacity} bytes for {came}");
        }
        assert_eq!((reader.partial.len(), reader.kept()), (3 * RESERVED, None));
    }
}
