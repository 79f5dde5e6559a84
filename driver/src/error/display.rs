use std::fmt;

use super::{Error, ErrorKind};
use crate::wire::shown::{debug_by_chain, escaped};

/// How much of a statement's text an error shows.
///
/// Enough to recognise a statement, short enough for one log line.
const STATEMENT_CHARS: usize = 160;

/// One line: the kind, what was found, the server's words, the statement, the node, the attempts before.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| self.line(f))
    }
}

impl Error {
    fn line(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        f.write_str(inner.kind.words())?;
        if let ErrorKind::Other(code) = inner.kind {
            write!(f, " 0x{code:04X}")?;
        }
        if !inner.detail.is_empty() {
            write!(f, ": {}", inner.detail)?;
        }
        if let Some(server) = &inner.server {
            write!(f, ": {server}")?;
        }
        if let Some(source) = &inner.source {
            write!(f, ": {source}")?;
        }
        if let Some(statement) = &inner.statement {
            f.write_str(" (statement `")?;
            let mut chars = statement.chars();
            for c in chars.by_ref().take(STATEMENT_CHARS) {
                fmt::Write::write_char(f, c)?;
            }
            f.write_str(if chars.next().is_some() { "…`" } else { "`" })?;
            match inner.node {
                Some(node) => write!(f, ", node {node})")?,
                None => f.write_str(")")?,
            }
        } else if let Some(node) = inner.node {
            write!(f, " (node {node})")?;
        }
        for (index, attempt) in inner.attempts.iter().enumerate() {
            let before = if index == 0 { "; before that" } else { "," };
            write!(f, "{before} node {}: {}", attempt.node, attempt.error.short())?;
        }
        Ok(())
    }
}

debug_by_chain!(Error);

impl Error {
    /// The error without statement, node and attempts.
    fn short(&self) -> Short<'_> {
        Short(self)
    }
}

struct Short<'a>(&'a Error);

impl fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0.0;
        f.write_str(inner.kind.words())?;
        if !inner.detail.is_empty() {
            write!(f, ": {}", inner.detail)?;
        }
        if let Some(server) = &inner.server {
            write!(f, ": {server}")?;
        }
        if let Some(source) = &inner.source {
            write!(f, ": {source}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::super::Attempt;
    use super::*;

    #[test]
    fn says_what_failed_where_and_after_what() {
        let node = |last| ([127, 0, 0, last], 9042).into();
        let first = Error::new(ErrorKind::BrokenConnection, "reset by peer");
        let error = Error::timeout(Duration::from_secs(10), "waiting for the answer")
            .of_statement(&Arc::from("SELECT v FROM t"))
            .on_node(node(2))
            .after(vec![Attempt::new(node(1), first)]);
        assert_eq!(
            error.to_string(),
            "request timed out: no answer within 10s, spent waiting for the answer (statement `SELECT v FROM t`, node \
             127.0.0.2:9042); before that node 127.0.0.1:9042: the connection broke: reset by peer"
        );
        assert!(error.is_timeout());
    }

    #[test]
    fn is_one_word() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }

    #[test]
    fn a_long_statement_is_cut() {
        let error = Error::closed().of_statement(&Arc::from("x".repeat(500)));
        assert!(error.to_string().contains(&format!("{}…`", "x".repeat(STATEMENT_CHARS))));
    }
}
