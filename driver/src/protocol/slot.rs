use std::task::Waker;
use std::time::Instant;

use bytes::Bytes;

use crate::wire::response::{self, Extensions};
use crate::wire::{Compression, Flags, Opcode, ProtocolVersion};

/// The id that ties an answer to its request; never negative (negative ids are the server's own, native_protocol_v5
/// §2.4.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StreamId(pub(crate) u16);

/// An answer as it came: what it is, and its body.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// What follows in the body before the message.
    pub(crate) flags: Flags,
    /// Which message it is.
    pub(crate) opcode: Opcode,
    /// A slice of the read buffer.
    pub(crate) body: Bytes,
    /// When the connection's task read it. With the time at which the request was sent, this gives the node's latency
    /// without another look at the clock.
    pub(crate) at: Instant,
}

/// How long an answer that sets the keyspace may be, in bytes, with the warnings and the payload that may stand before it.
const MAX_SET_KEYSPACE_LEN: usize = 8 * 1024;

impl Answer {
    /// Whether it says that its connection is in another keyspace. `compression` is that of bodies.
    pub(super) fn sets_keyspace(&self, version: ProtocolVersion, compression: Option<Compression>) -> bool {
        if self.opcode != Opcode::Result || self.body.len() > MAX_SET_KEYSPACE_LEN {
            return false;
        }
        let plain = match compression {
            Some(compression) if self.flags.contains(Flags::COMPRESSION) => compression.decompress_body(&self.body),
            _ => Ok(self.body.clone()),
        };
        let Ok(plain) = plain else { return false };
        let mut message = &*plain;
        Extensions::decode(self.flags, &mut message).is_ok()
            && matches!(response::Result::decode(version, message), Ok(response::Result::SetKeyspace(_)))
    }
}

/// What a stream id is doing.
#[derive(Debug)]
pub(crate) enum State {
    /// Nothing; the id is in the free list.
    Free,
    /// A request waits for its answer.
    Waiting,
    /// The deadline passed and the request has not looked yet.
    Expired,
    /// The answer is here and the request has not looked yet.
    Answered(Answer),
    /// Nobody waits any more, but the answer may still come, so the id is not free.
    Orphaned(Instant),
    /// A heartbeat of this machine waits for its answer.
    Heartbeat,
}

/// One stream id.
#[derive(Debug)]
pub(crate) struct Slot {
    /// What the id is doing.
    pub(crate) state: State,
    /// The task to wake when the state changes.
    pub(crate) waker: Option<Waker>,
    /// When the request gives up.
    pub(crate) deadline: Option<Instant>,
    /// Whether the deadline goes by the time of another request.
    pub(crate) shares_time: bool,
    /// Which requests it was submitted with.
    pub(crate) batch: u64,
}

impl Slot {
    pub(crate) const fn new() -> Self {
        Self { state: State::Free, waker: None, deadline: None, shares_time: false, batch: 0 }
    }
}
