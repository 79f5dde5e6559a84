use std::fmt;
use std::sync::Arc;

use ilium_driver::frame::response::result::{ColumnSpec, ColumnType, TableSpec};

use crate::answer::Answer;
use crate::request::Request;
use crate::rows::{IntoColumnType, Rows, digest};

type Responder = Arc<dyn Fn(&Request, Rows) -> Answer + Send + Sync>;

/// A statement that the nodes know: how it is described when it is prepared, and what it answers.
///
/// It is found by its text; white space and a semicolon at the end make no difference. Without columns it answers with
/// nothing, as an `INSERT` does, and with columns with no rows, unless [`answers`](Self::answers) says otherwise.
#[derive(Clone)]
pub struct MockStatement {
    cql: String,
    table: TableSpec<'static>,
    markers: Vec<(String, ColumnType<'static>)>,
    partition_key: Vec<u16>,
    columns: Vec<(String, ColumnType<'static>)>,
    responder: Option<Responder>,
    /// Told apart from an earlier statement of the same text; another id.
    pub(crate) generation: u64,
}

impl MockStatement {
    /// A statement without markers and columns, of the table `mock.t`.
    pub fn new(cql: impl Into<String>) -> Self {
        Self {
            cql: cql.into(),
            table: TableSpec::owned("mock".to_owned(), "t".to_owned()),
            markers: Vec::new(),
            partition_key: Vec::new(),
            columns: Vec::new(),
            responder: None,
            generation: 0,
        }
    }

    /// Names the table of all markers and columns.
    #[must_use]
    pub fn table(mut self, keyspace: &str, table: &str) -> Self {
        self.table = TableSpec::owned(keyspace.to_owned(), table.to_owned());
        self
    }

    /// Adds a bind marker.
    #[must_use]
    pub fn marker(mut self, name: &str, typ: impl IntoColumnType) -> Self {
        self.markers.push((name.to_owned(), typ.into_column_type()));
        self
    }

    /// Says which markers make up the partition key, in its order; without it requests are not routed by token.
    #[must_use]
    pub fn partition_key(mut self, markers: impl Into<Vec<u16>>) -> Self {
        self.partition_key = markers.into();
        self
    }

    /// Adds a column of the result.
    #[must_use]
    pub fn column(mut self, name: &str, typ: impl IntoColumnType) -> Self {
        self.columns.push((name.to_owned(), typ.into_column_type()));
        self
    }

    /// Says what it answers. The closure gets the request, and rows of the statement's columns, of which there are none
    /// yet.
    #[must_use]
    pub fn answers(mut self, responder: impl Fn(&Request, Rows) -> Answer + Send + Sync + 'static) -> Self {
        self.responder = Some(Arc::new(responder));
        self
    }

    pub(crate) fn with_generation(self, generation: u64) -> Self {
        Self { generation, ..self }
    }

    /// The text.
    pub fn cql(&self) -> &str {
        &self.cql
    }

    /// What the nodes call it once it is prepared.
    pub fn id(&self) -> [u8; 16] {
        digest(&[key(&self.cql).as_bytes(), &self.generation.to_be_bytes()])
    }

    /// The bind markers.
    pub fn marker_specs(&self) -> Arc<[ColumnSpec<'static>]> {
        self.specs(&self.markers)
    }

    /// The columns of the result.
    pub fn column_specs(&self) -> Arc<[ColumnSpec<'static>]> {
        self.specs(&self.columns)
    }

    pub(crate) fn partition_key_indexes(&self) -> &[u16] {
        &self.partition_key
    }

    pub(crate) fn marker_type(&self, index: usize) -> Option<&ColumnType<'static>> {
        self.markers.get(index).map(|(_, typ)| typ)
    }

    pub(crate) fn answer(&self, request: &Request) -> Answer {
        match &self.responder {
            Some(responder) => responder(request, Rows::of_specs(self.column_specs())),
            None if self.columns.is_empty() => Answer::Void,
            None => Rows::of_specs(self.column_specs()).into(),
        }
    }

    fn specs(&self, columns: &[(String, ColumnType<'static>)]) -> Arc<[ColumnSpec<'static>]> {
        columns.iter().map(|(name, typ)| ColumnSpec::owned(name.clone(), typ.clone(), self.table.clone())).collect()
    }
}

impl fmt::Debug for MockStatement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockStatement").field("cql", &self.cql).finish_non_exhaustive()
    }
}

/// What a statement is found by.
pub(crate) fn key(cql: &str) -> String {
    cql.trim_end_matches(|c: char| c == ';' || c.is_whitespace()).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_a_semicolon_make_no_statement_of_its_own() {
        assert_eq!(key(" SELECT  a\n FROM t ;"), "SELECT a FROM t");
        assert_eq!(MockStatement::new("SELECT a FROM t").id(), MockStatement::new("SELECT a\n FROM t;").id());
        assert_ne!(MockStatement::new("SELECT a FROM t").id(), MockStatement::new("SELECT b FROM t").id());
    }
}
