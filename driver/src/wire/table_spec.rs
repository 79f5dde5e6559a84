//! Which table a column belongs to.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A table, by the names of its keyspace and itself.
#[derive(Clone, Debug)]
pub struct TableSpec<'a>(Names<'a>);

#[derive(Clone, Debug)]
enum Names<'a> {
    Borrowed {
        keyspace: &'a str,
        table: &'a str,
    },
    Owned {
        keyspace: String,
        table: String,
    },
    /// An answer names the table of all its columns once, and so does a copy of them.
    Shared(Arc<(Box<str>, Box<str>)>),
}

impl<'a> TableSpec<'a> {
    /// Names a table.
    pub const fn borrowed(ks_name: &'a str, table_name: &'a str) -> Self {
        Self(Names::Borrowed { keyspace: ks_name, table: table_name })
    }

    /// The keyspace's name.
    pub fn ks_name(&self) -> &str {
        self.names().0
    }

    /// The table's name.
    pub fn table_name(&self) -> &str {
        self.names().1
    }

    #[inline]
    fn names(&self) -> (&str, &str) {
        match &self.0 {
            Names::Borrowed { keyspace, table } => (keyspace, table),
            Names::Owned { keyspace, table } => (keyspace, table),
            Names::Shared(names) => (&names.0, &names.1),
        }
    }

    /// Copies what is borrowed.
    pub fn into_owned(self) -> TableSpec<'static> {
        match self.0 {
            Names::Borrowed { keyspace, table } => TableSpec::owned(keyspace.to_owned(), table.to_owned()),
            Names::Owned { keyspace, table } => TableSpec::owned(keyspace, table),
            Names::Shared(names) => TableSpec(Names::Shared(names)),
        }
    }

    /// Whether both name the same table; names that lie at the same place are not read.
    pub(super) fn is(&self, other: &TableSpec<'_>) -> bool {
        let same = |one: &str, other: &str| std::ptr::eq(one, other) || one == other;
        let ((keyspace, table), (other_keyspace, other_table)) = (self.names(), other.names());
        same(table, other_table) && same(keyspace, other_keyspace)
    }

    /// Copies what is borrowed, so that clones share the copy.
    pub(super) fn into_shared(self) -> TableSpec<'static> {
        let shared = |keyspace: Box<str>, table: Box<str>| Names::Shared(Arc::new((keyspace, table)));
        TableSpec(match self.0 {
            Names::Borrowed { keyspace, table } => shared(keyspace.into(), table.into()),
            Names::Owned { keyspace, table } => shared(keyspace.into(), table.into()),
            Names::Shared(names) => Names::Shared(names),
        })
    }
}

impl TableSpec<'static> {
    /// Names a table, owning the names.
    pub const fn owned(ks_name: String, table_name: String) -> Self {
        Self(Names::Owned { keyspace: ks_name, table: table_name })
    }
}

impl PartialEq for TableSpec<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.names() == other.names()
    }
}

impl Eq for TableSpec<'_> {}

impl PartialOrd for TableSpec<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for TableSpec<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.names().cmp(&other.names())
    }
}

impl Hash for TableSpec<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.names().hash(state);
    }
}
