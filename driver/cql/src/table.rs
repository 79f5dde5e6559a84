//! Names of tables.

use crate::error::SyntaxError;
use crate::identifier::Identifier;
use crate::parser::Parser;
use crate::span::Span;

/// A table, with its keyspace where written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableName<'a> {
    /// The keyspace before the point; `None`: the session's.
    pub keyspace: Option<Identifier<'a>>,
    /// The table.
    pub table: Identifier<'a>,
}

impl TableName<'_> {
    /// Where it stands, keyspace included.
    pub fn span(&self) -> Span {
        self.keyspace.map_or(self.table.span, |keyspace| keyspace.span.to(self.table.span))
    }
}

impl<'a> Parser<'a> {
    pub(crate) fn table_name(&mut self) -> Result<TableName<'a>, SyntaxError> {
        let first = self.identifier("a table name")?;
        if !self.is_symbol_at(0, ".") {
            return Ok(TableName { keyspace: None, table: first });
        }
        self.advance();
        Ok(TableName { keyspace: Some(first), table: self.identifier("a table name")? })
    }
}
