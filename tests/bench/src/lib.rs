//! What the benchmarks of the driver and of the mapper share.
//!
//! A benchmark binary plays three parts, told apart by its first argument ([`Part`]):
//! - *responder*: answers CQL on the loopback with prebuilt bytes, in a process of its own, so that it is not counted;
//! - *client*: does a stated number of requests of one kind, and nothing else;
//! - *report* (no argument but cargo's `--bench`): starts the responder, runs the client under callgrind twice, with two
//!   request counts, and takes the difference. Connecting, preparing and warming up cancel out; what is left is the
//!   cost of one request in user space instructions, locked ones apart, and in calls of the allocator, which repeats within
//!   about 1 % whatever else the machine does. Processor time, in the program and in the kernel, and page faults are
//!   taken at full speed, the least of a few runs that take turns with those of the clients compared with: such times say
//!   something only beside each other.
//!
//! The package knows no driver: the client's code is the benchmark's, so the same harness measures any driver.
//!
//! Start reading at [`measure::Meter`].

mod checkout;
pub mod client;
pub mod measure;
pub mod report;
pub mod responder;
pub mod statement;
mod usage;
mod work;

pub use usage::Usage;
pub use work::{Part, Protocol, Work};

/// Any failure of the harness: it is shown to a person and ends the run.
pub type Error = Box<dyn std::error::Error + Send + Sync>;
