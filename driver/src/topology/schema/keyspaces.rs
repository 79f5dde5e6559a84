//! Keyspaces by name.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use crate::topology::Keyspace;
use crate::topology::packed::{PACKED_LEN, packed};

/// Keyspaces by name. One is looked up for every request, so names of up to 16 bytes, as most have, are hashed and compared
/// as one number: half the instructions of a map of strings.
#[derive(Clone, Debug, Default)]
pub(super) struct Keyspaces {
    table: HashTable<Entry>,
    hasher: RandomState,
}

#[derive(Clone, Debug)]
struct Entry {
    /// The name, if it is short.
    packed: Option<u128>,
    name: Box<str>,
    keyspace: Keyspace,
}

impl Keyspaces {
    /// The keyspace of this name.
    #[inline]
    pub(super) fn find(&self, name: &str) -> Option<&Keyspace> {
        let entry = match packed_name(name) {
            Some(packed) => {
                let is_named = |entry: &Entry| entry.packed == Some(packed) && entry.name.len() == name.len();
                self.table.find(self.hasher.hash_one(packed), is_named)
            }
            None => self.table.find(self.hasher.hash_one(name), |entry| *entry.name == *name),
        };
        entry.map(|entry| &entry.keyspace)
    }

    /// Puts a keyspace in; one of the same name that was there is gone.
    pub(super) fn insert(&mut self, name: &str, keyspace: Keyspace) {
        let Self { table, hasher } = self;
        let entry = Entry { packed: packed_name(name), name: name.into(), keyspace };
        let hash = |entry: &Entry| match entry.packed {
            Some(packed) => hasher.hash_one(packed),
            None => hasher.hash_one(&*entry.name),
        };
        match table.find_entry(hash(&entry), |known| known.name == entry.name) {
            Ok(mut known) => *known.get_mut() = entry,
            Err(_) => {
                table.insert_unique(hash(&entry), entry, hash);
            }
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Keyspace)> {
        self.table.iter().map(|entry| (&*entry.name, &entry.keyspace))
    }
}

#[inline]
fn packed_name(name: &str) -> Option<u128> {
    (name.len() <= PACKED_LEN).then(|| packed(name.as_bytes()))
}
