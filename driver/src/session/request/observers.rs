//! Who is told of a request: its history listener and its load balancing policy. Requests that have none do not come here.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::course::Course;
use crate::connection::now;
use crate::error::{Error, RetryDecision};
use crate::observe::{AttemptId, HistoryListener, RequestId, SpeculativeId};
use crate::policy::LoadBalancingPolicy;
use crate::topology::Node;

/// A request as its listener knows it.
#[derive(Clone, Copy)]
pub(super) struct History<'a> {
    listener: &'a dyn HistoryListener,
    id: RequestId,
}

impl<'a> History<'a> {
    /// A request begins.
    pub(super) fn begin(listener: &'a dyn HistoryListener) -> Self {
        Self { listener, id: listener.log_request_start() }
    }

    /// A request has ended.
    pub(super) fn end<T>(self, result: &Result<T, Error>) {
        match result {
            Ok(_) => self.listener.log_request_success(self.id),
            Err(error) => self.listener.log_request_error(self.id, error),
        }
    }

    /// A speculative branch begins.
    pub(super) fn speculates(self) -> SpeculativeId {
        self.listener.log_new_speculative_fiber(self.id)
    }

    fn attempts(self, branch: Option<SpeculativeId>, node: SocketAddr) -> AttemptId {
        self.listener.log_attempt_start(self.id, branch, node)
    }
}

/// What was told of an attempt's start; nothing of one that a request began with before it came here.
#[derive(Clone, Copy, Default)]
pub(super) struct Told {
    /// When it was about to be sent.
    at: Option<Instant>,
    attempt: Option<AttemptId>,
}

impl Course<'_> {
    /// An attempt begins.
    pub(super) fn tell_start(&self, branch: Option<SpeculativeId>, node: SocketAddr) -> Told {
        let at = self.policies.is_some().then(now);
        Told { at, attempt: self.history.map(|history| history.attempts(branch, node)) }
    }

    /// An attempt was answered with a result, which was read `at`.
    pub(super) fn tell_success(&self, told: Told, node: SocketAddr, at: Instant) {
        if let Some((history, attempt)) = self.history.zip(told.attempt) {
            history.listener.log_attempt_success(attempt);
        }
        self.tell_balancing(told, node, at, |policy, latency, node| {
            policy.on_request_success(&self.request.routing, latency, node);
        });
    }

    /// An attempt failed.
    pub(super) fn tell_error(&self, told: Told, node: SocketAddr, error: &Error, decision: &RetryDecision) {
        if let Some((history, attempt)) = self.history.zip(told.attempt) {
            history.listener.log_attempt_error(attempt, error, decision);
        }
        self.tell_balancing(told, node, now(), |policy, latency, node| {
            policy.on_request_failure(&self.request.routing, latency, node, error);
        });
    }

    /// Tells a load balancing policy of the user's how long an attempt took that has ended `at`.
    fn tell_balancing(
        &self,
        told: Told,
        node: SocketAddr,
        at: Instant,
        tell: impl FnOnce(&dyn LoadBalancingPolicy, Duration, &Arc<Node>),
    ) {
        let Some((policies, began)) = self.policies.zip(told.at) else { return };
        let Some(policy) = &policies.load_balancing else { return };
        let live = self.session.cluster.load();
        if let Some(pool) = live.pool_at(node) {
            tell(&**policy, at.saturating_duration_since(began), pool.node());
        }
    }
}
