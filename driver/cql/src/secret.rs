//! Statements that hold secrets, without them: those about roles, users and identities.
//!
//! A text that does not parse is masked when it may have been meant as one of these: a mistyped statement is what a
//! server quotes in its error, and what lands in a log.

use std::borrow::Cow;

use crate::lexer::{self, Token, TokenKind};
use crate::statement::{Statement, parse};

/// What stands for a secret.
const MASK: &str = "***";

/// First words of statements that have no secrets of their own.
const HARMLESS: [&str; 8] = ["SELECT", "INSERT", "UPDATE", "DELETE", "BEGIN", "USE", "TRUNCATE", "LIST"];

/// What the statements that hold secrets are about.
const OBJECTS: [&str; 3] = ["ROLE", "USER", "IDENTITY"];

/// What other definitions are about.
const DEFINED: [&str; 11] = [
    "AGGREGATE",
    "COLUMNFAMILY",
    "CONSTRAINT",
    "FUNCTION",
    "INDEX",
    "KEYSPACE",
    "SCHEMA",
    "TABLE",
    "TRIGGER",
    "TYPE",
    "VIEW",
];

/// Words of these statements that come behind the name and are no secrets.
const KEYWORDS: [&str; 30] = [
    "ACCESS",
    "ADD",
    "ALL",
    "ALTER",
    "AND",
    "CIDRS",
    "CREATE",
    "DATACENTERS",
    "DROP",
    "EXISTS",
    "FALSE",
    "FROM",
    "GENERATED",
    "HASH",
    "HASHED",
    "IDENTITY",
    "IF",
    "LOGIN",
    "NOSUPERUSER",
    "NOT",
    "OPTIONS",
    "PASSWORD",
    "ROLE",
    "SALTED",
    "SUPERUSER",
    "TO",
    "TRUE",
    "USER",
    "USING",
    "WITH",
];

/// The text of a statement as it may be shown or logged.
///
/// The constants of statements about roles, users and identities are masked, and of texts that do not parse but look as
/// if they were meant to be one. Any other text comes back as it is.
///
/// ```
/// let shown = ilium_cql::masked("CREATE ROLE ann WITH PASSWORD = 'x1' AND LOGIN = true");
/// assert_eq!(shown, "CREATE ROLE ann WITH PASSWORD = '***' AND LOGIN = true");
/// assert_eq!(ilium_cql::masked("SELECT v FROM t WHERE k = 'x1'"), "SELECT v FROM t WHERE k = 'x1'");
/// ```
pub fn masked(text: &str) -> Cow<'_, str> {
    let Some(secrets) = Secrets::of(text) else { return Cow::Borrowed(text) };
    let mut shown = String::with_capacity(text.len());
    let mut copied = 0;
    for token in &secrets.tokens {
        let between = text.get(copied..token.span.start).unwrap_or_default();
        // Comments may hold what the statement must not show.
        let is_blank = between.chars().all(char::is_whitespace);
        shown.push_str(if is_blank || copied < secrets.start { between } else { " " });
        match token.kind {
            _ if !secrets.hides(token) => shown.push_str(token.span.text(text)),
            TokenKind::String => {
                shown.push('\'');
                shown.push_str(MASK);
                shown.push('\'');
            }
            _ => shown.push_str(MASK),
        }
        copied = token.span.end;
    }
    Cow::Owned(shown)
}

/// What a server said of the statement `text`, without what it may have quoted of its secrets; `None` when `text` has
/// none.
///
/// Where `quotes` says that messages of this kind quote the text, as those about its syntax do, nothing of the message
/// is kept from the first quoted part on.
pub fn masked_message(message: &str, text: &str, quotes: bool) -> Option<String> {
    let secrets = Secrets::of(text)?;
    let mut kept = message.to_owned();
    if quotes && let Some(at) = message.find(['\'', '"', '`', '(', '[', '<', '\u{2018}', '\u{201c}']) {
        kept.truncate(at);
        kept.truncate(kept.trim_end().len());
        kept.push_str(" *** (the message quotes a statement that may hold secrets)");
    }
    let mut hidden: Vec<Cow<'_, str>> = Vec::new();
    for token in secrets.tokens.iter().filter(|token| secrets.hides(token)) {
        let text = token.span.text(text);
        let inner = text.trim_matches(['\'', '"', '$']);
        hidden.extend([Cow::Borrowed(text), Cow::Borrowed(inner), Cow::Owned(inner.replace("''", "'"))]);
    }
    hidden.retain(|secret| !secret.is_empty());
    // A secret that is part of another one must not break it up.
    hidden.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    hidden.dedup();
    for secret in hidden {
        kept = kept.replace(&*secret, MASK);
    }
    Some(kept)
}

/// A text that holds secrets, and where.
struct Secrets<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    /// Where the first statement with secrets starts.
    start: usize,
    /// From where on words, too, are secrets, unless they are keywords: a password without its quotes is one.
    words: usize,
}

