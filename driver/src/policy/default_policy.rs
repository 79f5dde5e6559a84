//! The load balancing that is right for most.

use std::any::Any;

use smallvec::SmallVec;

use crate::policy::{FallbackPlan, LoadBalancingPolicy, RoutingInfo};
use crate::topology::{NodeIndex, NodeRef, Shard, Snapshot, Target, Targets};

/// Sends a request to a replica of its key, and spreads requests evenly over those that are connected.
///
/// The order of a plan:
/// 1. connected replicas, from a random one on; for conditional statements in the server's order, so that all clients
///    begin at the same replica and their Paxos rounds collide less;
/// 2. the other connected nodes, from a random one on;
/// 3. replicas without a connection, then other nodes without one: something may just have come back.
///
/// A request whose key or keyspace is not known has no replicas, and begins at 2. While a node has no connection, its share
/// is spread evenly over the others rather than left to the one after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DefaultPolicy;

impl DefaultPolicy {
    /// The target to try first, without the plan being made. `random` is uniform over all its values.
    ///
    /// `plan(…, random)` starts with it, as long as the snapshot and the marks on its nodes stay the same.
    #[inline]
    pub(crate) fn first(request: &RoutingInfo<'_>, cluster: &Snapshot, random: u64) -> Option<Target> {
        let replicas = replicas(request, cluster);
        // What nearly always happens: the replica that chance names is connected.
        if !request.should_route_as_lwt()
            && let Some(replica) = replicas.get(scale(random, replicas.len()))
            && is_connected(cluster, replica.node)
        {
            return Some(replica);
        }
        pick_from_all(request, cluster, replicas, random)
    }

    /// Targets on all nodes, each node once, in the order in which to try them.
    pub(crate) fn plan(request: &RoutingInfo<'_>, cluster: &Snapshot, random: u64) -> Vec<Target> {
        let nodes = cluster.indexes();
        // Read once: a node that connects meanwhile must not be left out, nor be there twice.
        let connected: SmallVec<[bool; 64]> = nodes.clone().map(|node| is_connected(cluster, node)).collect();
        let is_connected = |node: NodeIndex| connected.get(node.as_usize()).copied().unwrap_or_default();

        let replicas = replicas(request, cluster);
        let from_replica = start(replicas.nodes(), random, request.should_route_as_lwt(), is_connected);
        let from_node = start(nodes.clone(), random, false, is_connected);
        let replicas_in_order = || replicas.iter().cycle().skip(from_replica).take(replicas.len());
        let others_in_order = || {
            let nodes_in_order = nodes.clone().cycle().skip(from_node).take(nodes.len());
            nodes_in_order.filter(|node| !replicas.contains(*node)).map(Target::of_node)
        };

        let mut plan = Vec::with_capacity(nodes.len());
        for wanted in [true, false] {
            plan.extend(replicas_in_order().filter(|target| is_connected(target.node) == wanted));
            plan.extend(others_in_order().filter(|target| is_connected(target.node) == wanted));
        }
        plan
    }
}

impl LoadBalancingPolicy for DefaultPolicy {
    fn pick<'a>(&'a self, request: &'a RoutingInfo<'_>, cluster: &'a Snapshot) -> Option<(NodeRef<'a>, Option<Shard>)> {
        Self::first(request, cluster, fastrand::u64(..)).and_then(|target| of_snapshot(target, cluster))
    }

    fn fallback<'a>(&'a self, request: &'a RoutingInfo<'_>, cluster: &'a Snapshot) -> FallbackPlan<'a> {
        let plan = Self::plan(request, cluster, fastrand::u64(..));
        Box::new(plan.into_iter().filter_map(|target| of_snapshot(target, cluster)))
    }

    fn name(&self) -> String {
        "DefaultPolicy".to_owned()
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

/// A target as policies of users name it.
fn of_snapshot(target: Target, cluster: &Snapshot) -> Option<(NodeRef<'_>, Option<Shard>)> {
    Some((cluster.node(target.node)?, target.shard))
}

#[inline]
fn replicas<'a>(request: &RoutingInfo<'_>, cluster: &'a Snapshot) -> Targets<'a> {
    match (request.token, request.table) {
        (Some(token), Some(table)) => cluster.targets(table.ks_name(), table.table_name(), token),
        _ => Targets::default(),
    }
}

#[inline]
fn is_connected(cluster: &Snapshot, node: NodeIndex) -> bool {
    cluster.node(node).is_some_and(|node| node.is_connected())
}

/// The first of [`DefaultPolicy::plan`], without making it.
#[cold]
fn pick_from_all(request: &RoutingInfo<'_>, cluster: &Snapshot, replicas: Targets<'_>, random: u64) -> Option<Target> {
    let is_connected = |node: NodeIndex| is_connected(cluster, node);
    let replica = replicas.get(start(replicas.nodes(), random, request.should_route_as_lwt(), is_connected));
    if let Some(connected) = replica.filter(|replica| is_connected(replica.node)) {
        return Some(connected);
    }
    let nodes = cluster.indexes();
    let node = nodes.clone().nth(start(nodes, random, false, is_connected)).map(Target::of_node);
    node.filter(|target| is_connected(target.node)).or(replica).or(node)
}

/// Where in `candidates` to begin: at a connected one, each as likely as any other, if there is one.
///
/// With `in_order` at the first that is connected.
fn start(
    candidates: impl ExactSizeIterator<Item = NodeIndex> + Clone,
    random: u64,
    in_order: bool,
    is_connected: impl Fn(NodeIndex) -> bool,
) -> usize {
    let mut connected =
        candidates.clone().enumerate().filter(|(_, node)| is_connected(*node)).map(|(position, _)| position);
    if in_order {
        return connected.next().unwrap_or_default();
    }
    let first = scale(random, candidates.len());
    if candidates.clone().nth(first).is_none_or(&is_connected) {
        return first;
    }
    // The lower half of the number, which has not been used, decides among those that are left.
    let count = connected.clone().count();
    connected.nth(scale(random.rotate_left(32), count)).unwrap_or(first)
}

/// A number below `bound` (0 when that is 0), each as likely as any other when `random` is uniform.
#[inline]
pub(crate) fn scale(random: u64, bound: usize) -> usize {
    let scaled = (u128::from(random) * bound as u128) >> 64;
    #[allow(clippy::cast_possible_truncation, reason = "it is below `bound`")]
    let scaled = scaled as usize;
    scaled
}
