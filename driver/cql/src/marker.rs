//! Bind markers, and the texts in which their names need quotes.

use std::borrow::Cow;

use crate::identifier::{Identifier, quote};
use crate::keyword;
use crate::lexer::{self, Token, TokenKind};
use crate::span::Span;

/// A bind marker: `?` or `:name`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marker<'a> {
    /// Its name without the colon; `None` for `?`. Unlike other names it may be a reserved word: see [`quote_markers`].
    pub name: Option<Identifier<'a>>,
    /// How many markers stand before it in the text: the position of its value in a request.
    pub index: usize,
    /// Where it stands, colon included.
    pub span: Span,
}

/// Puts the names of bind markers in quotes where a server would refuse them: `:from` becomes `:"from"`.
///
/// Servers reserve words such as `from`, `to`, `add` and `limit` in every place, after a colon too. The value is bound
/// under the same name afterwards. Markers that the text already quotes, and whatever is in strings and comments, stay.
///
/// ```
/// assert_eq!(ilium_cql::quote_markers("id >= :from AND id < :until"), "id >= :\"from\" AND id < :until");
/// ```
pub fn quote_markers(text: &str) -> Cow<'_, str> {
    let mut quoted = String::new();
    let mut copied = 0;
    let mut braces = 0_usize;
    let mut before = None;
    let tokens = lexer::tokens(text);
    for (token, next) in tokens.iter().zip(tokens.iter().skip(1)) {
        let symbol = if token.kind == TokenKind::Symbol { token.span.text(text) } else { "" };
        match symbol {
            "{" => braces += 1,
            "}" => braces = braces.saturating_sub(1),
            // Between the braces of a map or a user-defined type a colon that follows a value separates.
            ":" if braces == 0 || !before.is_some_and(|last| ends_value(text, last)) => {
                let name = next.span.text(text);
                if next.kind == TokenKind::Word && keyword::is_reserved_by_any(name) {
                    quoted.push_str(text.get(copied..next.span.start).unwrap_or_default());
                    quoted.push_str(&quote(&name.to_ascii_lowercase()));
                    copied = next.span.end;
                }
            }
            _ => {}
        }
        before = Some(*token);
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    quoted.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(quoted)
}

fn ends_value(text: &str, token: Token) -> bool {
    token.kind != TokenKind::Symbol || [")", "]", "}", "?"].contains(&token.span.text(text))
}
