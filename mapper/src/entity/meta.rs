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
    /// The [`name_id`] of the name.
    pub id: u64,
    /// The struct's field.
    pub field: &'static str,
    /// The [`name_id`] of the field.
    pub field_id: u64,
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

/// The number of a name, which constants compare before they compare letters (FNV-1a, 64 bits).
pub const fn name_id(name: &str) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325;
    let mut rest = name.as_bytes();
    while let [byte, others @ ..] = rest {
        // A constant has no `u64::from`.
        #[allow(clippy::cast_lossless, reason = "`From` is not const")]
        let number = *byte as u64;
        hash = (hash ^ number).wrapping_mul(0x0000_0100_0000_01B3_u64);
        rest = others;
    }
    hash
}

impl EntityMeta {
    /// The column of that name, and its place among [`columns`](Self::columns).
    pub const fn column(&self, name: &str) -> Option<(usize, &'static ColumnMeta)> {
        self.column_by_id(name_id(name), name)
    }

    /// The column of that name, whose [`name_id`] is `id`.
    pub(crate) const fn column_by_id(&self, id: u64, name: &str) -> Option<(usize, &'static ColumnMeta)> {
        let mut rest = self.columns;
        let mut index = 0;
        while let [column, others @ ..] = rest {
            if column.id == id && same(column.name, name) {
                return Some((index, column));
            }
            rest = others;
            index += 1;
        }
        None
    }

    /// The column of a field or, when no field has the name, of that name: what a parameter called `name` is about.
    pub(crate) const fn column_of(&self, id: u64, name: &str) -> Option<(usize, &'static ColumnMeta)> {
        let mut rest = self.columns;
        let mut index = 0;
        while let [column, others @ ..] = rest {
            if column.field_id == id && same(column.field, name) {
                return Some((index, column));
            }
            rest = others;
            index += 1;
        }
        self.column_by_id(id, name)
    }

    /// Whether the derive has found a mistake: an entity has at least a partition key.
    pub(crate) const fn is_broken(&self) -> bool {
        self.columns.is_empty()
    }

    /// Whether all columns that are no key are counters, and there is one.
    pub const fn is_counter(&self) -> bool {
        let mut rest = self.columns;
        while let [column, others @ ..] = rest {
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
