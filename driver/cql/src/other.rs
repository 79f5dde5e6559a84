//! Statements that are recognised, but not taken apart: definitions, permissions, `TRUNCATE`.

use crate::error::SyntaxError;
use crate::identifier::Identifier;
use crate::lexer::TokenKind;
use crate::parser::Parser;
use crate::span::Span;
use crate::table::TableName;

/// What other statements start with, beside those that have a type of their own.
const KEYWORDS: [&str; 17] = [
    "ADD", "ALTER", "ATTACH", "BEGIN", "COMMENT", "CREATE", "DESC", "DESCRIBE", "DETACH", "DROP", "GRANT", "LET",
    "LIST", "PRUNE", "REVOKE", "SECURITY", "TRUNCATE",
];

/// A statement that is only recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Other<'a> {
    /// Its first word, as written.
    pub keyword: Identifier<'a>,
    /// What `CREATE`, `ALTER`, `DROP`, `DESCRIBE` or `TRUNCATE` is about, as written: `TABLE`, `KEYSPACE`, `INDEX`,
    /// `VIEW`, `ROLE`, …
    pub object: Option<Identifier<'a>>,
    /// The table that it is about: of `CREATE`, `ALTER` and `DROP TABLE`, and of `TRUNCATE`.
    pub table: Option<TableName<'a>>,
    /// Where the whole stands.
    pub span: Span,
}

impl Other<'_> {
    /// Whether its first word is `keyword`, in any case.
    pub fn is(&self, keyword: &str) -> bool {
        self.keyword.text.eq_ignore_ascii_case(keyword)
    }

    /// Whether the object that it is about is `object`, in any case.
    pub fn is_about(&self, object: &str) -> bool {
        self.object.is_some_and(|found| found.text.eq_ignore_ascii_case(object))
    }
}

impl<'a> Parser<'a> {
    /// Whether a statement starts here that is only recognised.
    pub(crate) fn starts_other(&self) -> bool {
        KEYWORDS.iter().any(|keyword| self.is_keyword_at(0, keyword))
    }

    pub(crate) fn other(&mut self) -> Result<Other<'a>, SyntaxError> {
        let keyword = self.word();
        let truncates = keyword.text.eq_ignore_ascii_case("TRUNCATE");
        let defines = ["CREATE", "ALTER", "DROP", "DESCRIBE", "DESC"]
            .iter()
            .any(|definition| keyword.text.eq_ignore_ascii_case(definition));
        let object = if truncates || defines { self.object(truncates) } else { None };
        let about_table = truncates
            || object.is_some_and(|object| {
                ["TABLE", "COLUMNFAMILY"].iter().any(|table| object.text.eq_ignore_ascii_case(table))
            });
        let table = if about_table { Some(self.named_table()?) } else { None };
        self.skip_to_end()?;
        Ok(Other { keyword, object, table, span: self.since(keyword.span) })
    }

    fn word(&mut self) -> Identifier<'a> {
        let span = self.advance().span;
        Identifier { text: self.text(span), span }
    }

    /// What the statement is about; the words before that only say how are left out.
    fn object(&mut self, only_table: bool) -> Option<Identifier<'a>> {
        if only_table {
            return self.is_keyword_at(0, "TABLE").then(|| self.word());
        }
        while ["OR", "REPLACE", "CUSTOM", "MATERIALIZED"].iter().any(|keyword| self.is_keyword_at(0, keyword)) {
            self.advance();
        }
        (self.peek().kind == TokenKind::Word).then(|| self.word())
    }

    fn named_table(&mut self) -> Result<TableName<'a>, SyntaxError> {
        if self.is_keyword_at(0, "IF") {
            self.advance();
            self.take_keyword("NOT");
            self.expect_keyword("EXISTS")?;
        }
        self.table_name()
    }
}
