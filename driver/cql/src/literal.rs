//! Constants.

use std::borrow::Cow;

use crate::lexer::{TokenKind, is_iso_duration};
use crate::parser::Parser;
use crate::span::Span;

/// A constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Literal<'a> {
    /// What it is.
    pub kind: LiteralKind,
    /// As written: with quotes, `0x`, sign.
    pub text: &'a str,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LiteralKind {
    /// `0x` and hexadecimal digits.
    Blob,
    /// `true` or `false`.
    Boolean,
    /// `1h30m`, `P1Y2M` or `P0003-06-04T12:30:05`.
    Duration,
    /// A number with a point or an exponent.
    Float,
    /// `Infinity`, with or without a sign.
    Infinity,
    /// Digits, with or without a sign.
    Integer,
    /// `NaN`, with or without a sign.
    NaN,
    /// `null`.
    Null,
    /// A text in single quotes or between `$$`; also dates, addresses and the like.
    String,
    /// A UUID without quotes.
    Uuid,
}

impl<'a> Literal<'a> {
    /// The text that a constant of kind [`LiteralKind::String`] means; any other as written.
    pub fn unquoted(&self) -> Cow<'a, str> {
        if let Some(inner) = self.text.strip_prefix("$$") {
            return Cow::Borrowed(inner.strip_suffix("$$").unwrap_or(inner));
        }
        match self.text.strip_prefix('\'') {
            None => Cow::Borrowed(self.text),
            Some(rest) => {
                let inner = rest.strip_suffix('\'').unwrap_or(rest);
                if inner.contains('\'') { Cow::Owned(inner.replace("''", "'")) } else { Cow::Borrowed(inner) }
            }
        }
    }
}

impl<'a> Parser<'a> {
    /// Which constant the current token is, if it is one.
    fn literal_kind_at(&self, ahead: usize) -> Option<LiteralKind> {
        let token = self.peek_at(ahead);
        match token.kind {
            TokenKind::Blob => Some(LiteralKind::Blob),
            TokenKind::Duration => Some(LiteralKind::Duration),
            TokenKind::Float => Some(LiteralKind::Float),
            TokenKind::Integer => Some(LiteralKind::Integer),
            TokenKind::String => Some(LiteralKind::String),
            TokenKind::Uuid => Some(LiteralKind::Uuid),
            TokenKind::Word => {
                let text = self.text(token.span);
                let is = |word: &str| text.eq_ignore_ascii_case(word);
                if is("true") || is("false") {
                    Some(LiteralKind::Boolean)
                } else if is("null") {
                    Some(LiteralKind::Null)
                } else if is("nan") {
                    Some(LiteralKind::NaN)
                } else if is("infinity") {
                    Some(LiteralKind::Infinity)
                } else {
                    None
                }
            }
            TokenKind::End
            | TokenKind::QuotedName
            | TokenKind::Symbol
            | TokenKind::Unknown
            | TokenKind::Unterminated(_) => None,
        }
    }

    /// Takes a constant, with its sign when it has one.
    pub(crate) fn take_literal(&mut self) -> Option<Literal<'a>> {
        let signed = self.is_symbol_at(0, "-");
        let kind = self.literal_kind_at(usize::from(signed))?;
        let may_have_sign = matches!(
            kind,
            LiteralKind::Duration
                | LiteralKind::Float
                | LiteralKind::Infinity
                | LiteralKind::Integer
                | LiteralKind::NaN
        );
        if signed && !may_have_sign {
            return None;
        }
        let first = self.advance().span;
        if signed {
            self.advance();
        }
        let span = self.since(first);
        Some(Literal { kind, text: self.text(span), span })
    }

    /// Takes a word that is a duration of ISO 8601; where columns may stand it is a column.
    pub(crate) fn take_iso_duration(&mut self) -> Option<Literal<'a>> {
        let token = self.peek();
        if token.kind != TokenKind::Word || !is_iso_duration(self.text(token.span)) {
            return None;
        }
        self.advance();
        Some(Literal { kind: LiteralKind::Duration, text: self.text(token.span), span: token.span })
    }
}
