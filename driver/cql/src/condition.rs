//! `IF …`: what makes a statement a lightweight transaction.

use crate::error::SyntaxError;
use crate::parser::Parser;
use crate::relation::{Clause, Relation};
use crate::span::Span;
use crate::walk::{Visitor, Walk};

/// The `IF` of an `UPDATE` or `DELETE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition<'a> {
    /// `IF EXISTS`, with its span.
    Exists(Span),
    /// `IF` and comparisons.
    Relations(Conditions<'a>),
}

/// The comparisons of an `IF`, joined by `AND`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conditions<'a> {
    /// The comparisons; at least one.
    pub relations: Vec<Relation<'a>>,
    /// Where they stand, without the keyword.
    pub span: Span,
}

impl<'a> Parser<'a> {
    pub(crate) fn condition(&mut self) -> Result<Option<Condition<'a>>, SyntaxError> {
        let Some(first) = self.take_keyword("IF") else { return Ok(None) };
        // `exists` may be a column as well: then an operator, a bracket or a point follows.
        let ends = self.peek_at(1).kind == crate::lexer::TokenKind::End
            || self.is_symbol_at(1, ";")
            || ["INSERT", "UPDATE", "DELETE", "APPLY"].iter().any(|keyword| self.is_keyword_at(1, keyword));
        if ends && self.take_keyword("EXISTS").is_some() {
            return Ok(Some(Condition::Exists(self.since(first))));
        }
        self.want("`EXISTS`");
        Ok(Some(Condition::Relations(self.conditions()?)))
    }

    pub(crate) fn conditions(&mut self) -> Result<Conditions<'a>, SyntaxError> {
        let first = self.peek().span;
        let relations = self.relations(Clause::If)?;
        Ok(Conditions { relations, span: self.since(first) })
    }
}

impl<'a> Walk<'a> for Conditions<'a> {
    fn walk<'s>(&'s self, visitor: &mut dyn Visitor<'s, 'a>) {
        for relation in &self.relations {
            relation.walk(visitor);
        }
    }
}

impl<'a> Walk<'a> for Condition<'a> {
    fn walk<'s>(&'s self, visitor: &mut dyn Visitor<'s, 'a>) {
        match self {
            Self::Exists(_) => {}
            Self::Relations(conditions) => conditions.walk(visitor),
        }
    }
}
