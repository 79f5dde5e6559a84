//! Types of other crates, each crate behind a feature of its own: both directions, and conversions between our type and
//! theirs.
//!
//! One file per crate. A type is written and read as the CQL type that [`CqlDate`](super::CqlDate),
//! [`CqlDecimal`](super::CqlDecimal) and their like stand for, and goes wherever those go. What the other side cannot
//! hold is an error; nothing wraps, and nothing panics.

#[cfg(any(feature = "bigdecimal-04", feature = "rust_decimal-1"))]
mod decimal;
#[cfg(any(feature = "chrono-04", feature = "time-03", feature = "jiff-02"))]
mod through;

#[cfg(feature = "bigdecimal-04")]
mod bigdecimal;
#[cfg(feature = "chrono-04")]
mod chrono;
#[cfg(feature = "jiff-02")]
mod jiff;
#[cfg(any(feature = "num-bigint-03", feature = "num-bigint-04", feature = "num-bigint-05"))]
mod num_bigint;
#[cfg(feature = "rust_decimal-1")]
mod rust_decimal;
#[cfg(feature = "secrecy-10")]
mod secrecy;
#[cfg(feature = "serde_json-1")]
mod serde_json;
#[cfg(feature = "time-03")]
mod time;

#[cfg(test)]
mod tests;

#[cfg(feature = "serde_json-1")]
pub use serde_json::{Json, JsonError};
