//! Execution profiles, the handles that point to them, and the session's registry of names.
//!
//! # What lives here
//! [`ExecutionProfile`] is an immutable set of options, and `Execution` what a request takes of one. [`ExecutionProfileHandle`] is a pointer that many statements and
//! sessions share and that is moved to another profile while they run. [`Profiles`] gives handles names, and keeps what
//! hangs on each name and what was remapped when.
//!
//! # Depends on
//! `wire` (consistency levels), `policy`; the names of `ilium-cql` that are near to another.
//!
//! # Invariants
//! A reader sees one whole profile: options are never changed, only the pointer to them. Reading takes no lock and writes
//! no shared memory: a profile without policies of its own is one word, which a request loads. Names are fixed when the registry is made, so looking one up takes no lock either. There is no clock
//! here: the registry is given one.
//!
//! # Start reading at
//! [`ExecutionProfileHandle`] in `handle.rs`, then [`Profiles`] in `registry.rs`.

mod execution;
mod execution_profile;
mod handle;
mod history;
mod registry;
mod scoped;
mod target;
mod unknown;
mod usage;

#[cfg(test)]
mod tests;

pub(crate) use execution::Execution;
pub use execution_profile::{ExecutionProfile, ExecutionProfileBuilder};
pub use handle::{ExecutionProfileHandle, LoadedProfile};
pub use history::{ProfileChange, ProfileOperation};
pub use registry::{DEFAULT_PROFILE, Profiles};
pub use scoped::ScopedRemap;
pub use target::RemapTarget;
pub use unknown::{DuplicateProfile, UnknownProfile};
pub use usage::ProfileUse;
