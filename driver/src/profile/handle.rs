//! A shared pointer to a profile, movable while it is in use.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use arc_swap::{ArcSwap, Guard};

use crate::profile::execution::{Execution, Packed};
use crate::profile::execution_profile::Options;
use crate::profile::history::{Cause, Journal};
use crate::profile::{ExecutionProfile, ExecutionProfileBuilder, ProfileOperation};
use crate::wire::consistency::{Consistency, SerialConsistency};

/// A pointer to an [`ExecutionProfile`] that its clones share.
///
/// Sessions and statements hold a handle rather than a profile. [`map_to_another_profile`](Self::map_to_another_profile)
/// on any clone moves them all: the next request of each uses the new profile, running requests keep the one they started
/// with.
///
/// # Examples
/// Two holders of one handle, remapped once:
/// ```
/// use ilium_driver::client::execution_profile::ExecutionProfile;
/// use ilium_driver::statement::Consistency;
///
/// let one = ExecutionProfile::builder().consistency(Consistency::One).build();
/// let two = ExecutionProfile::builder().consistency(Consistency::Two).build();
/// let mut handle = one.into_handle();
/// let held_by_a_statement = handle.clone();
///
/// handle.map_to_another_profile(two);
/// assert_eq!(held_by_a_statement.to_profile().get_consistency(), Consistency::Two);
/// ```
#[derive(Clone)]
pub struct ExecutionProfileHandle {
    shared: Arc<Shared>,
}

impl ExecutionProfileHandle {
    pub(super) fn new(profile: ExecutionProfile, label: Option<String>) -> Self {
        let mapping = Mapping {
            base: Arc::clone(&profile.options),
            scopes: Vec::new(),
            last_scope: ScopeId(0),
            journals: Vec::new(),
        };
        let shared = Shared {
            packed: AtomicU64::new(Packed::new(&profile.options).0),
            current: ArcSwap::new(profile.options),
            label,
            mapping: Mutex::new(mapping),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Borrows the profile in force now: one atomic load, no reference count is touched.
    ///
    /// Read what is needed and drop the guard; it is not meant to be kept across an `.await`. (A thread has a few cheap
    /// guards at a time; further ones cost a reference count.) To keep a profile, take [`to_profile`](Self::to_profile).
    pub fn load(&self) -> LoadedProfile {
        LoadedProfile { options: self.shared.current.load() }
    }

    /// What a request that begins now follows: one load of one word, unless the profile has policies of its own.
    #[inline]
    pub(crate) fn execution(&self) -> Execution {
        let packed = Packed(self.shared.packed.load(Ordering::Acquire));
        packed.unpack().unwrap_or_else(|| self.whole_execution())
    }

    /// Everything is of the one profile that is loaded here, though the word that sent us may be of another.
    #[cold]
    fn whole_execution(&self) -> Execution {
        Execution::from(&**self.shared.current.load())
    }

    /// The profile in force now.
    pub fn to_profile(&self) -> ExecutionProfile {
        self.shared.current.load_full().into()
    }

    /// Starts a new profile from the options of the profile in force now.
    pub fn pointee_to_builder(&self) -> ExecutionProfileBuilder {
        self.to_profile().to_builder()
    }

    /// Makes this handle and all its clones point to `profile`.
    ///
    /// A request that starts after this returned uses `profile`, on whatever thread. When the handle belongs to a name of
    /// a session's [`Profiles`](crate::profile::Profiles), the change is in its history, and scopes open on that name end.
    pub fn map_to_another_profile(&mut self, profile: ExecutionProfile) {
        self.map(profile, &Cause::new(ProfileOperation::Handle));
    }

    /// The label given when the handle was made.
    pub fn label(&self) -> Option<&str> {
        self.shared.label.as_deref()
    }

    /// Whether both are clones of one handle, so that a remap of one is a remap of the other.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    /// What stands for the handle in messages: the first name under which a session knows it, else its label.
    pub(crate) fn name(&self) -> Option<Arc<str>> {
        let registered = self.shared.lock().journals.first().map(|(_, name)| Arc::clone(name));
        registered.or_else(|| self.label().map(Arc::from))
    }

    /// Moves to `profile` and ends the open scopes: a later decision stands when they are dropped.
    pub(super) fn map(&self, profile: ExecutionProfile, cause: &Cause) {
        let mut mapping = self.shared.lock();
        mapping.scopes.clear();
        mapping.base = profile.options;
        self.shared.put_in_force(&mut mapping, cause);
    }

    /// Puts `profile` over what is in force until [`end_scope`](Self::end_scope).
    pub(super) fn begin_scope(&self, profile: ExecutionProfile, cause: &Cause) -> ScopeId {
        let mut mapping = self.shared.lock();
        let id = ScopeId(mapping.last_scope.0.wrapping_add(1));
        mapping.last_scope = id;
        mapping.scopes.push((id, profile.options));
        self.shared.put_in_force(&mut mapping, cause);
        id
    }

    /// Takes the scope away; what is in force changes only when the scope was the innermost one still open.
    pub(super) fn end_scope(&self, id: ScopeId, cause: &Cause) {
        let mut mapping = self.shared.lock();
        let Some(position) = mapping.scopes.iter().position(|(open, _)| *open == id) else {
            return;
        };
        let was_in_force = position + 1 == mapping.scopes.len();
        mapping.scopes.remove(position);
        if was_in_force {
            self.shared.put_in_force(&mut mapping, cause);
        }
    }

    /// Has every later change written to `journal` under `name`.
    pub(super) fn record_to(&self, journal: &Arc<Journal>, name: &Arc<str>) {
        self.shared.lock().journals.push((Arc::downgrade(journal), Arc::clone(name)));
    }
}

impl fmt::Debug for ExecutionProfileHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExecutionProfileHandle")
            .field("label", &self.shared.label)
            .field("profile", &*self.shared.current.load())
            .finish()
    }
}

