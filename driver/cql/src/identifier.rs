//! Names of keyspaces, tables, columns, types and functions.

use std::borrow::Cow;

use crate::keyword;
use crate::lexer::is_iso_duration;
use crate::span::Span;

/// A name as it stands in the text.
///
/// Unquoted names mean their lower-case form, quoted ones exactly what is between the quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identifier<'a> {
    /// As written, with its quotes.
    pub text: &'a str,
    /// Where it stands.
    pub span: Span,
}

impl<'a> Identifier<'a> {
    /// Whether it is written in double quotes.
    pub fn is_quoted(&self) -> bool {
        self.text.starts_with('"')
    }

    /// The name that it means: folded to lower case, or unquoted.
    pub fn name(&self) -> Cow<'a, str> {
        if let Some(inner) = self.quoted_part() {
            return if inner.contains('"') { Cow::Owned(inner.replace("\"\"", "\"")) } else { Cow::Borrowed(inner) };
        }
        if self.text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(self.text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(self.text)
        }
    }

    /// Whether it means the same name as `other`; allocates nothing in the common case.
    pub fn is_same(&self, other: &Identifier<'_>) -> bool {
        self.text == other.text || self.name() == other.name()
    }

    fn quoted_part(&self) -> Option<&'a str> {
        self.text.strip_prefix('"').map(|rest| rest.strip_suffix('"').unwrap_or(rest))
    }
}

/// Whether `name`, meant exactly, must be written in double quotes: it is no lower-case identifier, or a word that some
/// server reserves.
pub fn needs_quotes(name: &str) -> bool {
    let mut bytes = name.bytes();
    let plain = bytes.next().is_some_and(|first| first.is_ascii_lowercase())
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    // A server reads `p1d` as the duration of a day wherever it may.
    !plain || keyword::is_reserved_by_any(name) || is_iso_duration(name)
}

/// Writes `name`, meant exactly, as CQL: in double quotes when it [needs](needs_quotes) them.
///
/// ```
/// assert_eq!(ilium_cql::quote("email"), "email");
/// assert_eq!(ilium_cql::quote("userId"), "\"userId\"");
/// assert_eq!(ilium_cql::quote("from"), "\"from\"");
/// ```
pub fn quote(name: &str) -> Cow<'_, str> {
    if needs_quotes(name) { Cow::Owned(format!("\"{}\"", name.replace('"', "\"\""))) } else { Cow::Borrowed(name) }
}
