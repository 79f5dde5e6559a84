//! The responder as its owner sees it: a child process at the other end of two pipes.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::Error;
use crate::work::RESPONDER;

/// What the responder counted since it started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// EXECUTE requests answered.
    pub requests: u64,
    /// Socket reads that completed at least one of them.
    pub reads: u64,
}

/// A running responder; it ends when this is dropped, and when this process ends in any way.
#[derive(Debug)]
pub struct Responder {
    child: Child,
    /// Taken when dropped: the closed pipe is what ends the child.
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    address: SocketAddr,
}

impl Responder {
    /// Starts this very program again as a responder.
    ///
    /// # Errors
    /// When the program cannot be started or does not say where it listens.
    pub fn start() -> Result<Self, Error> {
        let mut child =
            Command::new(env::current_exe()?).arg(RESPONDER).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let input = child.stdin.take();
        let mut output = BufReader::new(child.stdout.take().ok_or("the responder has no standard output")?);
        let mut line = String::new();
        output.read_line(&mut line)?;
        let address = line.trim().parse().map_err(|_| format!("the responder said no address but {line:?}"))?;
        Ok(Self { child, input, output, address })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Asks for the counts.
    ///
    /// # Errors
    /// When the responder has ended or answers something else.
    pub fn counts(&mut self) -> Result<Counts, Error> {
        let input = self.input.as_mut().ok_or("the responder has no standard input")?;
        input.write_all(b"counts\n")?;
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        let mut words = line.split_whitespace().map(str::parse);
        match (words.next(), words.next()) {
            (Some(Ok(requests)), Some(Ok(reads))) => Ok(Counts { requests, reads }),
            _ => Err(format!("the responder answered {line:?} for its counts").into()),
        }
    }
}

impl Drop for Responder {
    fn drop(&mut self) {
        drop(self.input.take());
        // Nothing can be done about a child that cannot be waited for; it ends by the closed pipe all the same.
        let _ = self.child.wait();
    }
}
