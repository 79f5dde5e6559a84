//! A session's profiles by name.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::profile::history::{Cause, Journal};
use crate::profile::usage::Users;
use crate::profile::{
    DuplicateProfile, ExecutionProfile, ExecutionProfileHandle, ProfileChange, ProfileOperation, ProfileUse,
    RemapTarget, ScopedRemap, UnknownProfile,
};

/// The name under which a session's default profile stands.
pub const DEFAULT_PROFILE: &str = "default";

/// A session's execution profiles by name; cheap to clone, its clones are one registry.
///
/// The names are fixed when the session is built; what they point to is changed at any time, by any number of threads. A
/// change is in force for every request that starts after the call returned, costs running requests nothing, and is seen
/// by every statement tied to that name, and by every holder of a clone of its handle.
///
/// # Examples
/// Switching the reads of a whole application:
/// ```
/// use std::time::SystemTime;
/// use ilium_driver::client::execution_profile::{ExecutionProfile, Profiles};
/// use ilium_driver::statement::Consistency;
///
/// let quorum = ExecutionProfile::builder().consistency(Consistency::LocalQuorum).build();
/// let one = ExecutionProfile::builder().consistency(Consistency::One).build();
/// let named = [("reads", quorum.into_handle()), ("degraded", one.into_handle())];
/// let profiles = Profiles::new(SystemTime::now, named)?;
///
/// profiles.remap("reads", "degraded")?;
/// assert_eq!(profiles.handle("reads")?.load().consistency(), Consistency::One);
/// profiles.reset("reads")?;
/// assert_eq!(profiles.handle("reads")?.load().consistency(), Consistency::LocalQuorum);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Profiles {
    registry: Arc<Registry>,
}

impl Profiles {
    /// Makes a registry of these names, with `now` as the clock of its history.
    ///
    /// [`DEFAULT_PROFILE`] may be among the names; when it is not, it stands for a profile whose options all have their
    /// defaults. What a handle points to now is what [`reset`](Self::reset) returns to.
    ///
    /// # Errors
    /// When a name is there twice.
    pub fn new<N: Into<Arc<str>>>(
        now: fn() -> SystemTime,
        named: impl IntoIterator<Item = (N, ExecutionProfileHandle)>,
    ) -> Result<Self, DuplicateProfile> {
        let mut names: BTreeMap<Arc<str>, Named> = BTreeMap::new();
        for (name, handle) in named {
            match names.entry(name.into()) {
                Entry::Occupied(taken) => return Err(DuplicateProfile::new(Arc::clone(taken.key()))),
                Entry::Vacant(free) => free.insert(Named::new(handle)),
            };
        }
        let default = names
            .entry(DEFAULT_PROFILE.into())
            .or_insert_with(|| Named::new(ExecutionProfile::default().into_handle_with_label(DEFAULT_PROFILE)));
        let default = default.handle.clone();
        let journal = Arc::new(Journal::new(now));
        for (name, named) in &names {
            named.handle.record_to(&journal, name);
        }
        Ok(Self { registry: Arc::new(Registry { names, default, journal, changing: Mutex::new(()) }) })
    }

    /// The names, sorted.
    pub fn names(&self) -> Vec<Arc<str>> {
        self.registry.names.keys().cloned().collect()
    }

    /// The handle of `name`. It follows every remap of that name.
    ///
    /// # Errors
    /// When the name is not known; the error lists those that are.
    pub fn handle(&self, name: &str) -> Result<ExecutionProfileHandle, UnknownProfile> {
        self.find(name).map(|(_, named)| named.handle.clone())
    }

    /// The handle of the session's default profile.
    pub fn default_handle(&self) -> ExecutionProfileHandle {
        self.registry.default.clone()
    }

    /// Makes `name` point to a profile, or to the profile that another name has now.
    ///
    /// Scopes open on `name` end: this later decision stands when they are dropped.
    ///
    /// # Errors
    /// When the name, or the name it is remapped to, is not known. Nothing is changed then.
    pub fn remap(&self, name: &str, target: impl Into<RemapTarget>) -> Result<(), UnknownProfile> {
        let target = target.into();
        let _changing = self.changing();
        let change = self.resolve(name, target, ProfileOperation::Remap)?;
        change.named.handle.map(change.to, &change.cause);
        Ok(())
    }

    /// Remaps several names at once: every name and target is looked up before any is changed, so `[("a", "b"), ("b",
    /// "a")]` swaps the two. When a name is there twice, its last target stands.
    ///
    /// Other remaps by this registry come before or after all of these. A request reads one name, so requests of
    /// different names may start between two of the changes.
    ///
    /// # Errors
    /// When any name or target is not known. Nothing is changed then.
    pub fn remap_all<N: AsRef<str>, T: Into<RemapTarget>>(
        &self,
        targets: impl IntoIterator<Item = (N, T)>,
    ) -> Result<(), UnknownProfile> {
        // The caller's code runs before the lock is taken: it may use this registry itself.
        let targets: Vec<(N, RemapTarget)> = targets.into_iter().map(|(name, target)| (name, target.into())).collect();
        let _changing = self.changing();
        let changes = targets
            .into_iter()
            .map(|(name, target)| self.resolve(name.as_ref(), target, ProfileOperation::RemapAll))
            .collect::<Result<Vec<_>, _>>()?;
        for change in changes {
            change.named.handle.map(change.to, &change.cause);
        }
        Ok(())
    }

