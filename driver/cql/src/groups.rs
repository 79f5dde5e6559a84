//! Texts with parts that may be left out: `org = :org [AND id >= :since] [AND id < :until]`.

use crate::error::SyntaxError;
use crate::lexer::{self, Token, TokenKind};
use crate::span::Span;

/// A text split into what always stands and what may be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Groups<'a> {
    parts: Vec<GroupPart<'a>>,
}

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupPart<'a> {
    /// It always stands.
    Fixed {
        /// The part, without blanks around it; never empty.
        text: &'a str,
        /// Where it stands.
        span: Span,
    },
    /// It may be left out.
    Optional {
        /// How many optional parts stand before it.
        index: usize,
        /// What is in the brackets, from its `AND` on, without blanks around it.
        text: &'a str,
        /// Where it stands, brackets included.
        span: Span,
        /// Where what is in the brackets stands.
        inner: Span,
    },
}

/// Splits a text into its fixed parts and its optional ones, `[AND …]`.
///
/// Any other bracket is CQL: the element `m['k']`, the list `[1, 2]`. So is everything in strings, quoted names and
/// comments. Whether the parts are CQL is not looked at.
///
/// # Errors
/// An optional part that does not end, holds another one, or holds nothing after its `AND`.
///
/// ```
/// # fn main() -> Result<(), ilium_cql::SyntaxError> {
/// let groups = ilium_cql::groups("org = :org [AND id >= :since] [AND id < :until]")?;
/// assert_eq!(groups.optional_count(), 2);
/// assert_eq!(groups.render(|index| index == 1), "org = :org AND id < :until");
/// # Ok(())
/// # }
/// ```
pub fn groups(text: &str) -> Result<Groups<'_>, SyntaxError> {
    let mut splitter = Splitter { text, tokens: lexer::tokens(text), parts: Vec::new(), fixed_start: 0, optional: 0 };
    let mut position = 0;
    while let Some(token) = splitter.token(position) {
        position = if splitter.opens_group(position) { splitter.group(position, token)? } else { position + 1 };
    }
    splitter.fixed(text.len());
    Ok(Groups { parts: splitter.parts })
}

impl<'a> Groups<'a> {
    /// The parts in the order of the text.
    pub fn parts(&self) -> &[GroupPart<'a>] {
        &self.parts
    }

    /// How many parts may be left out.
    pub fn optional_count(&self) -> usize {
        self.parts.iter().filter(|part| matches!(part, GroupPart::Optional { .. })).count()
    }

    /// The text with those optional parts for whose index `is_present` holds, single blanks between the parts.
    ///
    /// An `AND` with nothing to join is dropped: that of a part at the start of the text or after `WHERE` or `IF`.
    pub fn render(&self, mut is_present: impl FnMut(usize) -> bool) -> String {
        let mut rendered = String::new();
        // Each piece is looked at once, so that many of them take linear time.
        let (mut joins_nothing, mut in_comment) = (true, false);
        for part in &self.parts {
            let piece = match *part {
                GroupPart::Fixed { text, .. } => text,
                GroupPart::Optional { index, .. } if !is_present(index) => continue,
                GroupPart::Optional { text, .. } if joins_nothing => {
                    // The splitter has seen that it starts with `AND`.
                    text.get(3..).unwrap_or_default().trim_start()
                }
                GroupPart::Optional { text, .. } => text,
            };
            if !rendered.is_empty() {
                rendered.push(if in_comment { '\n' } else { ' ' });
            }
            rendered.push_str(piece);
            joins_nothing = ends_in_clause_keyword(piece).unwrap_or(joins_nothing);
            in_comment = ends_in_line_comment(piece);
        }
        rendered
    }
}

/// Whether the last word is the keyword of a clause; `None` when there is no word, only comments.
fn ends_in_clause_keyword(piece: &str) -> Option<bool> {
    let tokens = lexer::tokens(piece);
    let last = tokens.iter().rev().find(|token| token.kind != TokenKind::End)?;
    let text = last.span.text(piece);
    let is_keyword = text.eq_ignore_ascii_case("WHERE") || text.eq_ignore_ascii_case("IF");
    Some(last.kind == TokenKind::Word && is_keyword)
}

/// Whether what is appended would become part of a comment.
fn ends_in_line_comment(text: &str) -> bool {
    let ended = lexer::tokens(text).len();
    lexer::tokens(&format!("{text} x")).len() == ended
}

struct Splitter<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    parts: Vec<GroupPart<'a>>,
    /// Where the fixed part starts that is not yet in `parts`.
    fixed_start: usize,
    /// Optional parts so far.
    optional: usize,
}

impl<'a> Splitter<'a> {
    fn token(&self, position: usize) -> Option<Token> {
        self.tokens.get(position).copied().filter(|token| token.kind != TokenKind::End)
    }

    fn is(&self, position: usize, kind: TokenKind, text: &str) -> bool {
        self.token(position)
            .is_some_and(|token| token.kind == kind && token.span.text(self.text).eq_ignore_ascii_case(text))
    }

    fn opens_group(&self, position: usize) -> bool {
        self.is(position, TokenKind::Symbol, "[") && self.is(position + 1, TokenKind::Word, "AND")
    }

    /// Takes the optional part that `open` starts; yields the position after it.
    fn group(&mut self, open_position: usize, open: Token) -> Result<usize, SyntaxError> {
        self.fixed(open.span.start);
        let mut depth = 0_usize;
        let mut position = open_position + 1;
        loop {
            let Some(token) = self.token(position) else {
                let end = Span::new(self.text.len(), self.text.len());
                let error = SyntaxError::new(end, "`]` closing the optional part", "end of text");
                return Err(error.opened_at(open.span.start));
            };
            if self.opens_group(position) {
                let expected = "`]` closing the optional part first: optional parts hold no others";
                return Err(SyntaxError::new(token.span, expected, "`[AND`"));
            }
            if self.is(position, TokenKind::Symbol, "[") {
                depth += 1;
            } else if self.is(position, TokenKind::Symbol, "]") {
                if depth == 0 {
                    return self.close(open_position, open, position, token);
                }
                depth -= 1;
            }
            position += 1;
        }
    }

    fn close(
        &mut self,
        open_position: usize,
        open: Token,
        position: usize,
        close: Token,
    ) -> Result<usize, SyntaxError> {
        if position == open_position + 2 {
            return Err(SyntaxError::new(close.span, "a comparison after `AND`", "`]`"));
        }
        let inner = trimmed(self.text, Span::new(open.span.end, close.span.start));
        // Comments before the `AND` would be in the way of dropping it.
        let and = self.token(open_position + 1).map_or(inner.start, |token| token.span.start);
        let inner = Span::new(and, inner.end);
        let text = inner.text(self.text);
        self.parts.push(GroupPart::Optional { index: self.optional, text, span: open.span.to(close.span), inner });
        self.optional += 1;
        self.fixed_start = close.span.end;
        Ok(position + 1)
    }

    /// Ends the fixed part before `end`.
    fn fixed(&mut self, end: usize) {
        let span = trimmed(self.text, Span::new(self.fixed_start, end));
        if !span.is_empty() {
            self.parts.push(GroupPart::Fixed { text: span.text(self.text), span });
        }
    }
}

/// The span without blanks at its ends.
fn trimmed(text: &str, span: Span) -> Span {
    let whole = span.text(text);
    let start = span.start + (whole.len() - whole.trim_start().len());
    Span::new(start, start + whole.trim().len())
}
