use crate::cql_type::{TypeInfo, same};

/// What an entity's derive knows of its table.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "made by the derive")]
pub struct EntityMeta {
    /// The struct's name, for messages.
    pub entity: &'static str,
    /// The table's name, as stored (not quoted).
    pub table: &'static str,
    /// The keyspace, when the entity names one; else it is the DAO's or the session's.
    pub keyspace: Option<&'static str>,
    /// The columns, in the order of the struct's fields.
    pub columns: &'static [ColumnMeta],
}

/// One column of an entity.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "made by the derive")]
pub struct ColumnMeta {
    /// The column's name, as stored (not quoted); for a computed column, the name its field has.
    pub name: &'static str,
    /// The struct's field.
    pub field: &'static str,
    /// What the column is to the table.
    pub kind: ColumnKind,
    /// The CQL types that the field can be stored as.
    pub cql: TypeInfo,
    /// Whether the field can be absent.
    pub nullable: bool,
}

/// What a column is to its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ColumnKind {
    /// Selected, never written: the expression that is selected, such as `writetime(email)`.
    Computed(&'static str),
    /// A clustering column, and how the table orders it.
    Clustering(Order),
    /// A column of the partition key.
    PartitionKey,
    /// Any other column.
    Regular,
}

/// The order in which a table keeps the rows of a partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "there is no third order")]
pub enum Order {
    /// Smallest first; the default.
    Asc,
    /// Greatest first.
    Desc,
}

impl EntityMeta {
    /// The column of that name, and its place among [`columns`](Self::columns).
    pub const fn column(&self, name: &str) -> Option<(usize, &'static ColumnMeta)> {
        let mut rest = self.columns;
        let mut index = 0;
        while let Some((column, others)) = rest.split_first() {
            if same(column.name, name) {
                return Some((index, column));
            }
            rest = others;
            index += 1;
        }
        None
    }

    /// The column of a field or, when no field has the name, of that name: what a parameter called `name` is about.
    pub const fn column_of(&self, name: &str) -> Option<(usize, &'static ColumnMeta)> {
        let mut rest = self.columns;
        let mut index = 0;
        while let Some((column, others)) = rest.split_first() {
            if same(column.field, name) {
                return Some((index, column));
            }
            rest = others;
            index += 1;
        }
        self.column(name)
    }

    /// Whether all columns that are no key are counters, and there is one.
    pub const fn is_counter(&self) -> bool {
        let mut rest = self.columns;
        while let Some((column, others)) = rest.split_first() {
            if matches!(column.kind, ColumnKind::Regular) {
                return column.is_counter();
            }
            rest = others;
        }
        false
    }
}

impl ColumnMeta {
    /// Whether the column is part of the primary key.
    pub const fn is_key(&self) -> bool {
        matches!(self.kind, ColumnKind::PartitionKey | ColumnKind::Clustering(_))
    }

    /// Whether the column is selected but never written.
    pub const fn is_computed(&self) -> bool {
        matches!(self.kind, ColumnKind::Computed(_))
    }

    pub(crate) const fn is_counter(&self) -> bool {
        let kinds = self.cql.kinds;
        kinds.has(crate::cql_type::Kind::Counter) && !kinds.is_any()
    }
}
