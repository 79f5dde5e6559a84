//! Statements: what is asked, and the options it is asked with.
//!
//! # What lives here
//! [`Statement`] (text), [`PreparedStatement`] (what the server knows by id), [`BoundStatement`] (with its values),
//! [`Batch`], and the `StatementConfig` that all of them carry.
//!
//! # Depends on
//! `wire`, `value`, `error`, `topology` (tokens), `profile` (handles); the parser of `ilium-cql`.
//!
//! # Invariants
//! A statement never talks to a server. Cloning one is cheap: what the server said is shared, the options are copied.
//!
//! # Start reading at
//! [`PreparedStatement`].

pub mod batch;
pub mod bound;
mod config;
mod markers;
mod metadata;
pub mod prepared;
mod registry;
mod routing_key;
pub mod unprepared;

pub(crate) use batch::{Batch, BatchStatement};
pub(crate) use bound::BoundStatement;
pub(crate) use config::{Extras, StatementConfig};
pub(crate) use markers::{OtherMarkers, expect_same};
pub use metadata::ResultMetadata;
pub(crate) use metadata::{Described, PreparedMetadata, ResultShape};
pub(crate) use prepared::PreparedStatement;
pub(crate) use registry::{Alterations, Altered, Statements};
pub use unprepared::Statement;

pub use crate::wire::consistency::{Consistency, SerialConsistency};
