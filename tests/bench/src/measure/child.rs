//! Running a client, with an end to it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Error;

/// The longest that a client may take; callgrind slows it down some fifty times.
const LIMIT: Duration = Duration::from_secs(5 * 60);

const POLL: Duration = Duration::from_millis(5);

/// Runs `program` with one more environment variable at most, and waits for its end.
pub(super) fn run(program: &Path, args: &[String], variable: Option<(&str, &str)>) -> Result<(), Error> {
    let mut child = Command::new(program).args(args).envs(variable).stdin(Stdio::null()).spawn()?;
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            let shown = args.join(" ");
            return if status.success() { Ok(()) } else { Err(format!("client `{shown}` ended with {status}").into()) };
        }
        if started.elapsed() > LIMIT {
            child.kill()?;
            child.wait()?;
            return Err(format!("client `{}` took longer than {} s", args.join(" "), LIMIT.as_secs()).into());
        }
        thread::sleep(POLL);
    }
}
