use std::net::SocketAddr;

use crate::statement::Altered;
use crate::wire::ProtocolVersion;
use crate::wire::event::{Event, StatusChange};

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
