//! One branch of a request: one attempt after the other.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;

use super::course::{Course, Outcome};
use super::observers::Told;
use super::plan::Plan;
use super::{Preparations, Reply};
use crate::connection::{AttemptError, Connection, Request, attempt, call_error, now, refused_error};
use crate::error::{Error, ErrorKind, RetryDecision};
use crate::observe::SpeculativeId;
use crate::policy::retry::{DefaultRetrySession, RequestInfo, RetrySession};
use crate::protocol::{Answer, CallError, Refused};
use crate::statement::{ResultMetadata, expect_same};
use crate::wire::consistency::Consistency;
use crate::wire::response::ErrorDetail;
use crate::wire::{Flags, Opcode};

/// How often a statement is prepared again on one node for one request.
///
/// A node that has just started may lose a preparation to another client's; more than that is not an accident.
const PREPARATIONS: usize = 3;

/// The body of a RESULT that has no rows (native_protocol_v5 §4.2.5.1): the kind Void.
const VOID: &[u8] = &[0, 0, 0, 1];

/// One branch of a request: the only one, or one of several beside each other.
pub(super) struct Fibre<'c, 'a> {
    course: &'c Course<'a>,
    /// Which branch, for the listener; the first has no name.
    name: Option<SpeculativeId>,
    retries: Retries,
    /// At which level the next attempt is made.
    consistency: Consistency,
    /// The body, with a level that the retry policy chose; the request's own otherwise.
    body: Cow<'c, [u8]>,
    /// How many statements had been prepared again when the last attempt was made, or before.
    seen: u64,
    /// What was told of the last attempt.
    told: Told,
}

/// What decides about retries.
enum Retries {
    Default(DefaultRetrySession),
    Users(Box<dyn RetrySession>),
}

/// What follows an attempt that failed.
enum Next {
    /// Another attempt on the same node.
    Again,
    /// The next node.
    Node,
    /// The request has ended.
    Reply(Reply),
}

impl<'c, 'a> Fibre<'c, 'a> {
    /// The branch that a request begins with.
    pub(super) fn first(course: &'c Course<'a>) -> Self {
        let retry = course.policies.and_then(|policies| policies.retry.as_ref());
        let retries = match retry {
            None => Retries::Default(DefaultRetrySession::new()),
            Some(policy) => Retries::Users(policy.new_session()),
        };
        Self {
            course,
            name: None,
            retries,
            consistency: course.request.execution.consistency,
            body: Cow::Borrowed(&course.request.body),
            seen: course.span.repreparations,
            told: Told::default(),
        }
    }

    /// A branch beside the others.
    pub(super) fn speculative(course: &'c Course<'a>) -> Self {
        let name = course.history.map(|history| history.speculates());
        Self { name, ..Self::first(course) }
    }

    /// Asks one node of the plan after the other; `None` when it has ended without an answer.
    pub(super) async fn walk(&mut self, plan: &Plan<'_>) -> Result<Option<Reply>, Error> {
        while let Some(connection) = plan.next(self.course) {
            if let Some(reply) = self.ask(&connection).await? {
                return Ok(Some(reply));
            }
        }
        Ok(None)
    }

    /// As [`walk`](Self::walk), to the end of the branch.
    pub(super) async fn run(mut self, plan: &Plan<'_>) -> Result<Option<Reply>, Error> {
        self.walk(plan).await
    }

    /// Asks a node; `None` sends the request to the next one.
    pub(super) async fn ask(&mut self, connection: &Arc<Connection>) -> Result<Option<Reply>, Error> {
        let outcome = self.attempt(connection).await?;
        self.follow(connection, outcome).await
    }

