//! What a process has used of its processors and of memory, as the kernel counts it.

use std::fmt;
use std::fs;

use crate::Error;

/// What a process has used, from its start or between two looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Nanoseconds of processor time in the program.
    pub user: u64,
    /// Nanoseconds of processor time in the kernel.
    pub system: u64,
    /// Pages of memory that the kernel gave.
    pub faults: u64,
}

impl Usage {
    /// What this process and its threads that still run have used.
    ///
    /// The kernel splits a process's time between program and kernel by samples, but knows the sum exactly: both are read.
    ///
    /// # Errors
    /// When there is no `/proc` of Linux.
    pub fn of_this_process() -> Result<Self, Error> {
        let (user, system, faults) = parse_stat(&fs::read_to_string("/proc/self/stat")?)?;
        let mut sum = 0_u64;
        for task in fs::read_dir("/proc/self/task")? {
            let line = fs::read_to_string(task?.path().join("schedstat"))?;
            sum += line.split_whitespace().next().unwrap_or_default().parse::<u64>()?;
        }
        let system = (sum * system).checked_div(user + system).unwrap_or(0);
        Ok(Self { user: sum.saturating_sub(system), system, faults })
    }

    /// What was used since `before`.
    #[must_use]
    pub fn since(&self, before: &Self) -> Self {
        Self {
            user: self.user.saturating_sub(before.user),
            system: self.system.saturating_sub(before.system),
            faults: self.faults.saturating_sub(before.faults),
        }
    }

    /// User and system time together.
    #[must_use]
    pub fn cpu(&self) -> u64 {
        self.user + self.system
    }

    /// Reads back what is displayed.
    pub(crate) fn parse(line: &str) -> Result<Self, Error> {
        let numbers: Vec<u64> = line.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        let [user, system, faults] = numbers[..] else {
            return Err(format!("expected user time, system time and faults, got {line:?}").into());
        };
        Ok(Self { user, system, faults })
    }
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.user, self.system, self.faults)
    }
}

/// User time and system time in ticks, and page faults, out of `/proc/self/stat` (proc(5)).
fn parse_stat(stat: &str) -> Result<(u64, u64, u64), Error> {
    // The name of the program, in parentheses, may hold anything.
    let (_, fields) = stat.rsplit_once(')').ok_or("/proc/self/stat has no name")?;
    let fields: Vec<&str> = fields.split_whitespace().collect();
    let field = |number: usize| -> Result<u64, Error> {
        // The first field after the name is number 3.
        Ok(fields.get(number - 3).ok_or("/proc/self/stat is cut short")?.parse()?)
    };
    Ok((field(14)?, field(15)?, field(10)? + field(12)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernels_line_is_read_whatever_the_name() {
        let stat = "7 (a ) b) S 1 7 7 0 -1 4194304 1234 0 6 0 55 44 0 0 20 0 3 0 100 1000 200";
        assert_eq!(parse_stat(stat).unwrap(), (55, 44, 1240));
        assert!(parse_stat("7 (a) S 1").is_err());
    }

    #[test]
    fn usage_is_written_and_read_back() {
        let usage = Usage { user: 5, system: 7, faults: 9 };
        assert_eq!(Usage::parse(&usage.to_string()).unwrap(), usage);
        assert!(Usage::parse("5 7").is_err());
        let later = Usage { user: 6, system: 7, faults: 19 };
        assert_eq!(later.since(&usage), Usage { user: 1, system: 0, faults: 10 });
        assert_eq!(later.cpu(), 13);
    }

    #[test]
    fn this_process_has_used_something() {
        assert!(Usage::of_this_process().unwrap().cpu() > 0);
    }
}
