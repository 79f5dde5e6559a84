//! Statements as data: what the derive of a DAO emits, the checks read and `prepare` interprets.
//!
//! # What lives here
//! [`spec`]: the data. [`roles`]: what each parameter is to its statement. [`text`]: the CQL that follows from both.
//! [`one_row`]: whether a read finds one row at most.
//!
//! # Depends on
//! [`entity`](crate::entity), [`cql_type`](crate::cql_type).
//!
//! # Invariants
//! The checks and the text ask the same function for a parameter's role, so what was checked is what runs.
//!
//! # Start reading at
//! [`spec::StatementSpec`].

pub(crate) mod one_row;
pub(crate) mod roles;
pub(crate) mod spec;
pub(crate) mod text;
