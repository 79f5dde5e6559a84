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
        Self { kind, message: plain(&message.into()).into_boxed_str() }
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

/// The text without what would steer a terminal: logs of other programs and names from outside are part of messages.
/// Colours are left out, other control characters are escaped; lines stay lines.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.replace("\r\n", "\n");
    while let Some(at) = rest.find(|c: char| c.is_control() && c != '\n' && c != '\t') {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let after = if let Some(after) = after_style(from) {
            after
        } else {
            let mut characters = from.chars();
            plain.extend(characters.next().into_iter().flat_map(char::escape_default));
            characters.as_str()
        };
        rest = after.to_owned();
    }
    plain + &rest
}

/// What follows the colour or other style that the text begins with: `ESC [ 1 ; 31 m`.
fn after_style(text: &str) -> Option<&str> {
    text.strip_prefix("\u{1b}[")?.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').strip_prefix('m')
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_have_no_colours_and_no_other_control_characters() {
        let log = "[\u{1b}[1;31mERROR\u{1b}[m] cannot\r\n\tat \u{1b}]0;title\u{7}x\u{9b}2J \u{1b}[\r";
        let error = Error::new(ErrorKind::Provision, log);
        let text = "[ERROR] cannot\n\tat \\u{1b}]0;title\\u{7}x\\u{9b}2J \\u{1b}[\\r";
        assert_eq!((error.to_string(), format!("{error:?}")), (text.to_owned(), text.to_owned()));
        assert_eq!(Error::new(ErrorKind::Io, "a\nb ⏎ ü").to_string(), "a\nb ⏎ ü");
    }
}
