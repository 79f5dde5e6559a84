use std::net::SocketAddr;

use crate::wire::ProtocolVersion;
use crate::wire::event::{Event, StatusChange};

/// What the server pushed, as much of it as is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pushed {
    /// A node is said to be down.
    Down(SocketAddr),
    /// A node is said to be up.
    Up(SocketAddr),
    /// Something else changed, or what changed cannot be read.
    Changed,
}

impl Pushed {
    /// Reads the body of an EVENT. The names in it are not kept: whatever they are, the cluster is read anew.
    pub(super) fn decode(version: ProtocolVersion, body: &[u8]) -> Self {
        match Event::decode(version, body) {
            Ok(Event::StatusChange { change: StatusChange::Up, address }) => Self::Up(address),
            Ok(Event::StatusChange { change: StatusChange::Down, address }) => Self::Down(address),
            _ => Self::Changed,
        }
    }
}
