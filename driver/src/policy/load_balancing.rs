//! Which node a request goes to.

use std::fmt::Debug;

use crate::policy::RoutingInfo;
use crate::topology::{NodeIndex, Snapshot};

/// Chooses the nodes that a request goes to.
///
/// Most requests succeed on the first node, so that one is asked for by itself, with [`pick`](Self::pick); the others only
/// when an attempt failed or another is made beside it. Both get the same `random` for one request, and must agree:
/// `plan(…, random)` starts with `pick(…, random)`, as long as the snapshot and the marks on its nodes stay the same.
pub trait LoadBalancingPolicy: Debug + Send + Sync {
    /// The node to try first; `None` when there is none that may be asked. It is on every request's way, so it should
    /// not allocate.
    ///
    /// `random` is uniform over all its values, and another for each request.
    fn pick(&self, request: &RoutingInfo<'_>, cluster: &Snapshot, random: u64) -> Option<NodeIndex>;

    /// All nodes that may be asked, each once, in the order in which to try them.
    fn plan(&self, request: &RoutingInfo<'_>, cluster: &Snapshot, random: u64) -> Vec<NodeIndex>;

    /// The policy's name, for people.
    fn name(&self) -> String;
}
