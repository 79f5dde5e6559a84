//! The CQL of a statement.

use super::one_row::is_one_row;
use super::roles::{Role, role};
use super::spec::{Clause, ClauseKind, Operation, OutputInfo, OutputKind, Parameter, Piece, RowShape, StatementSpec};
use crate::entity::{ColumnKind, ColumnMeta, EntityMeta};

/// What a statement's CQL follows from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextSource<'a> {
    pub(crate) spec: &'static StatementSpec,
    pub(crate) meta: Option<&'static EntityMeta>,
    pub(crate) parameters: &'static [Parameter],
    pub(crate) output: OutputInfo,
    /// Where the table is.
    pub(crate) target: Target<'a>,
}

/// The table that a DAO works on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target<'a> {
    /// That of the builder or the entity.
    pub(crate) keyspace: Option<&'a str>,
    /// The one that the session was in when the DAO was prepared, which counts when no other is named.
    pub(crate) session_keyspace: Option<&'a str>,
    pub(crate) table: &'a str,
}

impl<'a> Target<'a> {
    /// What `{keyspace}` stands for, and stands before the table.
    pub(crate) fn named_keyspace(&self) -> Option<&'a str> {
        self.keyspace.or(self.session_keyspace)
    }
}

impl TextSource<'_> {
    /// The CQL, with the optional groups whose bits are in `present`.
    pub(crate) fn cql(&self, present: u32) -> String {
        let mut text = Text { source: self, present, out: String::with_capacity(128) };
        match self.spec.operation {
            Operation::Delete => text.delete(),
            Operation::Insert => text.insert(),
            Operation::Query => text.clause("", ClauseKind::Query),
            Operation::Select => text.select(),
            Operation::Update => text.update(),
        }
        text.out
    }

    fn roles(&self) -> impl Iterator<Item = Role> {
        (0..self.spec.params.len()).map(|index| role(self.spec, self.meta, self.parameters, index))
    }

    fn row(&self) -> Option<&'static EntityMeta> {
        super::roles::row(self.parameters)
    }

    /// The columns that are written, by name of column and so of marker.
    fn written(&self) -> Vec<&'static ColumnMeta> {
        let is_insert = self.spec.operation == Operation::Insert;
        match self.row() {
            Some(row) => {
                row.columns.iter().filter(|column| !column.is_computed() && (is_insert || !column.is_key())).collect()
            }
            None => self
                .roles()
                .filter_map(|role| if let Role::Written(column) = role { Some(column) } else { None })
                .collect(),
        }
    }

    /// The columns of the key that are restricted to one value each.
    fn keys(&self) -> Vec<&'static ColumnMeta> {
        match self.row() {
            Some(row) => row.columns.iter().filter(|column| column.is_key()).collect(),
            None => {
                self.roles().filter_map(|role| if let Role::Key(column) = role { Some(column) } else { None }).collect()
            }
        }
    }

    /// The entity whose columns are returned.
    fn returned(&self) -> Option<&'static EntityMeta> {
        match self.output.row {
            RowShape::Entity(row) => Some(row),
            RowShape::Cells(_) | RowShape::Nothing => self.meta,
        }
    }
}

struct Text<'a> {
    source: &'a TextSource<'a>,
    present: u32,
    out: String,
}

