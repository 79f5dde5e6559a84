//! What happens to a request whose first attempt brought no result: prepare again, try the next node, or give up.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::select_all;

use super::Inner;
use super::request::{Outgoing, Preparations, Reply, Span};
use crate::cluster::{LISTED, Live};
use crate::connection::{AttemptError, Connection, attempt, call_error, now, refused_error};
use crate::error::{Attempt, Error, ErrorKind};
use crate::policy::retry::{RetryDecision, RetryInfo, decide};
use crate::protocol::{Answer, CallError, Refused};
use crate::statement::{ResultMetadata, expect_same};
use crate::wire::Opcode;
use crate::wire::response::ErrorDetail;

/// How often a statement is prepared again on one node for one request.
///
/// A node that has just started may lose a preparation to another client's; more than that is no accident.
const PREPARATIONS: usize = 3;

/// How many failed attempts are kept for the error: enough for every node of a large cluster's plan that a person would
/// read about.
const MAX_ATTEMPTS: usize = 64;

/// What an attempt came to.
type Outcome = Result<Answer, AttemptError>;

/// The rest of a request after its first attempt, `failed`, which is `None` when its first node had no connection.
pub(super) async fn run(
    session: &Inner,
    request: &Outgoing<'_>,
    random: u64,
    span: Span,
    failed: Option<(Arc<Connection>, Outcome)>,
) -> Result<Reply, Error> {
    let mut recovery = Recovery {
        session,
        request,
        span,
        attempts: Vec::new(),
        busy: Vec::new(),
        done: HashSet::new(),
        again: HashMap::new(),
        same_node_retried: false,
        seen: span.repreparations,
    };
    if let Some((connection, outcome)) = failed
        && let Some(reply) = recovery.follow(&connection, outcome).await?
    {
        return Ok(reply);
    }
    loop {
        let state = session.cluster.load_full();
        let plan = session.policy.plan(&request.routing, state.snapshot(), random);
        for node in plan {
            let Some(connection) = state.connection(node, None, request.routing.token, random) else { continue };
            if recovery.done.contains(&connection.address()) {
                continue;
            }
            let outcome = recovery.attempt(&connection).await?;
            if let Some(reply) = recovery.follow(&connection, outcome).await? {
                return Ok(reply);
            }
        }
        // Every node was asked. Those that had no room for the request are worth waiting for; it ends when none is left.
        if recovery.busy.is_empty() {
            return Err(recovery.exhausted(&state));
        }
        let freed = recovery.first_free().await?;
        // At once: of those who wait for room on it, only this one was told.
        let outcome = recovery.attempt(&freed).await?;
        if let Some(reply) = recovery.follow(&freed, outcome).await? {
            return Ok(reply);
        }
    }
}

struct Recovery<'a> {
    session: &'a Inner,
    request: &'a Outgoing<'a>,
    span: Span,
    /// What failed so far.
    attempts: Vec<Attempt>,
    /// Connections that took no request at the moment, and what each is waited for.
    busy: Vec<(Arc<Connection>, &'static str)>,
    /// Nodes that are not asked again: each has answered, or may have seen the request.
    done: HashSet<SocketAddr>,
    /// Where statements were prepared again.
    again: HashMap<SocketAddr, Again>,
    /// Whether the same node was asked again already.
    same_node_retried: bool,
    /// How many statements had been prepared again when the last attempt was made, or before.
    seen: u64,
}

/// What was prepared again on a node.
#[derive(Default)]
struct Again {
    times: usize,
    /// The columns that the node named the last time; it may have no room for the request afterwards, and be asked later.
    columns: Option<Arc<ResultMetadata>>,
}

