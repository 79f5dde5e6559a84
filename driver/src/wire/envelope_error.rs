use std::fmt;

use super::{CompressionError, HeaderError};
use crate::wire::shown::debug_by_chain;

/// Why bytes from a connection are no envelopes. Where the next one begins is not known after it, so the connection is of
/// no more use.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EnvelopeError {
    /// An envelope's header is wrong.
    Header(HeaderError),
    /// A segment's header is damaged.
    HeaderChecksum {
        /// The CRC-24 of the header that came.
        computed: u32,
        /// The CRC-24 that came with it.
        received: u32,
    },
    /// A segment's payload is damaged.
    PayloadChecksum {
        /// The CRC-32 of the payload that came.
        computed: u32,
        /// The CRC-32 that came with it.
        received: u32,
    },
    /// A segment that says that it is self-contained ends within an envelope.
    CutShort {
        /// How long the envelope is; or its header, if that is cut.
        needed: usize,
        /// How many bytes of it there are.
        had: usize,
    },
    /// The segments of a large envelope have more bytes than it is long.
    TooMuch {
        /// How long the envelope is.
        needed: usize,
        /// How many bytes there are.
        had: usize,
    },
    /// A self-contained segment comes before the segments of a large envelope are complete.
    Interrupted {
        /// How many bytes of the large envelope there are.
        had: usize,
    },
    /// A body is compressed though no compression was agreed upon.
    Compressed,
    /// A body or a segment cannot be decompressed.
    Compression(CompressionError),
}

impl fmt::Display for EnvelopeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(error) => error.fmt(f),
            Self::HeaderChecksum { computed, received } => {
                write!(f, "header of a segment: computed CRC-24 {computed:#08x}, received {received:#08x}")
            }
            Self::PayloadChecksum { computed, received } => {
                write!(f, "payload of a segment: computed CRC-32 {computed:#010x}, received {received:#010x}")
            }
            Self::CutShort { needed, had } => {
                write!(f, "self-contained segment: an envelope needs {needed} bytes, {had} left")
            }
            Self::TooMuch { needed, had } => {
                write!(f, "segments of a large envelope: expected {needed} bytes, got {had}")
            }
            Self::Interrupted { had } => {
                write!(f, "segments of a large envelope: a self-contained segment comes after {had} bytes")
            }
            Self::Compressed => f.write_str("envelope: the body is compressed, but no compression was agreed upon"),
            Self::Compression(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for EnvelopeError {}

debug_by_chain!(EnvelopeError);

impl From<HeaderError> for EnvelopeError {
    fn from(error: HeaderError) -> Self {
        Self::Header(error)
    }
}

impl From<CompressionError> for EnvelopeError {
    fn from(error: CompressionError) -> Self {
        Self::Compression(error)
    }
}
