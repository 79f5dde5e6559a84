//! A request to send, and when it gives up waiting.

use std::time::{Duration, Instant};

use super::deadline::deadline;
use super::slot::StreamId;
use crate::wire::{Flags, Header, Opcode, ProtocolVersion};

/// A request to send.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Submission<'a> {
    /// Which message.
    pub(crate) opcode: Opcode,
    /// The envelope's flags.
    pub(crate) flags: Flags,
    /// The encoded message.
    pub(crate) body: &'a [u8],
    /// When the request gives up waiting.
    pub(crate) due: Due,
}

/// When a request gives up waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Due {
    /// Never.
    Never,
    /// At a time.
    At(Instant),
    /// So long after it was submitted: the connection looks at the clock, once for all that are submitted together.
    Within(Duration),
}

impl Due {
    /// So long after it was submitted, if ever.
    #[inline]
    pub(crate) const fn within(timeout: Option<Duration>) -> Self {
        match timeout {
            None => Self::Never,
            Some(timeout) => Self::Within(timeout),
        }
    }

    /// The time that it is, for a request that is submitted now.
    pub(crate) fn counted_from(self, now: impl FnOnce() -> Instant) -> Option<Instant> {
        match self {
            Self::Never => None,
            Self::At(at) => Some(at),
            Self::Within(timeout) => deadline(now(), timeout),
        }
    }
}

impl From<Option<Instant>> for Due {
    fn from(deadline: Option<Instant>) -> Self {
        deadline.map_or(Self::Never, Self::At)
    }
}

/// Appends a request's envelope to `out`.
#[inline]
pub(super) fn write_envelope(
    out: &mut Vec<u8>,
    version: ProtocolVersion,
    id: StreamId,
    request: Submission<'_>,
    body_len: u32,
) {
    // Ids are below 0x8000, the limit that a session's options are checked against.
    let stream = i16::try_from(id.0).unwrap_or(i16::MAX);
    let header = Header { body_len, ..Header::request(version, request.flags, stream, request.opcode) };
    out.extend_from_slice(&header.encode());
    out.extend_from_slice(request.body);
}
