//! The nodes that a request may go to, in order.

use std::iter;
use std::sync::{Arc, Mutex, PoisonError};

use super::course::Course;
use crate::cluster::Live;
use crate::connection::Connection;
use crate::policy::{DefaultPolicy, Policies};
use crate::topology::Target;

/// How many targets in a row a plan may name that are not to be asked, beside four for each node; then it has ended. A
/// policy of the user's may name the same nodes again and again.
const MAX_PASSED_OVER: usize = 64;

/// The nodes that a request may go to, in order: the branches of a request take turns at one plan.
pub(super) struct Plan<'a> {
    live: &'a Live,
    targets: Mutex<Targets<'a>>,
}

type Targets<'a> = Box<dyn Iterator<Item = Target> + Send + 'a>;

impl<'a> Plan<'a> {
    /// The plan of a request over the cluster as it is in `live`.
    pub(super) fn new(course: &'a Course<'_>, live: &'a Live) -> Self {
        let (routing, snapshot) = (&course.request.routing, live.snapshot());
        let policy = course.policies.and_then(|policies: &Policies| policies.load_balancing.as_ref());
        let targets: Targets<'a> = match policy {
            None => Box::new(DefaultPolicy::plan(routing, snapshot, course.random).into_iter()),
            Some(policy) => {
                let picked = iter::once_with(move || policy.pick(routing, snapshot)).flatten();
                // Made when the first target is not enough.
                let rest = iter::once_with(move || policy.fallback(routing, snapshot)).flatten();
                let targets = picked.chain(rest);
                Box::new(
                    targets.filter_map(|(node, shard)| Some(Target { node: snapshot.index_of(node.host_id)?, shard })),
                )
            }
        };
        Self { live, targets: Mutex::new(targets) }
    }

    /// A connection to the next node that is connected, and was not asked for this request; before that, another one to the
    /// node whose connection had no room.
    pub(super) fn next(&self, course: &Course<'_>) -> Option<Arc<Connection>> {
        if let Some(other) = course.other_connection(self.live) {
            return Some(other);
        }
        let mut targets = self.targets.lock().unwrap_or_else(PoisonError::into_inner);
        let most = self.live.pools().len().saturating_mul(4).saturating_add(MAX_PASSED_OVER);
        for _ in 0..most {
            let target = targets.next()?;
            let token = course.request.routing.token;
            let Some(connection) = self.live.connection(target, token, course.random) else { continue };
            if course.state().take(connection.address()) {
                return Some(connection);
            }
        }
        None
    }
}