    /// Sends the request, if its values still are what its statements take.
    ///
    /// # Errors
    /// When another request has heard of other bind markers, as while this one waited: the node would read the values as
    /// what they are not.
    async fn attempt(&mut self, connection: &Arc<Connection>) -> Result<Outcome, Error> {
        let course = self.course;
        for (prepared, markers) in course.request.prepared.all() {
            let current = prepared.markers();
            if !std::ptr::eq(markers, &**current)
                && let Err(other) = expect_same(&markers.specs, &current.specs)
            {
                connection.pass_room_on();
                let error = Error::caused(ErrorKind::Serialize, other).of_statement(course.request.label);
                return Err(error.after(course.state().take_attempts()));
            }
        }
        self.seen = course.session.repreparations.made();
        self.told = course.tell_start(self.name, connection.address());
        let message = Request { body: &self.body, ..course.request.message(course.span.deadline.into()) };
        Ok(attempt(connection, message).await)
    }

    /// Follows an attempt to its end on that node: `None` sends the request to the next node.
    pub(super) async fn follow(
        &mut self,
        connection: &Arc<Connection>,
        mut outcome: Outcome,
    ) -> Result<Option<Reply>, Error> {
        loop {
            let next = match outcome {
                Ok(answer) if answer.opcode == Opcode::Result => {
                    self.course.tell_success(self.told, connection.address(), answer.at);
                    let columns = self.course.state().columns_of(connection.address());
                    return Ok(Some(Reply { answer, connection: Arc::clone(connection), columns }));
                }
                Ok(answer) => self.refused_by_server(connection, &answer).await?,
                Err(AttemptError::Refused(refused)) => self.refused(connection, refused)?,
                Err(AttemptError::Lost(lost)) => self.lost(connection, lost)?,
            };
            match next {
                // A policy may retry without end, and each answer may come in time.
                Next::Again => {
                    self.course.time_left("retrying")?;
                }
                Next::Node => return Ok(None),
                Next::Reply(reply) => return Ok(Some(reply)),
            }
            outcome = self.attempt(connection).await?;
        }
    }

    /// The answer is not a result.
    async fn refused_by_server(&mut self, connection: &Arc<Connection>, answer: &Answer) -> Result<Next, Error> {
        let course = self.course;
        let error = course.session.server_error(answer, connection, course.request.label);
        let error = self.without_secrets(error);
        // A server that forgets faster than we prepare is given up.
        let most = course.request.prepared.all().count() * PREPARATIONS;
        if error.kind() != ErrorKind::Unprepared || !course.state().prepares_again(connection.address(), most) {
            return self.decide(connection, error);
        }
        self.tell_error(connection, &error, &RetryDecision::RetrySameTarget(None));
        match self.prepare_again(connection, &error).await {
            Ok(columns) => {
                course.state().prepared_again(connection.address(), columns);
                Ok(Next::Again)
            }
            // The node is gone and has done nothing, so the request may go elsewhere whatever it does.
            Err(error) if matches!(error.kind(), ErrorKind::BrokenConnection | ErrorKind::NoNodeAvailable) => {
                course.state().leave(connection, error);
                Ok(Next::Node)
            }
            Err(error) => Err(course.give_up(connection, error)),
        }
    }

    /// The connection did not take the request: the node may be asked later.
    fn refused(&mut self, connection: &Arc<Connection>, refused: Refused) -> Result<Next, Error> {
        let course = self.course;
        if let Some(phase) = refused.waits_for() {
            let error = refused_error(refused);
            self.tell_error(connection, &error, &RetryDecision::RetryNextTarget(None));
            let mut state = course.state();
            state.give_back(connection.address());
            state.wait_for(connection, phase);
            return Ok(Next::Node);
        }
        let is_final = matches!(refused, Refused::TooLong(_));
        let error = refused_error(refused);
        if is_final {
            self.tell_error(connection, &error, &RetryDecision::DontRetry);
            return Err(course.give_up(connection, error));
        }
        self.tell_error(connection, &error, &RetryDecision::RetryNextTarget(None));
        // The pool may still hand out the connection that broke when the node is looked at again.
        let mut state = course.state();
        state.give_back(connection.address());
        state.note_refusal(connection, error);
        Ok(Next::Node)
    }