impl<'a> Secrets<'a> {
    fn of(text: &'a str) -> Option<Self> {
        // Most texts are told from their letters alone.
        if !may_hold_secrets(text) {
            return None;
        }
        let tokens = lexer::tokens(text);
        let is = |index: usize, words: &[&str]| tokens.get(index).is_some_and(|token| is_one_of(token, text, words));
        let starts = |index: usize| match index.checked_sub(1) {
            None => true,
            Some(before) => {
                tokens.get(before).is_some_and(|token| token.span.text(text) == ";") || is(before, &["BATCH"])
            }
        };
        let found = (0..tokens.len()).find(|index| {
            let defines = is(*index, &["CREATE"]) || starts(*index) && is(*index, &["ALTER", "ADD", "DROP"]);
            defines && is(index + 1, &OBJECTS)
        });
        if let Some(first) = found {
            let mut name = first + 2;
            while is(name, &["IF", "NOT", "EXISTS"]) {
                name += 1;
            }
            let named = is_name(tokens.get(name)?);
            let offset = |index: usize| tokens.get(index).map_or(text.len(), |token| token.span.start);
            let (start, words) = (offset(first), offset(name + usize::from(named)));
            return Some(Self { text, start, words, tokens });
        }
        if !may_be_meant_as_one(text, &tokens) || is_known(text) {
            return None;
        }
        let words = tokens.iter().find(|token| is_one_of(token, text, &["WITH", "PASSWORD", "HASHED", "SALTED"]));
        // Without such a word, or behind a stray quote, nothing tells a name from a secret.
        let is_word = tokens.first().is_some_and(|first| first.kind != TokenKind::String);
        let words = words.filter(|_| is_word).map_or(0, |token| token.span.start);
        Some(Self { text, start: 0, words, tokens })
    }

    fn hides(&self, token: &Token) -> bool {
        if token.span.start < self.start {
            return false;
        }
        match token.kind {
            TokenKind::Symbol | TokenKind::End => false,
            TokenKind::Word if is_one_of(token, self.text, &KEYWORDS) => false,
            TokenKind::Word | TokenKind::QuotedName => token.span.start >= self.words,
            TokenKind::Blob
            | TokenKind::Duration
            | TokenKind::Float
            | TokenKind::Integer
            | TokenKind::String
            | TokenKind::Unknown
            | TokenKind::Unterminated(_)
            | TokenKind::Uuid => true,
        }
    }
}

fn is_name(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::QuotedName | TokenKind::String)
}

fn is_one_of(token: &Token, text: &str, words: &[&str]) -> bool {
    token.kind == TokenKind::Word && words.iter().any(|word| token.span.text(text).eq_ignore_ascii_case(word))
}

