//! Comparisons: what `WHERE` and `IF` are made of.

use std::fmt;

use crate::error::SyntaxError;
use crate::expression::Expression;
use crate::identifier::Identifier;
use crate::parser::Parser;
use crate::span::Span;
use crate::target::Target;
use crate::walk::{ColumnRole, Part, Role, Visitor, Walk};

/// A clause made of comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clause {
    /// `IF`
    If,
    /// `WHERE`
    Where,
}

/// The comparisons of a `WHERE`, joined by `AND`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhereClause<'a> {
    /// The comparisons; at least one.
    pub relations: Vec<Relation<'a>>,
    /// Where they stand, without the keyword.
    pub span: Span,
}

/// One comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation<'a> {
    /// What is compared.
    pub subject: Subject<'a>,
    /// How.
    pub operator: Operator,
    /// Where the operator stands.
    pub operator_span: Span,
    /// With what.
    pub operand: Operand<'a>,
    /// Whether it stands in `WHERE` or in `IF`.
    pub clause: Clause,
    /// Where the whole stands.
    pub span: Span,
}

/// The left side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// A column, an element `m[k]` or, in `IF` only, a field `u.f`.
    Column(Target<'a>),
    /// An index, in `expr(index, 'expression')`, with [`Operator::Expression`].
    Index(Identifier<'a>),
    /// `token(a, b)`
    Token(Vec<Identifier<'a>>),
    /// `(a, b)`
    Tuple(Vec<Identifier<'a>>),
}

/// How two sides are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `BETWEEN … AND …`
    Between,
    /// `CONTAINS`
    Contains,
    /// `CONTAINS KEY`
    ContainsKey,
    /// `=`
    Equal,
    /// Not written: what `expr(index, '…')` does.
    Expression,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `IN`
    In,
    /// `IS NOT NULL`
    IsNotNull,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `LIKE`
    Like,
    /// `NOT CONTAINS`
    NotContains,
    /// `NOT CONTAINS KEY`
    NotContainsKey,
    /// `!=`
    NotEqual,
    /// `NOT IN`
    NotIn,
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Between => "BETWEEN",
            Self::Contains => "CONTAINS",
            Self::ContainsKey => "CONTAINS KEY",
            Self::Equal => "=",
            Self::Expression => "expr",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::In => "IN",
            Self::IsNotNull => "IS NOT NULL",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Like => "LIKE",
            Self::NotContains => "NOT CONTAINS",
            Self::NotContainsKey => "NOT CONTAINS KEY",
            Self::NotEqual => "!=",
            Self::NotIn => "NOT IN",
        })
    }
}

