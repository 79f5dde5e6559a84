//! Which CQL types a Rust type can be stored as, known when the program compiles.
//!
//! # What lives here
//! The comparison of types of the program with types of the server. The types of the program are the driver's
//! [`CqlType`] and [`TypeInfo`], which its derives implement.
//!
//! # Depends on
//! The driver.
//!
//! # Invariants
//! Types are compared as bit sets, never as text: a check of a correct program builds no message.
//!
//! # Start reading at
//! [`TypeInfo::fits`].

mod server;

pub(crate) use ilium_driver::value::cql_type::same;
pub use ilium_driver::value::cql_type::{CqlType, Kind, Kinds, TypeInfo};
pub(crate) use server::{Unfit, fits_column, native};
