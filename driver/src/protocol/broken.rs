use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use crate::wire::shown::{debug_by_chain, escaped};
use crate::wire::{DecodeError, EnvelopeError};

/// Why a connection ended.
#[derive(Clone)]
pub(crate) enum Broken {
    /// This side closed it.
    Closed,
    /// What came was no valid message.
    Decode(DecodeError),
    /// What came was no envelope.
    Envelope(EnvelopeError),
    /// The peer closed it.
    EndOfStream,
    /// The peer did not answer a heartbeat within this time.
    Heartbeat(Duration),
    /// The socket failed.
    Io(Arc<io::Error>),
    /// A request that was given up was carried out, and has set this connection's keyspace.
    Moved,
    /// So many requests were given up that too few stream ids are left.
    Orphans(usize),
    /// The task that does the connection's I/O panicked.
    Panicked,
    /// The runtime that the connection's I/O ran in has ended.
    RuntimeEnded,
    /// The peer answered on a stream id that nothing was sent on.
    UnknownStream(i16),
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| match self {
            Self::Closed => f.write_str("closed by this side"),
            Self::Decode(error) => write!(f, "the peer sent an invalid message: {error}"),
            Self::Envelope(error) => write!(f, "the peer sent no valid envelope: {error}"),
            Self::EndOfStream => f.write_str("closed by the peer"),
            Self::Heartbeat(timeout) => write!(f, "no answer to a heartbeat within {timeout:?}"),
            Self::Io(error) => write!(f, "{error}"),
            Self::Moved => f.write_str("a `USE` that was given up was carried out on it"),
            Self::Orphans(count) => write!(f, "{count} requests were given up and their answers are overdue"),
            Self::Panicked => f.write_str("its task panicked"),
            Self::RuntimeEnded => f.write_str("the runtime that the session was built in has ended"),
            Self::UnknownStream(stream) => write!(f, "the peer answered on stream {stream}, where nothing was asked"),
        })
    }
}

/// The source is the cause's own: the cause itself is part of the text.
impl std::error::Error for Broken {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Decode(error) => error.source(),
            Self::Envelope(error) => error.source(),
            Self::Io(error) => error.source(),
            _ => None,
        }
    }
}

debug_by_chain!(Broken);
