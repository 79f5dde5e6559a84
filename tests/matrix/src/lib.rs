//! Every CQL type in every place where it is legal, in every mode of the protocol: written by this driver and read by
//! `cqlsh`, written by `cqlsh` and read by this driver. See the README for how to run it and what it proves.
//!
//! # Where to look
//! - `samples`: the types and their values; `context`: the places; `mode`: the modes
//! - `case`: a value in a place, as a literal and as what the driver is given
//! - `schema`: tables and statements; `driver`, `cqlsh`: who executes them
//! - `script`, `printed`: what cqlsh is given, and what it prints
//! - `same`, `verdict`: what counts as equal
//! - `run`: the order of all this; `report`: what comes out

mod case;
mod context;
mod cqlsh;
mod driver;
mod kind;
mod mode;
mod printed;
mod report;
mod run;
mod same;
mod samples;
mod schema;
mod script;
mod verdict;

pub use report::Report;
pub use run::run;

/// Why the matrix could not be run; what it finds is in its report.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
