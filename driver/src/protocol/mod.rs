//! One connection's state, without I/O: who waits for which answer, what is to be written, when something is overdue.
//!
//! # What lives here
//! [`Machine`]: requests go in by [`submit`](Machine::submit), bytes from the peer by [`receive`](Machine::receive), time
//! by [`handle_timeout`](Machine::handle_timeout); envelopes for the peer come out of
//! [`poll_transmit`](Machine::poll_transmit) and go through a [`Framer`], answers come out of
//! [`poll_answer`](Machine::poll_answer), events out of [`poll_event`](Machine::poll_event), the next deadline out of
//! [`poll_timeout`](Machine::poll_timeout).
//!
//! # Depends on
//! `wire` alone.
//!
//! # Invariants
//! No I/O and no clock: `now` is an argument. A stream id is used again only after its answer came or the connection is
//! gone, so an answer never reaches another request. What waits for an answer is bounded by the number of stream ids,
//! what waits to be written by bytes, events by number and size, orphans by a limit. Wakers are handed out, never woken here, so that no lock is held while a task is woken.
//!
//! # Start reading at
//! [`Machine::submit`].

mod batch;
mod broken;
mod deadline;
mod limits;
mod machine;
mod pushed;
mod refused;
mod slot;
mod streams;
mod submission;
#[cfg(test)]
mod tests;
mod transmit;

pub(crate) use broken::Broken;
pub(crate) use deadline::deadline;
pub(crate) use limits::Limits;
pub(crate) use machine::Machine;
pub(crate) use pushed::Pushed;
pub(crate) use refused::{CallError, Refused};
pub(crate) use slot::{Answer, StreamId};
pub(crate) use submission::{Due, Submission};
pub(crate) use transmit::Framer;
