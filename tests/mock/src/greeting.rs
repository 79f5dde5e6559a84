use bytes::Bytes;

/// What a node does with a connection that it accepts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Greeting {
    /// Serves it.
    #[default]
    Serve,
    /// Closes it before it reads anything.
    Close,
    /// Keeps it open, and neither reads nor writes.
    Hang,
    /// Writes these bytes at once, and reads without answering: what a server of another protocol may do.
    Say(Bytes),
}
