//! What the branches of one request share: what was tried, which nodes are left, who is told.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::select_all;

use super::fibre::Fibre;
use super::observers::History;
use super::plan::Plan;
use super::{Outgoing, Reply, Span, race};
use crate::cluster::{LISTED, Live};
use crate::connection::{AttemptError, Connection, now};
use crate::error::{Attempt, Error, ErrorKind};
use crate::policy::Policies;
use crate::policy::speculative_execution::SpeculativeExecutionPolicy;
use crate::protocol::Answer;
use crate::session::Inner;
use crate::statement::ResultMetadata;

/// How many failed attempts are kept for the error: enough for every node of a large cluster's plan that a person would
/// read about.
const MAX_ATTEMPTS: usize = 64;

/// What an attempt came to.
pub(super) type Outcome = Result<Answer, AttemptError>;

/// A request from its start, or after its first attempt, `failed`. That is `None` inside when its first node had no
/// connection.
pub(super) async fn run(
    session: &Inner,
    request: &Outgoing<'_>,
    random: u64,
    span: Span,
    failed: Option<(Arc<Connection>, Outcome)>,
) -> Result<Reply, Error> {
    let policies = request.execution.policies.as_deref();
    let listener = policies.and_then(|policies| policies.history.as_deref());
    let history = listener.map(History::begin);
    let state = Mutex::new(State::default());
    let course = Course { session, request, random, span, policies, history, state };
    let result = course.run(failed).await;
    if let Some(history) = history {
        history.end(&result);
    }
    result
}

/// One request, as its branches share it.
pub(super) struct Course<'a> {
    pub(super) session: &'a Inner,
    pub(super) request: &'a Outgoing<'a>,
    /// Chooses the order of nodes.
    pub(super) random: u64,
    pub(super) span: Span,
    /// `None` where they are the driver's own.
    pub(super) policies: Option<&'a Policies>,
    pub(super) history: Option<History<'a>>,
    /// One task polls all branches, so nobody ever waits for it.
    state: Mutex<State>,
}

/// What is known of a request by now.
#[derive(Default)]
pub(super) struct State {
    /// What failed so far.
    attempts: Vec<Attempt>,
    /// Connections that took no request at the moment, and what each is waited for.
    busy: Vec<(Arc<Connection>, &'static str)>,
    /// Nodes that are not asked again: each has answered, may have seen the request, or is being asked.
    done: HashSet<SocketAddr>,
    /// Where statements were prepared again.
    again: HashMap<SocketAddr, Again>,
}

/// What was prepared again on a node.
#[derive(Default)]
struct Again {
    times: usize,
    /// The columns that the node named the last time; it may have no room for the request afterwards, and be asked later.
    columns: Option<Arc<ResultMetadata>>,
}

impl State {
    /// Takes a node for an attempt, unless it is not to be asked again.
    pub(super) fn take(&mut self, node: SocketAddr) -> bool {
        self.done.insert(node)
    }

    /// Gives a node back that was sent nothing of the request.
    pub(super) fn give_back(&mut self, node: SocketAddr) {
        self.done.remove(&node);
    }

    /// A connection took no request, and is waited for.
    pub(super) fn wait_for(&mut self, connection: &Arc<Connection>, phase: &'static str) {
        if !self.busy.iter().any(|(known, _)| Arc::ptr_eq(known, connection)) {
            self.busy.push((Arc::clone(connection), phase));
        }
    }

    /// Notes what an attempt failed with, after which the node is not asked again.
    pub(super) fn leave(&mut self, connection: &Connection, error: Error) {
        self.done.insert(connection.address());
        self.busy.retain(|(busy, _)| busy.address() != connection.address());
        self.note(connection, error);
    }

    /// Keeps what an attempt failed with; the oldest ones, should there be very many.
    pub(super) fn note(&mut self, connection: &Connection, error: Error) {
        if self.attempts.len() < MAX_ATTEMPTS {
            self.attempts.push(Attempt::new(connection.address(), error));
        }
    }

    /// Notes why nothing was sent to a node, once.
    pub(super) fn note_refusal(&mut self, connection: &Connection, error: Error) {
        let node = connection.address();
        if !self.attempts.iter().any(|attempt| attempt.node == node && attempt.error.kind() == error.kind()) {
            self.note(connection, error);
        }
    }

    /// Whether a statement may be prepared once more on a node, of `most` times.
    pub(super) fn prepares_again(&mut self, node: SocketAddr, most: usize) -> bool {
        let again = self.again.entry(node).or_default();
        let may = again.times < most;
        if may {
            again.times += 1;
        }
        may
    }

    /// A node prepared a statement again, and named these columns.
    pub(super) fn prepared_again(&mut self, node: SocketAddr, columns: Arc<ResultMetadata>) {
        self.again.entry(node).or_default().columns = Some(columns);
    }