    /// Makes `name` point to the profile it was registered with. Scopes open on it end.
    ///
    /// # Errors
    /// When the name is not known.
    pub fn reset(&self, name: &str) -> Result<(), UnknownProfile> {
        let _changing = self.changing();
        let (_, named) = self.find(name)?;
        named.handle.map(named.registered.clone(), &Cause::new(ProfileOperation::Reset));
        Ok(())
    }

    /// Remaps `name` until the returned guard is dropped; see [`ScopedRemap`] for scopes that meet.
    ///
    /// # Errors
    /// When the name, or the name it is remapped to, is not known. Nothing is changed then.
    pub fn scoped(&self, name: &str, target: impl Into<RemapTarget>) -> Result<ScopedRemap, UnknownProfile> {
        let target = target.into();
        let _changing = self.changing();
        let change = self.resolve(name, target, ProfileOperation::ScopeBegin)?;
        let id = change.named.handle.begin_scope(change.to, &change.cause);
        Ok(ScopedRemap::new(change.named.handle.clone(), id))
    }

    /// Says that the statement called `label` uses `name`, until the returned guard is dropped.
    ///
    /// # Errors
    /// When the name is not known.
    pub fn attach(&self, name: &str, label: impl Into<Arc<str>>) -> Result<ProfileUse, UnknownProfile> {
        let (name, named) = self.find(name)?;
        Ok(ProfileUse::new(Arc::clone(name), label.into(), named.handle.clone(), Arc::clone(&named.users)))
    }

    /// Says that the statement called `label` follows `handle`, until the returned guard is dropped; `None` when the handle
    /// is not that of a name. Of several names with one handle it uses the first.
    pub fn attach_handle(&self, handle: &ExecutionProfileHandle, label: impl Into<Arc<str>>) -> Option<ProfileUse> {
        let (name, named) = self.registry.names.iter().find(|(_, named)| named.handle.is_same(handle))?;
        Some(ProfileUse::new(Arc::clone(name), label.into(), handle.clone(), Arc::clone(&named.users)))
    }

    /// The labels of the statements that use each name, sorted, each once; a name that nothing uses has an empty list.
    pub fn usage(&self) -> BTreeMap<Arc<str>, Vec<Arc<str>>> {
        self.registry.names.iter().map(|(name, named)| (Arc::clone(name), named.users.labels())).collect()
    }

    /// The last 256 changes of what names point to, oldest first, in the order in which they came into force.
    ///
    /// Those made through a handle of a name are among them.
    pub fn history(&self) -> Vec<ProfileChange> {
        self.registry.journal.to_vec()
    }

    fn find(&self, name: &str) -> Result<(&Arc<str>, &Named), UnknownProfile> {
        self.registry.names.get_key_value(name).ok_or_else(|| UnknownProfile::new(name, self.names()))
    }

    fn resolve(
        &self,
        name: &str,
        target: RemapTarget,
        operation: ProfileOperation,
    ) -> Result<Change<'_>, UnknownProfile> {
        let (_, named) = self.find(name)?;
        let (to, target) = match target {
            RemapTarget::Profile(profile) => (profile, None),
            RemapTarget::Name(target) => {
                let (target, named) = self.find(&target)?;
                (named.handle.to_profile(), Some(Arc::clone(target)))
            }
        };
        Ok(Change { named, to, cause: Cause::with_target(operation, target) })
    }

    fn changing(&self) -> MutexGuard<'_, ()> {
        self.registry.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug)]
struct Registry {
    names: BTreeMap<Arc<str>, Named>,
    /// The handle of [`DEFAULT_PROFILE`], which is asked for without a look-up.
    default: ExecutionProfileHandle,
    journal: Arc<Journal>,
    /// Held over look-up and change, so that "the profile that name has now" is not overtaken.
    changing: Mutex<()>,
}

#[derive(Debug)]
struct Named {
    handle: ExecutionProfileHandle,
    /// What `reset` returns to.
    registered: ExecutionProfile,
    users: Arc<Users>,
}

impl Named {
    fn new(handle: ExecutionProfileHandle) -> Self {
        Self { registered: handle.to_profile(), handle, users: Arc::default() }
    }
}

/// A change whose names have been found.
struct Change<'a> {
    named: &'a Named,
    to: ExecutionProfile,
    cause: Cause,
}
