use std::net::SocketAddr;

use crate::statement::Altered;
use crate::wire::event::{Event, StatusChange};
use crate::wire::{DecodeError, ProtocolVersion};

/// How long an event's body may be, in bytes.
///
/// The longest names a function and the types of its arguments; no server has that much to say of one.
pub(super) const MAX_EVENT_LEN: usize = 8 * 1024;

/// How many bytes the names of what was altered may have, all together; names of keyspaces and tables are much shorter.
const MAX_NAMES: usize = 512;

/// What the server pushed, as much of it as is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pushed {
    /// A node is said to be down.
    Down(SocketAddr),
    /// A node is said to be up.
    Up(SocketAddr),
    /// A part of the schema was altered.
    Altered(Altered),
    /// Events were lost that may have been about the schema.
    Missed,
    /// Something else changed, or what changed cannot be read.
    Changed,
}

impl Pushed {
    /// Reads the body of an EVENT. Of the names in it those of altered tables are kept, if they are not very long: whatever
    /// they are, the cluster is read anew.
    pub(super) fn decode(version: ProtocolVersion, body: &[u8]) -> Self {
        match Event::decode(version, body) {
            Ok(Event::StatusChange { change: StatusChange::Up, address }) => Self::Up(address),
            Ok(Event::StatusChange { change: StatusChange::Down, address }) => Self::Down(address),
            Ok(Event::SchemaChange(change)) => match Altered::of(&change) {
                Some(altered) if altered.len() <= MAX_NAMES => Self::Altered(altered),
                Some(_) => Self::Missed,
                None => Self::Changed,
            },
            Ok(_) => Self::Changed,
            // It may be about anything.
            Err(_) => Self::Missed,
        }
    }

    /// Whether it may be about the schema, so that it must not be lost unnoticed.
    pub(crate) const fn is_of_schema(&self) -> bool {
        matches!(self, Self::Altered(_) | Self::Missed)
    }
}

#[cold]
pub(super) fn too_long_event(len: usize) -> DecodeError {
    DecodeError::invalid("EVENT", format!("expected at most {MAX_EVENT_LEN} bytes, got {len}"))
}

/// A server that cannot even read a request's header answers with an ERROR on a stream id of its own choice.
pub(super) fn pushed_error(body: &[u8]) -> DecodeError {
    let mut rest = body;
    let message = crate::wire::notation::read_int(&mut rest, "error code")
        .and_then(|_| crate::wire::notation::read_string(&mut rest, "error message"))
        .unwrap_or("unreadable");
    DecodeError::invalid("request", format!("the server says: {message}"))
}
