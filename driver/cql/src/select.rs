//! `SELECT`.

use crate::error::SyntaxError;
use crate::expression::Expression;
use crate::identifier::Identifier;
use crate::number::IntegerOrMarker;
use crate::order_by::OrderBy;
use crate::parser::{Columns, Parser};
use crate::relation::WhereClause;
use crate::span::Span;
use crate::table::TableName;
use crate::using::{Parameters, Using};
use crate::walk::{ColumnRole, Role, Visitor, Walk};

/// A `SELECT`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Select<'a> {
    /// `DISTINCT`
    pub distinct: bool,
    /// `JSON`: each row is one text.
    pub json: bool,
    /// What is selected.
    pub selection: Selection<'a>,
    /// After `FROM`.
    pub table: TableName<'a>,
    /// After `WHERE`.
    pub where_clause: Option<WhereClause<'a>>,
    /// After `GROUP BY`.
    pub group_by: Option<GroupBy<'a>>,
    /// After `ORDER BY`.
    pub order_by: Option<OrderBy<'a>>,
    /// After `PER PARTITION LIMIT`.
    pub per_partition_limit: Option<IntegerOrMarker<'a>>,
    /// After `LIMIT`.
    pub limit: Option<IntegerOrMarker<'a>>,
    /// Where `ALLOW FILTERING` stands.
    pub allow_filtering: Option<Span>,
    /// `BYPASS CACHE` (ScyllaDB).
    pub bypass_cache: bool,
    /// `USING TIMEOUT` (ScyllaDB).
    pub using: Option<Using<'a>>,
    /// Where the whole stands.
    pub span: Span,
}

/// What is selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection<'a> {
    /// `*`, with its span.
    All(Span),
    /// Terms; at least one.
    Terms(Vec<Selector<'a>>),
}

/// One selected term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector<'a> {
    /// The term.
    pub term: Expression<'a>,
    /// The name after `AS`.
    pub alias: Option<Identifier<'a>>,
    /// Where both stand.
    pub span: Span,
}

/// What rows are grouped by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupBy<'a> {
    /// Columns, or functions of them; at least one.
    pub terms: Vec<Expression<'a>>,
    /// Where they stand, without the keywords.
    pub span: Span,
}

impl<'a> Parser<'a> {
    pub(crate) fn select(&mut self) -> Result<Select<'a>, SyntaxError> {
        let first = self.expect_keyword("SELECT")?;
        let json = self.take_modifier("JSON");
        let distinct = self.take_modifier("DISTINCT");
        let selection = self.selection()?;
        self.expect_keyword("FROM")?;
        let table = self.table_name()?;
        let where_clause = if self.take_keyword("WHERE").is_some() { Some(self.where_clause()?) } else { None };
        let group_by = if self.take_words(&["GROUP", "BY"])? { Some(self.group_by()?) } else { None };
        let order_by = if self.take_words(&["ORDER", "BY"])? { Some(self.order_by()?) } else { None };
        let per_partition_limit =
            if self.take_words(&["PER", "PARTITION", "LIMIT"])? { Some(self.integer_or_marker()?) } else { None };
        let limit = if self.take_keyword("LIMIT").is_some() { Some(self.integer_or_marker()?) } else { None };
        let filtering = self.peek().span;
        let allow_filtering = self.take_words(&["ALLOW", "FILTERING"])?.then(|| self.since(filtering));
        let bypass_cache = self.take_words(&["BYPASS", "CACHE"])?;
        let using = self.using(Parameters::None)?;
        Ok(Select {
            distinct,
            json,
            selection,
            table,
            where_clause,
            group_by,
            order_by,
            per_partition_limit,
            limit,
            allow_filtering,
            bypass_cache,
            using,
            span: self.since(first),
        })
    }

    /// Takes `JSON` or `DISTINCT`, unless it is a column of that name: then no selected term follows it.
    fn take_modifier(&mut self, keyword: &'static str) -> bool {
        let is_column = self.is_keyword_at(1, "FROM")
            || self.is_keyword_at(1, "AS")
            || [",", "(", "[", ".", "+", "-", "/", "%", ";"].iter().any(|symbol| self.is_symbol_at(1, symbol));
        let is_modifier = self.is_keyword_at(0, keyword) && !is_column;
        if is_modifier {
            self.advance();
        }
        is_modifier
    }

    /// Takes all of `keywords` when the first one stands there.
    fn take_words(&mut self, keywords: &[&'static str]) -> Result<bool, SyntaxError> {
        let Some((first, rest)) = keywords.split_first() else { return Ok(false) };
        if self.take_keyword(first).is_none() {
            return Ok(false);
        }
        self.expect_keywords(rest)?;
        Ok(true)
    }

    fn selection(&mut self) -> Result<Selection<'a>, SyntaxError> {
        if let Some(star) = self.take_symbol("*") {
            return Ok(Selection::All(star));
        }
        self.separated(Self::selector).map(Selection::Terms)
    }

    pub(crate) fn selector(&mut self) -> Result<Selector<'a>, SyntaxError> {
        let term = self.with_columns(Columns::Allowed, Self::expression)?;
        let alias = if self.take_keyword("AS").is_some() { Some(self.identifier("an alias name")?) } else { None };
        let span = self.since(term.span());
        Ok(Selector { term, alias, span })
    }

    pub(crate) fn group_by(&mut self) -> Result<GroupBy<'a>, SyntaxError> {
        let first = self.peek().span;
        let terms = self.with_columns(Columns::Allowed, |parser| parser.separated(Self::expression))?;
        Ok(GroupBy { terms, span: self.since(first) })
    }
}

impl<'a> Walk<'a> for Select<'a> {
    fn walk<'s>(&'s self, visitor: &mut dyn Visitor<'s, 'a>) {
        if let Selection::Terms(selectors) = &self.selection {
            for selector in selectors {
                selector.walk(visitor);
            }
        }
        if let Some(where_clause) = &self.where_clause {
            where_clause.walk(visitor);
        }
        if let Some(group_by) = &self.group_by {
            group_by.walk(visitor);
        }
        if let Some(order_by) = &self.order_by {
            order_by.walk(visitor);
        }
        if let Some(limit) = &self.per_partition_limit {
            limit.walk_as(Role::PerPartitionLimit, visitor);
        }
        if let Some(limit) = &self.limit {
            limit.walk_as(Role::Limit, visitor);
        }
        if let Some(using) = &self.using {
            using.walk(visitor);
        }
    }
}

impl<'a> Walk<'a> for Selector<'a> {
    fn walk<'s>(&'s self, visitor: &mut dyn Visitor<'s, 'a>) {
        self.term.walk_as(Role::Other, ColumnRole::Selected, visitor);
    }
}

impl<'a> Walk<'a> for GroupBy<'a> {
    fn walk<'s>(&'s self, visitor: &mut dyn Visitor<'s, 'a>) {
        for term in &self.terms {
            term.walk_as(Role::Other, ColumnRole::GroupBy, visitor);
        }
    }
}
