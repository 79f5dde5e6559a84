//! The cursor over the tokens, and what every rule of the grammar is written with.
//!
//! The rules themselves are `impl Parser` blocks beside the types that they yield. Each is one method that either moves
//! behind what it recognised or fails; the errors say what was looked for at the place where nothing fitted.

use crate::error::SyntaxError;
use crate::identifier::Identifier;
use crate::keyword;
use crate::lexer::{self, Token, TokenKind};
use crate::marker::Marker;
use crate::nearest::nearest;
use crate::span::Span;

/// How deep terms, types and parentheses may be nested. Statements that people or programs write stay below ten; the
/// recursion (and that of `Drop`) takes about half a megabyte of stack at this depth, without optimisation.
const MAX_DEPTH: usize = 32;

/// What is expected where a term without columns stands.
pub(crate) const VALUE: &str = "a value or bind marker";

/// Whether names of columns may stand in the term that is being parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Columns {
    Allowed,
    Forbidden,
    /// Forbidden, but `… + column` ends the term: the form of `SET c = :x + c`.
    Trailing,
}

#[derive(Clone, Copy, Debug)]
enum Wanted {
    Token(&'static str),
    Thing(&'static str),
}

/// A place to come back to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Checkpoint {
    position: usize,
    markers: usize,
    depth: usize,
}

pub(crate) struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    position: usize,
    /// What was looked for at this position without success.
    wanted: Vec<Wanted>,
    depth: usize,
    /// Bind markers seen so far.
    markers: usize,
    pub(crate) columns: Columns,
}

