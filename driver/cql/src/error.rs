//! The error of this package.

use std::error::Error;
use std::fmt;

use crate::escaped::Escaped;
use crate::span::Span;

/// A text that is not CQL: where, what was expected there, and what was found instead.
#[derive(Clone, PartialEq, Eq)]
pub struct SyntaxError {
    span: Span,
    expected: String,
    found: String,
    hint: Option<String>,
    /// Offset of the quote or bracket that is not closed.
    opens: Option<usize>,
}

impl SyntaxError {
    pub(crate) fn new(span: Span, expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self { span, expected: expected.into(), found: found.into(), hint: None, opens: None }
    }

    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The error of a quote or bracket at `offset` that is not closed.
    pub(crate) fn opened_at(self, offset: usize) -> Self {
        Self { opens: Some(offset), ..self.with_hint(format!("it opens at byte {offset}")) }
    }

    /// The same error for another text, in which what stood at an offset stands where `offset` says.
    pub(crate) fn moved(mut self, span: Span, offset: impl Fn(usize) -> usize) -> Self {
        self.span = span;
        match self.opens {
            Some(opens) => self.opened_at(offset(opens)),
            None => self,
        }
    }

    /// The same error, with other words for what stood there.
    pub(crate) fn with_found(mut self, found: impl Into<String>) -> Self {
        self.found = found.into();
        self
    }

    /// A few words of `text`, which was parsed, around the place.
    ///
    /// ```
    /// let text = "SELECT id, email, created FORM users WHERE org = :org AND id > :since LIMIT 10";
    /// let around = ilium_cql::parse(text).err().map(|error| error.around(text));
    /// assert_eq!(around.as_deref(), Some("…id, email, created FORM users WHERE org = …"));
    /// ```
    pub fn around(&self, text: &str) -> String {
        /// How many characters before and after.
        const SHOWN: usize = 20;
        let (before, rest) = text.split_at_checked(self.span.start).unwrap_or((text, ""));
        let (found, after) = rest.split_at_checked(self.span.len()).unwrap_or((rest, ""));
        let start = before.char_indices().rev().nth(SHOWN).map(|(start, _)| start);
        let end = after.char_indices().nth(SHOWN).map(|(end, _)| end);
        // Words are shown whole or not at all.
        let start =
            start.map(|start| before.get(start..).and_then(|cut| cut.find(' ')).map_or(start, |at| start + at + 1));
        let end = end.map(|end| after.get(..end).and_then(|cut| cut.rfind(' ')).map_or(end, |at| at + 1));
        let (first, last) = (if start.is_some() { "…" } else { "" }, if end.is_some() { "…" } else { "" });
        let before = before.get(start.unwrap_or_default()..).unwrap_or_default();
        let after = after.get(..end.unwrap_or(after.len())).unwrap_or_default();
        format!("{first}{before}{found}{after}{last}").replace(char::is_whitespace, " ")
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
        write!(f, "expected {}, found {} at byte {}", self.expected, Escaped(&self.found), self.offset())?;
        match &self.hint {
            Some(hint) => write!(f, "; {}", Escaped(hint)),
            None => Ok(()),
        }
    }
}

/// As it is displayed.
impl fmt::Debug for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Error for SyntaxError {}
