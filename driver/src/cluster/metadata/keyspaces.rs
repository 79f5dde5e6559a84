//! `system_schema.keyspaces`.

use super::cells::{Cell, ReplicationCell};
use super::table::Table;
use crate::topology::{KeyspaceRow, MAX_KEYSPACES, MAX_OPTIONS_IN_ALL};

pub(super) type KeyspacesRow = (String, ReplicationCell, Cell<bool>);

/// The keyspaces, up to as many as are kept.
#[derive(Debug, Default)]
pub(super) struct Keyspaces {
    rows: Vec<KeyspaceRow>,
    /// How many options all of them have.
    options: usize,
    more: usize,
}

impl Keyspaces {
    /// The keyspaces, and how many rows of others are known of.
    pub(super) fn into_rows(self) -> (Vec<KeyspaceRow>, usize) {
        (self.rows, self.more)
    }
}

impl Table for Keyspaces {
    const NAME: &'static str = "system_schema.keyspaces";
    const COLUMNS: &'static [&'static str] = &["keyspace_name", "replication", "durable_writes"];
    type Row = KeyspacesRow;

    fn add(&mut self, (name, ReplicationCell(replication), durable_writes): KeyspacesRow) {
        self.options += replication.len();
        self.rows.push(KeyspaceRow { name, replication, durable_writes: durable_writes.unwrap_or(true) });
    }

    fn is_full(&self) -> bool {
        self.rows.len() >= MAX_KEYSPACES || self.options >= MAX_OPTIONS_IN_ALL
    }

    fn leave_out(&mut self, rows: usize) {
        self.more += rows;
    }
}