/// The right side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand<'a> {
    /// Both bounds of `BETWEEN`.
    Bounds(Expression<'a>, Expression<'a>),
    /// The values in parentheses after `IN`; may be none.
    List(Vec<Expression<'a>>),
    /// Nothing: after `IS NOT NULL`.
    None,
    /// One term; after `IN` it is a bind marker for the whole list.
    One(Expression<'a>),
}

impl<'a> Parser<'a> {
    /// Comparisons joined by `AND`, after the `WHERE`.
    pub(crate) fn where_clause(&mut self) -> Result<WhereClause<'a>, SyntaxError> {
        let first = self.peek().span;
        let relations = self.relations(Clause::Where)?;
        Ok(WhereClause { relations, span: self.since(first) })
    }

    pub(crate) fn relations(&mut self, clause: Clause) -> Result<Vec<Relation<'a>>, SyntaxError> {
        let mut relations = vec![self.relation(clause)?];
        while self.take_keyword("AND").is_some() {
            relations.push(self.relation(clause)?);
        }
        Ok(relations)
    }

    fn relation(&mut self, clause: Clause) -> Result<Relation<'a>, SyntaxError> {
        let first = self.peek().span;
        let is_where = clause == Clause::Where;
        let is_list = self.is_name_at(1) && (self.is_symbol_at(2, ",") || self.is_symbol_at(2, ")"));
        let subject = if is_where && self.is_symbol_at(0, "(") && !is_list {
            self.advance();
            let inner = self.nested(|parser| parser.relation(clause))?;
            self.expect_symbol(")")?;
            return Ok(inner);
        } else if is_where && self.is_symbol_at(0, "(") {
            Subject::Tuple(self.column_list()?)
        } else if is_where && self.is_symbol_at(1, "(") && self.is_keyword_at(0, "TOKEN") {
            self.advance();
            Subject::Token(self.column_list()?)
        } else if is_where && self.is_symbol_at(1, "(") && self.is_keyword_at(0, "EXPR") {
            return self.index_expression();
        } else if is_where {
            // Servers compare fields in `IF` only.
            Subject::Column(self.column_or_element()?)
        } else {
            Subject::Column(self.target()?)
        };
        let operator_start = self.peek().span;
        let operator = self.operator()?;
        let operator_span = self.since(operator_start);
        let operand = self.operand(operator)?;
        Ok(Relation { subject, operator, operator_span, operand, clause, span: self.since(first) })
    }

    /// `(a, b)`
    fn column_list(&mut self) -> Result<Vec<Identifier<'a>>, SyntaxError> {
        self.expect_symbol("(")?;
        let columns = self.separated(|parser| parser.identifier("a column name"))?;
        self.expect_symbol(")")?;
        Ok(columns)
    }

    /// `expr(index, 'expression')`
    fn index_expression(&mut self) -> Result<Relation<'a>, SyntaxError> {
        let first = self.expect_keyword("EXPR")?;
        self.expect_symbol("(")?;
        let subject = Subject::Index(self.identifier("an index name")?);
        self.expect_symbol(",")?;
        let operand = Operand::One(self.value()?);
        self.expect_symbol(")")?;
        let span = self.since(first);
        let (operator, clause) = (Operator::Expression, Clause::Where);
        Ok(Relation { subject, operator, operator_span: first, operand, clause, span })
    }

    fn operator(&mut self) -> Result<Operator, SyntaxError> {
        const SYMBOLS: [(&str, Operator); 6] = [
            ("=", Operator::Equal),
            ("<", Operator::Less),
            (">", Operator::Greater),
            ("<=", Operator::LessOrEqual),
            (">=", Operator::GreaterOrEqual),
            ("!=", Operator::NotEqual),
        ];
        if let Some((_, operator)) = SYMBOLS.iter().find(|(symbol, _)| self.is_symbol_at(0, symbol)) {
            self.advance();
            return Ok(*operator);
        }
        if self.take_keyword("NOT").is_some() {
            if self.take_keyword("IN").is_some() {
                return Ok(Operator::NotIn);
            }
            self.expect_keyword("CONTAINS")?;
            let key = self.take_keyword("KEY").is_some();
            return Ok(if key { Operator::NotContainsKey } else { Operator::NotContains });
        }
        if self.take_keyword("CONTAINS").is_some() {
            let key = self.take_keyword("KEY").is_some();
            return Ok(if key { Operator::ContainsKey } else { Operator::Contains });
        }
        if self.is_keyword_at(0, "IS") {
            self.expect_keywords(&["IS", "NOT", "NULL"])?;
            return Ok(Operator::IsNotNull);
        }
        for (keyword, operator) in [("IN", Operator::In), ("LIKE", Operator::Like), ("BETWEEN", Operator::Between)] {
            if self.take_keyword(keyword).is_some() {
                return Ok(operator);
            }
        }
        Err(self.wanted_only("an operator such as `=`, `<`, `IN` or `CONTAINS`"))
    }

    fn operand(&mut self, operator: Operator) -> Result<Operand<'a>, SyntaxError> {
        match operator {
            Operator::IsNotNull => Ok(Operand::None),
            Operator::Between => {
                let low = self.value()?;
                self.expect_keyword("AND")?;
                Ok(Operand::Bounds(low, self.value()?))
            }
            Operator::In | Operator::NotIn => self.in_list(),
            _ => self.value().map(Operand::One),
        }
    }

    fn in_list(&mut self) -> Result<Operand<'a>, SyntaxError> {
        if let Some(marker) = self.marker()? {
            return Ok(Operand::One(Expression::Marker(marker)));
        }
        if !self.is_symbol_at(0, "(") {
            return Err(self.wanted_only("`(` or a bind marker"));
        }
        self.advance();
        if self.take_symbol(")").is_some() {
            return Ok(Operand::List(Vec::new()));
        }
        let values = self.separated(Self::value)?;
        self.expect_symbol(")")?;
        Ok(Operand::List(values))
    }
}

impl<'a> Walk<'a> for WhereClause<'a> {
    fn walk<'s>(&'s self, visitor: &mut dyn Visitor<'s, 'a>) {
        for relation in &self.relations {
            relation.walk(visitor);
        }
    }
}

impl<'a> Walk<'a> for Relation<'a> {
    fn walk<'s>(&'s self, visitor: &mut dyn Visitor<'s, 'a>) {
        let columns = match self.clause {
            Clause::If => ColumnRole::If,
            Clause::Where => ColumnRole::Where,
        };
        match &self.subject {
            Subject::Column(target) => {
                visitor.column(target.column(), columns);
                if let Target::Element { key, .. } = target {
                    key.walk_as(self.compared(target, Part::Key), columns, visitor);
                }
            }
            Subject::Index(_) => {}
            Subject::Token(names) | Subject::Tuple(names) => {
                for name in names {
                    visitor.column(name, columns);
                }
            }
        }
        match &self.operand {
            Operand::None => {}
            Operand::One(term) => term.walk_as(self.role_of_one(), columns, visitor),
            Operand::Bounds(low, high) => {
                low.walk_as(self.role_of_item(), columns, visitor);
                high.walk_as(self.role_of_item(), columns, visitor);
            }
            Operand::List(terms) => {
                for term in terms {
                    term.walk_as(self.role_of_item(), columns, visitor);
                }
            }
        }
    }
}

impl<'a> Relation<'a> {
    fn compared<'s>(&'s self, target: &'s Target<'a>, part: Part<'s, 'a>) -> Role<'s, 'a> {
        Role::Compared { column: target.column(), part, operator: self.operator, clause: self.clause }
    }

    /// The role of the only term on the right.
    fn role_of_one(&self) -> Role<'_, 'a> {
        let is_list = matches!(self.operator, Operator::In | Operator::NotIn);
        match &self.subject {
            Subject::Column(target) if is_list => {
                Role::InList { column: target.column(), part: target.part(), clause: self.clause }
            }
            Subject::Tuple(columns) if is_list => Role::InTuples { columns },
            _ => self.role_of_item(),
        }
    }

    /// The role of a term that is compared by itself.
    fn role_of_item(&self) -> Role<'_, 'a> {
        match &self.subject {
            Subject::Column(target) => self.compared(target, target.part()),
            Subject::Index(_) => Role::Other,
            Subject::Token(columns) => Role::ComparedToken { columns, operator: self.operator },
            Subject::Tuple(columns) => Role::ComparedTuple { columns, operator: self.operator },
        }
    }
}
