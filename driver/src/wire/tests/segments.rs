//! Streams of envelopes: they come out as they went in, however they are written and however they are read.

use bytes::{Bytes, BytesMut};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::wire::segment::{MAX_PAYLOAD_LEN, encode_segments};
use crate::wire::{EncodeError, EnvelopeError, EnvelopeReader, Flags, Header, Opcode, ProtocolVersion};

/// Bodies' lengths: most small, some around what fits into a segment, some that take several.
fn body_len() -> impl Strategy<Value = usize> {
    prop_oneof![
        12 => 0..400_usize,
        2 => MAX_PAYLOAD_LEN - 20..MAX_PAYLOAD_LEN + 20,
        1 => MAX_PAYLOAD_LEN..3 * MAX_PAYLOAD_LEN,
    ]
}

/// Envelopes with bodies of these lengths, told apart by their streams and bodies.
fn envelopes(version: ProtocolVersion, body_lens: &[usize]) -> Vec<Vec<u8>> {
    let envelope = |(stream, body_len): (usize, &usize)| {
        let mut out = Vec::new();
        let stream = i16::try_from(stream).unwrap();
        let body = (0..=250_u8).cycle().skip(usize::from(stream.unsigned_abs())).take(*body_len);
        let written: Result<(), EncodeError> = Header::response(version, Flags::NONE, stream, Opcode::Result)
            .write_envelope(&mut out, |out| {
                out.extend(body);
                Ok(())
            });
        written.unwrap();
        out
    };
    body_lens.iter().enumerate().map(envelope).collect()
}

/// Reads `stream`, which comes in parts that end at `cuts`.
fn read(mut reader: EnvelopeReader, stream: &[u8], cuts: &[Index]) -> Result<Vec<Vec<u8>>, EnvelopeError> {
    let mut ends: Vec<usize> = cuts.iter().map(|cut| cut.index(stream.len() + 1)).collect();
    ends.push(stream.len());
    ends.sort_unstable();
    let mut buf = BytesMut::new();
    let mut begin = 0;
    let mut read = Vec::new();
    for end in ends {
        buf.extend_from_slice(&stream[begin..end]);
        begin = end;
        while let Some((header, body)) = reader.next(&mut buf)? {
            read.push([&header.encode(), &body[..]].concat());
        }
    }
    assert!(buf.is_empty(), "{} bytes are left", buf.len());
    Ok(read)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn envelopes_come_out_of_segments_as_they_went_in(
        body_lens in vec(body_len(), 0..30),
        flushes in vec(any::<Index>(), 0..4),
        cuts in vec(any::<Index>(), 0..12),
    ) {
        let envelopes = envelopes(ProtocolVersion::V5, &body_lens);
        let mut flushes: Vec<usize> = flushes.iter().map(|flush| flush.index(envelopes.len() + 1)).collect();
        flushes.push(envelopes.len());
        flushes.sort_unstable();
        let mut stream = Vec::new();
        let mut begin = 0;
        for end in flushes {
            encode_segments(&envelopes[begin..end].concat(), &mut stream);
            begin = end;
        }
        prop_assert!(read(EnvelopeReader::framed(), &stream, &cuts) == Ok(envelopes), "other envelopes come out");
    }

    #[test]
    fn envelopes_come_out_unframed_as_they_went_in(
        body_lens in vec(body_len(), 0..30),
        cuts in vec(any::<Index>(), 0..12),
    ) {
        let envelopes = envelopes(ProtocolVersion::V4, &body_lens);
        let stream = envelopes.concat();
        prop_assert!(read(EnvelopeReader::unframed(), &stream, &cuts) == Ok(envelopes), "other envelopes come out");
    }

    #[test]
    fn a_damaged_byte_is_noticed_and_what_came_before_it_is_right(
        body_lens in vec(body_len(), 1..6),
        at in any::<Index>(),
        bits in 1..=255_u8,
    ) {
        let envelopes = envelopes(ProtocolVersion::V5, &body_lens);
        let mut stream = Vec::new();
        encode_segments(&envelopes.concat(), &mut stream);
        let at = at.index(stream.len());
        stream[at] ^= bits;
        let mut reader = EnvelopeReader::framed();
        let mut buf = BytesMut::from(stream.as_slice());
        let mut expected = envelopes.iter();
        let error = loop {
            match reader.next(&mut buf) {
                Ok(Some((header, body))) => {
                    let envelope: Vec<u8> = [&header.encode(), &body[..]].concat();
                    prop_assert!(expected.next() == Some(&envelope), "a damaged envelope comes out");
                }
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
        };
        prop_assert!(
            matches!(
                error,
                Some(EnvelopeError::HeaderChecksum { .. } | EnvelopeError::PayloadChecksum { .. })
            ),
            "{:?}", error
        );
    }

    #[test]
    fn no_bytes_make_a_reader_panic(stream in vec(any::<u8>(), 0..200), framed in any::<bool>()) {
        let mut reader = if framed { EnvelopeReader::framed() } else { EnvelopeReader::unframed() };
        let mut buf = BytesMut::from(stream.as_slice());
        let mut len = 0;
        while let Ok(Some((_, body))) = reader.next(&mut buf) {
            len += Bytes::len(&body);
        }
        prop_assert!(len <= stream.len());
    }
}

/// Reads `stream` as a connection does: in parts of at most `part` bytes, and large envelopes to their ends and no further.
fn read_as_told(mut reader: EnvelopeReader, mut stream: &[u8], part: usize) -> Vec<Vec<u8>> {
    let mut buf = BytesMut::new();
    let mut read = Vec::new();
    while !stream.is_empty() {
        let most = match reader.missing() {
            0 => part,
            missing => part.min(missing),
        };
        let (now, later) = stream.split_at(most.min(stream.len()));
        stream = later;
        buf.extend_from_slice(now);
        while let Some((header, body)) = reader.next(&mut buf).unwrap() {
            read.push([&header.encode(), &body[..]].concat());
        }
    }
    assert!(buf.is_empty() && reader.missing() == 0, "{} bytes are left", buf.len());
    read
}

#[test]
fn large_envelopes_are_read_to_their_ends() {
    let lens = [
        0, 65_526, 65_527, 65_528, 9, 200_000, 1_000_000, 1_100_000, 3_000_000, 1, 700_000, 700_001, 699_999, 70_000, 5,
    ];
    for part in [4096, 64 * 1024, 65_536 + 9, 10_000_000] {
        let expected = envelopes(ProtocolVersion::V4, &lens);
        let read = read_as_told(EnvelopeReader::unframed(), &expected.concat(), part);
        assert!(read == expected, "other envelopes come out in parts of {part}");
        let expected = envelopes(ProtocolVersion::V5, &lens);
        let mut stream = Vec::new();
        encode_segments(&expected.concat(), &mut stream);
        let read = read_as_told(EnvelopeReader::framed(), &stream, part);
        assert!(read == expected, "other envelopes come out of segments in parts of {part}");
    }
}
