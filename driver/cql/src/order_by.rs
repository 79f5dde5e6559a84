//! `ORDER BY`.

use crate::error::SyntaxError;
use crate::expression::Expression;
use crate::identifier::Identifier;
use crate::parser::Parser;
use crate::span::Span;
use crate::walk::{ColumnRole, Role, Visitor, Walk};

/// What rows are ordered by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderBy<'a> {
    /// The columns, most significant first; at least one.
    pub orderings: Vec<Ordering<'a>>,
    /// Where they stand, without the keywords.
    pub span: Span,
}

/// One column of an `ORDER BY`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ordering<'a> {
    /// The column.
    pub column: Identifier<'a>,
    /// How it orders.
    pub direction: Direction<'a>,
    /// Where both stand.
    pub span: Span,
}

/// How a column orders rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Direction<'a> {
    /// By similarity to a vector: `ANN OF :v`.
    Ann(Expression<'a>),
    /// Ascending: `ASC`, or nothing written.
    Ascending,
    /// `DESC`
    Descending,
}

impl<'a> Parser<'a> {
    pub(crate) fn order_by(&mut self) -> Result<OrderBy<'a>, SyntaxError> {
        let first = self.peek().span;
        let orderings = self.separated(Self::ordering)?;
        Ok(OrderBy { orderings, span: self.since(first) })
    }

    fn ordering(&mut self) -> Result<Ordering<'a>, SyntaxError> {
        let column = self.identifier("a column name")?;
        let direction = if self.take_keyword("ASC").is_some() {
            Direction::Ascending
        } else if self.take_keyword("DESC").is_some() {
            Direction::Descending
        } else if self.take_keyword("ANN").is_some() {
            self.expect_keyword("OF")?;
            Direction::Ann(self.value()?)
        } else {
            Direction::Ascending
        };
        Ok(Ordering { column, direction, span: self.since(column.span) })
    }
}

impl<'a> Walk<'a> for OrderBy<'a> {
    fn walk<'s>(&'s self, visitor: &mut dyn Visitor<'s, 'a>) {
        for ordering in &self.orderings {
            visitor.column(&ordering.column, ColumnRole::OrderBy);
            if let Direction::Ann(vector) = &ordering.direction {
                vector.walk_as(Role::Ann { column: &ordering.column }, ColumnRole::OrderBy, visitor);
            }
        }
    }
}
