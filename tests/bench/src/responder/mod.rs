//! A CQL server of one node that answers with prebuilt bytes.
//!
//! It runs in a process of its own, is plain `std` threads, and costs a client nothing but the socket: a read takes
//! whatever has come, all answers to it leave in one write. Protocols 4 and 5, no compression, no authentication.
//!
//! [`serve`] is the process; [`Responder`] is its owner's handle.

mod answer;
mod canned;
mod catalog;
mod cell;
mod connection;
mod envelope;
mod metadata;
mod process;
mod segment;
mod select;

use std::io::{self, BufRead, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::process::exit;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

pub use process::{Counts, Responder};

use crate::Error;
use answer::Answers;

/// The longest a responder lives, should its owner neither end nor close the pipe.
const LIFETIME: Duration = Duration::from_secs(45 * 60);

/// What the connections count together.
#[derive(Debug, Default)]
struct Counters {
    /// EXECUTE requests answered.
    requests: AtomicU64,
    /// Socket reads that completed at least one EXECUTE request.
    reads: AtomicU64,
}

/// Answers on a free port of the loopback until standard input ends, at most 45 minutes.
///
/// The first line on standard output is the address; each line that comes on standard input is answered by a line with
/// the requests and the reads counted so far.
///
/// # Errors
/// When no port can be had or standard input or output breaks.
pub fn serve() -> Result<(), Error> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    let counters = Arc::new(Counters::default());
    let answers = Arc::new(Answers::new(address));
    let accepting = Arc::clone(&counters);
    thread::spawn(move || {
        while let Ok((stream, _)) = listener.accept() {
            let (answers, counters) = (Arc::clone(&answers), Arc::clone(&accepting));
            thread::spawn(move || {
                if let Err(error) = connection::serve(&stream, &answers, &counters) {
                    eprintln!("responder: {error}");
                }
            });
        }
    });
    thread::spawn(|| {
        thread::sleep(LIFETIME);
        exit(1);
    });

    let mut output = io::stdout();
    writeln!(output, "{address}")?;
    for line in io::stdin().lock().lines() {
        line?;
        let requests = counters.requests.load(Ordering::Relaxed);
        let reads = counters.reads.load(Ordering::Relaxed);
        writeln!(output, "{requests} {reads}")?;
    }
    Ok(())
}
