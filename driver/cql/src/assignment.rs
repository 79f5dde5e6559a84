//! `SET …`.

use crate::error::SyntaxError;
use crate::expression::Expression;
use crate::parser::{Columns, Parser};
use crate::span::Span;
use crate::target::Target;
use crate::walk::{ColumnRole, Part, Role, Visitor, Walk};

/// The assignments of a `SET`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignments<'a> {
    /// The assignments; at least one.
    pub assignments: Vec<Assignment<'a>>,
    /// Where they stand, without the keyword.
    pub span: Span,
}

/// One assignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment<'a> {
    /// What changes; a whole column unless the change is [`Change::Assign`].
    pub target: Target<'a>,
    /// How.
    pub change: Change<'a>,
    /// Where the whole stands.
    pub span: Span,
}

/// How a column changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change<'a> {
    /// `c = c + value`, `c += value`
    Add(Expression<'a>),
    /// `c = value`
    Assign(Expression<'a>),
    /// `c = value + c`
    Prepend(Expression<'a>),
    /// `c = c - value`, `c -= value`
    Subtract(Expression<'a>),
}

impl<'a> Change<'a> {
    /// What is assigned, added or removed.
    pub fn value(&self) -> &Expression<'a> {
        match self {
            Self::Add(value) | Self::Assign(value) | Self::Prepend(value) | Self::Subtract(value) => value,
        }
    }
}

impl<'a> Parser<'a> {
    pub(crate) fn assignments(&mut self) -> Result<Assignments<'a>, SyntaxError> {
        let first = self.peek().span;
        let assignments = self.separated(Self::assignment)?;
        Ok(Assignments { assignments, span: self.since(first) })
    }

    fn assignment(&mut self) -> Result<Assignment<'a>, SyntaxError> {
        let target = self.target()?;
        let change = if !matches!(target, Target::Column(_)) {
            self.expect_symbol("=")?;
            Change::Assign(self.value()?)
        } else if self.take_symbol("+=").is_some() {
            Change::Add(self.value()?)
        } else if self.take_symbol("-=").is_some() {
            Change::Subtract(self.value()?)
        } else {
            self.expect_symbol("=")?;
            self.change_of(&target)?
        };
        let span = self.since(target.span());
        Ok(Assignment { target, change, span })
    }

    /// The right side of `c = …`.
    fn change_of(&mut self, target: &Target<'a>) -> Result<Change<'a>, SyntaxError> {
        if self.is_column_at(0) {
            self.same_column(target)?;
            if self.take_symbol("+").is_some() {
                return self.value().map(Change::Add);
            }
            self.expect_symbol("-")?;
            return self.value().map(Change::Subtract);
        }
        let value = self.with_columns(Columns::Trailing, Self::expression)?;
        if self.is_symbol_at(0, "+") {
            self.advance();
            self.same_column(target)?;
            return Ok(Change::Prepend(value));
        }
        Ok(Change::Assign(value))
    }

    /// A column on the right of `=` can only be the one on the left.
    fn same_column(&mut self, target: &Target<'a>) -> Result<(), SyntaxError> {
        let found = self.peek();
        let column = self.identifier("a column name")?;
        if column.is_same(target.column()) {
            return Ok(());
        }
        let expected = format!("a value, a bind marker or column `{}` itself", target.column().name());
        Err(SyntaxError::new(column.span, expected, self.describe(found)))
    }
}

impl<'a> Walk<'a> for Assignments<'a> {
    fn walk<'s>(&'s self, visitor: &mut dyn Visitor<'s, 'a>) {
        for assignment in &self.assignments {
            assignment.walk(visitor);
        }
    }
}

impl<'a> Walk<'a> for Assignment<'a> {
    fn walk<'s>(&'s self, visitor: &mut dyn Visitor<'s, 'a>) {
        let column = self.target.column();
        visitor.column(column, ColumnRole::Set);
        if let Target::Element { key, .. } = &self.target {
            key.walk_as(Role::Assigned { column, part: Part::Key }, ColumnRole::Set, visitor);
        }
        let part = self.target.part();
        let role = match &self.change {
            Change::Add(_) | Change::Prepend(_) => Role::Added { column, part },
            Change::Assign(_) => Role::Assigned { column, part },
            Change::Subtract(_) => Role::Removed { column, part },
        };
        self.change.value().walk_as(role, ColumnRole::Set, visitor);
    }
}
