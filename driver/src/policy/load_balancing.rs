//! Which node a request goes to.

use std::any::Any;
use std::fmt::Debug;
use std::time::Duration;

use crate::error::Error;
use crate::policy::RoutingInfo;
use crate::topology::{NodeRef, Shard, Snapshot};

/// The nodes to ask after the first one, in order; see [`LoadBalancingPolicy::fallback`].
pub type FallbackPlan<'a> = Box<dyn Iterator<Item = (NodeRef<'a>, Option<Shard>)> + Send + Sync + 'a>;

/// Chooses the nodes that a request goes to.
///
/// Most requests succeed on the first node, so the driver asks for that one by itself, with [`pick`](Self::pick), and for
/// the others only when an attempt has failed or a speculative one begins. A node without a connection is passed over. The
/// driver asks a node once for a request, however often it is in the plan.
///
/// A target is a node and a shard of it; without a shard the driver chooses the connection. Both functions are called on the
/// path of a request, so they should not block.
///
/// # Examples
/// A policy that sends everything to the first datacenter that has a connected node:
/// ```
/// use ilium_driver::cluster::{ClusterState, NodeRef};
/// use ilium_driver::policies::load_balancing::{FallbackPlan, LoadBalancingPolicy, RoutingInfo};
/// use ilium_driver::routing::Shard;
///
/// #[derive(Debug)]
/// struct InOrder;
///
/// impl LoadBalancingPolicy for InOrder {
///     fn pick<'a>(&'a self, _: &'a RoutingInfo<'_>, cluster: &'a ClusterState) -> Option<(NodeRef<'a>, Option<Shard>)> {
///         let mut nodes = cluster.get_nodes_info().iter();
///         nodes.find(|node| node.is_connected()).map(|node| (node, None))
///     }
///
///     fn fallback<'a>(&'a self, _: &'a RoutingInfo<'_>, cluster: &'a ClusterState) -> FallbackPlan<'a> {
///         Box::new(cluster.get_nodes_info().iter().map(|node| (node, None)))
///     }
///
///     fn name(&self) -> String {
///         "InOrder".to_owned()
///     }
/// }
/// ```
pub trait LoadBalancingPolicy: Debug + Send + Sync {
    /// The target to try first; `None` leaves it to [`fallback`](Self::fallback).
    fn pick<'a>(&'a self, request: &'a RoutingInfo<'_>, cluster: &'a Snapshot) -> Option<(NodeRef<'a>, Option<Shard>)>;

    /// All targets that may be tried, in the order in which to try them. It may contain the one that
    /// [`pick`](Self::pick) returned.
    fn fallback<'a>(&'a self, request: &'a RoutingInfo<'_>, cluster: &'a Snapshot) -> FallbackPlan<'a>;

    /// An attempt on `node` was answered with a result, `latency` after it was sent.
    fn on_request_success(&self, _request: &RoutingInfo<'_>, _latency: Duration, _node: NodeRef<'_>) {}

    /// An attempt on `node` failed, `latency` after it was sent.
    fn on_request_failure(&self, _request: &RoutingInfo<'_>, _latency: Duration, _node: NodeRef<'_>, _error: &Error) {}

    /// The policy's name, for people.
    fn name(&self) -> String;

    /// The policy, where the driver knows its type and has a shorter path for it.
    #[doc(hidden)]
    fn as_any(&self) -> Option<&dyn Any> {
        None
    }
}
