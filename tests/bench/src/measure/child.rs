//! Running a client, with an end to it.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Error;

/// The longest that a client may take; callgrind slows it down some fifty times.
const LIMIT: Duration = Duration::from_secs(5 * 60);

const POLL: Duration = Duration::from_millis(5);

/// Runs `program` with one more environment variable at most, waits for its end, and gives what it printed.
pub(super) fn run(program: &Path, args: &[String], variable: Option<(&str, &str)>) -> Result<String, Error> {
    let mut command = Command::new(program);
    let mut child = command.args(args).envs(variable).stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let mut output = child.stdout.take();
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            if !status.success() {
                return Err(format!("client `{}` ended with {status}", args.join(" ")).into());
            }
            // A line at most: it never fills the pipe.
            let mut printed = String::new();
            if let Some(output) = &mut output {
                output.read_to_string(&mut printed)?;
            }
            return Ok(printed);
        }
        if started.elapsed() > LIMIT {
            child.kill()?;
            child.wait()?;
            return Err(format!("client `{}` took longer than {} s", args.join(" "), LIMIT.as_secs()).into());
        }
        thread::sleep(POLL);
    }
}
