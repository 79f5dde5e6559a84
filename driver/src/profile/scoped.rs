//! A remap that ends with its guard.

use crate::profile::handle::ScopeId;
use crate::profile::history::Cause;
use crate::profile::{ExecutionProfileHandle, ProfileOperation};

/// A remap that is undone when this guard is dropped; made by [`Profiles::scoped`](crate::profile::Profiles::scoped).
///
/// Scopes of one name lie over each other. The one opened last is in force; dropping it puts in force what lies beneath.
/// Dropping one that lies beneath another changes nothing now, and its profile does not come back later: scopes may be
/// dropped in any order, and when all are gone the name has the profile it had before the first.
///
/// A `remap`, `remap_all`, `reset` or `map_to_another_profile` made while scopes are open is a later decision: it is in
/// force at once, and stands when they are dropped.
#[derive(Debug)]
#[must_use = "the remap is undone as soon as the guard is dropped"]
pub struct ScopedRemap {
    handle: ExecutionProfileHandle,
    id: ScopeId,
}

impl ScopedRemap {
    pub(super) fn new(handle: ExecutionProfileHandle, id: ScopeId) -> Self {
        Self { handle, id }
    }
}

impl Drop for ScopedRemap {
    fn drop(&mut self) {
        self.handle.end_scope(self.id, &Cause::new(ProfileOperation::ScopeEnd));
    }
}
