//! The segments of version 5.

use bytes::{Bytes, BytesMut};
use ilium_driver::wire::segment::{MAX_PAYLOAD_LEN, SegmentHeader, encode_segments, header_checksum, payload_checksum};
use ilium_driver::wire::{EnvelopeError, EnvelopeReader, Flags, Header, HeaderError, Opcode};

use crate::vector::{V5, bytes, damage};

/// READY on stream 1 and a RESULT of kind Void on stream 2.
const TWO_ENVELOPES: &str = "
    85 00 00 01  02  00 00 00 00
    85 00 00 02  08  00 00 00 04
    00 00 00 01";

/// Both in one segment.
const ONE_SEGMENT: &str = "
    16 00 02                            # length 22, self-contained: little-endian, bit 17
    9D 04 F9                            # CRC-24 of the three bytes, little-endian
    85 00 00 01  02  00 00 00 00
    85 00 00 02  08  00 00 00 04
    00 00 00 01
    5E 71 5C 9A                         # CRC-32 of FA 2D 55 CA and the payload, little-endian
    ";

/// OPTIONS in a segment.
const ONE_ENVELOPE: &str = "
    09 00 02                            # length 9, self-contained
    A4 C8 C1                            # CRC-24
    05 00 00 00  05  00 00 00 00
    10 86 28 4D                         # CRC-32
    ";

/// READY cut over two segments.
const TWO_SEGMENTS: &str = "
    04 00 00                            # length 4, not self-contained
    1C 28 4B                            # CRC-24
    85 00 00 01
    16 90 85 F7                         # CRC-32
    05 00 00                            # length 5, not self-contained
    04 48 23                            # CRC-24
    02 00 00 00 00
    8F 82 FC 3C                         # CRC-32
    ";

type Envelopes = Vec<(Header, Bytes)>;

fn two_envelopes() -> Envelopes {
    let ready = Header::response(V5, Flags::NONE, 1, Opcode::Ready);
    let result = Header { body_len: 4, ..Header::response(V5, Flags::NONE, 2, Opcode::Result) };
    vec![(ready, Bytes::new()), (result, Bytes::from_static(&[0, 0, 0, 1]))]
}

/// Reads `stream` in parts of `step` bytes; the envelopes before an error are given with it.
fn read(stream: &[u8], step: usize) -> (Envelopes, Option<EnvelopeError>) {
    let mut reader = EnvelopeReader::framed();
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
    (envelopes, None)
}

/// A segment with the right checksums, whatever its payload is.
fn segment(payload: &[u8], self_contained: bool) -> Vec<u8> {
    let header = SegmentHeader { payload_len: payload.len(), self_contained }.encode();
    [&header[..], payload, &payload_checksum(payload).to_le_bytes()].concat()
}

fn error_of(stream: &[u8]) -> EnvelopeError {
    read(stream, stream.len()).1.unwrap()
}

/// An envelope with a body of `body_len` bytes, none like its neighbours.
fn envelope(stream: i16, body_len: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let header = Header::response(V5, Flags::NONE, stream, Opcode::Result);
    let body = (0..=250_u8).cycle().take(body_len);
    header
        .write_envelope(&mut out, |out| {
            out.extend(body);
            Ok::<(), ilium_driver::wire::EncodeError>(())
        })
        .unwrap();
    out
}

#[test]
fn checksums_are_those_of_an_independent_implementation() {
    // Computed bit by bit from the definition in section 2.1 of the specification.
    assert_eq!(header_checksum([0x00, 0x00, 0x02]), 0xC4_366A);
    assert_eq!(header_checksum([0x09, 0x00, 0x02]), 0xC1_C8A4);
    assert_eq!(header_checksum([0x09, 0x00, 0x00]), 0x78_19B9);
    assert_eq!(header_checksum([0xFF, 0xFF, 0x03]), 0x47_4025);
    assert_eq!(header_checksum([0xFF, 0xFF, 0x01]), 0xFE_9138);
}

#[test]
fn a_segment_of_one_envelope() {
    let stream = bytes(ONE_ENVELOPE);
    let mut encoded = Vec::new();
    encode_segments(&bytes("05 00 00 00 05 00 00 00 00"), &mut encoded);
    assert_eq!(encoded, stream);
    let options = Header::request(V5, Flags::NONE, 0, Opcode::Options);
    assert_eq!(read(&stream, 1), (vec![(options, Bytes::new())], None));
}

