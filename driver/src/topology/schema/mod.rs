//! What a snapshot keeps of the schema.
//!
//! Each table of `system_schema` that is read has its row in `rows.rs` and what is made of it in a file of its own; the
//! road from the server to the row is `cluster/metadata`.

mod keyspace;
mod keyspaces;
mod replication;
mod rows;

use std::sync::{Arc, OnceLock};

use foldhash::fast::RandomState;
use hashbrown::HashMap;

pub use keyspace::Keyspace;
use keyspaces::Keyspaces;
pub use replication::{ReplicationFactor, Strategy};
pub use rows::{KeyspaceRow, SchemaRows};

use crate::topology::placement::Placement;
use crate::topology::{MAX_KEYSPACES, RowProblem, RowProblemKind, RowProblems};

/// The schema at one moment.
#[derive(Clone, Debug, Default)]
pub(super) struct Schema {
    keyspaces: Keyspaces,
    placements: Arc<Placements>,
}

/// The placements of the keyspaces' strategies on one ring, each worked out when a request first asks for it: of a thousand
/// keyspaces an application uses a few.
type Placements = HashMap<Strategy, Arc<OnceLock<Placement>>, RandomState>;

impl Schema {
    /// Makes a schema of what was read, with the placements that `known` has of the same ring, and others that are empty
    /// yet.
    pub(super) fn build(rows: SchemaRows, known: Option<&Self>, problems: &mut RowProblems) -> Self {
        let (mut keyspaces, mut placements) = (Keyspaces::default(), Placements::default());
        for (index, row) in rows.keyspaces.into_iter().enumerate() {
            if index >= MAX_KEYSPACES {
                problems.add(|| RowProblem::of_keyspace(&row.name, RowProblemKind::TooManyKeyspaces));
                continue;
            }
            let (strategy, problem) = Strategy::parse(row.replication);
            if let Some(kind) = problem {
                problems.add(|| RowProblem::of_keyspace(&row.name, kind));
            }
            let known = || known.and_then(|known| known.placements.get(&strategy)).map(Arc::clone).unwrap_or_default();
            let placement = Arc::clone(placements.entry(strategy.clone()).or_insert_with(known));
            keyspaces.insert(&row.name, Keyspace { strategy, durable_writes: row.durable_writes, placement });
        }
        problems.add_alike(rows.more_keyspaces, || RowProblem::of_more("keyspaces", RowProblemKind::TooManyKeyspaces));
        Self { keyspaces, placements: Arc::new(placements) }
    }

    /// The keyspace of this name.
    #[inline]
    pub(super) fn keyspace(&self, name: &str) -> Option<&Keyspace> {
        self.keyspaces.find(name)
    }

    /// All keyspaces with their names, in no order.
    pub(super) fn keyspaces(&self) -> impl Iterator<Item = (&str, &Keyspace)> {
        self.keyspaces.iter()
    }

    /// What the heap holds of all placements.
    pub(super) fn placed_bytes(&self) -> usize {
        self.placements.values().filter_map(|placement| placement.get()).map(Placement::heap_bytes).sum()
    }
}
