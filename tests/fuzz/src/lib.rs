//! What the fuzzers run: each target is a function of bytes that panics when a rule is broken.
//!
//! The fuzzers themselves are in the folder `fuzz` of the repository; `cargo +nightly fuzz run envelope` starts one. Their
//! corpora are run by this package's tests, with the same functions.
//!
//! The rules: nothing panics on any bytes; what was read, written again, is read the same; no memory is taken because a
//! length says so (the fuzzers run with a limit on a single allocation).

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a target that panics has found something"
)]

mod class_name;
mod envelope;
mod input;
mod messages;
mod metadata;
mod segment;
mod types;
mod value;

pub use class_name::class_name;
pub use envelope::envelope;
pub use messages::message;
pub use metadata::result_metadata;
pub use segment::segment;
pub use value::value;

/// A target: a function of the bytes that a fuzzer made.
pub type Target = fn(&[u8]);

/// The targets by name; the folders of the corpora have the same names.
pub const TARGETS: [(&str, Target); 6] = [
    ("class_name", class_name),
    ("envelope", envelope),
    ("message", message),
    ("result_metadata", result_metadata),
    ("segment", segment),
    ("value", value),
];