impl Text<'_> {
    fn select(&mut self) {
        self.push("SELECT ");
        self.columns();
        self.push(" FROM ");
        self.table();
        self.restrictions();
        self.clause(" ORDER BY ", ClauseKind::OrderBy);
        self.clause(" PER PARTITION LIMIT ", ClauseKind::PerPartitionLimit);
        self.clause(" LIMIT ", ClauseKind::Limit);
        if self.takes_first_row() {
            self.push(" LIMIT 1");
        }
        if self.source.spec.allow_filtering {
            self.push(" ALLOW FILTERING");
        }
    }

    /// Whether the first of several rows is taken, so that the server need not read and send the others.
    fn takes_first_row(&self) -> bool {
        let TextSource { spec, meta, parameters, output, .. } = *self.source;
        matches!(output.kind, OutputKind::One | OutputKind::Optional)
            && spec.clause(ClauseKind::Limit).is_none()
            && meta.is_some_and(|meta| !is_one_row(spec, meta, parameters, self.present))
    }

    fn insert(&mut self) {
        let written = self.source.written();
        self.push("INSERT INTO ");
        self.table();
        self.push(" (");
        self.list(&written, ", ", |text, column| text.identifier(column.name));
        self.push(") VALUES (");
        self.list(&written, ", ", |text, column| text.marker(column.name));
        self.push(")");
        if self.source.spec.if_not_exists {
            self.push(" IF NOT EXISTS");
        }
        self.using();
    }

    fn update(&mut self) {
        self.push("UPDATE ");
        self.table();
        self.using();
        self.push(" SET ");
        if self.source.spec.clause(ClauseKind::Set).is_some() {
            self.clause("", ClauseKind::Set);
        } else {
            let written = self.source.written();
            self.list(&written, ", ", Self::equals);
        }
        self.restrictions();
        self.condition();
    }

    fn delete(&mut self) {
        self.push("DELETE FROM ");
        self.table();
        if self.source.spec.clause(ClauseKind::Timestamp).is_some() {
            self.using();
        }
        self.restrictions();
        self.condition();
    }

    fn restrictions(&mut self) {
        if self.source.spec.clause(ClauseKind::Where).is_some() {
            self.clause(" WHERE ", ClauseKind::Where);
            return;
        }
        let keys = self.source.keys();
        if !keys.is_empty() {
            self.push(" WHERE ");
            self.list(&keys, " AND ", Self::equals);
        }
    }

    fn condition(&mut self) {
        if self.source.spec.if_exists {
            self.push(" IF EXISTS");
        }
        self.clause(" IF ", ClauseKind::If);
    }

    fn using(&mut self) {
        let before = self.out.len();
        self.clause(" USING TTL ", ClauseKind::Ttl);
        let joiner = if self.out.len() == before { " USING TIMESTAMP " } else { " AND TIMESTAMP " };
        self.clause(joiner, ClauseKind::Timestamp);
    }

    fn clause(&mut self, keyword: &str, kind: ClauseKind) {
        if let Some(clause) = self.source.spec.clause(kind) {
            let before = self.out.len();
            self.push(keyword);
            let start = self.out.len();
            self.pieces(clause, start);
            // All of it was optional.
            if self.out.len() == start {
                self.out.truncate(before);
            }
        }
    }

    /// Writes a clause whose text begins at `start`.
    fn pieces(&mut self, clause: &Clause, start: usize) {
        for piece in clause.pieces {
            match *piece {
                Piece::Columns => self.columns(),
                Piece::Group(group, _) if self.present & (1 << group) == 0 => {}
                // Its `AND` joins it to what stands before.
                Piece::Group(_, text) if self.out.len() > start => {
                    self.push(" ");
                    self.push(text);
                }
                Piece::Group(_, text) => self.push(text.get(3..).unwrap_or_default().trim_start()),
                Piece::Keyspace => {
                    if let Some(keyspace) = self.source.target.named_keyspace() {
                        self.identifier(keyspace);
                    }
                }
                Piece::Table => self.table(),
                Piece::Text(text) => self.push(text),
            }
        }
    }

    fn columns(&mut self) {
        let Some(returned) = self.source.returned() else { return };
        let columns: Vec<&ColumnMeta> = returned.columns.iter().collect();
        self.list(&columns, ", ", |text, column| match column.kind {
            ColumnKind::Computed(expression) => {
                text.push(expression);
                text.push(" AS ");
                text.identifier(column.name);
            }
            _ => text.identifier(column.name),
        });
    }

    /// The table, with its keyspace wherever one is known: a server warns of prepared statements that leave it to the
    /// connection.
    fn table(&mut self) {
        let target = self.source.target;
        if let Some(keyspace) = target.named_keyspace() {
            self.identifier(keyspace);
            self.push(".");
        }
        self.identifier(target.table);
    }

    fn list(&mut self, columns: &[&ColumnMeta], separator: &str, mut each: impl FnMut(&mut Self, &ColumnMeta)) {
        for (index, column) in columns.iter().enumerate() {
            if index > 0 {
                self.push(separator);
            }
            each(self, column);
        }
    }

    fn equals(&mut self, column: &ColumnMeta) {
        self.identifier(column.name);
        self.push(" = ");
        self.marker(column.name);
    }

    fn marker(&mut self, name: &str) {
        self.push(":");
        self.identifier(name);
    }

    fn identifier(&mut self, name: &str) {
        self.push(&ilium_cql::quote(name));
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }
}

#[cfg(test)]
mod tests;
