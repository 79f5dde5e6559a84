//! Whole numbers that are part of a statement's form: limits, times to live, timestamps.

use crate::error::SyntaxError;
use crate::literal::LiteralKind;
use crate::marker::Marker;
use crate::parser::Parser;
use crate::span::Span;
use crate::walk::{Role, Visitor, Walk};

/// A whole number, or the marker that stands for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntegerOrMarker<'a> {
    /// A number.
    Integer {
        /// Its value.
        value: i64,
        /// Where it stands.
        span: Span,
    },
    /// A bind marker.
    Marker(Marker<'a>),
}

impl<'a> IntegerOrMarker<'a> {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Self::Integer { span, .. } => *span,
            Self::Marker(marker) => marker.span,
        }
    }

    pub(crate) fn walk_as<'s>(&'s self, role: Role<'s, 'a>, visitor: &mut dyn Visitor<'s, 'a>) {
        if let Self::Marker(marker) = self {
            visitor.marker(marker, role);
        }
    }
}

/// Its marker is reported as [`Role::Limit`].
impl<'a> Walk<'a> for IntegerOrMarker<'a> {
    fn walk<'s>(&'s self, visitor: &mut dyn Visitor<'s, 'a>) {
        self.walk_as(Role::Limit, visitor);
    }
}

impl<'a> Parser<'a> {
    pub(crate) fn integer_or_marker(&mut self) -> Result<IntegerOrMarker<'a>, SyntaxError> {
        const EXPECTED: &str = "a whole number or bind marker";
        if let Some(marker) = self.marker()? {
            return Ok(IntegerOrMarker::Marker(marker));
        }
        let start = self.checkpoint();
        if let Some(literal) = self.take_literal().filter(|literal| literal.kind == LiteralKind::Integer) {
            // Comments and blanks between sign and digits are not part of the number.
            let digits = literal.text.trim_start_matches('-').trim_start();
            let signed = if literal.text.starts_with('-') { format!("-{digits}") } else { digits.to_owned() };
            if let Ok(value) = signed.parse() {
                return Ok(IntegerOrMarker::Integer { value, span: literal.span });
            }
        }
        self.go_back(start);
        Err(self.wanted_only(EXPECTED))
    }
}
