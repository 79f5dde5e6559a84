//! Child processes that end when their owner does, however the owner ends.
//!
//! The owner holds one end of a pipe and a small shell the other. The kernel closes the owner's end when the owner ends,
//! SIGKILL included, and the shell then kills the process. Rust opens pipes close-on-exec, so no other child keeps the end open.

use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};

const SCRIPT: &str = include_str!("supervisor.sh");

/// A signal that a supervised process can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    Continue,
    Kill,
    Stop,
    Terminate,
}

impl Signal {
    /// The name that `kill -s` knows.
    fn name(self) -> &'static str {
        match self {
            Self::Continue => "CONT",
            Self::Kill => "KILL",
            Self::Stop => "STOP",
            Self::Terminate => "TERM",
        }
    }
}

/// A running process, killed when this value is dropped or its owner ends.
#[derive(Debug)]
pub(crate) struct Supervised {
    /// The shell; it ends when the process has ended.
    supervisor: Child,
    /// Carries orders; its end is what tells the shell that the owner is gone.
    orders: ChildStdin,
    /// Tells when an order has been carried out.
    answers: BufReader<ChildStdout>,
    process_id: u32,
}

impl Supervised {
    /// Starts `command`, whose output is appended to the file `log`.
    pub(crate) fn spawn(command: &Command, log: &Path) -> io::Result<Self> {
        let mut shell = Command::new("sh");
        shell.args(["-c", SCRIPT, "supervisor"]).arg(log).arg(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        if let Some(directory) = command.get_current_dir() {
            shell.current_dir(directory);
        }
        // A group of its own: Ctrl-C in a terminal reaches the owner alone, which then decides how to stop.
        let mut supervisor =
            shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0).spawn()?;
        let (Some(orders), Some(answers)) = (supervisor.stdin.take(), supervisor.stdout.take()) else {
            return Err(io::Error::other("the supervisor has no pipes"));
        };
        let mut answers = BufReader::new(answers);
        let process_id = read_answer(&mut answers)?
            .and_then(|line| line.parse().ok())
            .ok_or_else(|| io::Error::other("the supervisor did not tell the process id"))?;
        Ok(Self { supervisor, orders, answers, process_id })
    }

    /// The id of the supervised process.
    pub(crate) fn process_id(&self) -> u32 {
        self.process_id
    }

    /// Sends `signal` and returns when it has been sent. Does nothing when the process has ended.
    pub(crate) fn signal(&mut self, signal: Signal) -> io::Result<()> {
        match writeln!(self.orders, "{}", signal.name()) {
            Ok(()) => read_answer(&mut self.answers).map(drop),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// How the process ended, or `None` while it runs (or is paused).
    pub(crate) fn exit_status(&mut self) -> io::Result<Option<ExitStatus>> {
        self.supervisor.try_wait()
    }

    /// Kills the process and returns when it is gone and its ports are free.
    pub(crate) fn kill(&mut self) -> io::Result<()> {
        self.signal(Signal::Kill)?;
        self.supervisor.wait().map(drop)
    }
}

impl Drop for Supervised {
    fn drop(&mut self) {
        // A failure here leaves nothing behind: the pipe closes with this value.
        let _ = self.kill();
    }
}

/// One line of the supervisor, or `None` when it has ended.
fn read_answer(answers: &mut BufReader<ChildStdout>) -> io::Result<Option<String>> {
    let mut line = String::new();
    let read = answers.read_line(&mut line)?;
    Ok((read > 0).then(|| line.trim_end().to_owned()))
}

#[cfg(test)]
mod tests;