fn contains(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether a word that all statements with secrets have is in the text.
fn may_hold_secrets(text: &str) -> bool {
    contains(text, "PASSWORD") || OBJECTS.iter().any(|object| contains(text, object))
}

/// Whether a text is a statement that has no secrets. Of a definition the parser looks at the first words only, so one
/// of something unknown may be a mistyped `ROLE`.
fn is_known(text: &str) -> bool {
    match parse(text) {
        Ok(Statement::Other(other)) => {
            let defines = ["ADD", "ALTER", "CREATE", "DROP"].iter().any(|keyword| other.is(keyword));
            !defines || DEFINED.iter().any(|object| other.is_about(object))
        }
        parsed => parsed.is_ok(),
    }
}

/// Whether a text that is not a known statement may have been meant to hold secrets. A label of a statement, such as
/// `UserDao::get`, was not: it has neither a quote nor a word that comes before a secret.
fn may_be_meant_as_one(text: &str, tokens: &[Token]) -> bool {
    let has_quote = text.contains(|c: char| matches!(c, '\'' | '"' | '$' | '`') || !c.is_ascii());
    if !has_quote && !["PASSWORD", "HASH"].iter().any(|word| contains(text, word)) {
        return false;
    }
    let is_harmless = tokens.first().is_some_and(|first| is_one_of(first, text, &HARMLESS));
    !is_harmless || contains(text, "PASSWORD") && (contains(text, "CREATE") || contains(text, "ALTER"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "s3cr3t";

    #[test]
    fn constants_of_statements_about_roles_are_masked() {
        for (text, shown) in [
            ("CREATE ROLE ann WITH PASSWORD = 's3cr3t'", "CREATE ROLE ann WITH PASSWORD = '***'"),
            (
                "create role if not exists ann with password='s3cr3t'",
                "create role if not exists ann with password='***'",
            ),
            (
                "ALTER ROLE \"Ann\" WITH HASHED PASSWORD = '$2a$s3cr3t'",
                "ALTER ROLE \"Ann\" WITH HASHED PASSWORD = '***'",
            ),
            ("CREATE USER ann WITH PASSWORD 's3cr3t' NOSUPERUSER", "CREATE USER ann WITH PASSWORD '***' NOSUPERUSER"),
            ("ALTER USER 'ann' WITH PASSWORD $$s3cr3t$$;", "ALTER USER '***' WITH PASSWORD '***';"),
            ("ADD IDENTITY 'spiffe://s3cr3t' TO ROLE 'ann'", "ADD IDENTITY '***' TO ROLE '***'"),
            ("DROP IDENTITY 's3cr3t'", "DROP IDENTITY '***'"),
            (
                "CREATE ROLE ann WITH OPTIONS = {'key': 's3cr3t', 'n': 5} AND LOGIN = true",
                "CREATE ROLE ann WITH OPTIONS = {'***': '***', '***': ***} AND LOGIN = true",
            ),
            ("CREATE ROLE ann WITH SALTED HASH = 's3cr3t'", "CREATE ROLE ann WITH SALTED HASH = '***'"),
            (
                "/* c */ CREATE ROLE ann -- s3cr3t\n WITH PASSWORD = 's3''cr3t'",
                "/* c */ CREATE ROLE ann WITH PASSWORD = '***'",
            ),
        ] {
            assert_eq!(masked(text), shown, "{text}");
        }
    }

    #[test]
    fn texts_that_do_not_parse_are_masked_if_they_may_hold_a_secret() {
        for text in [
            "CREATE ROLE ann WITH PASSWORD = \"s3cr3t\"",
            "CREATE ROLE ann WITH PASSWORD = s3cr3t",
            "CREATE ROLE ann s3cr3t",
            "CREATE ROLE ann WITH PASSWORD = 's3cr3t",
            "CREATE ROLE ann WITH PASSWORD = 'it's s3cr3t'",
            "CREATE ROLE ann WITH PASSWORD = ’s3cr3t’",
            "CRETE ROLE ann WITH PASSWORD = 's3cr3t'",
            "CREAT USER ann PASSWORD s3cr3t",
            "; ALTER ROLE ann WITH PASSWORD = 's3cr3t'",
            "(ALTER ROLE ann WITH PASSWORD = 's3cr3t')",
            "USE ks; ALTER ROLE ann WITH PASSWORD = 's3cr3t'",
            "SELECT v FROM t; CREATE USER ann WITH PASSWORD 's3cr3t'",
            "BEGIN BATCH ALTER ROLE ann WITH PASSWORD = 's3cr3t' APPLY BATCH",
            "'CREATE ROLE ann WITH PASSWORD = 's3cr3t''",
            "/* CREATE ROLE ann WITH PASSWORD = 's3cr3t'",
            "CREATE ROLE ann WITH PASSWORD = 0xs3cr3t",
            "ADD IDENTITI 's3cr3t' TO ROLE ann",
            "CREATE ROL ann WITH PASSWORD = 's3cr3t'",
            "CREATE OR REPLACE ROLE ann WITH PASSWORD = s3cr3t",
        ] {
            assert!(!masked(text).contains(SECRET), "{}", masked(text));
        }
    }

    #[test]
    fn other_statements_are_shown_as_they_are() {
        for text in [
            "SELECT password FROM users WHERE role = 'x'",
            "INSERT INTO users (name, password) VALUES ('a', 'b')",
            "UPDATE user SET role = 'admin' WHERE id = 1",
            "ALTER TABLE t ADD user text",
            "ALTER TABLE t DROP role",
            "CREATE TABLE users (password text PRIMARY KEY) WITH comment = 'user'",
            "SELECT role FORM users WHERE id = 'x'",
            "CREATE CUSTOM INDEX user ON t (role) USING 'x.Y' WITH OPTIONS = {'password': 'x'}",
            "CREATE MATERIALIZED VIEW user AS SELECT * FROM t WHERE role = 'x' PRIMARY KEY (role)",
            "GRANT reader TO ann",
            "UserDao::slice",
            "RoleDao::users",
            "load the user by role",
            "",
        ] {
            assert_eq!(masked(text), text);
        }
    }

    #[test]
    fn a_servers_message_does_not_give_away_what_the_text_hides() {
        let text = "CREATE ROLE ann WITH PASSWORD = s3cr3t";
        let said = "line 1:32 no viable alternative at input 's3cr3t' (CREATE ROLE ann WITH PASSWORD = [s3cr3t])";
        let shown = masked_message(said, text, true);
        let expected =
            "line 1:32 no viable alternative at input *** (the message quotes a statement that may hold secrets)";
        assert_eq!(shown.as_deref(), Some(expected));
        let text = "ALTER ROLE ann WITH ACCESS TO DATACENTERS {'dc9'} AND PASSWORD = 'it''s'";
        let shown = masked_message("Invalid datacenters {dc9} of ann; it's weak", text, false);
        assert_eq!(shown.as_deref(), Some("Invalid datacenters {***} of ann; *** weak"));
        assert_eq!(masked_message("Undefined column 'x'", "SELECT x FROM t", true), None);
    }
}
