//! `INSERT`.

use crate::error::SyntaxError;
use crate::expression::Expression;
use crate::identifier::Identifier;
use crate::parser::Parser;
use crate::span::Span;
use crate::table::TableName;
use crate::using::{Parameters, Using};
use crate::walk::{ColumnRole, Part, Role, Visitor, Walk};

/// An `INSERT`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insert<'a> {
    /// After `INTO`.
    pub table: TableName<'a>,
    /// What is inserted.
    pub row: Row<'a>,
    /// Where `IF NOT EXISTS` stands.
    pub if_not_exists: Option<Span>,
    /// After `USING`.
    pub using: Option<Using<'a>>,
    /// Where the whole stands.
    pub span: Span,
}

/// What is inserted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row<'a> {
    /// `JSON '…'`
    Json {
        /// The text, or its marker.
        row: Expression<'a>,
        /// What columns become that the text lacks.
        default: JsonDefault,
    },
    /// `(a, b) VALUES (1, :x)`: as many values as columns, at least one.
    Values {
        /// The columns.
        columns: Vec<Identifier<'a>>,
        /// Their values.
        values: Vec<Expression<'a>>,
    },
}

/// What columns become that a JSON row lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JsonDefault {
    /// `null`; also when nothing is written.
    Null,
    /// They keep their values: `DEFAULT UNSET`.
    Unset,
}

impl<'a> Parser<'a> {
    pub(crate) fn insert(&mut self) -> Result<Insert<'a>, SyntaxError> {
        let first = self.expect_keywords(&["INSERT", "INTO"])?;
        let table = self.table_name()?;
        let row = if self.take_keyword("JSON").is_some() { self.json_row()? } else { self.values_row()? };
        let condition = self.peek().span;
        let if_not_exists = if self.is_keyword_at(0, "IF") {
            self.expect_keywords(&["IF", "NOT", "EXISTS"])?;
            Some(self.since(condition))
        } else {
            self.want("`IF NOT EXISTS`");
            None
        };
        let using = self.using(Parameters::TtlAndTimestamp)?;
        Ok(Insert { table, row, if_not_exists, using, span: self.since(first) })
    }

    fn json_row(&mut self) -> Result<Row<'a>, SyntaxError> {
        let row = self.value()?;
        let mut default = JsonDefault::Null;
        if self.take_keyword("DEFAULT").is_some() {
            if self.take_keyword("UNSET").is_some() {
                default = JsonDefault::Unset;
            } else {
                self.expect_keyword("NULL")?;
            }
        }
        Ok(Row::Json { row, default })
    }

    /// A value is expected for each column and none more.
    fn values_row(&mut self) -> Result<Row<'a>, SyntaxError> {
        self.expect_symbol("(")?;
        let columns = self.separated(|parser| parser.identifier("a column name"))?;
        self.expect_symbol(")")?;
        self.expect_keyword("VALUES")?;
        self.expect_symbol("(")?;
        let mut values = Vec::with_capacity(columns.len());
        for column in &columns {
            if !values.is_empty() && self.take_symbol(",").is_none() {
                let expected = format!("`,` and a value for column `{}`", column.name());
                return Err(SyntaxError::new(self.peek().span, expected, self.describe(self.peek())));
            }
            values.push(self.value()?);
        }
        if self.is_symbol_at(0, ",") {
            let expected = format!("`)`, as the {} columns have their values", columns.len());
            return Err(SyntaxError::new(self.peek().span, expected, "`,`"));
        }
        self.expect_symbol(")")?;
        Ok(Row::Values { columns, values })
    }
}

impl<'a> Walk<'a> for Insert<'a> {
    fn walk<'s>(&'s self, visitor: &mut dyn Visitor<'s, 'a>) {
        match &self.row {
            Row::Json { row, .. } => row.walk_as(Role::Json, ColumnRole::Inserted, visitor),
            Row::Values { columns, values } => {
                for column in columns {
                    visitor.column(column, ColumnRole::Inserted);
                }
                for (column, value) in columns.iter().zip(values) {
                    let role = Role::Assigned { column, part: Part::Whole };
                    value.walk_as(role, ColumnRole::Inserted, visitor);
                }
            }
        }
        if let Some(using) = &self.using {
            using.walk(visitor);
        }
    }
}
