use crate::wire::segment::{Lz4SegmentEncoder, encode_segments};

/// What is to be done with envelopes that the machine gave for writing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Transmit {
    /// How many requests they are.
    pub(crate) requests: u64,
    /// What stands around them.
    pub(crate) framing: Framing,
}

/// What stands around envelopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// Nothing.
    None,
    /// Segments.
    Segments,
    /// Segments of the compressed format.
    Lz4Segments,
}

/// Puts envelopes into the form in which they are written: a machine's way out that needs nothing of the machine.
///
/// So checksums and compression cost no time under a lock that the machine is behind.
#[derive(Debug, Default)]
pub(crate) struct Framer {
    /// Made when the first compressed segment is written.
    lz4: Option<Lz4SegmentEncoder>,
}

impl Framer {
    /// Puts `envelopes` behind `out`; they are empty or garbage then, to be cleared.
    #[inline]
    pub(crate) fn frame(&mut self, framing: Framing, envelopes: &mut Vec<u8>, out: &mut Vec<u8>) {
        match framing {
            Framing::None if out.is_empty() => std::mem::swap(envelopes, out),
            Framing::None => out.append(envelopes),
            Framing::Segments => encode_segments(envelopes, out),
            Framing::Lz4Segments => self.lz4.get_or_insert_default().encode(envelopes, out),
        }
    }
}
