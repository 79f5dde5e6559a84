//! The rules for terms.

use super::{
    Access, Arguments, Arithmetic, ArithmeticOperator, Call, Cast, Collection, Expression, Hinted, Items, Step,
};
use crate::error::SyntaxError;
use crate::identifier::Identifier;
use crate::keyword;
use crate::lexer::{TokenKind, is_iso_duration};
use crate::parser::{Columns, Parser, VALUE};
use crate::span::Span;
use crate::type_name::TypeName;

impl<'a> Parser<'a> {
    /// A term, in which columns may stand or not as [`Parser::columns`] says.
    pub(crate) fn expression(&mut self) -> Result<Expression<'a>, SyntaxError> {
        self.nested(Self::sum)
    }

    /// A term without columns.
    pub(crate) fn value(&mut self) -> Result<Expression<'a>, SyntaxError> {
        self.with_columns(Columns::Forbidden, Self::expression)
    }

    fn sum(&mut self) -> Result<Expression<'a>, SyntaxError> {
        const OPERATORS: [(&str, ArithmeticOperator); 2] =
            [("+", ArithmeticOperator::Add), ("-", ArithmeticOperator::Subtract)];
        self.arithmetic(&OPERATORS, Self::product)
    }

    fn product(&mut self) -> Result<Expression<'a>, SyntaxError> {
        const OPERATORS: [(&str, ArithmeticOperator); 3] = [
            ("*", ArithmeticOperator::Multiply),
            ("/", ArithmeticOperator::Divide),
            ("%", ArithmeticOperator::Remainder),
        ];
        self.arithmetic(&OPERATORS, Self::signed)
    }

    fn arithmetic(
        &mut self,
        operators: &[(&'static str, ArithmeticOperator)],
        operand: fn(&mut Self) -> Result<Expression<'a>, SyntaxError>,
    ) -> Result<Expression<'a>, SyntaxError> {
        let first = operand(self)?;
        let mut rest = Vec::new();
        // `SET c = :x + c` ends before the `+`.
        while !(self.columns == Columns::Trailing && self.is_symbol_at(0, "+") && self.is_column_at(1)) {
            let Some((_, operator)) = operators.iter().find(|(symbol, _)| self.is_symbol_at(0, symbol)) else { break };
            self.advance();
            rest.push((*operator, operand(self)?));
        }
        if rest.is_empty() {
            return Ok(first);
        }
        let span = self.since(first.span());
        Ok(Expression::Arithmetic(Arithmetic { first: Box::new(first), rest, span }))
    }

    fn signed(&mut self) -> Result<Expression<'a>, SyntaxError> {
        if let Some(literal) = self.take_literal() {
            return Ok(Expression::Literal(literal));
        }
        if !self.is_symbol_at(0, "-") {
            return self.accessed();
        }
        let sign = self.advance().span;
        let term = Box::new(self.nested(Self::signed)?);
        Ok(Expression::Negated { term, span: self.since(sign) })
    }

    /// A primary term and, where columns may stand, accesses to its parts.
    fn accessed(&mut self) -> Result<Expression<'a>, SyntaxError> {
        let of = self.primary()?;
        if self.columns != Columns::Allowed {
            return Ok(of);
        }
        let mut steps = Vec::new();
        loop {
            if self.is_symbol_at(0, "[") {
                self.advance();
                steps.push(self.subscript()?);
            } else if self.is_symbol_at(0, ".") {
                self.advance();
                steps.push(Step::Field(self.identifier("a field name")?));
            } else if steps.is_empty() {
                return Ok(of);
            } else {
                let span = self.since(of.span());
                return Ok(Expression::Access(Access { of: Box::new(of), steps, span }));
            }
        }
    }

    /// `key]`, `from..to]` with either end optional.
    fn subscript(&mut self) -> Result<Step<'a>, SyntaxError> {
        let mut from = None;
        if !self.is_symbol_at(0, "..") {
            let key = self.value()?;
            if self.take_symbol("]").is_some() {
                return Ok(Step::Element(key));
            }
            from = Some(key);
        }
        self.expect_symbol("..")?;
        let to = if self.is_symbol_at(0, "]") { None } else { Some(self.value()?) };
        self.expect_symbol("]")?;
        Ok(Step::Slice { from, to })
    }

    fn primary(&mut self) -> Result<Expression<'a>, SyntaxError> {
        if let Some(marker) = self.marker()? {
            return Ok(Expression::Marker(marker));
        }
        let token = self.peek();
        match (token.kind, self.text(token.span)) {
            (TokenKind::Symbol, "(") => self.parenthesised(),
            (TokenKind::Symbol, "[") => self.list(),
            (TokenKind::Symbol, "{") => self.braces(),
            (TokenKind::Word | TokenKind::QuotedName, _) => self.named(),
            _ => Err(self.value_expected()),
        }
    }

    fn value_expected(&mut self) -> SyntaxError {
        self.want(if self.columns == Columns::Allowed { "a column name" } else { VALUE });
        self.unexpected()
    }

    /// A call, a cast or a column.
    fn named(&mut self) -> Result<Expression<'a>, SyntaxError> {
        if self.is_symbol_at(1, "(") {
            return if self.is_keyword_at(0, "CAST") { self.cast() } else { self.call(None) };
        }
        if self.is_symbol_at(1, ".") && self.is_name_at(2) && self.is_symbol_at(3, "(") {
            let keyspace = self.identifier("a keyspace name")?;
            self.advance();
            return self.call(Some(keyspace));
        }
        if self.columns == Columns::Allowed {
            return self.identifier("a column name").map(Expression::Column);
        }
        self.take_iso_duration().map(Expression::Literal).ok_or_else(|| self.value_expected())
    }

    fn call(&mut self, keyspace: Option<Identifier<'a>>) -> Result<Expression<'a>, SyntaxError> {
        let token = self.peek();
        // The one function whose name is reserved.
        let function = if self.is_keyword_at(0, "TOKEN") {
            self.advance();
            Identifier { text: self.text(token.span), span: token.span }
        } else {
            self.identifier("a function name")?
        };
        let first = keyspace.map_or(token.span, |keyspace| keyspace.span);
        let arguments = self.arguments()?;
        Ok(Expression::Call(Box::new(Call { keyspace, function, arguments, span: self.since(first) })))
    }

    fn arguments(&mut self) -> Result<Arguments<'a>, SyntaxError> {
        self.expect_symbol("(")?;
        if self.take_symbol(")").is_some() {
            return Ok(Arguments::Terms(Vec::new()));
        }
        if self.columns == Columns::Allowed && self.is_symbol_at(0, "*") {
            let star = self.advance().span;
            self.expect_symbol(")")?;
            return Ok(Arguments::Star(star));
        }
        let terms = self.inner_terms()?;
        self.expect_symbol(")")?;
        Ok(Arguments::Terms(terms))
    }

    /// Terms with commas between, inside brackets: the trailing column of `SET c = :x + c` is not in there.
    fn inner_terms(&mut self) -> Result<Vec<Expression<'a>>, SyntaxError> {
        self.with_columns(self.inner_columns(), |parser| parser.separated(Self::expression))
    }

    fn inner_columns(&self) -> Columns {
        if self.columns == Columns::Allowed { Columns::Allowed } else { Columns::Forbidden }
    }

    fn cast(&mut self) -> Result<Expression<'a>, SyntaxError> {
        let first = self.expect_keyword("CAST")?;
        self.expect_symbol("(")?;
        let term = self.with_columns(self.inner_columns(), Self::expression)?;
        self.expect_keyword("AS")?;
        let target = self.type_name()?;
        self.expect_symbol(")")?;
        Ok(Expression::Cast(Box::new(Cast { term, target, span: self.since(first) })))
    }

    /// A type hint, a term in parentheses or a tuple.
    fn parenthesised(&mut self) -> Result<Expression<'a>, SyntaxError> {
        let first = self.peek().span;
        if let Some(hint) = self.take_hint() {
            let term = self.nested(Self::signed)?;
            return Ok(Expression::Hinted(Box::new(Hinted { hint, term, span: self.since(first) })));
        }
        self.expect_symbol("(")?;
        let mut terms = self.inner_terms()?;
        self.expect_symbol(")")?;
        let span = self.since(first);
        match (terms.pop(), terms.is_empty()) {
            (Some(term), true) => Ok(Expression::Parenthesised { term: Box::new(term), span }),
            (last, _) => {
                terms.extend(last);
                Ok(Expression::Collection(Collection { items: Items::Tuple(terms), span }))
            }
        }
    }

    /// `(type)` when a term follows it; a column or function in parentheses reads the same, but then none does.
    fn take_hint(&mut self) -> Option<TypeName<'a>> {
        if !self.is_name_at(1) {
            return None;
        }
        let start = self.checkpoint();
        self.advance();
        if let Ok(hint) = self.type_name()
            && self.take_symbol(")").is_some()
            && self.starts_term()
        {
            return Some(hint);
        }
        self.go_back(start);
        None
    }

    /// Whether the current token can only be the start of a term.
    fn starts_term(&self) -> bool {
        let token = self.peek();
        let text = self.text(token.span);
        match token.kind {
            TokenKind::Word => {
                let operand = keyword::is_constant(text) || text.eq_ignore_ascii_case("token");
                operand || !(keyword::is_reserved(text) || text.eq_ignore_ascii_case("as"))
            }
            TokenKind::Symbol => ["(", "[", "{", "?", ":"].contains(&text),
            TokenKind::End | TokenKind::Unknown | TokenKind::Unterminated(_) => false,
            TokenKind::Blob
            | TokenKind::Duration
            | TokenKind::Float
            | TokenKind::Integer
            | TokenKind::QuotedName
            | TokenKind::String
            | TokenKind::Uuid => true,
        }
    }

    fn list(&mut self) -> Result<Expression<'a>, SyntaxError> {
        let first = self.expect_symbol("[")?;
        let items = if self.is_symbol_at(0, "]") { Vec::new() } else { self.inner_terms()? };
        self.expect_symbol("]")?;
        Ok(self.collection(Items::List(items), first))
    }

    /// A set, a map or a value of a user-defined type: the first item tells.
    fn braces(&mut self) -> Result<Expression<'a>, SyntaxError> {
        let first = self.expect_symbol("{")?;
        let items = self.with_columns(self.inner_columns(), Self::brace_items)?;
        self.expect_symbol("}")?;
        Ok(self.collection(items, first))
    }

    fn brace_items(&mut self) -> Result<Items<'a>, SyntaxError> {
        if self.is_symbol_at(0, "}") {
            return Ok(Items::Set(Vec::new()));
        }
        let word = self.peek();
        let is_field = self.is_name_at(0) && self.is_symbol_at(1, ":");
        if is_field && !(word.kind == TokenKind::Word && keyword::is_constant(self.text(word.span))) {
            return self.separated(Self::udt_field).map(Items::Udt);
        }
        let key = self.expression()?;
        if self.take_symbol(":").is_none() {
            let mut items = vec![key];
            if self.take_symbol(",").is_some() {
                items.extend(self.separated(Self::expression)?);
            }
            return Ok(Items::Set(items));
        }
        let mut entries = vec![(key, self.expression()?)];
        if self.take_symbol(",").is_some() {
            entries.extend(self.separated(Self::map_entry)?);
        }
        Ok(Items::Map(entries))
    }

    fn udt_field(&mut self) -> Result<(Identifier<'a>, Expression<'a>), SyntaxError> {
        let field = self.identifier("a field name")?;
        self.expect_symbol(":")?;
        Ok((field, self.expression()?))
    }

    fn map_entry(&mut self) -> Result<(Expression<'a>, Expression<'a>), SyntaxError> {
        let key = self.expression()?;
        self.expect_symbol(":")?;
        Ok((key, self.expression()?))
    }

    fn collection(&self, items: Items<'a>, first: Span) -> Expression<'a> {
        Expression::Collection(Collection { items, span: self.since(first) })
    }

    /// Whether a name stands there that is a column rather than a constant, a call or a duration.
    pub(crate) fn is_column_at(&self, ahead: usize) -> bool {
        if !self.is_name_at(ahead) || self.is_symbol_at(ahead + 1, "(") || self.is_symbol_at(ahead + 1, ".") {
            return false;
        }
        let token = self.peek_at(ahead);
        token.kind == TokenKind::QuotedName || {
            let text = self.text(token.span);
            !keyword::is_reserved(text) && !is_iso_duration(text)
        }
    }
}