/// A profile borrowed from a handle; see [`ExecutionProfileHandle::load`].
///
/// It is one whole profile however often the handle is remapped meanwhile.
pub struct LoadedProfile {
    options: Guard<Arc<Options>>,
}

impl LoadedProfile {
    /// How many replicas must answer.
    pub fn consistency(&self) -> Consistency {
        self.options.consistency
    }

    /// The consistency of the Paxos phase of conditional statements.
    pub fn serial_consistency(&self) -> Option<SerialConsistency> {
        self.options.serial_consistency
    }

    /// The time a whole request may take.
    pub fn request_timeout(&self) -> Option<Duration> {
        self.options.request_timeout
    }

    /// Keeps the profile: takes a reference count.
    pub fn to_profile(&self) -> ExecutionProfile {
        Arc::clone(&self.options).into()
    }
}

impl fmt::Debug for LoadedProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.options.fmt(f)
    }
}

/// Names one scope of one handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ScopeId(u64);

/// What the clones of a handle share.
struct Shared {
    /// What requests load: `current` in one word, or that it does not fit. Stored after `current`.
    packed: AtomicU64,
    /// What readers load: always the innermost open scope's profile, else `mapping.base`.
    current: ArcSwap<Options>,
    label: Option<String>,
    /// What writers agree on; readers never take this lock.
    mapping: Mutex<Mapping>,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Mapping> {
        // No code that can panic runs between two halves of a change, so a poisoned mapping is a whole one.
        self.mapping.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put_in_force(&self, mapping: &mut Mapping, cause: &Cause) {
        let to = mapping.scopes.last().map_or(&mapping.base, |(_, options)| options);
        let to = Arc::clone(to);
        let from = self.current.swap(Arc::clone(&to));
        self.packed.store(Packed::new(&to).0, Ordering::Release);
        mapping.journals.retain(|(journal, name)| {
            let Some(journal) = journal.upgrade() else { return false };
            journal.record(name, from.clone().into(), to.clone().into(), cause);
            true
        });
    }
}

struct Mapping {
    /// The profile that was mapped to last, scopes aside.
    base: Arc<Options>,
    /// Scopes still open, the innermost last.
    scopes: Vec<(ScopeId, Arc<Options>)>,
    last_scope: ScopeId,
    /// Registries that know this handle by a name; one handle may be the default of several sessions.
    journals: Vec<(Weak<Journal>, Arc<str>)>,
}
