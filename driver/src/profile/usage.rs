//! Which statements hang on which name.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::profile::ExecutionProfileHandle;

/// Says that a statement uses a name, for as long as it lives; made by [`Profiles::attach`](crate::profile::Profiles::attach).
pub struct ProfileUse {
    name: Arc<str>,
    label: Arc<str>,
    handle: ExecutionProfileHandle,
    users: Arc<Users>,
}

impl ProfileUse {
    pub(super) fn new(name: Arc<str>, label: Arc<str>, handle: ExecutionProfileHandle, users: Arc<Users>) -> Self {
        users.add(&label);
        Self { name, label, handle, users }
    }

    /// The name that is used.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The statement's label.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The handle of that name.
    pub fn handle(&self) -> &ExecutionProfileHandle {
        &self.handle
    }
}

impl Drop for ProfileUse {
    fn drop(&mut self) {
        self.users.remove(&self.label);
    }
}

impl fmt::Debug for ProfileUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProfileUse").field("name", &self.name).field("label", &self.label).finish_non_exhaustive()
    }
}

/// The labels that hang on one name, each with how many times.
#[derive(Debug, Default)]
pub(super) struct Users {
    counts: Mutex<BTreeMap<Arc<str>, usize>>,
}

impl Users {
    pub(super) fn labels(&self) -> Vec<Arc<str>> {
        self.lock().keys().cloned().collect()
    }

    fn add(&self, label: &Arc<str>) {
        *self.lock().entry(Arc::clone(label)).or_default() += 1;
    }

    fn remove(&self, label: &str) {
        let mut counts = self.lock();
        if let Some(count) = counts.get_mut(label) {
            *count -= 1;
            if *count == 0 {
                counts.remove(label);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Arc<str>, usize>> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
