//! The one way of a request: its execution, its first node, its answer.
//!
//! A request that follows the driver's own policies is sent to its first node here; where that brings no result, and where a
//! request has policies of its own, it goes on in `course.rs`, whose branches (`fibre.rs`) share a plan of nodes
//! (`plan.rs`) and may run beside each other (`race.rs`).

mod buffer;
mod course;
mod fibre;
mod observers;
mod plan;
mod race;
pub(super) mod reprepare;

use std::sync::Arc;
use std::time::Instant;

pub(super) use buffer::Buffer;

use super::Inner;
use super::use_keyspace::check_name;
use crate::connection::{Connection, Request, attempt_until, now};
use crate::error::{Error, ErrorKind};
use crate::policy::{DefaultPolicy, RoutingInfo};
use crate::profile::Execution;
use crate::protocol::{Answer, Due};
use crate::statement::{Batch, CallOptions, Extras, PreparedMetadata, PreparedStatement, ResultMetadata, Statement};
use crate::wire::request::QueryParameters;
use crate::wire::response::encode_custom_payload;
use crate::wire::{Flags, Opcode, ProtocolVersion};

impl Inner {
    /// Begins a request's body with what stands before the message, and adds to `flags` those that announce it.
    ///
    /// # Errors
    /// When the session's version of the protocol cannot carry an option of the statement, or no keyspace can have the name
    /// that is set on it.
    #[inline]
    pub(super) fn begin(&self, flags: Flags, extras: Option<&Extras>, body: &mut Vec<u8>) -> Result<Flags, Error> {
        match extras {
            None => Ok(flags),
            Some(extras) => Ok(flags | begin_extras(self.cluster.version(), extras, body)?),
        }
    }
}

/// Checks `extras` and that `version` carries all of them, and writes the payload.
#[cold]
fn begin_extras(version: ProtocolVersion, extras: &Extras, body: &mut Vec<u8>) -> Result<Flags, Error> {
    let parameters = QueryParameters {
        keyspace: extras.keyspace.as_deref(),
        now_in_seconds: extras.now_in_seconds,
        ..QueryParameters::default()
    };
    if let Some(name) = parameters.unsupported(version) {
        return Err(Error::unsupported(name, ProtocolVersion::V5, version));
    }
    if let Some(keyspace) = &extras.keyspace {
        check_name(keyspace).map_err(|found| Error::new(ErrorKind::Keyspace, found))?;
    }
    let Some(payload) = &extras.custom_payload else { return Ok(Flags::NONE) };
    if !version.has_custom_payload() {
        return Err(Error::unsupported("custom_payload", ProtocolVersion::V4, version));
    }
    // native_protocol_v4 §2.2: without tracing id and warnings, which no request has, the payload comes first.
    encode_custom_payload(payload, body).map_err(|error| Error::caused(ErrorKind::BadConfig, error))?;
    Ok(Flags::CUSTOM_PAYLOAD)
}

/// A request that is ready to be sent, to whichever node.
pub(super) struct Outgoing<'a> {
    pub(super) opcode: Opcode,
    pub(super) flags: Flags,
    /// The encoded message; it is sent again as it is when an attempt fails.
    pub(super) body: Buffer,
    /// What stands for the statement in errors.
    pub(super) label: &'a Arc<str>,
    /// How the node is chosen.
    pub(super) routing: RoutingInfo<'a>,
    /// What it follows.
    pub(super) execution: &'a Execution,
    /// Where in the body the consistency level stands, for requests that have one.
    pub(super) consistency_at: Option<usize>,
    /// What may have to be prepared again.
    pub(super) prepared: Preparations<'a>,
    /// Whether a lost attempt may be made again.
    pub(super) is_idempotent: Idempotence<'a>,
}

impl Outgoing<'_> {
    /// What one attempt sends.
    #[inline]
    pub(super) fn message(&self, due: Due) -> Request<'_> {
        Request { opcode: self.opcode, flags: self.flags, body: &self.body, due }
    }
}

