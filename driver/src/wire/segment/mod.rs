//! Segments, in which version 5 carries its envelopes (section 2 of the specification, where they are "frames").
//!
//! A segment is a header with its CRC-24, a payload of at most [`MAX_PAYLOAD_LEN`] bytes, and the CRC-32 of that. The
//! payload is one or more whole envelopes, or a part of a large one. How payloads are cut and put together does not
//! depend on how one is written, so a compressed format replaces `take_segment` and `encode_segment` alone.

mod checksum;
mod encode;
mod header;
mod take;

pub use checksum::{header_checksum, payload_checksum};
pub use encode::encode_segments;
pub use header::{HEADER_LEN, MAX_PAYLOAD_LEN, SegmentHeader, TRAILER_LEN};
pub(super) use take::{Segment, take_segment};
