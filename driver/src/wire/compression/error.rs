use std::fmt;

use super::Compression;
use crate::wire::ProtocolVersion;
use crate::wire::shown::debug_by_chain;

/// Why something cannot be decompressed, or an algorithm cannot be used.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CompressionError {
    /// The feature of the algorithm's name is not on.
    NotCompiled(Compression),
    /// The version of the protocol does not have the algorithm.
    NotInVersion {
        /// The algorithm.
        compression: Compression,
        /// The version.
        version: ProtocolVersion,
    },
    /// The body ends within the length that it begins with.
    CutShort {
        /// How long the body is.
        had: usize,
    },
    /// The announced length is over the limit, or more than the block can hold.
    TooLong {
        /// The algorithm.
        compression: Compression,
        /// The uncompressed length that came with the block.
        announced: usize,
        /// The most that it can be.
        limit: usize,
    },
    /// The block holds another number of bytes than was announced.
    WrongLength {
        /// The algorithm.
        compression: Compression,
        /// The uncompressed length that came with the block.
        announced: usize,
        /// How long it is.
        got: usize,
    },
    /// The block is damaged.
    Damaged {
        /// The algorithm.
        compression: Compression,
        /// What is wrong with it.
        problem: Box<str>,
    },
}

impl fmt::Display for CompressionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotCompiled(compression) => {
                write!(f, "compression {compression}: the feature `{compression}` of this package is off")
            }
            Self::NotInVersion { compression, version } => {
                write!(f, "compression {compression}: protocol {version} does not have it")
            }
            Self::CutShort { had } => write!(f, "lz4 body: expected 4 bytes of length, {had} left"),
            Self::TooLong { compression, announced, limit } => {
                write!(f, "{compression} block: announced length {announced} is over the limit of {limit}")
            }
            Self::WrongLength { compression, announced, got } => {
                write!(f, "{compression} block: expected {announced} bytes, got {got}")
            }
            Self::Damaged { compression, problem } => write!(f, "{compression} block: {problem}"),
        }
    }
}

impl std::error::Error for CompressionError {}

/// No compression has this name.
#[derive(Clone, PartialEq, Eq)]
pub struct CompressionFromStrError {
    name: Box<str>,
}

impl CompressionFromStrError {
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.into() }
    }
}

impl fmt::Display for CompressionFromStrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "compression: expected `lz4` or `snappy`, got {:?}", self.name)
    }
}

impl std::error::Error for CompressionFromStrError {}

debug_by_chain!(CompressionError, CompressionFromStrError);
