//! `UPDATE`.

use crate::assignment::Assignments;
use crate::condition::Condition;
use crate::error::SyntaxError;
use crate::parser::Parser;
use crate::relation::WhereClause;
use crate::span::Span;
use crate::table::TableName;
use crate::using::{Parameters, Using};
use crate::walk::{Visitor, Walk};

/// An `UPDATE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update<'a> {
    /// After `UPDATE`.
    pub table: TableName<'a>,
    /// After `USING`.
    pub using: Option<Using<'a>>,
    /// After `SET`.
    pub assignments: Assignments<'a>,
    /// After `WHERE`.
    pub where_clause: WhereClause<'a>,
    /// After `IF`.
    pub condition: Option<Condition<'a>>,
    /// Where the whole stands.
    pub span: Span,
}

impl<'a> Parser<'a> {
    pub(crate) fn update(&mut self) -> Result<Update<'a>, SyntaxError> {
        let first = self.expect_keyword("UPDATE")?;
        let table = self.table_name()?;
        let using = self.using(Parameters::TtlAndTimestamp)?;
        self.expect_keyword("SET")?;
        let assignments = self.assignments()?;
        self.expect_keyword("WHERE")?;
        let where_clause = self.where_clause()?;
        let condition = self.condition()?;
        Ok(Update { table, using, assignments, where_clause, condition, span: self.since(first) })
    }
}

impl<'a> Walk<'a> for Update<'a> {
    fn walk<'s>(&'s self, visitor: &mut dyn Visitor<'s, 'a>) {
        if let Some(using) = &self.using {
            using.walk(visitor);
        }
        self.assignments.walk(visitor);
        self.where_clause.walk(visitor);
        if let Some(condition) = &self.condition {
            condition.walk(visitor);
        }
    }
}
