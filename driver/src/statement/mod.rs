//! Statements: what is asked, and the options it is asked with.
//!
//! # What lives here
//! [`Statement`] (text), [`PreparedStatement`] (what the server knows by id), [`BoundStatement`] (with its values),
//! [`Batch`], and the [`StatementConfig`] that all of them carry.
//!
//! # Depends on
//! `wire`, `value`, `error`, `topology` (tokens), `profile` (handles); the parser of `ilium-cql`.
//!
//! # Invariants
//! A statement never talks to a server. Cloning one is cheap: what the server said is shared, the options are copied.
//!
//! # Start reading at
//! [`PreparedStatement`].

mod batch;
mod bound;
mod config;
mod metadata;
mod prepared;
mod routing_key;
mod unprepared;

pub use batch::{Batch, BatchStatement, BatchType};
pub use bound::BoundStatement;
pub use config::StatementConfig;
pub use metadata::ResultMetadata;
pub(crate) use metadata::{PreparedMetadata, ResultShape};
pub use prepared::PreparedStatement;
pub use unprepared::Statement;
