//! What a request and a connection report to.
//!
//! # What lives here
//! [`Counters`], which connections add to once a flush or a read, never once a request; [`TracingInfo`], what the server
//! recorded of a traced request.
//!
//! # Depends on
//! `wire`, `value`, `error`.
//!
//! # Invariants
//! No clock: whoever counts says when. Counting never blocks and never allocates.
//!
//! # Start reading at
//! [`Counters`].

mod counters;
mod trace;

pub(crate) use counters::Counters;
pub use counters::Counts;
pub use trace::{TracingEvent, TracingInfo};