impl<'a> Parser<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            tokens: lexer::tokens(text),
            position: 0,
            wanted: Vec::new(),
            depth: 0,
            markers: 0,
            columns: Columns::Forbidden,
        }
    }

    /// Parses the whole of `text` by `rule`.
    pub(crate) fn whole<T>(
        text: &'a str,
        rule: impl FnOnce(&mut Self) -> Result<T, SyntaxError>,
    ) -> Result<T, SyntaxError> {
        let mut parser = Self::new(text);
        let parsed = rule(&mut parser)?;
        if parser.peek().kind == TokenKind::End {
            return Ok(parsed);
        }
        parser.want("end of text");
        Err(parser.unexpected())
    }

    // Looking

    pub(crate) fn peek(&self) -> Token {
        self.peek_at(0)
    }

    pub(crate) fn peek_at(&self, ahead: usize) -> Token {
        let end = Token { kind: TokenKind::End, span: Span::new(self.text.len(), self.text.len()) };
        self.tokens.get(self.position + ahead).copied().unwrap_or(end)
    }

    pub(crate) fn text(&self, span: Span) -> &'a str {
        span.text(self.text)
    }

    pub(crate) fn is_symbol_at(&self, ahead: usize, symbol: &str) -> bool {
        let token = self.peek_at(ahead);
        token.kind == TokenKind::Symbol && self.text(token.span) == symbol
    }

    pub(crate) fn is_keyword_at(&self, ahead: usize, keyword: &str) -> bool {
        let token = self.peek_at(ahead);
        token.kind == TokenKind::Word && self.text(token.span).eq_ignore_ascii_case(keyword)
    }

    /// Whether a word or quoted name stands there.
    pub(crate) fn is_name_at(&self, ahead: usize) -> bool {
        matches!(self.peek_at(ahead).kind, TokenKind::Word | TokenKind::QuotedName)
    }

    /// The span of the token before the current one: where a rule that just ended, ended.
    pub(crate) fn last_span(&self) -> Span {
        self.position
            .checked_sub(1)
            .and_then(|last| self.tokens.get(last))
            .map_or_else(Span::default, |token| token.span)
    }

    /// From the start of `first` to the end of the last token taken.
    pub(crate) fn since(&self, first: Span) -> Span {
        first.to(self.last_span())
    }

    // Taking

    pub(crate) fn advance(&mut self) -> Token {
        let token = self.peek();
        self.position += 1;
        self.wanted.clear();
        token
    }

    pub(crate) fn take_symbol(&mut self, symbol: &'static str) -> Option<Span> {
        if self.is_symbol_at(0, symbol) {
            return Some(self.advance().span);
        }
        self.wanted.push(Wanted::Token(symbol));
        None
    }

    pub(crate) fn take_keyword(&mut self, keyword: &'static str) -> Option<Span> {
        if self.is_keyword_at(0, keyword) {
            return Some(self.advance().span);
        }
        self.wanted.push(Wanted::Token(keyword));
        None
    }

    pub(crate) fn expect_symbol(&mut self, symbol: &'static str) -> Result<Span, SyntaxError> {
        self.take_symbol(symbol).ok_or_else(|| self.unexpected())
    }

    pub(crate) fn expect_keyword(&mut self, keyword: &'static str) -> Result<Span, SyntaxError> {
        self.take_keyword(keyword).ok_or_else(|| self.unexpected())
    }

    /// Takes several keywords in a row; the span covers them all.
    pub(crate) fn expect_keywords(&mut self, keywords: &[&'static str]) -> Result<Span, SyntaxError> {
        let first = self.peek().span;
        for keyword in keywords {
            self.expect_keyword(keyword)?;
        }
        Ok(self.since(first))
    }

    /// Takes a name; `what` names it for the error: `a column name`.
    pub(crate) fn identifier(&mut self, what: &'static str) -> Result<Identifier<'a>, SyntaxError> {
        let token = self.peek();
        let text = self.text(token.span);
        let fits = match token.kind {
            TokenKind::Word => !keyword::is_reserved(text),
            TokenKind::QuotedName => text.len() > 2,
            _ => false,
        };
        if !fits {
            self.want(what);
            return Err(self.unexpected());
        }
        self.advance();
        Ok(Identifier { text, span: token.span })
    }

    /// Takes `rule`s with commas between.
    pub(crate) fn separated<T>(
        &mut self,
        mut rule: impl FnMut(&mut Self) -> Result<T, SyntaxError>,
    ) -> Result<Vec<T>, SyntaxError> {
        let mut items = vec![rule(self)?];
        while self.take_symbol(",").is_some() {
            items.push(rule(self)?);
        }
        Ok(items)
    }

    /// Takes a bind marker: `?`, or `:` and a name, which may be a reserved word (see
    /// [`quote_markers`](crate::quote_markers)).
    pub(crate) fn marker(&mut self) -> Result<Option<Marker<'a>>, SyntaxError> {
        let first = self.peek().span;
        let name = if self.is_symbol_at(0, "?") {
            self.advance();
            None
        } else if self.is_symbol_at(0, ":") {
            self.advance();
            let token = self.peek();
            if !self.is_name_at(0) || token.span.len() == 2 && token.kind == TokenKind::QuotedName {
                self.want("the name of a bind marker");
                return Err(self.unexpected());
            }
            self.advance();
            Some(Identifier { text: self.text(token.span), span: token.span })
        } else {
            return Ok(None);
        };
        let index = self.markers;
        self.markers += 1;
        Ok(Some(Marker { name, index, span: self.since(first) }))
    }

    /// Moves to the end of the text, but not behind the `;` there: a transaction has some between its statements.
    pub(crate) fn skip_to_end(&mut self) -> Result<(), SyntaxError> {
        let ends = |token: &Token| token.kind == TokenKind::End || token.span.text(self.text) == ";";
        let end = self.tokens.iter().rposition(|token| !ends(token)).map_or(0, |last| last + 1);
        while self.position < end {
            if matches!(self.peek().kind, TokenKind::Unterminated(_)) {
                return Err(self.unexpected());
            }
            self.advance();
        }
        Ok(())
    }

    // Nesting and going back

    /// Runs a rule that may contain itself.
    pub(crate) fn nested<T>(
        &mut self,
        rule: impl FnOnce(&mut Self) -> Result<T, SyntaxError>,
    ) -> Result<T, SyntaxError> {
        if self.depth >= MAX_DEPTH {
            let expected = format!("at most {MAX_DEPTH} levels of nesting");
            return Err(SyntaxError::new(self.peek().span, expected, "one more"));
        }
        self.depth += 1;
        let result = rule(self);
        self.depth -= 1;
        result
    }

    /// Runs a rule in which columns are treated as given.
    pub(crate) fn with_columns<T>(
        &mut self,
        columns: Columns,
        rule: impl FnOnce(&mut Self) -> Result<T, SyntaxError>,
    ) -> Result<T, SyntaxError> {
        let outer = std::mem::replace(&mut self.columns, columns);
        let result = rule(self);
        self.columns = outer;
        result
    }

    pub(crate) fn checkpoint(&self) -> Checkpoint {
        Checkpoint { position: self.position, markers: self.markers, depth: self.depth }
    }

    pub(crate) fn go_back(&mut self, checkpoint: Checkpoint) {
        self.position = checkpoint.position;
        self.markers = checkpoint.markers;
        self.depth = checkpoint.depth;
        self.wanted.clear();
    }

    // Errors

    /// Notes that `thing` could stand here.
    pub(crate) fn want(&mut self, thing: &'static str) {
        self.wanted.push(Wanted::Thing(thing));
    }

    /// Only `thing` can stand here, whatever was looked for before.
    pub(crate) fn wanted_only(&mut self, thing: &'static str) -> SyntaxError {
        self.wanted.clear();
        self.want(thing);
        self.unexpected()
    }

    /// The error for the current token: none of what was looked for.
    pub(crate) fn unexpected(&self) -> SyntaxError {
        let token = self.peek();
        if let TokenKind::Unterminated(end) = token.kind {
            let end_of_text = Span::new(token.span.end, token.span.end);
            return SyntaxError::new(end_of_text, end, "end of text").opened_at(token.span.start);
        }
        let error = SyntaxError::new(token.span, self.describe_wanted(), self.describe(token));
        match self.hint(token) {
            Some(hint) => error.with_hint(hint),
            None => error,
        }
    }

    fn describe_wanted(&self) -> String {
        let mut names: Vec<String> = Vec::new();
        for wanted in &self.wanted {
            let name = match wanted {
                Wanted::Token(token) => format!("`{token}`"),
                Wanted::Thing(thing) => (*thing).to_owned(),
            };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        match names.split_last() {
            None => "nothing more".to_owned(),
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        }
    }

    pub(crate) fn describe(&self, token: Token) -> String {
        let text = excerpt(self.text(token.span));
        match token.kind {
            TokenKind::End => "end of text".to_owned(),
            TokenKind::Word if keyword::is_reserved(&text) => format!("reserved word `{text}`"),
            TokenKind::String => format!("string {text}"),
            TokenKind::Blob
            | TokenKind::Duration
            | TokenKind::Float
            | TokenKind::Integer
            | TokenKind::QuotedName
            | TokenKind::Symbol
            | TokenKind::Unknown
            | TokenKind::Unterminated(_)
            | TokenKind::Uuid
            | TokenKind::Word => format!("`{text}`"),
        }
    }

    fn hint(&self, token: Token) -> Option<String> {
        let text = self.text(token.span);
        let name_wanted =
            self.wanted.iter().any(|wanted| matches!(wanted, Wanted::Thing(thing) if thing.ends_with(" name")));
        if token.kind == TokenKind::Word {
            let keywords = self.wanted.iter().filter_map(|wanted| match wanted {
                Wanted::Token(token) if token.starts_with(|c: char| c.is_ascii_alphabetic()) => Some(*token),
                Wanted::Token(_) | Wanted::Thing(_) => None,
            });
            if let Some(near) = nearest(text, keywords).filter(|_| !keyword::is_reserved(text)) {
                return Some(format!("did you mean `{near}`?"));
            }
            let value_wanted =
                self.wanted.iter().any(|wanted| matches!(wanted, Wanted::Thing(thing) if *thing == VALUE));
            if value_wanted && !keyword::is_reserved(text) {
                return Some(format!("a bind marker is written `:{text}`, a text in single quotes"));
            }
            if name_wanted && keyword::is_reserved(text) {
                return Some(format!("as a name write it in double quotes: `\"{}\"`", text.to_ascii_lowercase()));
            }
        }
        (name_wanted && token.kind == TokenKind::Unknown && text.starts_with('_'))
            .then(|| format!("a name that starts with `_` needs double quotes: `\"{text}\"`"))
    }
}

/// The start of a text, short enough for a message.
fn excerpt(text: &str) -> String {
    const SHOWN: usize = 40;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