/// Which prepared statements a request names, each with the markers that its values were written for.
#[derive(Clone, Copy)]
pub(super) enum Preparations<'a> {
    None,
    One(&'a PreparedStatement, &'a PreparedMetadata),
    Batch(&'a Batch, &'a [(&'a PreparedStatement, &'a PreparedMetadata)]),
}

impl<'a> Preparations<'a> {
    /// All of them.
    pub(super) fn all(self) -> impl Iterator<Item = (&'a PreparedStatement, &'a PreparedMetadata)> {
        let (one, batch) = match self {
            Self::None => (None, [].as_slice()),
            Self::One(prepared, markers) => (Some((prepared, markers)), [].as_slice()),
            Self::Batch(_, all) => (None, all),
        };
        one.into_iter().chain(batch.iter().copied())
    }

    /// Those that the server calls `id`.
    pub(super) fn of_id(self, id: &[u8]) -> impl Iterator<Item = (&'a PreparedStatement, &'a PreparedMetadata)> {
        self.all().filter(move |(prepared, _)| prepared.get_id() == id)
    }
}

/// Whether a lost attempt may be made again: asked only when one was lost.
#[derive(Clone, Copy)]
pub(super) enum Idempotence<'a> {
    Known(bool),
    Text(&'a Statement),
    /// With the options of the call.
    Prepared(&'a PreparedStatement, Option<&'a CallOptions>),
    /// With the options that it is executed with.
    Batch(&'a Batch, &'a CallOptions),
}

impl Idempotence<'_> {
    pub(super) fn get(self) -> bool {
        match self {
            Self::Known(known) => known,
            Self::Text(statement) => statement.get_is_idempotent(),
            Self::Prepared(prepared, call) => {
                let of_call = call.and_then(|call| call.is_idempotent);
                of_call.unwrap_or_else(|| prepared.get_is_idempotent())
            }
            Self::Batch(batch, options) => batch.is_idempotent_with(options),
        }
    }
}

/// An answer and the connection that it came on.
pub(super) struct Reply {
    pub(super) answer: Answer,
    pub(super) connection: Arc<Connection>,
    /// The columns that the node named when it prepared the statement again, before it answered.
    pub(super) columns: Option<Arc<ResultMetadata>>,
}

/// What a request started with, and when it must end.
#[derive(Clone, Copy)]
pub(super) struct Span {
    /// How many statements had been prepared again when it started.
    pub(super) repreparations: u64,
    pub(super) deadline: Option<Instant>,
}

impl Inner {
    /// Sends a request to the first node of its plan, and to the same or others where that is allowed.
    pub(super) async fn run(&self, request: &Outgoing<'_>) -> Result<Reply, Error> {
        let timeout = request.execution.timeout;
        let repreparations = self.repreparations.made();
        let random = fastrand::u64(..);
        if request.execution.policies.is_some() {
            let span = Span { repreparations, deadline: Due::within(timeout).counted_from(now) };
            return Box::pin(course::run(self, request, random, span, None)).await;
        }
        let first = {
            let state = self.cluster.load();
            let picked = DefaultPolicy::first(&request.routing, state.snapshot(), random);
            picked.and_then(|target| state.connection(target, request.routing.token, random))
        };
        // The time begins when the connection takes the request, and looks at the clock for many of them at once.
        let mut due = Due::within(timeout);
        let failed = match first {
            None => None,
            Some(connection) => match attempt_until(&connection, &mut due, |due| request.message(due)).await {
                Ok(answer) if answer.opcode == Opcode::Result => {
                    return Ok(Reply { answer, connection, columns: None });
                }
                Ok(answer) => Some((connection, Ok(answer))),
                Err(error) => Some((connection, Err(error))),
            },
        };
        // Where it was taken by none, the time begins now.
        let deadline = due.counted_from(now);
        let span = Span { repreparations, deadline };
        // Boxed, so that the way that is always taken does not carry the size of the one that is hardly ever.
        Box::pin(course::run(self, request, random, span, failed)).await
    }
}
