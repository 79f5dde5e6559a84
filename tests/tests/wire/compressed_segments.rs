//! The compressed format of version 5's segments.

use bytes::{Bytes, BytesMut};
use ilium_driver::wire::segment::{
    Lz4SegmentEncoder, Lz4SegmentHeader, MAX_PAYLOAD_LEN, header_checksum, payload_checksum,
};
use ilium_driver::wire::{CompressionError, EncodeError, EnvelopeError, EnvelopeReader, Flags, Header, Opcode};

use crate::vector::{V5, bytes, damage};

/// OPTIONS, as it is.
const AS_IT_IS: &str = "
    09 00 00 00 04                      # length 9, uncompressed length 0, self-contained: little-endian, bit 34
    C2 B8 95                            # CRC-24 of the five bytes, little-endian
    05 00 00 00  05  00 00 00 00
    10 86 28 4D                         # CRC-32 of FA 2D 55 CA and the payload, little-endian
    ";

/// A RESULT with a body of twenty times `a`.
const COMPRESSED: &str = "
    13 00 3A 00 04                      # length 19, uncompressed length 29 shifted by 17, self-contained
    E6 4E E0                            # CRC-24
    AA  85 00 00 02  08  00 00 00 14  'a'  01 00    # ten literals, then 10 + 4 bytes from one byte back
    50 'aaaaa'                          # five literals
    79 8B 10 4E                         # CRC-32 of what was sent
    ";

type Envelopes = Vec<(Header, Bytes)>;

fn twenty() -> Envelopes {
    let header = Header { body_len: 20, ..Header::response(V5, Flags::NONE, 2, Opcode::Result) };
    vec![(header, Bytes::from_static(&[b'a'; 20]))]
}

/// Reads `stream` in parts of `step` bytes; the envelopes before an error are given with it.
fn read(stream: &[u8], step: usize) -> (Envelopes, Option<EnvelopeError>) {
    let mut reader = EnvelopeReader::framed_lz4();
    let mut buf = BytesMut::new();
    let mut envelopes = Vec::new();
    for part in stream.chunks(step) {
        buf.extend_from_slice(part);
        loop {
            match reader.next(&mut buf) {
                Ok(Some(envelope)) => envelopes.push(envelope),
                Ok(None) => break,
                Err(error) => return (envelopes, Some(error)),
            }
        }
    }
    assert!(buf.len() < MAX_PAYLOAD_LEN + 12);
    (envelopes, None)
}

fn segment(payload: &[u8], uncompressed_len: usize, self_contained: bool) -> Vec<u8> {
    let header = Lz4SegmentHeader { payload_len: payload.len(), uncompressed_len, self_contained }.encode();
    [&header[..], payload, &payload_checksum(payload).to_le_bytes()].concat()
}

fn encode(envelopes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    Lz4SegmentEncoder::default().encode(envelopes, &mut out);
    out
}

fn envelope(stream: i16, body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let written: Result<(), EncodeError> =
        Header::response(V5, Flags::NONE, stream, Opcode::Result).write_envelope(&mut out, |out| {
            out.extend_from_slice(body);
            Ok(())
        });
    written.unwrap();
    out
}

/// Bytes in which nothing is found again (xorshift).
fn noise(len: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let numbers = std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    });
    numbers.flatten().take(len).collect()
}

/// Length, uncompressed length and whether it is self-contained, of each segment.
fn shape(mut stream: &[u8]) -> Vec<(usize, usize, bool)> {
    let mut shape = Vec::new();
    while let Some(header) = stream.first_chunk() {
        let header = Lz4SegmentHeader::decode(header).unwrap();
        shape.push((header.payload_len, header.uncompressed_len, header.self_contained));
        stream = &stream[8 + header.payload_len + 4..];
    }
    assert!(stream.is_empty());
    shape
}

#[test]
fn checksums_of_headers_are_those_of_an_independent_implementation() {
    // Computed bit by bit from the definition in section 2.1 of the specification.
    assert_eq!(header_checksum([0x09, 0x00, 0x00, 0x00, 0x04]), 0x95_B8C2);
    assert_eq!(header_checksum([0x13, 0x00, 0x3A, 0x00, 0x00]), 0x04_A3D7);
    let most = Lz4SegmentHeader { payload_len: 0x1_FFFF, uncompressed_len: 0x1_FFFF, self_contained: true };
    assert_eq!(most.encode(), [0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0x93, 0x65, 0x57]);
    assert_eq!(Lz4SegmentHeader::decode(&most.encode()), Ok(most));
}