#[test]
fn a_segment_of_several_envelopes() {
    let stream = bytes(ONE_SEGMENT);
    let mut encoded = Vec::new();
    encode_segments(&bytes(TWO_ENVELOPES), &mut encoded);
    assert_eq!(encoded, stream);
    for step in 1..=stream.len() {
        assert_eq!(read(&stream, step), (two_envelopes(), None));
    }
}

#[test]
fn an_envelope_cut_over_segments_even_within_its_header() {
    let stream = bytes(TWO_SEGMENTS);
    for step in 1..=stream.len() {
        assert_eq!(read(&stream, step), (two_envelopes()[..1].to_vec(), None));
    }
    for len in 0..stream.len() {
        assert_eq!(read(&stream[..len], 1), (Vec::new(), None), "cut to {len}");
    }
}

#[test]
fn a_segment_cut_anywhere_gives_nothing_and_is_no_error() {
    let stream = bytes(ONE_SEGMENT);
    for len in 0..stream.len() {
        assert_eq!(read(&stream[..len], stream.len()), (Vec::new(), None), "cut to {len}");
    }
}

#[test]
fn every_bit_that_turns_is_noticed() {
    for text in [ONE_SEGMENT, TWO_SEGMENTS] {
        let stream = bytes(text);
        for bit in 0..stream.len() * 8 {
            let mut damaged = stream.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            let (envelopes, error) = read(&damaged, damaged.len());
            assert_eq!(envelopes, [], "bit {bit}");
            let noticed = matches!(
                error,
                Some(EnvelopeError::HeaderChecksum { computed, received } | EnvelopeError::PayloadChecksum { computed, received })
                    if computed != received
            );
            assert!(noticed, "bit {bit}: {error:?}");
        }
        damage(&stream, |stream| _ = read(stream, 7));
    }
}

#[test]
fn wrong_checksums_show_both_sides() {
    let mut stream = bytes(ONE_SEGMENT);
    stream[3] ^= 0x01;
    let error = error_of(&stream);
    assert_eq!(error, EnvelopeError::HeaderChecksum { computed: 0xF9_049D, received: 0xF9_049C });
    assert_eq!(error.to_string(), "header of a segment: computed CRC-24 0xf9049d, received 0xf9049c");

    let mut stream = bytes(ONE_SEGMENT);
    *stream.last_mut().unwrap() ^= 0x01;
    let error = error_of(&stream);
    assert_eq!(error, EnvelopeError::PayloadChecksum { computed: 0x9A5C_715E, received: 0x9B5C_715E });
    assert_eq!(error.to_string(), "payload of a segment: computed CRC-32 0x9a5c715e, received 0x9b5c715e");
}

#[test]
fn padding_of_the_header_is_ignored() {
    // native_protocol_v5 §2.1: the header padding can be discarded.
    let mut stream = bytes(ONE_SEGMENT);
    stream[2] |= 0xFC;
    let checksum = header_checksum([stream[0], stream[1], stream[2]]).to_le_bytes();
    stream[3..6].copy_from_slice(&checksum[..3]);
    assert_eq!(read(&stream, 3), (two_envelopes(), None));
}

#[test]
fn an_empty_segment_is_passed_over() {
    // Self-contained and not.
    let stream = [segment(&[], true), segment(&[], false), bytes(ONE_SEGMENT)].concat();
    assert_eq!(read(&stream, 5), (two_envelopes(), None));
}

#[test]
fn a_self_contained_segment_ends_with_its_last_envelope() {
    let two = bytes(TWO_ENVELOPES);
    for len in (1..two.len()).filter(|len| *len != 9) {
        let (envelopes, error) = read(&segment(&two[..len], true), 1);
        assert_eq!(envelopes, two_envelopes()[..usize::from(len > 9)]);
        let expected = match len {
            ..=8 => EnvelopeError::CutShort { needed: 9, had: len },
            9..=17 => EnvelopeError::CutShort { needed: 9, had: len - 9 },
            _ => EnvelopeError::CutShort { needed: 13, had: len - 9 },
        };
        assert_eq!(error, Some(expected), "cut to {len}");
    }
    let error = error_of(&segment(&two[..20], true));
    assert_eq!(error.to_string(), "self-contained segment: an envelope needs 13 bytes, 11 left");
}

