//! A keyspace.

use std::sync::{Arc, OnceLock};

use super::Strategy;
use crate::topology::placement::Placement;

/// A keyspace, as far as routing needs it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Keyspace {
    /// How it is replicated.
    pub strategy: Strategy,
    /// Whether its writes go to the commit log.
    pub durable_writes: bool,
    pub(in crate::topology) placement: Arc<OnceLock<Placement>>,
}
