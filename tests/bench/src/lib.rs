//! What the benchmarks of the driver and of the mapper share.
//!
//! A benchmark binary plays three parts, told apart by its first argument ([`Part`]):
//! - *responder*: answers CQL on the loopback with prebuilt bytes, in a process of its own, so that it is not counted;
//! - *client*: does a stated number of requests of one kind, and nothing else;
//! - *report* (no argument but cargo's `--bench`): starts the responder, runs the client under callgrind twice, with two
//!   request counts, and takes the difference. Connecting, preparing and warming up cancel out; what is left is the
//!   cost of one request in user space instructions and in calls of the allocator, which repeats within about 1 %
//!   whatever else the machine does.
//!
//! The package knows no driver: the client's code is the benchmark's, so the same harness measures any driver.
//!
//! Start reading at [`measure::Meter`].

pub mod measure;
pub mod peer;
pub mod report;
pub mod responder;
pub mod statement;
mod work;

pub use work::{Part, Protocol, Work};

/// Any failure of the harness: it is shown to a person and ends the run.
pub type Error = Box<dyn std::error::Error + Send + Sync>;
