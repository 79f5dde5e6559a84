//! Rows of the tables of `system_schema`, as plain values.

/// What one refresh read of the schema.
#[derive(Clone, Debug, Default)]
pub struct SchemaRows {
    /// `system_schema.keyspaces`.
    pub keyspaces: Vec<KeyspaceRow>,
    /// How many rows of keyspaces were not read, since more keyspaces than that are not kept.
    pub more_keyspaces: usize,
}

/// One row of `system_schema.keyspaces`.
#[derive(Clone, Debug, Default)]
pub struct KeyspaceRow {
    /// `keyspace_name`.
    pub name: String,
    /// `replication`: the strategy's class under `class`, and its options.
    pub replication: Vec<(String, String)>,
    /// `durable_writes`.
    pub durable_writes: bool,
}
