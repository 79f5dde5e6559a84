//! Headers, and envelopes that stand one after the other.

use bytes::{Bytes, BytesMut};
use ilium_driver::wire::{
    Direction, EnvelopeError, EnvelopeReader, Flags, Header, HeaderError, Opcode, ProtocolVersion,
};

use crate::vector::{V4, V5, bytes, damage};

#[test]
fn headers() {
    for (text, header) in [
        (
            "04                         # version 4, request
             00                         # no flags
             00 00                      # stream 0
             01                         # STARTUP
             00 00 00 16                # length",
            Header { body_len: 0x16, ..Header::request(V4, Flags::NONE, 0, Opcode::Startup) },
        ),
        (
            "85                         # version 5, response
             0A                         # flags: Tracing, Warning
             7F FF                      # stream 32767
             08                         # RESULT
             10 00 00 00                # length: the longest there is",
            Header {
                body_len: 256 << 20,
                ..Header::response(V5, Flags::TRACING | Flags::WARNING, i16::MAX, Opcode::Result)
            },
        ),
        (
            "84                         # version 4, response
             00                         # no flags
             FF FF                      # stream -1
             0C                         # EVENT
             00 00 00 00                # length",
            Header::response(V4, Flags::NONE, -1, Opcode::Event),
        ),
    ] {
        let vector: [u8; 9] = bytes(text).try_into().unwrap();
        assert_eq!(Header::decode(&vector), Ok(header));
        assert_eq!(header.encode(), vector);
        damage(&vector, |bytes| {
            if let Some(Ok(header)) = bytes.first_chunk().map(Header::decode) {
                assert_eq!(&header.encode(), bytes.first_chunk::<9>().unwrap());
            }
        });
    }
}

#[test]
fn every_opcode_of_the_specification() {
    let known: Vec<u8> = (0..=0xFF).filter(|byte| Opcode::from_byte(*byte).is_some()).collect();
    assert_eq!(known, [0, 1, 2, 3, 5, 6, 7, 8, 9, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F, 0x10]);
    assert!(known.iter().all(|byte| Opcode::from_byte(*byte).map(Opcode::byte) == Some(*byte)));
}

fn refused(text: &str) -> HeaderError {
    Header::decode(&bytes(text).try_into().unwrap()).unwrap_err()
}

#[test]
fn a_header_of_another_version_says_which() {
    let error = refused("82 00 00 00 00 00 00 00 00");
    assert_eq!(error, HeaderError::UnknownVersion { number: 2, direction: Direction::Response });
    assert_eq!(error.to_string(), "header of an envelope: expected protocol version v3 to v5, got v2");
    let error = refused("06 00 00 00 00 00 00 00 00");
    assert_eq!(error, HeaderError::UnknownVersion { number: 6, direction: Direction::Request });
}

#[test]
fn a_header_with_an_unknown_opcode_or_too_long_a_body_is_an_error() {
    let error = refused("84 00 00 00 04 00 00 00 00");
    assert_eq!(error, HeaderError::UnknownOpcode { opcode: 4 });
    assert_eq!(error.to_string(), "header of an envelope: unknown opcode 0x04");
    let error = refused("84 00 00 00 08 10 00 00 01");
    assert_eq!(error, HeaderError::BodyTooLong { len: 0x1000_0001 });
    assert_eq!(error.to_string(), "header of an envelope: body length 268435457 is over the limit of 268435456");
    assert_eq!(refused("84 00 00 00 08 FF FF FF FF"), HeaderError::BodyTooLong { len: u32::MAX });
}

/// Reads all envelopes of `bytes`, which come in two parts.
fn read(bytes: &[u8], split: usize) -> Result<Vec<(Header, Bytes)>, EnvelopeError> {
    let mut reader = EnvelopeReader::unframed();
    let mut buf = BytesMut::new();
    let mut envelopes = Vec::new();
    for part in [&bytes[..split], &bytes[split..]] {
        buf.extend_from_slice(part);
        while let Some(envelope) = reader.next(&mut buf)? {
            envelopes.push(envelope);
        }
    }
    assert!(buf.len() < 9, "what is left is a part of a header");
    Ok(envelopes)
}

const TWO_ENVELOPES: &str = "
    84 00 00 01  02  00 00 00 00            # READY
    84 00 00 02  08  00 00 00 04            # RESULT
    00 00 00 01                             # Void";

#[test]
fn envelopes_are_read_wherever_the_bytes_are_split() {
    let stream = bytes(TWO_ENVELOPES);
    for split in 0..=stream.len() {
        let envelopes = read(&stream, split).unwrap();
        let ready = Header::response(V4, Flags::NONE, 1, Opcode::Ready);
        let result = Header { body_len: 4, ..Header::response(V4, Flags::NONE, 2, Opcode::Result) };
        assert_eq!(envelopes, [(ready, Bytes::new()), (result, Bytes::from_static(&[0, 0, 0, 1]))]);
    }
}

#[test]
fn a_body_is_a_slice_of_the_buffer() {
    let mut buf = BytesMut::from(bytes(TWO_ENVELOPES).as_slice());
    let at = buf.as_ptr() as usize;
    let mut reader = EnvelopeReader::unframed();
    reader.next(&mut buf).unwrap();
    let (_, body) = reader.next(&mut buf).unwrap().unwrap();
    assert_eq!(body.as_ptr() as usize, at + 18);
}

#[test]
fn a_long_body_is_waited_for_without_taking_memory_for_it() {
    let mut buf = BytesMut::with_capacity(64);
    buf.extend_from_slice(&bytes("84 00 00 00 08 10 00 00 00  00 00 00 01"));
    let capacity = buf.capacity();
    assert_eq!(EnvelopeReader::unframed().next(&mut buf), Ok(None));
    assert_eq!((buf.len(), buf.capacity()), (13, capacity));
}

#[test]
fn a_compressed_body_that_was_not_agreed_upon_is_an_error() {
    let compressed = |version: ProtocolVersion| {
        let header = Header::response(version, Flags::COMPRESSION, 0, Opcode::Ready);
        EnvelopeReader::unframed().next(&mut BytesMut::from(header.encode().as_slice()))
    };
    assert_eq!(compressed(V4), Err(EnvelopeError::Compressed));
    // native_protocol_v5 §2.4.1.2: in protocol v5 this flag is deprecated and ignored.
    assert!(compressed(V5).is_ok_and(|envelope| envelope.is_some()));
}

#[test]
fn damaged_envelopes_do_not_panic() {
    damage(&bytes(TWO_ENVELOPES), |stream| {
        let mut reader = EnvelopeReader::unframed();
        let mut buf = BytesMut::from(stream);
        while let Ok(Some(_)) = reader.next(&mut buf) {}
    });
}
