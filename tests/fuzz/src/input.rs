//! Decisions taken from the bytes that a fuzzer made.

use ilium_driver::wire::ProtocolVersion;

/// Takes one byte, 0 when there is none left.
pub(crate) fn byte(input: &mut &[u8]) -> u8 {
    let Some((first, rest)) = input.split_first() else { return 0 };
    *input = rest;
    *first
}

/// Takes a length of at most `max`, and that many bytes if there are.
pub(crate) fn chunk<'a>(input: &mut &'a [u8], max: usize) -> &'a [u8] {
    let len = usize::from(u16::from_be_bytes([byte(input), byte(input)]));
    let (chunk, rest) = input.split_at(len.min(max).min(input.len()));
    *input = rest;
    chunk
}

/// A version of the protocol.
pub(crate) fn version(input: &mut &[u8]) -> ProtocolVersion {
    ProtocolVersion::from_number(3 + byte(input) % 3).unwrap_or(ProtocolVersion::LATEST)
}
