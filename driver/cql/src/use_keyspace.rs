//! `USE`.

use crate::error::SyntaxError;
use crate::identifier::Identifier;
use crate::parser::Parser;
use crate::span::Span;

/// `USE keyspace`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use<'a> {
    /// The keyspace.
    pub keyspace: Identifier<'a>,
    /// Where the whole stands.
    pub span: Span,
}

impl<'a> Parser<'a> {
    pub(crate) fn use_keyspace(&mut self) -> Result<Use<'a>, SyntaxError> {
        let first = self.expect_keyword("USE")?;
        let keyspace = self.identifier("a keyspace name")?;
        Ok(Use { keyspace, span: self.since(first) })
    }
}
