//! Segments, in which version 5 carries its envelopes (section 2 of the specification, where they are "frames").
//!
//! A segment is a header with its CRC-24, a payload of at most [`MAX_PAYLOAD_LEN`] bytes, and the CRC-32 of that. The
//! payload is one or more whole envelopes, or a part of a large one. In the compressed format, which is used when the
//! client's STARTUP asked for it, the header is longer and a payload may be an LZ4 block.

mod checksum;
mod encode;
mod header;
mod take;

pub use checksum::{header_checksum, payload_checksum};
pub use encode::{Lz4SegmentEncoder, encode_segments};
pub use header::{HEADER_LEN, LZ4_HEADER_LEN, Lz4SegmentHeader, MAX_PAYLOAD_LEN, SegmentHeader, TRAILER_LEN};
pub(super) use take::{Segment, take_lz4_segment, take_segment};
