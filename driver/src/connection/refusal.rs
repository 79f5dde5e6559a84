//! What a server says that does not speak the version it is spoken to in.

use std::fmt;

use super::Connection;
use crate::error::{Error, ErrorKind};
use crate::protocol::Broken;
use crate::wire::shown::debug_by_chain;
use crate::wire::{Direction, EnvelopeError, HeaderError, ProtocolVersion};

/// A server refused the connection's version. It is the source of the error that [`connect`](fn@super::connect) fails with
/// then.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct VersionRefused {
    /// The version that was refused.
    pub(crate) version: ProtocolVersion,
    /// The newest version before it that the server says it has, if it says so.
    pub(crate) offered: Option<ProtocolVersion>,
}

impl VersionRefused {
    /// The refusal that an error tells of, if it does.
    pub(crate) fn of(error: &Error) -> Option<Self> {
        error.cause()?.downcast_ref().copied()
    }

    /// The version to try next.
    pub(crate) fn next(self) -> Option<ProtocolVersion> {
        self.offered.or_else(|| self.version.older())
    }
}

impl fmt::Display for VersionRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.offered {
            Some(offered) => write!(f, "the node does not speak protocol {}, but {offered}", self.version),
            None => write!(f, "the node does not speak protocol {}", self.version),
        }
    }
}

impl std::error::Error for VersionRefused {}

debug_by_chain!(VersionRefused);

/// Finds out whether what a connection's first request failed with is a refusal of its version.
pub(super) fn recognize(connection: &Connection, error: Error) -> Error {
    let version = connection.version();
    if error.kind() == ErrorKind::Protocol {
        let said = error.server_error().and_then(|server| newest_named(&server.message, version));
        let offered = said.or_else(|| connection.peer_version().filter(|peer| *peer < version));
        return error.because(VersionRefused { version, offered });
    }
    let Some(Broken::Envelope(EnvelopeError::Header(header))) = connection.broken() else { return error };
    match header {
        // A server whose newest version is none of ours, as a vendor's own, refuses in that one, and may have an older one.
        // If it is older than all of ours, there is nothing to try.
        HeaderError::UnknownVersion { number, direction: Direction::Response }
            if number > ProtocolVersion::LATEST.number() =>
        {
            Error::new(ErrorKind::Handshake, header.to_string()).because(VersionRefused { version, offered: None })
        }
        _ => error,
    }
}

/// The newest version before `asked` that a server's message names.
///
/// Cassandra since 3.10 says "supported versions are (3/v3, 4/v4, 5/v5-beta)", and before "the lowest supported version
/// is 3 and the greatest is 4".
fn newest_named(message: &str, asked: ProtocolVersion) -> Option<ProtocolVersion> {
    let version = |number: &str| ProtocolVersion::from_number(number.parse().ok()?).filter(|version| *version < asked);
    if let Some((_, greatest)) = message.split_once("the greatest is ") {
        let digits = greatest.split(|c: char| !c.is_ascii_digit()).next()?;
        return version(digits);
    }
    let (_, list) = message.split_once("supported versions are ")?;
    let names = list.split(|c: char| !c.is_ascii_alphanumeric() && c != '/' && c != '-');
    // A version in beta has to be asked for by a flag.
    let released = names.filter(|name| !name.ends_with("-beta"));
    released.filter_map(|name| version(name.split_once('/')?.0)).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    const V4: Option<ProtocolVersion> = Some(ProtocolVersion::V4);

    #[test]
    fn the_newest_version_that_a_server_names_is_found() {
        for (message, offered) in [
            ("Invalid or unsupported protocol version (5); supported versions are (3/v3, 4/v4)", V4),
            ("Invalid or unsupported protocol version (5); supported versions are (3/v3, 4/v4, 5/v5-beta)", V4),
            ("Invalid or unsupported protocol version (5); supported versions are (3/v3, 4/v4, 5/v5, 6/v6)", V4),
            (
                "Invalid or unsupported protocol version (5); the lowest supported version is 3 and the greatest is 4",
                V4,
            ),
            ("Invalid or unsupported protocol version (5); supported versions are (6/v6)", None),
            ("Invalid or unsupported protocol version (5); supported versions are (", None),
            ("Invalid or unsupported protocol version: 5", None),
            ("the greatest is ", None),
            ("supported versions are 99999999999/v4, 4/", V4),
            ("", None),
        ] {
            assert_eq!(newest_named(message, ProtocolVersion::V5), offered, "{message}");
        }
    }
}
