//! The statements that a session has prepared and that are still in use, and what was altered of their tables.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;

use super::prepared::{PreparedStatement, WeakStatement};
use crate::wire::event::{SchemaChange, SchemaChangeType, SchemaTarget};

/// How many statements are kept before the first look for those that are not in use any more.
const FIRST_SWEEP: usize = 256;

/// The statements by their ids, so that those of one text share what the server says of it: a node that has prepared a
/// text again for one of them does not tell the others that anything has changed.
#[derive(Default)]
pub(crate) struct Statements(Mutex<Known>);

#[derive(Default)]
struct Known {
    by_id: HashMap<Bytes, WeakStatement>,
    /// With so many, those that nobody has any more are left out.
    sweep_at: usize,
}

/// What was altered: a table, or else something else in a keyspace that any of its tables may depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Altered {
    pub(super) keyspace: Box<str>,
    pub(super) table: Option<Box<str>>,
}

impl Altered {
    /// What a change altered; `None` when no statement that is prepared already can notice it.
    pub(crate) fn of(change: &SchemaChange) -> Option<Self> {
        let table = match (&change.target, change.change) {
            // What is new was dropped before, if there are statements of it; a keyspace that is updated is replicated
            // differently.
            (_, SchemaChangeType::Created) | (SchemaTarget::Keyspace, SchemaChangeType::Updated) => return None,
            (SchemaTarget::Table(table), _) => Some(table.as_str().into()),
            _ => None,
        };
        Some(Self { keyspace: change.keyspace.as_str().into(), table })
    }

    /// How many bytes the names have.
    pub(crate) fn len(&self) -> usize {
        self.keyspace.len() + self.table.as_ref().map_or(0, |table| table.len())
    }
}

/// How many of what was altered are remembered one by one.
const MAX_REMEMBERED: usize = 64;

/// What was altered within some time.
#[derive(Debug, Default)]
pub(crate) struct Alterations {
    some: Vec<Altered>,
    /// There were more, or nobody knows which.
    any: bool,
}

impl Alterations {
    /// Adds something that was altered; `None` when it may be anything.
    pub(crate) fn add(&mut self, altered: Option<Altered>) {
        match altered {
            Some(altered) if self.some.contains(&altered) => {}
            Some(altered) if self.some.len() < MAX_REMEMBERED => self.some.push(altered),
            _ => self.any = true,
        }
    }

    /// Adds what was altered later.
    pub(crate) fn append(&mut self, later: Self) {
        later.some.into_iter().for_each(|altered| self.add(Some(altered)));
        self.any |= later.any;
    }
}

impl Statements {
    /// As [`doubt`](Self::doubt), for all of them.
    pub(crate) fn doubt_each(&self, alterations: &Alterations) {
        if alterations.any {
            self.doubt_all();
        } else {
            alterations.some.iter().for_each(|altered| self.doubt(altered));
        }
    }

    /// Something was altered: nothing tells which columns answers have that leave them out, where the protocol has no name
    /// for them.
    pub(crate) fn doubt(&self, altered: &Altered) {
        self.for_each(|statement| statement.doubt(Some(altered)));
    }

    /// Anything may have been altered.
    pub(crate) fn doubt_all(&self) {
        self.for_each(|statement| statement.doubt(None));
    }

    fn for_each(&self, doubt: impl Fn(&WeakStatement)) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).by_id.values().for_each(doubt);
    }

    /// Lets a statement that was just prepared share what the server says with the one of the same text, if there is one.
    pub(crate) fn share(&self, prepared: &mut PreparedStatement) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(earlier) = known.by_id.get(prepared.get_id())
            && prepared.share_with(earlier)
        {
            return;
        }
        known.by_id.insert(prepared.get_id().clone(), prepared.downgrade());
        if known.by_id.len() > known.sweep_at.max(FIRST_SWEEP) {
            known.by_id.retain(|_, statement| statement.is_in_use());
            known.sweep_at = known.by_id.len() * 2;
        }
    }
}

impl fmt::Debug for Statements {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Statements").finish_non_exhaustive()
    }
}
