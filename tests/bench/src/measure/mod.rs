//! What one request costs: two runs of a client under callgrind, and their difference; and runs at full speed.

mod callgrind;
mod child;
mod locked;
mod valgrind;

use std::path::{Path, PathBuf};

use crate::responder::Responder;
use crate::{Error, Protocol, Usage, Work};
use callgrind::{Locked, Totals};

/// What is measured: the same work twice, once short and once long.
#[derive(Debug, Clone)]
pub struct Case {
    /// What a request is, as the client knows it.
    pub scenario: &'static str,
    /// The protocol version.
    pub protocol: Protocol,
    /// Tasks that do requests at the same time.
    pub in_flight: u32,
    /// Threads that run them; 0 is the client's own alone.
    pub workers: usize,
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
    /// Those among them that lock memory, in hundredths. Each takes as long as some tens of others.
    pub locked_hundredths: u64,
    /// Heap allocations (reallocations included), in hundredths.
    pub allocation_hundredths: u64,
    /// Requests for each system call that writes to a socket; zero when there was none.
    pub requests_per_write: u64,
}

/// What one request takes in the client's process at full speed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Time {
    /// Nanoseconds in the program.
    pub user: u64,
    /// Nanoseconds in the kernel.
    pub system: u64,
    /// Page faults, in hundredths.
    pub fault_hundredths: u64,
    /// Requests that the server found in one read.
    pub requests_per_read: u64,
}

impl Time {
    /// User and system time together.
    #[must_use]
    pub fn cpu(&self) -> u64 {
        self.user + self.system
    }
}

/// One client at full speed.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// The client.
    pub program: &'a Path,
    /// What it does.
    pub case: &'a Case,
    /// How many requests it does each time.
    pub requests: u32,
}

/// What one run at full speed came to.
#[derive(Debug, Clone, Copy)]
struct Turn {
    usage: Usage,
    requests_per_read: u64,
}

/// Measures clients against one responder.
#[derive(Debug)]
pub struct Meter {
    responder: Responder,
    directory: PathBuf,
    locked: Locked,
}

impl Meter {
    /// Starts the responder, makes sure that valgrind is there, and keeps callgrind's files in `directory`.
    ///
    /// # Errors
    /// When valgrind can neither be found nor installed, or the responder does not start.
    pub fn start(directory: &Path) -> Result<Self, Error> {
        valgrind::provide()?;
        std::fs::create_dir_all(directory)?;
        Ok(Self { responder: Responder::start()?, directory: directory.to_owned(), locked: Locked::default() })
    }

    /// Counts what a request of `case` costs the client `program`; `name` distinguishes its callgrind files.
    ///
    /// # Errors
    /// When the client fails or callgrind's output cannot be read.
    pub fn cost(&mut self, program: &Path, name: &str, case: &Case) -> Result<Cost, Error> {
        let short = self.totals(program, name, case, case.warm_up)?;
        let long = self.totals(program, name, case, case.warm_up + case.counted)?;
        let counted = u64::from(case.counted);
        let each = |long: u64, short: u64, unit: u64| per(long.saturating_sub(short) * unit, counted);
        Ok(Cost {
            instructions: each(long.instructions, short.instructions, 1),
            locked_hundredths: each(long.locked, short.locked, 100),
            allocation_hundredths: each(long.allocations, short.allocations, 100),
            requests_per_write: counted.checked_div(long.writes.saturating_sub(short.writes)).unwrap_or(0),
        })
    }

    /// What a request takes each of the `runs` at full speed, the least of a few turns, so that what else the machine does
    /// hits all alike. The kernel counts user and system time apart by samples, so that split is one of all turns.
    ///
    /// # Errors
    /// When a client fails.
    pub fn times(&mut self, runs: &[Run<'_>]) -> Result<Vec<Time>, Error> {
        const TURNS: usize = 5;
        let mut all: Vec<Vec<Turn>> = vec![Vec::new(); runs.len()];
        for _ in 0..TURNS {
            for (run, turns) in runs.iter().zip(&mut all) {
                turns.push(self.turn(run)?);
            }
        }
        Ok(runs.iter().zip(&all).map(|(run, turns)| time(run, turns)).collect())
    }

    fn turn(&mut self, run: &Run<'_>) -> Result<Turn, Error> {
        let before = self.responder.counts()?;
        let printed = child::run(run.program, &self.work(run.case, run.requests / 8, run.requests).to_args(), None)?;
        let after = self.responder.counts()?;
        let requests_per_read = (after.requests - before.requests).checked_div(after.reads - before.reads).unwrap_or(0);
        Ok(Turn { usage: Usage::parse(&printed)?, requests_per_read })
    }

    fn totals(&mut self, program: &Path, name: &str, case: &Case, requests: u32) -> Result<Totals, Error> {
        let Case { scenario, protocol, in_flight, .. } = case;
        let file = self.directory.join(format!("{name}-{scenario}-{protocol}-{in_flight}-{requests}.callgrind"));
        callgrind::run(program, &self.work(case, 0, requests).to_args(), &file, &mut self.locked)
    }

    fn work(&self, case: &Case, warm_up: u32, requests: u32) -> Work {
        Work {
            scenario: case.scenario.to_owned(),
            protocol: case.protocol,
            in_flight: case.in_flight,
            workers: case.workers,
            warm_up,
            requests,
            address: self.responder.address(),
        }
    }
}

/// What a request of a run takes by its turns.
fn time(run: &Run<'_>, turns: &[Turn]) -> Time {
    let Some(least) = turns.iter().min_by_key(|turn| turn.usage.cpu()) else { return Time::default() };
    let sum = |of: fn(&Usage) -> u64| turns.iter().map(|turn| of(&turn.usage)).sum::<u64>();
    let system = per(least.usage.cpu() * sum(|usage| usage.system), sum(Usage::cpu));
    let requests = u64::from(run.requests);
    Time {
        user: per(least.usage.cpu() - system, requests),
        system: per(system, requests),
        fault_hundredths: per(least.usage.faults * 100, requests),
        requests_per_read: least.requests_per_read,
    }
}

/// `sum` among so many, rounded.
fn per(sum: u64, among: u64) -> u64 {
    (sum + among / 2).checked_div(among).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_turn_counts_and_is_split_as_all_are() {
        let case = Case { scenario: "", protocol: Protocol::V4, in_flight: 1, workers: 0, warm_up: 0, counted: 0 };
        let run = Run { program: Path::new(""), case: &case, requests: 10 };
        let turn = |user, system, faults| Turn { usage: Usage { user, system, faults }, requests_per_read: faults };
        let time = time(&run, &[turn(3_000, 1_000, 20), turn(2_000, 0, 12), turn(3_000, 1_000, 40)]);
        assert_eq!(time, Time { user: 160, system: 40, fault_hundredths: 120, requests_per_read: 12 });
    }
}
