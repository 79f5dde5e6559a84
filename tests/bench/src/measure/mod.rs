//! What one request costs: two runs of a client under callgrind, and their difference.

mod callgrind;
mod child;
mod valgrind;

use std::path::{Path, PathBuf};

use crate::responder::Responder;
use crate::{Error, Protocol, Work};
use callgrind::Totals;

/// What is measured: the same work twice, once short and once long.
#[derive(Debug, Clone)]
pub struct Case {
    /// What a request is, as the client knows it.
    pub scenario: &'static str,
    /// The protocol version.
    pub protocol: Protocol,
    /// Tasks that do requests at the same time.
    pub in_flight: u32,
    /// Requests of the short run: enough that buffers and slots have grown to what they need.
    pub warm_up: u32,
    /// Requests that the long run does beyond the short one: these are counted.
    pub counted: u32,
}

/// What one request costs in the client's process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// User space instructions.
    pub instructions: u64,
    /// Heap allocations (reallocations included), in hundredths.
    pub allocation_hundredths: u64,
    /// Requests for each system call that writes to a socket; zero when there was none.
    pub requests_per_write: u64,
}

/// Measures clients against one responder.
#[derive(Debug)]
pub struct Meter {
    responder: Responder,
    directory: PathBuf,
}

impl Meter {
    /// Starts the responder, makes sure that valgrind is there, and keeps callgrind's files in `directory`.
    ///
    /// # Errors
    /// When valgrind can neither be found nor installed, or the responder does not start.
    pub fn start(directory: &Path) -> Result<Self, Error> {
        valgrind::provide()?;
        std::fs::create_dir_all(directory)?;
        Ok(Self { responder: Responder::start()?, directory: directory.to_owned() })
    }

    /// Counts what a request of `case` costs the client `program`; `name` distinguishes its callgrind files.
    ///
    /// # Errors
    /// When the client fails or callgrind's output cannot be read.
    pub fn cost(&mut self, program: &Path, name: &str, case: &Case) -> Result<Cost, Error> {
        let short = self.totals(program, name, case, case.warm_up)?;
        let long = self.totals(program, name, case, case.warm_up + case.counted)?;
        let counted = u64::from(case.counted);
        let each = |long: u64, short: u64, unit: u64| (long.saturating_sub(short) * unit + counted / 2) / counted;
        Ok(Cost {
            instructions: each(long.instructions, short.instructions, 1),
            allocation_hundredths: each(long.allocations, short.allocations, 100),
            requests_per_write: counted.checked_div(long.writes.saturating_sub(short.writes)).unwrap_or(0),
        })
    }

    /// How many requests the responder finds in one read when the client runs at its own speed, not under callgrind.
    ///
    /// # Errors
    /// When the client fails.
    pub fn requests_per_read(&mut self, program: &Path, case: &Case, requests: u32) -> Result<u64, Error> {
        let before = self.responder.counts()?;
        child::run(program, &self.work(case, requests).to_args(), None)?;
        let after = self.responder.counts()?;
        Ok((after.requests - before.requests).checked_div(after.reads - before.reads).unwrap_or(0))
    }

    fn totals(&self, program: &Path, name: &str, case: &Case, requests: u32) -> Result<Totals, Error> {
        let Case { scenario, protocol, in_flight, .. } = case;
        let file = self.directory.join(format!("{name}-{scenario}-{protocol}-{in_flight}-{requests}.callgrind"));
        callgrind::run(program, &self.work(case, requests).to_args(), &file)
    }

    fn work(&self, case: &Case, requests: u32) -> Work {
        Work {
            scenario: case.scenario.to_owned(),
            protocol: case.protocol,
            in_flight: case.in_flight,
            requests,
            address: self.responder.address(),
        }
    }
}
