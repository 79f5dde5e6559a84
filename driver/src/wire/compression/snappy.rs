//! Snappy blocks, which are bodies: they begin with their length.

use bytes::Bytes;

use super::{Compression, CompressionError};

#[cfg(feature = "snappy")]
pub(super) fn compress_body(body: &[u8]) -> Option<Vec<u8>> {
    snap::raw::Encoder::new().compress_vec(body).ok()
}

#[cfg(not(feature = "snappy"))]
pub(super) fn compress_body(_body: &[u8]) -> Option<Vec<u8>> {
    None
}

#[cfg(feature = "snappy")]
pub(super) fn decompress_body(body: &[u8]) -> Result<Bytes, CompressionError> {
    /// How many bytes one byte of a block can stand for at the most: three copy at most 64.
    const MAX_RATIO: usize = 22;

    let compression = Compression::Snappy;
    let damaged = |error: snap::Error| CompressionError::Damaged { compression, problem: error.to_string().into() };
    let announced = snap::raw::decompress_len(body).map_err(damaged)?;
    compression.check_len(announced, body.len(), MAX_RATIO)?;
    let mut out = vec![0; announced];
    let got = snap::raw::Decoder::new().decompress(body, &mut out).map_err(damaged)?;
    if got != announced {
        return Err(CompressionError::WrongLength { compression, announced, got });
    }
    Ok(out.into())
}

#[cfg(not(feature = "snappy"))]
pub(super) fn decompress_body(_body: &[u8]) -> Result<Bytes, CompressionError> {
    Err(CompressionError::NotCompiled(Compression::Snappy))
}