    /// The columns that a node named when it prepared the statement again.
    pub(super) fn columns_of(&mut self, node: SocketAddr) -> Option<Arc<ResultMetadata>> {
        self.again.remove(&node).and_then(|again| again.columns)
    }

    /// The attempts, for the error that ends the request.
    pub(super) fn take_attempts(&mut self) -> Vec<Attempt> {
        std::mem::take(&mut self.attempts)
    }
}

impl Course<'_> {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics under this lock but the allocator.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn run(&self, failed: Option<(Arc<Connection>, Outcome)>) -> Result<Reply, Error> {
        let mut first = Fibre::first(self);
        if let Some((connection, outcome)) = failed {
            self.state().take(connection.address());
            if let Some(reply) = first.follow(&connection, outcome).await? {
                return Ok(reply);
            }
        }
        loop {
            let live = self.session.cluster.load_full();
            let plan = Plan::new(self, &live);
            if let Some(reply) = race::run(self, &plan, &mut first).await? {
                return Ok(reply);
            }
            // Every node was asked. Those that had no room for the request are worth waiting for; it ends when none is left.
            if self.state().busy.is_empty() {
                return Err(self.exhausted(&live));
            }
            drop(plan);
            let freed = self.first_free().await?;
            // At once: of those who wait for room on it, only this one was told.
            self.state().take(freed.address());
            if let Some(reply) = first.ask(&freed).await? {
                return Ok(reply);
            }
        }
    }

    /// What begins further branches; `None` when nothing does, as for a request that must not be carried out twice.
    pub(super) fn speculation(&self) -> Option<&dyn SpeculativeExecutionPolicy> {
        let policy = self.policies?.speculative_execution.as_deref()?;
        self.request.is_idempotent.get().then_some(policy)
    }

    /// Takes another connection to the node whose connection had no room for the request just now, if there is one that was
    /// not tried.
    pub(super) fn other_connection(&self, live: &Live) -> Option<Arc<Connection>> {
        let mut state = self.state();
        let node = state.busy.last()?.0.address();
        let tried = |connection: &Arc<Connection>| {
            let of_node = state.busy.iter().rev().take_while(|(busy, _)| busy.address() == node);
            of_node.into_iter().any(|(busy, _)| Arc::ptr_eq(busy, connection))
        };
        let other = live.pool_at(node)?.connections().into_iter().find(|connection| !tried(connection))?;
        state.take(node).then_some(other)
    }

    /// Waits until one of the busy connections may take the request.
    async fn first_free(&self) -> Result<Arc<Connection>, Error> {
        let busy = std::mem::take(&mut self.state().busy);
        let phase = busy.first().map_or("waiting for a connection", |(_, phase)| phase);
        let left = self.time_left(phase)?;
        let body_len = self.request.body.len();
        let freed = busy.iter().map(|(connection, _)| {
            Box::pin(async move {
                connection.freed(body_len, left).await;
                connection
            })
        });
        let (connection, ..) = select_all(freed).await;
        if let Err(timeout) = self.time_left(phase) {
            connection.pass_room_on();
            return Err(timeout);
        }
        Ok(Arc::clone(connection))
    }

    /// No node is left to ask: the last attempt's error, with those before it.
    fn exhausted(&self, live: &Live) -> Error {
        let mut attempts = self.state().take_attempts();
        if let Some(ended) = self.session.cluster.ended() {
            return ended.after(attempts).of_statement(self.request.label);
        }
        let error = match attempts.pop() {
            Some(last) => last.error.on_node(last.node).after(attempts),
            None => none_connected(live),
        };
        error.of_statement(self.request.label)
    }

    /// How much of the request's time is left; a second where it has no end.
    ///
    /// # Errors
    /// When none is left, of which the last was spent on `phase`.
    pub(super) fn time_left(&self, phase: &'static str) -> Result<Duration, Error> {
        let Some(deadline) = self.span.deadline else { return Ok(Duration::from_secs(1)) };
        let left = deadline.saturating_duration_since(now());
        if left.is_zero() {
            let error = Error::timeout(self.timeout(), phase);
            return Err(error.of_statement(self.request.label).after(self.state().take_attempts()));
        }
        Ok(left)
    }

    /// How long the whole request may take, for errors.
    pub(super) fn timeout(&self) -> Duration {
        self.request.execution.timeout.unwrap_or(Duration::MAX)
    }

    /// Ends the request with an error of this node.
    pub(super) fn give_up(&self, connection: &Connection, error: Error) -> Error {
        let attempts = self.state().take_attempts();
        error.of_statement(self.request.label).on_node(connection.address()).after(attempts)
    }
}

/// No node of the plan had a connection: says why.
fn none_connected(live: &Live) -> Error {
    let nodes = live.pools().len();
    let listed = if nodes > LISTED { format!("; up to {LISTED} of them are listed") } else { String::new() };
    let found = format!("none of {nodes} nodes has an open connection{listed}");
    Error::new(ErrorKind::NoNodeAvailable, found).after(live.failures())
}
