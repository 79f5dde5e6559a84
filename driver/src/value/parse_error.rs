//! The error of reading values from text.

use std::error::Error;
use std::fmt;

use crate::wire::shown::debug_by_chain;

/// How much of a text an error repeats, in characters.
const MAX_SHOWN: usize = 64;

/// A text is no value of a type.
#[derive(Clone, PartialEq, Eq)]
pub struct ParseError {
    /// What it was read as, such as `duration`.
    typ: &'static str,
    text: String,
    /// What is expected instead, or what is wrong.
    reason: &'static str,
}

impl ParseError {
    #[cold]
    pub(crate) fn new(typ: &'static str, text: &str, reason: &'static str) -> Self {
        let text = match text.char_indices().nth(MAX_SHOWN) {
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
            None => text.to_owned(),
        };
        Self { typ, text, reason }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read {:?} as {}: {}", self.text, self.typ, self.reason)
    }
}

impl Error for ParseError {}

debug_by_chain!(ParseError);
