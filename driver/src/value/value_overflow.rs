//! The error of conversions between Rust and CQL values.

use std::error::Error;
use std::fmt;

use crate::wire::shown::debug_by_chain;

/// A value is outside the range of the type it should become.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(clippy::exhaustive_structs, reason = "it says all that there is")]
pub struct ValueOverflow;

impl fmt::Display for ValueOverflow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value is out of range")
    }
}

impl Error for ValueOverflow {}

debug_by_chain!(ValueOverflow);
