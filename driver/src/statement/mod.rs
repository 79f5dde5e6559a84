//! Statements: what is asked, and the options it is asked with.
//!
//! # What lives here
//! [`Statement`] (text), [`PreparedStatement`] (what the server knows by id), [`BoundStatement`] (with its values),
//! [`Batch`], and the [`CallOptions`] that all of them carry and a call has of its own.
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
mod columns;
mod markers;
mod metadata;
mod options;
pub mod prepared;
mod registry;
mod routing_key;
pub mod unprepared;

pub(crate) use batch::{Batch, BatchStatement};
pub(crate) use bound::BoundStatement;
pub(crate) use columns::SeenColumns;
pub(crate) use markers::{OtherMarkers, expect_same};
pub use metadata::ResultMetadata;
pub(crate) use metadata::{Described, PreparedMetadata, ResultShape};
pub use options::CallOptions;
pub(crate) use options::{DEFAULT_PAGE_SIZE, Extras, flags};
pub(crate) use prepared::PreparedStatement;
pub(crate) use registry::{Alterations, Altered, Statements};
pub use unprepared::Statement;

pub use crate::wire::consistency::{Consistency, SerialConsistency};
