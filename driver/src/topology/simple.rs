//! Replica placement of `SimpleStrategy`.

use crate::topology::placement::MAX_REPLICAS;
use crate::topology::{NodeIndex, ReplicationFactor};

/// Puts into `replicas` the first nodes, each once, of the ring from `position` on. Says how many steps that took.
///
/// Transient replicas come last in the server's order; they are left out.
pub(super) fn simple_replicas(
    owners: &[NodeIndex],
    position: usize,
    factor: ReplicationFactor,
    nodes: usize,
    replicas: &mut Vec<NodeIndex>,
) -> usize {
    replicas.clear();
    let wanted = factor.all.saturating_sub(factor.transient).min(nodes).min(MAX_REPLICAS);
    let (before, from) = owners.split_at(position.min(owners.len()));
    for (steps, owner) in from.iter().chain(before).enumerate() {
        if replicas.len() == wanted {
            return steps;
        }
        if !replicas.contains(owner) {
            replicas.push(*owner);
        }
    }
    owners.len()
}