#[test]
fn a_short_payload_is_sent_as_it_is() {
    let options = bytes("05 00 00 00 05 00 00 00 00");
    assert_eq!(encode(&options), bytes(AS_IT_IS));
    let header = Header::request(V5, Flags::NONE, 0, Opcode::Options);
    assert_eq!(read(&bytes(AS_IT_IS), 1), (vec![(header, Bytes::new())], None));
    assert_eq!(shape(&encode(&envelope(1, &[0; 502]))), [(511, 0, true)]);
    let [(len, 512, true)] = shape(&encode(&envelope(1, &[0; 503])))[..] else { panic!("not compressed") };
    assert!(len < 50);
}

#[test]
fn a_payload_that_would_not_become_shorter_is_sent_as_it_is() {
    assert_eq!(shape(&encode(&envelope(1, &noise(1000)))), [(1009, 0, true)]);
}

#[test]
fn a_compressed_segment_written_by_hand_is_read() {
    let stream = bytes(COMPRESSED);
    for step in 1..=stream.len() {
        assert_eq!(read(&stream, step), (twenty(), None));
    }
    for len in 0..stream.len() {
        assert_eq!(read(&stream[..len], stream.len()), (Vec::new(), None), "cut to {len}");
    }
}

#[test]
fn every_bit_that_turns_is_noticed() {
    let stream = bytes(COMPRESSED);
    for bit in 0..stream.len() * 8 {
        let mut damaged = stream.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        let (envelopes, error) = read(&damaged, damaged.len());
        assert_eq!(envelopes, [], "bit {bit}");
        let noticed =
            matches!(error, Some(EnvelopeError::HeaderChecksum { .. } | EnvelopeError::PayloadChecksum { .. }));
        assert!(noticed, "bit {bit}: {error:?}");
    }
    damage(&stream, |stream| _ = read(stream, 7));
}

#[test]
fn a_block_with_right_checksums_can_be_wrong_all_the_same() {
    let block = &bytes(COMPRESSED)[8..27];
    for self_contained in [true, false] {
        assert_eq!(read(&segment(block, 29, self_contained), 1), (twenty(), None));
        let error = read(&segment(block, 30, self_contained), 64).1.unwrap();
        assert_eq!(error.to_string(), "lz4 block: expected 30 bytes, got 29");
        let error = read(&segment(block, 28, self_contained), 64).1.unwrap();
        assert!(matches!(error, EnvelopeError::Compression(CompressionError::Damaged { .. })), "{error}");
        let error = read(&segment(&block[..4], 1021, self_contained), 64).1.unwrap();
        assert_eq!(error.to_string(), "lz4 block: announced length 1021 is over the limit of 1020");
        for cut in 0..block.len() {
            let (envelopes, error) = read(&segment(&block[..cut], 29, self_contained), 64);
            assert!(envelopes.is_empty() && error.is_some(), "cut to {cut}");
        }
        damage(block, |block| _ = read(&segment(block, 29, self_contained), 64));
    }
}

#[test]
fn many_envelopes_share_a_segment_and_a_large_one_takes_many() {
    let many: Vec<u8> = (0..1000).flat_map(|stream| envelope(stream, b"some body")).collect();
    let stream = encode(&many);
    let [(len, 18_000, true)] = shape(&stream)[..] else { panic!("{:?}", shape(&stream)) };
    assert!(len < 9000, "{len}");
    let (envelopes, error) = read(&stream, 1000);
    assert_eq!((envelopes.len(), error), (1000, None));
    assert!(envelopes.iter().zip(0..).all(|((header, body), stream)| header.stream == stream && body == "some body"));

    let parts = [envelope(1, b"before"), envelope(2, &vec![7; 300_000]), envelope(3, b"after")].concat();
    let lens: Vec<_> = shape(&encode(&parts)).iter().map(|(_, len, whole)| (*len, *whole)).collect();
    const MAX: usize = MAX_PAYLOAD_LEN;
    // The first and the last are too short to be compressed.
    assert_eq!(lens, [(0, true), (MAX, false), (MAX, false), (300_009 - 2 * MAX, false), (0, true)]);
}

#[test]
fn twenty_mebibytes_come_out_as_they_went_in() {
    const LEN: usize = 20 << 20;
    let text: Vec<u8> = b"twenty mebibytes of text ".iter().copied().cycle().take(LEN).collect();
    for body in [text, noise(LEN)] {
        let stream = [encode(&envelope(1, &body)), encode(&envelope(2, b"next"))].concat();
        let (envelopes, error) = read(&stream, 100_000);
        assert_eq!(error, None);
        assert!(envelopes[0].1 == body);
        assert_eq!(envelopes[1].1, b"next"[..]);
    }
}
