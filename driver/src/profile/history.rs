//! What was remapped when.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::profile::ExecutionProfile;

/// How many changes are kept: enough to see an incident of a day whose remaps are made by hand or by an alert, and small
/// enough (some 20 KiB) that nobody has to think of it.
const KEPT_CHANGES: usize = 256;

/// One change of the profile that a name points to.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ProfileChange {
    /// Counts the changes of all names of the registry from 0 on; a gap at the start of the history shows how many
    /// older ones were dropped.
    pub sequence: u64,
    /// When it was made.
    pub at: SystemTime,
    /// The name whose profile changed.
    pub name: Arc<str>,
    /// The profile in force before.
    pub from: ExecutionProfile,
    /// The profile in force since.
    pub to: ExecutionProfile,
    /// The name that `to` was taken from, when the remap was to a name.
    pub target: Option<Arc<str>>,
    /// What made the change.
    pub operation: ProfileOperation,
}

/// What changed the profile behind a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProfileOperation {
    /// `ExecutionProfileHandle::map_to_another_profile` on a handle of that name.
    Handle,
    /// `Profiles::remap`.
    Remap,
    /// `Profiles::remap_all`.
    RemapAll,
    /// `Profiles::reset`.
    Reset,
    /// `Profiles::scoped`.
    ScopeBegin,
    /// The drop of a `ScopedRemap`.
    ScopeEnd,
}

/// Why a change is made, as far as its record says.
#[derive(Debug)]
pub(super) struct Cause {
    operation: ProfileOperation,
    target: Option<Arc<str>>,
}

impl Cause {
    pub(super) fn new(operation: ProfileOperation) -> Self {
        Self { operation, target: None }
    }

    pub(super) fn with_target(operation: ProfileOperation, target: Option<Arc<str>>) -> Self {
        Self { operation, target }
    }
}

/// The last changes of one registry.
#[derive(Debug)]
pub(super) struct Journal {
    now: fn() -> SystemTime,
    records: Mutex<Records>,
}

impl Journal {
    pub(super) fn new(now: fn() -> SystemTime) -> Self {
        Self { now, records: Mutex::new(Records::default()) }
    }

    pub(super) fn record(&self, name: &Arc<str>, from: ExecutionProfile, to: ExecutionProfile, cause: &Cause) {
        let mut records = self.lock();
        let sequence = records.next_sequence;
        records.next_sequence = sequence.wrapping_add(1);
        if records.changes.len() == KEPT_CHANGES {
            records.changes.pop_front();
        }
        records.changes.push_back(ProfileChange {
            sequence,
            at: (self.now)(),
            name: Arc::clone(name),
            from,
            to,
            target: cause.target.clone(),
            operation: cause.operation,
        });
    }

    pub(super) fn to_vec(&self) -> Vec<ProfileChange> {
        self.lock().changes.iter().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Records> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug, Default)]
struct Records {
    next_sequence: u64,
    /// Oldest first.
    changes: VecDeque<ProfileChange>,
}
