use bytes::BytesMut;
use ilium_driver::wire::compression::Compression;
use ilium_driver::wire::{EnvelopeReader, Flags, HEADER_LEN};

use crate::input::byte;
use crate::messages;

/// Envelopes one after the other, as in versions 3 and 4; what is in them is decoded too. The first byte says how
/// bodies may be compressed.
pub fn envelope(mut input: &[u8]) {
    match byte(&mut input) % 3 {
        0 => read_all(EnvelopeReader::unframed(), None, input),
        1 => read_all(EnvelopeReader::unframed_compressed(), Some(Compression::Lz4), input),
        _ => read_all(EnvelopeReader::unframed_compressed(), Some(Compression::Snappy), input),
    }
}

/// Reads all envelopes of `stream`, and decodes what is in them.
pub(crate) fn read_all(mut reader: EnvelopeReader, compression: Option<Compression>, stream: &[u8]) {
    let mut buf = BytesMut::from(stream);
    while let Ok(Some((header, body))) = reader.next(&mut buf) {
        assert_eq!(header.body_len as usize, body.len(), "the header's length is not the body's");
        assert_eq!(header.encode().len(), HEADER_LEN);
        match compression.filter(|_| header.flags.contains(Flags::COMPRESSION)) {
            None => messages::decode(header.version, header.opcode, &body),
            Some(compression) => {
                let Ok(plain) = compression.decompress_body(&body) else { continue };
                messages::decode(header.version, header.opcode, &plain);
                if let Some(compressed) = compression.compress_body(&plain) {
                    let again = compression.decompress_body(&compressed).expect("it was just compressed");
                    assert_eq!(again, plain);
                }
            }
        }
    }
}
