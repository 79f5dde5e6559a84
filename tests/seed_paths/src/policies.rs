//! A policy of each kind, as a user of the scylla crate writes one: `src/bin/policies.rs` runs them on a real node, and the
//! session tests over a scripted cluster.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use scylla::cluster::{ClusterState, NodeRef};
use scylla::errors::RequestAttemptError;
use scylla::policies::load_balancing::{FallbackPlan, LoadBalancingPolicy, RoutingInfo};
use scylla::policies::retry::{RequestInfo, RetryDecision, RetryPolicy, RetrySession};
use scylla::policies::speculative_execution::{Context, SpeculativeExecutionPolicy};
use scylla::routing::Shard;
use scylla::statement::Consistency;

/// Tries a request that may be carried out twice on so many further nodes, at consistency ONE.
#[derive(Debug, Default)]
pub struct Elsewhere {
    pub times: usize,
    pub asked: Arc<AtomicUsize>,
}

struct ElsewhereSession {
    times: usize,
    left: usize,
    asked: Arc<AtomicUsize>,
}

impl RetryPolicy for Elsewhere {
    fn new_session(&self) -> Box<dyn RetrySession> {
        Box::new(ElsewhereSession { times: self.times, left: self.times, asked: Arc::clone(&self.asked) })
    }
}

impl RetrySession for ElsewhereSession {
    fn decide_should_retry(&mut self, request_info: RequestInfo<'_>) -> RetryDecision {
        self.asked.fetch_add(1, Ordering::SeqCst);
        if !request_info.is_idempotent || self.left == 0 {
            return RetryDecision::DontRetry;
        }
        self.left -= 1;
        let lower = (request_info.consistency != Consistency::One).then_some(Consistency::One);
        RetryDecision::RetryNextTarget(lower)
    }

    fn reset(&mut self) {
        self.left = self.times;
    }
}

/// Asks the nodes in the order of their host ids, from the one at this place on.
#[derive(Debug, Default)]
pub struct InOrder {
    pub first: usize,
    pub asked: AtomicUsize,
    pub succeeded: AtomicUsize,
    pub failed: AtomicUsize,
}

impl InOrder {
    fn nodes<'a>(&self, cluster: &'a ClusterState) -> Vec<NodeRef<'a>> {
        let mut nodes: Vec<NodeRef<'a>> = cluster.get_nodes_info().iter().collect();
        nodes.sort_by_key(|node| node.host_id);
        let first = self.first.min(nodes.len());
        nodes.rotate_left(first);
        nodes
    }
}

impl LoadBalancingPolicy for InOrder {
    fn pick<'a>(&'a self, _: &'a RoutingInfo<'_>, cluster: &'a ClusterState) -> Option<(NodeRef<'a>, Option<Shard>)> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.nodes(cluster).first().map(|node| (*node, None))
    }

    fn fallback<'a>(&'a self, _: &'a RoutingInfo<'_>, cluster: &'a ClusterState) -> FallbackPlan<'a> {
        Box::new(self.nodes(cluster).into_iter().map(|node| (node, None)))
    }

    fn on_request_success(&self, _: &RoutingInfo<'_>, _: Duration, _: NodeRef<'_>) {
        self.succeeded.fetch_add(1, Ordering::SeqCst);
    }

    fn on_request_failure(&self, _: &RoutingInfo<'_>, _: Duration, _: NodeRef<'_>, _: &RequestAttemptError) {
        self.failed.fetch_add(1, Ordering::SeqCst);
    }

    fn name(&self) -> String {
        "InOrder".to_owned()
    }
}

/// Asks a further node after each of these times.
#[derive(Debug, Default)]
pub struct After {
    pub intervals: Vec<Duration>,
    pub asked: AtomicUsize,
}

impl SpeculativeExecutionPolicy for After {
    fn max_retry_count(&self, _: &Context) -> usize {
        self.asked.store(0, Ordering::SeqCst);
        self.intervals.len()
    }

    fn retry_interval(&self, _: &Context) -> Duration {
        let place = self.asked.fetch_add(1, Ordering::SeqCst);
        self.intervals.get(place).copied().unwrap_or(Duration::MAX)
    }
}
