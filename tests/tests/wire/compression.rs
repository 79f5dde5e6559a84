//! Compressed bodies, of versions 3 and 4.

use bytes::BytesMut;
use ilium_driver::wire::{Compression, CompressionError, EnvelopeError, EnvelopeReader, Flags, Header, Opcode};

use crate::vector::{V4, bytes, damage};

/// Twenty times `a`, by LZ4.
const LZ4: &str = "
    00 00 00 14                         # length 20: big-endian
    1A 'a'  01 00                       # one literal, then 10 + 4 bytes from one byte back
    50 'aaaaa'                          # five literals, with which a block ends
    ";

/// Twenty times `a`, by Snappy.
const SNAPPY: &str = "
    14                                  # length 20
    00 'a'                              # one literal
    4A 01 00                            # 19 bytes from one byte back
    ";

const BOTH: [(Compression, &str); 2] = [(Compression::Lz4, LZ4), (Compression::Snappy, SNAPPY)];

/// Bytes of which an algorithm finds some again.
fn text(len: usize) -> Vec<u8> {
    (0_u32..).flat_map(|number| format!("{}, ", number * number % 1009).into_bytes()).take(len).collect()
}

fn error_of(compression: Compression, text: &str) -> CompressionError {
    compression.decompress_body(&bytes(text)).unwrap_err()
}

#[test]
fn names_are_those_of_startup() {
    for (compression, name) in [(Compression::Lz4, "lz4"), (Compression::Snappy, "snappy")] {
        assert_eq!(compression.to_string(), name);
        assert_eq!(name.parse(), Ok(compression));
        assert!(compression.is_available());
    }
    let error = "LZ4".parse::<Compression>().unwrap_err();
    assert_eq!(error.to_string(), "compression: expected `lz4` or `snappy`, got \"LZ4\"");
}

#[test]
fn blocks_written_by_hand_are_read() {
    for (compression, text) in BOTH {
        assert_eq!(compression.decompress_body(&bytes(text)).unwrap(), [b'a'; 20][..], "{compression}");
    }
}

#[test]
fn what_is_compressed_comes_out_as_it_went_in() {
    for (compression, _) in BOTH {
        for len in [0, 1, 12, 13, 511, 512, 70_000, 300_000] {
            let body = text(len);
            let compressed = compression.compress_body(&body).unwrap();
            assert!(len < 512 || compressed.len() < len, "{compression} of {len}");
            assert!(compression.decompress_body(&compressed).unwrap() == body, "{compression} of {len}");
        }
    }
}

#[test]
fn the_length_before_an_lz4_block_is_big_endian() {
    let compressed = Compression::Lz4.compress_body(&text(0x01_0203)).unwrap();
    assert_eq!(compressed[..4], [0x00, 0x01, 0x02, 0x03]);
}

#[test]
fn an_empty_body_can_be_compressed_as_servers_do() {
    assert_eq!(Compression::Lz4.decompress_body(&bytes("00 00 00 00  00")).unwrap(), b""[..]);
    assert_eq!(Compression::Snappy.decompress_body(&bytes("00")).unwrap(), b""[..]);
}

#[test]
fn a_body_cut_anywhere_is_an_error() {
    for (compression, _) in BOTH {
        let body = text(600);
        let compressed = compression.compress_body(&body).unwrap();
        for len in 0..compressed.len() {
            assert!(compression.decompress_body(&compressed[..len]).is_err(), "{compression} cut to {len}");
        }
    }
    assert_eq!(error_of(Compression::Lz4, "00 00 00").to_string(), "lz4 body: expected 4 bytes of length, 3 left");
}

#[test]
fn a_wrong_length_is_an_error() {
    let lz4 = Compression::Lz4;
    let longer = error_of(lz4, "00 00 00 15  1A 'a' 01 00  50 'aaaaa'");
    assert_eq!(longer, CompressionError::WrongLength { compression: lz4, announced: 21, got: 20 });
    assert_eq!(longer.to_string(), "lz4 block: expected 21 bytes, got 20");
    let shorter = error_of(lz4, "00 00 00 13  1A 'a' 01 00  50 'aaaaa'");
    assert!(matches!(shorter, CompressionError::Damaged { .. }), "{shorter}");
    for snappy in ["15 00 'a' 4A 01 00", "13 00 'a' 4A 01 00"] {
        let error = error_of(Compression::Snappy, snappy);
        assert!(error.to_string().starts_with("snappy block: "), "{error}");
    }
}

#[test]
fn a_length_that_cannot_be_is_refused_before_memory_is_taken_for_it() {
    // Over 256 MiB, whatever the block is.
    let huge = [&0x1000_0001_u32.to_be_bytes()[..], &vec![0; 2 << 20]].concat();
    let error = Compression::Lz4.decompress_body(&huge).unwrap_err();
    assert_eq!(error.to_string(), "lz4 block: announced length 268435457 is over the limit of 268435456");
    // A little-endian 20, which is 320 MiB; and what three bytes cannot hold.
    let compression = Compression::Lz4;
    let error = error_of(compression, "14 00 00 00  10 'a' 00");
    assert_eq!(error, CompressionError::TooLong { compression, announced: 0x1400_0000, limit: 3 * 255 });
    let error = error_of(compression, "00 00 02 FE  10 'a' 00");
    assert_eq!(error, CompressionError::TooLong { compression, announced: 766, limit: 765 });
    // 2 GiB less one; and what six bytes cannot hold.
    let compression = Compression::Snappy;
    let error = error_of(compression, "FF FF FF FF 07  00");
    assert_eq!(error, CompressionError::TooLong { compression, announced: 0x7FFF_FFFF, limit: 6 * 22 });
    assert!(Compression::Snappy.decompress_body(&bytes("FF FF FF FF FF FF FF FF FF 01 00")).is_err());
}

#[test]
fn a_block_at_the_most_that_it_can_hold_is_read() {
    // So many equal bytes that nearly each byte of the block stands for 255.
    let body = vec![b'a'; 4 << 20];
    let compressed = Compression::Lz4.compress_body(&body).unwrap();
    assert!(compressed.len() * 254 < body.len() + 8192, "{} bytes", compressed.len());
    assert!(Compression::Lz4.decompress_body(&compressed).unwrap() == body);
    let compressed = Compression::Snappy.compress_body(&body).unwrap();
    assert!(Compression::Snappy.decompress_body(&compressed).unwrap() == body);
}

#[test]
fn damaged_bodies_do_not_panic() {
    for (compression, text_of) in BOTH {
        for body in [bytes(text_of), compression.compress_body(&text(700)).unwrap()] {
            damage(&body, |body| _ = compression.decompress_body(body));
        }
    }
}

#[test]
fn a_reader_gives_a_compressed_body_as_it_is_where_that_was_agreed_upon() {
    let header = Header { body_len: 3, ..Header::response(V4, Flags::COMPRESSION, 0, Opcode::Result) };
    let stream = [&header.encode()[..], b"lz4"].concat();
    let (given, body) = EnvelopeReader::unframed_compressed().next(&mut BytesMut::from(&stream[..])).unwrap().unwrap();
    assert_eq!((given, &body[..]), (header, &b"lz4"[..]));
    let error = EnvelopeReader::unframed().next(&mut BytesMut::from(&stream[..])).unwrap_err();
    assert_eq!(error, EnvelopeError::Compressed);
}
