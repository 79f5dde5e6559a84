//! The server's warnings in the log.

use std::fmt;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use ilium_cql::Escaped;

use crate::connection::now;

/// How many warnings are logged in one [`WINDOW`].
///
/// A statement that warns does so at every execution: a few lines show which, and thousands hide the rest of the log.
const PER_WINDOW: u32 = 10;

const WINDOW: Duration = Duration::from_secs(1);

/// How much of a statement's text a line of the log shows.
const STATEMENT_CHARS: usize = 160;

/// Logs warnings, a limited number in a time.
#[derive(Debug)]
pub(super) struct WarningLog {
    enabled: bool,
    window: Mutex<Window>,
}

/// What was logged of late.
#[derive(Debug, Default)]
struct Window {
    started: Option<Instant>,
    logged: u32,
    /// How many were not, since the last that was.
    left_out: u64,
}

impl WarningLog {
    pub(super) fn new(enabled: bool) -> Self {
        Self { enabled, window: Mutex::default() }
    }

    /// Logs the warnings of an answer to the statement `text`, which `label` stands for. Passwords in the text are masked.
    #[cold]
    pub(super) fn note(&self, label: &str, text: &str, node: SocketAddr, warnings: &[String]) {
        if !self.enabled {
            return;
        }
        let label = ilium_cql::masked(label);
        for warning in warnings {
            // Nothing panics under this lock; were it poisoned all the same, the counts are still whole.
            let admitted = self.window.lock().unwrap_or_else(PoisonError::into_inner).admit(now());
            let Some(left_out) = admitted else { continue };
            let masked = ilium_cql::masked_message(warning, text, false);
            let warning = Escaped(masked.as_ref().unwrap_or(warning));
            let statement = in_a_line(&label);
            if left_out == 0 {
                tracing::warn!(%statement, %node, "the server warns: {warning}");
            } else {
                tracing::warn!(
                    %statement,
                    %node,
                    left_out,
                    "the server warns: {warning} ({left_out} warnings before this one are not logged)"
                );
            }
        }
    }
}

impl Window {
    /// Whether one more may be logged, and how many were not since the last.
    fn admit(&mut self, now: Instant) -> Option<u64> {
        if self.started.is_none_or(|started| now.saturating_duration_since(started) >= WINDOW) {
            self.started = Some(now);
            self.logged = 0;
        }
        if self.logged == PER_WINDOW {
            self.left_out += 1;
            return None;
        }
        self.logged += 1;
        Some(std::mem::take(&mut self.left_out))
    }
}

/// As much of a statement's label as a line of the log shows.
pub(super) fn in_a_line(label: &str) -> impl fmt::Display {
    Escaped(Start(label))
}

/// The start of a statement's text.
struct Start<'a>(&'a str);

impl fmt::Display for Start<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(STATEMENT_CHARS) {
            Some((end, _)) => write!(f, "{}…", self.0.get(..end).unwrap_or_default()),
            None => f.write_str(self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_cut_and_counted() {
        let start = Instant::now();
        let mut window = Window::default();
        for _ in 0..PER_WINDOW {
            assert_eq!(window.admit(start), Some(0));
        }
        for _ in 0..1000 {
            assert_eq!(window.admit(start + WINDOW / 2), None);
        }
        assert_eq!(window.admit(start + WINDOW), Some(1000));
        assert_eq!(window.admit(start + WINDOW), Some(0));
    }

    #[test]
    fn a_long_statement_is_cut_between_characters() {
        let text = "é".repeat(STATEMENT_CHARS);
        assert_eq!(Start(&text).to_string(), text);
        assert_eq!(Start(&format!("{text}x")).to_string(), format!("{text}…"));
    }
}
