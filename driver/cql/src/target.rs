//! A column or a part of one, as `SET`, `DELETE`, `WHERE` and `IF` name it.

use crate::error::SyntaxError;
use crate::expression::Expression;
use crate::identifier::Identifier;
use crate::parser::Parser;
use crate::span::Span;
use crate::walk::Part;

/// A column or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// A whole column.
    Column(Identifier<'a>),
    /// An element of a map or list.
    Element {
        /// The column.
        column: Identifier<'a>,
        /// The key or index in the brackets.
        key: Expression<'a>,
        /// Where both stand.
        span: Span,
    },
    /// A field of a user-defined type.
    Field {
        /// The column.
        column: Identifier<'a>,
        /// The field after the point.
        field: Identifier<'a>,
    },
}

impl<'a> Target<'a> {
    /// The column that it is, or is a part of.
    pub fn column(&self) -> &Identifier<'a> {
        match self {
            Self::Column(column) | Self::Element { column, .. } | Self::Field { column, .. } => column,
        }
    }

    /// What of the column's value it is.
    pub fn part(&self) -> Part<'_, 'a> {
        match self {
            Self::Column(_) => Part::Whole,
            Self::Element { .. } => Part::Element,
            Self::Field { field, .. } => Part::Field(field),
        }
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Self::Column(column) => column.span,
            Self::Element { span, .. } => *span,
            Self::Field { column, field } => column.span.to(field.span),
        }
    }
}

impl<'a> Parser<'a> {
    /// A column, an element or a field.
    pub(crate) fn target(&mut self) -> Result<Target<'a>, SyntaxError> {
        match self.column_or_element()? {
            Target::Column(column) if self.is_symbol_at(0, ".") => {
                self.advance();
                Ok(Target::Field { column, field: self.identifier("a field name")? })
            }
            target => Ok(target),
        }
    }

    pub(crate) fn column_or_element(&mut self) -> Result<Target<'a>, SyntaxError> {
        let column = self.identifier("a column name")?;
        if !self.is_symbol_at(0, "[") {
            return Ok(Target::Column(column));
        }
        self.advance();
        let key = self.value()?;
        self.expect_symbol("]")?;
        Ok(Target::Element { column, key, span: self.since(column.span) })
    }
}
