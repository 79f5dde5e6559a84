//! The statements that a session has prepared and that are still in use.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;

use crate::statement::{PreparedStatement, WeakStatement};

/// How many statements are kept before the first look for those that are not in use any more.
const FIRST_SWEEP: usize = 256;

/// The statements by their ids, so that those of one text share what the server says of it: a node that has prepared a
/// text again for one of them does not tell the others that anything has changed.
#[derive(Default)]
pub(super) struct Statements(Mutex<Known>);

#[derive(Default)]
struct Known {
    by_id: HashMap<Bytes, WeakStatement>,
    /// With so many, those that nobody has any more are left out.
    sweep_at: usize,
}

impl Statements {
    /// Lets a statement that was just prepared share what the server says with the one of the same text, if there is one.
    pub(super) fn share(&self, prepared: &mut PreparedStatement) {
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
