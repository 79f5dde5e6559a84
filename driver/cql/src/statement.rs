//! Any statement.

use crate::batch::Batch;
use crate::delete::Delete;
use crate::error::SyntaxError;
use crate::insert::Insert;
use crate::lexer::TokenKind;
use crate::nearest::nearest;
use crate::other::Other;
use crate::parser::Parser;
use crate::select::Select;
use crate::span::Span;
use crate::update::Update;
use crate::use_keyspace::Use;
use crate::walk::{Visitor, Walk};

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement<'a> {
    /// `BEGIN … BATCH … APPLY BATCH`
    Batch(Batch<'a>),
    /// `DELETE`
    Delete(Box<Delete<'a>>),
    /// `INSERT`
    Insert(Box<Insert<'a>>),
    /// One that is recognised only: `CREATE`, `ALTER`, `DROP`, `TRUNCATE`, `GRANT`, …
    Other(Other<'a>),
    /// `SELECT`
    Select(Box<Select<'a>>),
    /// `UPDATE`
    Update(Box<Update<'a>>),
    /// `USE`
    Use(Use<'a>),
}

/// Parses one statement, with or without a `;` after it.
///
/// # Errors
/// When the text is no statement, or more than one: where, what was expected there and what was found. Of a
/// [`Statement::Other`] only the first words are looked at.
///
/// ```
/// # fn main() -> Result<(), ilium_cql::SyntaxError> {
/// use ilium_cql::{Statement, Walk};
///
/// let statement = ilium_cql::parse("SELECT email FROM users WHERE id = :id;")?;
/// assert!(matches!(statement, Statement::Select(_)));
/// assert_eq!(statement.markers().len(), 1);
///
/// let error = ilium_cql::parse("SELECT email FORM users").err().map(|error| error.to_string());
/// assert_eq!(error.as_deref(), Some("expected `AS`, `,` or `FROM`, found `FORM` at byte 13; did you mean `FROM`?"));
/// # Ok(())
/// # }
/// ```
pub fn parse(text: &str) -> Result<Statement<'_>, SyntaxError> {
    Parser::whole(text, |parser| {
        let statement = parser.statement()?;
        while parser.take_symbol(";").is_some() {}
        Ok(statement)
    })
}

impl<'a> Parser<'a> {
    fn statement(&mut self) -> Result<Statement<'a>, SyntaxError> {
        let token = self.peek();
        let word =
            if token.kind == TokenKind::Word { self.text(token.span).to_ascii_uppercase() } else { String::new() };
        match word.as_str() {
            "BEGIN" if !self.is_keyword_at(1, "TRANSACTION") => self.batch().map(Statement::Batch),
            "DELETE" => Ok(Statement::Delete(Box::new(self.delete()?))),
            "INSERT" => Ok(Statement::Insert(Box::new(self.insert()?))),
            "SELECT" => Ok(Statement::Select(Box::new(self.select()?))),
            "UPDATE" => Ok(Statement::Update(Box::new(self.update()?))),
            "USE" => self.use_keyspace().map(Statement::Use),
            _ if self.starts_other() => self.other().map(Statement::Other),
            _ => Err(self.no_statement(&word)),
        }
    }

    fn no_statement(&self, word: &str) -> SyntaxError {
        let expected = "a statement such as `SELECT`, `INSERT`, `UPDATE`, `DELETE`, `BEGIN BATCH` or `USE`";
        let token = self.peek();
        let error = SyntaxError::new(token.span, expected, self.describe(token));
        let keywords = ["SELECT", "INSERT", "UPDATE", "DELETE", "BEGIN", "USE", "CREATE", "ALTER", "DROP", "TRUNCATE"];
        match nearest(word, keywords) {
            Some(near) => error.with_hint(format!("did you mean `{near}`?")),
            None => error,
        }
    }
}

impl Statement<'_> {
    /// Where it stands, without a `;` after it.
    pub fn span(&self) -> Span {
        match self {
            Self::Batch(batch) => batch.span,
            Self::Delete(delete) => delete.span,
            Self::Insert(insert) => insert.span,
            Self::Other(other) => other.span,
            Self::Select(select) => select.span,
            Self::Update(update) => update.span,
            Self::Use(use_keyspace) => use_keyspace.span,
        }
    }
}

/// Of a [`Statement::Other`] nothing is reported.
impl<'a> Walk<'a> for Statement<'a> {
    fn walk<'s>(&'s self, visitor: &mut dyn Visitor<'s, 'a>) {
        match self {
            Self::Batch(batch) => batch.walk(visitor),
            Self::Delete(delete) => delete.walk(visitor),
            Self::Insert(insert) => insert.walk(visitor),
            Self::Other(_) | Self::Use(_) => {}
            Self::Select(select) => select.walk(visitor),
            Self::Update(update) => update.walk(visitor),
        }
    }
}
