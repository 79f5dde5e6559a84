//! The names of attributes and of their keys, each spelled once.

/// `#[cql(…)]` on the value and row derives.
pub(crate) const CQL: &str = "cql";
/// `#[scylla(…)]`, read as `#[cql(…)]` so that structs written for the `scylla` crate compile unchanged.
pub(crate) const SCYLLA: &str = "scylla";

/// `crate = path`: where the generated code finds the library.
pub(crate) const CRATE: &str = "crate";
/// `rename = "…"`: the name in CQL.
pub(crate) const RENAME: &str = "rename";
/// `rename_all = "…"`: how all names in CQL follow from the names in Rust.
pub(crate) const RENAME_ALL: &str = "rename_all";
/// `skip`: a field that CQL does not know.
pub(crate) const SKIP: &str = "skip";