    /// An attempt got no answer.
    fn lost(&mut self, connection: &Arc<Connection>, lost: CallError) -> Result<Next, Error> {
        let is_timeout = matches!(lost, CallError::Timeout);
        let was_sent = !matches!(lost, CallError::Broken { sent: false, .. });
        let error = call_error(lost, self.course.timeout());
        if is_timeout {
            self.tell_error(connection, &error, &RetryDecision::DontRetry);
            return Err(self.course.give_up(connection, error));
        }
        if was_sent {
            return self.decide(connection, error);
        }
        self.tell_error(connection, &error, &RetryDecision::RetryNextTarget(None));
        self.course.state().leave(connection, error);
        Ok(Next::Node)
    }

    /// Asks the retry policy what follows.
    fn decide(&mut self, connection: &Arc<Connection>, error: Error) -> Result<Next, Error> {
        let course = self.course;
        let info = RequestInfo {
            error: &error,
            is_idempotent: course.request.is_idempotent.get(),
            consistency: self.consistency,
        };
        let decision = match &mut self.retries {
            Retries::Default(session) => session.decide_should_retry(info),
            Retries::Users(session) => session.decide_should_retry(info),
        };
        self.tell_error(connection, &error, &decision);
        match decision {
            RetryDecision::RetrySameTarget(consistency) => {
                self.choose(consistency);
                course.state().note(connection, error);
                Ok(Next::Again)
            }
            RetryDecision::RetryNextTarget(consistency) => {
                self.choose(consistency);
                course.state().leave(connection, error);
                Ok(Next::Node)
            }
            RetryDecision::DontRetry => Err(course.give_up(connection, error)),
            RetryDecision::IgnoreWriteError => {
                let body = Bytes::from_static(VOID);
                let answer = Answer { flags: Flags::NONE, opcode: Opcode::Result, body, at: now() };
                Ok(Next::Reply(Reply { answer, connection: Arc::clone(connection), columns: None }))
            }
        }
    }

    fn tell_error(&self, connection: &Connection, error: &Error, decision: &RetryDecision) {
        self.course.tell_error(self.told, connection.address(), error, decision);
    }

    /// Makes further attempts at this consistency level.
    fn choose(&mut self, consistency: Option<Consistency>) {
        let Some(consistency) = consistency.filter(|consistency| *consistency != self.consistency) else { return };
        let Some(at) = self.course.request.consistency_at else { return };
        let place = self.body.to_mut().get_mut(at..).and_then(|place| place.first_chunk_mut::<2>());
        if let Some(place) = place {
            *place = consistency.code().to_be_bytes();
            self.consistency = consistency;
        }
    }

    /// Masks what the server quotes of passwords in the request's texts.
    fn without_secrets(&self, error: Error) -> Error {
        let request = self.course.request;
        match request.prepared {
            Preparations::None => error.without_secrets_of(request.label),
            Preparations::One(prepared, _) => error.without_secrets_of(prepared.get_statement()),
            Preparations::Batch(batch, _) => {
                batch.statements().iter().fold(error, |error, statement| error.without_secrets_of(statement.contents()))
            }
        }
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
        let course = self.course;
        let detail = unprepared.server_error().map(|error| &error.detail);
        let Some(ErrorDetail::Unprepared { id }) = detail else { return Err(unprepared.clone()) };
        let mut named = course.request.prepared.of_id(id);
        let Some((prepared, markers)) = named.next() else { return Err(unprepared.clone()) };
        let deadline = course.span.deadline;
        let timeout = match deadline {
            Some(deadline) => deadline.saturating_duration_since(now()),
            None => course.session.config.metadata_timeout,
        };
        let again = course.session.prepare_once(prepared, connection, self.seen, timeout).await;
        // What was left of the time is another each time, and nobody set it.
        let with_whole_timeout = |error: Error| match error.is_timeout() && deadline.is_some() {
            true => Error::timeout(course.timeout(), "preparing the statement again").on_node(connection.address()),
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
}
