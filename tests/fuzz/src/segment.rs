use ilium_driver::wire::EnvelopeReader;
use ilium_driver::wire::segment::{Lz4SegmentHeader, SegmentHeader, payload_checksum};

use crate::envelope::read_all;
use crate::input::{byte, chunk};

/// Segments of version 5. The first byte says of which format they are, and whether the bytes are segments as they are
/// or payloads around which segments with right checksums are made: a fuzzer does not find a checksum.
pub fn segment(mut input: &[u8]) {
    match byte(&mut input) % 4 {
        0 => read_all(EnvelopeReader::framed(), None, input),
        1 => read_all(EnvelopeReader::framed_lz4(), None, input),
        2 => read_all(EnvelopeReader::framed(), None, &segments(input)),
        _ => read_all(EnvelopeReader::framed_lz4(), None, &lz4_segments(input)),
    }
}

fn segments(mut input: &[u8]) -> Vec<u8> {
    let mut stream = Vec::new();
    while !input.is_empty() {
        let self_contained = byte(&mut input) & 1 == 0;
        let payload = chunk(&mut input, usize::from(u16::MAX));
        stream.extend_from_slice(&SegmentHeader { payload_len: payload.len(), self_contained }.encode());
        finish(payload, &mut stream);
    }
    stream
}

fn lz4_segments(mut input: &[u8]) -> Vec<u8> {
    let mut stream = Vec::new();
    while !input.is_empty() {
        let flags = byte(&mut input);
        // Any of the 17 bits of a length; 0 says that the payload is not compressed.
        let uncompressed_len = usize::from(flags >> 7) << 16 | usize::from(byte(&mut input)) << 8;
        let uncompressed_len = uncompressed_len | usize::from(byte(&mut input));
        let payload = chunk(&mut input, usize::from(u16::MAX));
        let header = Lz4SegmentHeader { payload_len: payload.len(), uncompressed_len, self_contained: flags & 1 == 0 };
        stream.extend_from_slice(&header.encode());
        finish(payload, &mut stream);
    }
    stream
}

/// Appends the payload and what ends its segment.
fn finish(payload: &[u8], stream: &mut Vec<u8>) {
    stream.extend_from_slice(payload);
    stream.extend_from_slice(&payload_checksum(payload).to_le_bytes());
}