impl Recovery<'_> {
    /// Sends the request, if its values still are what its statements take.
    ///
    /// # Errors
    /// When another request has heard of other bind markers, as while this one waited: the node would read the values as
    /// what they are not.
    async fn attempt(&mut self, connection: &Arc<Connection>) -> Result<Outcome, Error> {
        for (prepared, markers) in self.request.prepared.all() {
            let current = prepared.markers();
            if !std::ptr::eq(markers, &**current)
                && let Err(other) = expect_same(&markers.specs, &current.specs)
            {
                connection.pass_room_on();
                let error = Error::caused(ErrorKind::Serialize, other).of_statement(self.request.label);
                return Err(error.after(std::mem::take(&mut self.attempts)));
            }
        }
        self.seen = self.session.repreparations.made();
        Ok(attempt(connection, self.request.message(self.span.deadline)).await)
    }

    /// Follows an attempt to its end on that node: `None` sends the request to the next node.
    async fn follow(&mut self, connection: &Arc<Connection>, mut outcome: Outcome) -> Result<Option<Reply>, Error> {
        loop {
            let answer = match outcome {
                Ok(answer) if answer.opcode == Opcode::Result => {
                    let columns = self.again.remove(&connection.address()).and_then(|again| again.columns);
                    return Ok(Some(Reply { answer, connection: Arc::clone(connection), columns }));
                }
                Ok(answer) => answer,
                Err(error) => return self.lost(connection, error).map(|()| None),
            };
            let error = self.session.server_error(&answer, connection, self.request.label);
            let error = self.without_secrets(error);
            // A server that forgets faster than we prepare is given up.
            let preparations = self.request.prepared.all().count() * PREPARATIONS;
            let again = self.again.entry(connection.address()).or_default();
            if error.kind() == ErrorKind::Unprepared && again.times < preparations {
                again.times += 1;
                match self.prepare_again(connection, &error).await {
                    Ok(now) => self.again.entry(connection.address()).or_default().columns = Some(now),
                    // The node is gone and has done nothing, so the request may go elsewhere whatever it does.
                    Err(error) if matches!(error.kind(), ErrorKind::BrokenConnection | ErrorKind::NoNodeAvailable) => {
                        self.leave(connection, error);
                        return Ok(None);
                    }
                    Err(error) => return Err(self.give_up(connection, error)),
                }
            } else {
                match self.decide(&error) {
                    RetryDecision::SameNode => self.same_node_retried = true,
                    RetryDecision::NextNode => {
                        self.leave(connection, error);
                        return Ok(None);
                    }
                    RetryDecision::GiveUp => return Err(self.give_up(connection, error)),
                }
                self.note(connection, error);
            }
            outcome = self.attempt(connection).await?;
        }
    }

    fn decide(&self, error: &Error) -> RetryDecision {
        let Some(server) = error.server_error() else { return RetryDecision::GiveUp };
        decide(&RetryInfo {
            error: server,
            is_idempotent: self.request.is_idempotent.get(),
            same_node_retried: self.same_node_retried,
            unavailable_before: self.attempts.iter().any(|attempt| attempt.error.kind() == ErrorKind::Unavailable),
        })
    }

    /// Masks what the server quotes of passwords in the request's texts.
    fn without_secrets(&self, error: Error) -> Error {
        match self.request.prepared {
            Preparations::None => error.without_secrets_of(self.request.label),
            Preparations::One(prepared, _) => error.without_secrets_of(prepared.get_statement()),
            Preparations::Batch(batch, _) => {
                batch.statements().iter().fold(error, |error, statement| error.without_secrets_of(statement.contents()))
            }
        }
    }

    /// An attempt got no answer: notes it, or gives up.
    fn lost(&mut self, connection: &Arc<Connection>, error: AttemptError) -> Result<(), Error> {
        let (error, may_retry) = match error {
            AttemptError::Refused(refused) => return self.refused(connection, refused),
            AttemptError::Lost(lost) => {
                let may_retry = match &lost {
                    CallError::Timeout => false,
                    CallError::Broken { sent, .. } => !sent || self.request.is_idempotent.get(),
                };
                (call_error(lost, self.timeout()), may_retry)
            }
        };
        if may_retry {
            self.leave(connection, error);
            return Ok(());
        }
        Err(self.give_up(connection, error))
    }

    /// The connection did not take the request: the node may be asked later.
    fn refused(&mut self, connection: &Arc<Connection>, refused: Refused) -> Result<(), Error> {
        if let Some(phase) = refused.waits_for() {
            if !self.busy.iter().any(|(known, _)| Arc::ptr_eq(known, connection)) {
                self.busy.push((Arc::clone(connection), phase));
            }
            return Ok(());
        }
        let is_final = matches!(refused, Refused::TooLong(_));
        let error = refused_error(refused);
        if is_final {
            return Err(self.give_up(connection, error));
        }
        // The pool may still hand out the connection that broke when the node is looked at again.
        let node = connection.address();
        if !self.attempts.iter().any(|attempt| attempt.node == node && attempt.error.kind() == error.kind()) {
            self.note(connection, error);
        }
        Ok(())
    }

    /// Notes what an attempt failed with, after which the node is not asked again.
    fn leave(&mut self, connection: &Connection, error: Error) {
        self.done.insert(connection.address());
        self.busy.retain(|(busy, _)| busy.address() != connection.address());
        self.note(connection, error);
    }

    /// Keeps what an attempt failed with; the oldest ones, should there be very many.
    fn note(&mut self, connection: &Connection, error: Error) {
        if self.attempts.len() < MAX_ATTEMPTS {
            self.attempts.push(Attempt::new(connection.address(), error));
        }
    }

    fn give_up(&mut self, connection: &Connection, error: Error) -> Error {
        let attempts = std::mem::take(&mut self.attempts);
        error.of_statement(self.request.label).on_node(connection.address()).after(attempts)
    }

    /// Waits until one of the busy connections may take the request.
    async fn first_free(&mut self) -> Result<Arc<Connection>, Error> {
        let busy = std::mem::take(&mut self.busy);
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
    fn exhausted(&mut self, state: &Live) -> Error {
        if let Some(ended) = self.session.cluster.ended() {
            return ended.after(std::mem::take(&mut self.attempts)).of_statement(self.request.label);
        }
        let error = match self.attempts.pop() {
            Some(last) => last.error.on_node(last.node).after(std::mem::take(&mut self.attempts)),
            None => none_connected(state),
        };
        error.of_statement(self.request.label)
    }

    fn time_left(&self, phase: &'static str) -> Result<Duration, Error> {
        let Some(deadline) = self.span.deadline else { return Ok(Duration::from_secs(1)) };
        let left = deadline.saturating_duration_since(now());
        if left.is_zero() {
            let error = Error::timeout(self.timeout(), phase);
            return Err(error.of_statement(self.request.label).after(self.attempts.clone()));
        }
        Ok(left)
    }

    /// Prepares the statement that the node said it does not know. Returns the columns that it has now.
    ///
    /// # Errors
    /// When it cannot be prepared, or takes other values than those that were written.
    async fn prepare_again(
        &self,
        connection: &Arc<Connection>,
        unprepared: &Error,
    ) -> Result<Arc<ResultMetadata>, Error> {
        let detail = unprepared.server_error().map(|error| &error.detail);
        let Some(ErrorDetail::Unprepared { id }) = detail else { return Err(unprepared.clone()) };
        let mut named = self.request.prepared.of_id(id);
        let Some((prepared, markers)) = named.next() else { return Err(unprepared.clone()) };
        let timeout = match self.span.deadline {
            Some(deadline) => deadline.saturating_duration_since(now()),
            None => self.session.config.metadata_timeout,
        };
        let again = self.session.prepare_once(prepared, connection, self.seen, timeout).await;
        // What was left of the time is another each time, and nobody set it.
        let with_whole_timeout = |error: Error| match error.is_timeout() && self.span.deadline.is_some() {
            true => Error::timeout(self.timeout(), "preparing the statement again").on_node(connection.address()),
            false => error,
        };
        let described = again.map_err(with_whole_timeout)?;
        let columns = prepared.learn(&described)?;
        for (prepared, markers) in named.chain([(prepared, markers)]) {
            prepared.learn(&described)?;
            let same = expect_same(&markers.specs, &described.markers.specs);
            same.map_err(|other| Error::caused(ErrorKind::Serialize, other))?;
        }
        Ok(columns)
    }

    /// How long the whole request may take, for errors.
    fn timeout(&self) -> Duration {
        self.request.timeout.unwrap_or(Duration::MAX)
    }
}

/// No node of the plan had a connection: says why.
fn none_connected(state: &Live) -> Error {
    let nodes = state.pools().len();
    let listed = if nodes > LISTED { format!("; up to {LISTED} of them are listed") } else { String::new() };
    let found = format!("none of {nodes} nodes has an open connection{listed}");
    Error::new(ErrorKind::NoNodeAvailable, found).after(state.failures())
}
