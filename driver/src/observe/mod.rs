//! What a request and a connection report to.
//!
//! # What lives here
//! [`Counters`], which connections add to once a flush or a read, never once a request; [`TracingInfo`], what the server
//! recorded of a traced request; [`HistoryListener`], which is told of the attempts of the requests that it is set on.
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
mod history;
mod trace;

pub(crate) use counters::Counters;
pub use counters::Counts;
pub use history::{AttemptId, HistoryListener, RequestId, SpeculativeId};
pub use trace::{TracingEvent, TracingInfo};
