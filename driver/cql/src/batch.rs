//! `BEGIN BATCH … APPLY BATCH`.

use crate::error::SyntaxError;
use crate::number::IntegerOrMarker;
use crate::parser::Parser;
use crate::span::Span;
use crate::statement::Statement;
use crate::using::{Parameters, Using};
use crate::walk::{Visitor, Walk};

/// A batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch<'a> {
    /// What kind it is.
    pub kind: BatchKind,
    /// After `USING`; never a TTL.
    pub using: Option<Using<'a>>,
    /// Its statements, each an `INSERT`, `UPDATE` or `DELETE`; may be none.
    pub statements: Vec<Statement<'a>>,
    /// Where the whole stands.
    pub span: Span,
}

/// The kinds of batches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BatchKind {
    /// `BEGIN COUNTER BATCH`
    Counter,
    /// `BEGIN BATCH`
    Logged,
    /// `BEGIN UNLOGGED BATCH`
    Unlogged,
}

impl<'a> Batch<'a> {
    /// The timestamp of all its statements, in microseconds.
    pub fn timestamp(&self) -> Option<&IntegerOrMarker<'a>> {
        self.using.as_ref().and_then(|using| using.timestamp.as_ref())
    }
}

impl<'a> Parser<'a> {
    pub(crate) fn batch(&mut self) -> Result<Batch<'a>, SyntaxError> {
        let first = self.expect_keyword("BEGIN")?;
        let kind = if self.take_keyword("UNLOGGED").is_some() {
            BatchKind::Unlogged
        } else if self.take_keyword("COUNTER").is_some() {
            BatchKind::Counter
        } else {
            BatchKind::Logged
        };
        self.expect_keyword("BATCH")?;
        let using = self.using(Parameters::Timestamp)?;
        let mut statements = Vec::new();
        while self.take_keyword("APPLY").is_none() {
            statements.push(self.modification()?);
            self.take_symbol(";");
        }
        self.expect_keyword("BATCH")?;
        Ok(Batch { kind, using, statements, span: self.since(first) })
    }

    fn modification(&mut self) -> Result<Statement<'a>, SyntaxError> {
        if self.is_keyword_at(0, "INSERT") {
            return Ok(Statement::Insert(Box::new(self.insert()?)));
        }
        if self.is_keyword_at(0, "UPDATE") {
            return Ok(Statement::Update(Box::new(self.update()?)));
        }
        if self.is_keyword_at(0, "DELETE") {
            return Ok(Statement::Delete(Box::new(self.delete()?)));
        }
        for keyword in ["INSERT", "UPDATE", "DELETE"] {
            self.take_keyword(keyword);
        }
        Err(self.unexpected())
    }
}

impl<'a> Walk<'a> for Batch<'a> {
    fn walk<'s>(&'s self, visitor: &mut dyn Visitor<'s, 'a>) {
        if let Some(using) = &self.using {
            using.walk(visitor);
        }
        for statement in &self.statements {
            statement.walk(visitor);
        }
    }
}
