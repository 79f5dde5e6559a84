//! `DELETE`.

use crate::condition::Condition;
use crate::error::SyntaxError;
use crate::parser::Parser;
use crate::relation::WhereClause;
use crate::span::Span;
use crate::table::TableName;
use crate::target::Target;
use crate::using::{Parameters, Using};
use crate::walk::{ColumnRole, Role, Visitor, Walk};

/// A `DELETE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delete<'a> {
    /// The columns, elements and fields to delete; none: whole rows.
    pub targets: Vec<Target<'a>>,
    /// After `FROM`.
    pub table: TableName<'a>,
    /// After `USING`; never a TTL.
    pub using: Option<Using<'a>>,
    /// After `WHERE`.
    pub where_clause: WhereClause<'a>,
    /// After `IF`.
    pub condition: Option<Condition<'a>>,
    /// Where the whole stands.
    pub span: Span,
}

impl<'a> Parser<'a> {
    pub(crate) fn delete(&mut self) -> Result<Delete<'a>, SyntaxError> {
        let first = self.expect_keyword("DELETE")?;
        let mut targets = Vec::new();
        if self.take_keyword("FROM").is_none() {
            targets = self.separated(Self::target)?;
            self.expect_keyword("FROM")?;
        }
        let table = self.table_name()?;
        let using = self.using(Parameters::Timestamp)?;
        self.expect_keyword("WHERE")?;
        let where_clause = self.where_clause()?;
        let condition = self.condition()?;
        Ok(Delete { targets, table, using, where_clause, condition, span: self.since(first) })
    }
}

impl<'a> Walk<'a> for Delete<'a> {
    fn walk<'s>(&'s self, visitor: &mut dyn Visitor<'s, 'a>) {
        for target in &self.targets {
            let column = target.column();
            visitor.column(column, ColumnRole::Deleted);
            if let Target::Element { key, .. } = target {
                key.walk_as(Role::DeletedElement { column }, ColumnRole::Deleted, visitor);
            }
        }
        if let Some(using) = &self.using {
            using.walk(visitor);
        }
        self.where_clause.walk(visitor);
        if let Some(condition) = &self.condition {
            condition.walk(visitor);
        }
    }
}
