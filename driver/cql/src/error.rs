//! The error of this package.

use std::error::Error;
use std::fmt;

use crate::span::Span;

/// A text that is not CQL: where, what was expected there, and what was found instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    span: Span,
    expected: String,
    found: String,
    hint: Option<String>,
}

impl SyntaxError {
    pub(crate) fn new(span: Span, expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self { span, expected: expected.into(), found: found.into(), hint: None }
    }

    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Byte offset of the first byte that does not fit.
    pub fn offset(&self) -> usize {
        self.span.start
    }

    /// The bytes of what was found; empty at the end of the text.
    pub fn span(&self) -> Span {
        self.span
    }

    /// What could have stood there, such as ``` `FROM` ``` or `a column name`.
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// What stood there, such as ``` `FORM` ``` or `end of text`.
    pub fn found(&self) -> &str {
        &self.found
    }

    /// What to write instead, where that can be said, such as ``` did you mean `FROM`? ```.
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {} at byte {}", self.expected, self.found, self.offset())?;
        match &self.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

impl Error for SyntaxError {}
