//! Compression: of bodies in versions 3 and 4 (section 5 of the specification of version 4), of segments in version 5
//! (section 2.2 of its specification).
//!
//! [`Compression`] names an algorithm and has both directions for bodies. Segments know lz4 alone; how they are written
//! is `segment`'s, which takes the blocks from here. An algorithm whose feature is not compiled is a name all the same:
//! [`is_available`](Compression::is_available) says so, nothing is ever compressed by it, and what comes compressed by
//! it is an error.

mod error;
pub(super) mod lz4;
mod snappy;

use std::fmt;
use std::str::FromStr;

use bytes::Bytes;

pub use error::{CompressionError, CompressionFromStrError};

use super::MAX_BODY_LEN;

/// Payloads shorter than this are not compressed, in bytes.
///
/// They fit into one packet of the network as they are, together with others; and of ids and numbers alone an algorithm
/// finds little to leave out, while its preparations cost as much as for a long payload.
pub const MIN_COMPRESSED_LEN: usize = 512;

/// How messages are compressed.
///
/// Compiled are those whose features are: `lz4` (on by default) and `snappy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "the specification closes this list")]
pub enum Compression {
    /// LZ4, in every version of the protocol.
    Lz4,
    /// Snappy, in versions 3 and 4 of the protocol.
    Snappy,
}

impl Compression {
    /// The name in STARTUP and SUPPORTED: `lz4` or `snappy`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lz4 => "lz4",
            Self::Snappy => "snappy",
        }
    }

    /// Whether it is compiled: whether the feature of its name is on.
    pub const fn is_available(self) -> bool {
        match self {
            Self::Lz4 => cfg!(feature = "lz4"),
            Self::Snappy => cfg!(feature = "snappy"),
        }
    }

    /// Compresses the body of an envelope, or gives nothing when the algorithm is not compiled.
    ///
    /// The flag [`COMPRESSION`](super::Flags::COMPRESSION) has to be set for what is given. It may be longer than the
    /// body; the driver sends a body as it is then, and one that is shorter than [`MIN_COMPRESSED_LEN`].
    pub fn compress_body(self, body: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Lz4 => lz4::compress_body(body),
            Self::Snappy => snappy::compress_body(body),
        }
    }

    /// Decompresses the body of an envelope whose flag [`COMPRESSION`](super::Flags::COMPRESSION) is set.
    ///
    /// Memory is taken once, and only after the length that the body announces has been checked: against
    /// [`MAX_BODY_LEN`], and against what so few compressed bytes can possibly hold.
    ///
    /// # Errors
    /// When the length or the block is wrong, or the algorithm is not compiled.
    pub fn decompress_body(self, body: &[u8]) -> Result<Bytes, CompressionError> {
        match self {
            Self::Lz4 => lz4::decompress_body(body),
            Self::Snappy => snappy::decompress_body(body),
        }
    }

    /// Checks the length that a block announces: `block_len` bytes hold at most `ratio` times as many.
    fn check_len(self, announced: usize, block_len: usize, ratio: usize) -> Result<(), CompressionError> {
        let limit = block_len.saturating_mul(ratio).min(MAX_BODY_LEN as usize);
        if announced > limit { Err(CompressionError::TooLong { compression: self, announced, limit }) } else { Ok(()) }
    }
}

impl fmt::Display for Compression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Compression {
    type Err = CompressionFromStrError;

    /// Reads the name as STARTUP has it.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "lz4" => Ok(Self::Lz4),
            "snappy" => Ok(Self::Snappy),
            _ => Err(CompressionFromStrError::new(name)),
        }
    }
}
