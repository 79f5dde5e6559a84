use std::fmt::{self, Display};
use std::io;
use std::path::Path;

/// Why Cassandra could not be provided or controlled.
///
/// The message is complete: it names the node, file or program, what was expected and what was found, and carries the end of
/// the log where a node or a download failed.
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: Box<str>,
}

/// The class of an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The caller asked to stop while the cluster was starting, or the cluster has ended.
    Cancelled,
    /// `CQL_NODES` or the builder's options make no sense.
    Configuration,
    /// A file, a process or a socket of this machine failed.
    Io,
    /// The cluster has no node with that index.
    NoSuchNode,
    /// The cluster comes from `CQL_NODES`, so its nodes cannot be controlled from here.
    NotManaged,
    /// Java, Maven or Cassandra's jars are missing and could not be installed.
    Provision,
    /// A node ended or was not ready in time.
    Start,
    /// A node that was asked to stop did not, and was killed.
    Stop,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into().into_boxed_str() }
    }

    /// An I/O failure of `action` (a verb in the infinitive) on `path`.
    pub(crate) fn io(action: &str, path: &Path, source: &io::Error) -> Self {
        Self::new(ErrorKind::Io, format!("cannot {action} {}: {source}", path.display()))
    }

    /// Returns the class of this error.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// As it is displayed: a test or a `main` that ends with the error prints it by `Debug`.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
