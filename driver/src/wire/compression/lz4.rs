//! LZ4 blocks, and bodies made of them.

use bytes::{Bytes, BytesMut};

use super::{Compression, CompressionError};

/// How many bytes one byte of a block can stand for at the most.
///
/// A match costs at least three bytes for its first 19, and each further byte adds at most 255.
const MAX_RATIO: usize = 255;

/// Compresses a body: its length as a big-endian integer, then the block.
// native_protocol_v4 §5: the first four bytes of the body will be the uncompressed length. Servers have it big-endian,
// as all of the protocol; the LZ4 library's own format, which the name suggests, has it little-endian.
pub(super) fn compress_body(body: &[u8]) -> Option<Vec<u8>> {
    let len = u32::try_from(body.len()).ok()?;
    let mut out = len.to_be_bytes().to_vec();
    Packer::default().append_block(body, &mut out).map(|_| out)
}

/// Decompresses a body.
pub(super) fn decompress_body(body: &[u8]) -> Result<Bytes, CompressionError> {
    let Some((len, block)) = body.split_first_chunk() else {
        return Err(CompressionError::CutShort { had: body.len() });
    };
    let mut out = BytesMut::new();
    append_decompressed(block, u32::from_be_bytes(*len) as usize, &mut out)?;
    Ok(out.freeze())
}

/// Appends what `block` holds to `out`: `len` bytes, or `out` is as it was.
pub(in crate::wire) fn append_decompressed(
    block: &[u8],
    len: usize,
    out: &mut BytesMut,
) -> Result<(), CompressionError> {
    Compression::Lz4.check_len(len, block.len(), MAX_RATIO)?;
    let start = out.len();
    out.resize(start + len, 0);
    let result = match decompress(block, out.get_mut(start..).unwrap_or_default()) {
        Ok(got) if got == len => Ok(()),
        Ok(got) => Err(CompressionError::WrongLength { compression: Compression::Lz4, announced: len, got }),
        Err(error) => Err(error),
    };
    if result.is_err() {
        out.truncate(start);
    }
    result
}

/// Makes blocks one after the other with the same memory.
#[derive(Default)]
pub(in crate::wire) struct Packer {
    /// Where what was seen before is looked up.
    #[cfg(feature = "lz4")]
    table: lz4_flex::block::CompressTable,
}

impl Packer {
    /// Appends the block of `input` to `out` and says how long it is, or nothing when lz4 is not compiled.
    #[cfg(feature = "lz4")]
    pub(in crate::wire) fn append_block(&mut self, input: &[u8], out: &mut Vec<u8>) -> Option<usize> {
        let start = out.len();
        out.resize(start + lz4_flex::block::get_maximum_output_size(input.len()), 0);
        let place = out.get_mut(start..).unwrap_or_default();
        let written = lz4_flex::block::compress_into_with_table(input, place, &mut self.table).ok();
        out.truncate(start + written.unwrap_or(0));
        written
    }

    /// Appends nothing: lz4 is not compiled.
    #[cfg(not(feature = "lz4"))]
    pub(in crate::wire) fn append_block(&mut self, _input: &[u8], _out: &mut Vec<u8>) -> Option<usize> {
        None
    }
}

#[cfg(feature = "lz4")]
fn decompress(block: &[u8], out: &mut [u8]) -> Result<usize, CompressionError> {
    lz4_flex::block::decompress_into(block, out)
        .map_err(|error| CompressionError::Damaged { compression: Compression::Lz4, problem: error.to_string().into() })
}

#[cfg(not(feature = "lz4"))]
fn decompress(_block: &[u8], _out: &mut [u8]) -> Result<usize, CompressionError> {
    Err(CompressionError::NotCompiled(Compression::Lz4))
}