#[test]
fn a_large_envelope_is_not_interrupted() {
    let two = bytes(TWO_ENVELOPES);
    let stream = [segment(&two[..4], false), segment(&two, true)].concat();
    let error = error_of(&stream);
    assert_eq!(error, EnvelopeError::Interrupted { had: 4 });
    assert_eq!(error.to_string(), "segments of a large envelope: a self-contained segment comes after 4 bytes");
}

#[test]
fn the_segments_of_a_large_envelope_have_nothing_after_it() {
    let error = error_of(&segment(&bytes(TWO_ENVELOPES), false));
    assert_eq!(error, EnvelopeError::TooMuch { needed: 9, had: 22 });
    assert_eq!(error.to_string(), "segments of a large envelope: expected 9 bytes, got 22");
}

#[test]
fn headers_of_envelopes_are_checked_in_both_kinds_of_segments() {
    for self_contained in [true, false] {
        let too_long = segment(&bytes("85 00 00 00 08 10 00 00 01"), self_contained);
        assert_eq!(error_of(&too_long), EnvelopeError::Header(HeaderError::BodyTooLong { len: 0x1000_0001 }));
        let unknown = segment(&bytes("85 00 00 00 11 00 00 00 00"), self_contained);
        assert_eq!(error_of(&unknown), EnvelopeError::Header(HeaderError::UnknownOpcode { opcode: 0x11 }));
        assert_eq!(error_of(&unknown).to_string(), "header of an envelope: unknown opcode 0x11");
    }
}

#[test]
fn a_body_is_a_slice_of_the_buffer() {
    let mut buf = BytesMut::from(bytes(ONE_SEGMENT).as_slice());
    let at = buf.as_ptr() as usize;
    let mut reader = EnvelopeReader::framed();
    reader.next(&mut buf).unwrap();
    let (_, body) = reader.next(&mut buf).unwrap().unwrap();
    assert_eq!(body.as_ptr() as usize, at + 6 + 9 + 9);
}

/// How long each segment's payload is and whether it is self-contained.
fn shape(mut stream: &[u8]) -> Vec<(usize, bool)> {
    let mut shape = Vec::new();
    while let Some(header) = stream.first_chunk() {
        let SegmentHeader { payload_len, self_contained } = SegmentHeader::decode(header).unwrap();
        shape.push((payload_len, self_contained));
        stream = &stream[6 + payload_len + 4..];
    }
    assert!(stream.is_empty());
    shape
}

#[test]
fn envelopes_are_packed_into_as_few_segments_as_keep_their_order() {
    const MAX: usize = MAX_PAYLOAD_LEN;
    let most = envelope(1, MAX - 9);
    let one_more = envelope(2, MAX - 8);
    let (small, half) = (envelope(3, 0), envelope(4, MAX / 2));
    for (envelopes, expected) in [
        (vec![], vec![]),
        (vec![&most], vec![(MAX, true)]),
        (vec![&one_more], vec![(MAX, false), (1, false)]),
        (vec![&most, &small], vec![(MAX, true), (9, true)]),
        (vec![&small, &most], vec![(9, true), (MAX, true)]),
        (vec![&half, &small, &half, &small, &small], vec![(MAX / 2 + 18, true), (MAX / 2 + 27, true)]),
        (vec![&small, &one_more, &small, &small], vec![(9, true), (MAX, false), (1, false), (18, true)]),
    ] {
        let mut stream = b"before".to_vec();
        encode_segments(&envelopes.iter().copied().flatten().copied().collect::<Vec<u8>>(), &mut stream);
        let stream = stream.strip_prefix(b"before").unwrap();
        assert_eq!(shape(stream), expected);
        let (read, error) = read(stream, 4096);
        assert_eq!(error, None);
        let read: Vec<Vec<u8>> = read.iter().map(|(header, body)| [&header.encode()[..], body].concat()).collect();
        assert!(read.iter().eq(envelopes), "other envelopes come out");
    }
}
