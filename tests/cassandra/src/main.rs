//! `ilium-cassandra`: real Apache Cassandra nodes on this machine, until Ctrl-C.

mod arguments;

use std::env;
use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use arguments::{Command, HELP, Up};
use ilium_cassandra::{CASSANDRA_VERSION, CQL_NODES, Cassandra, ErrorKind, SUPERUSER};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

/// Soon enough for a person who pressed Ctrl-C.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// What shells report for a program that Ctrl-C ended.
const INTERRUPTED: u8 = 130;

/// What shells report for a command that was called wrongly.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let command = match arguments::parse(env::args().skip(1)) {
        Ok(command) => command,
        Err(message) => {
            say(&format!("error: {message}\n\n{HELP}"));
            return ExitCode::from(USAGE);
        }
    };
    let outcome = match command {
        Command::Fetch => fetch(),
        Command::Help => print(HELP),
        Command::Up(options) => up(&options),
    };
    outcome.unwrap_or_else(|message| {
        say(&format!("error: {message}"));
        ExitCode::FAILURE
    })
}

fn fetch() -> Result<ExitCode, String> {
    let jars = ilium_cassandra::fetch(say).map_err(text)?;
    print(&format!("{}\n", jars.display()))
}

/// Runs the cluster until a signal comes or a node ends.
fn up(options: &Up) -> Result<ExitCode, String> {
    let stop = stop_flag().map_err(text)?;
    let begun = Instant::now();
    let mut builder = Cassandra::builder()
        .nodes(options.nodes)
        .authentication(options.authentication)
        .progress(say)
        .cancel_when(Arc::clone(&stop));
    for yaml in &options.yaml {
        builder = builder.yaml(yaml);
    }
    let cluster = match builder.start() {
        Ok(cluster) => cluster,
        Err(error) if error.kind() == ErrorKind::Cancelled => {
            say("stopped");
            return Ok(ExitCode::from(INTERRUPTED));
        }
        Err(error) => return Err(error.to_string()),
    };
    say(&format!("Apache Cassandra {CASSANDRA_VERSION} is ready after {:.1} s", begun.elapsed().as_secs_f64()));
    if options.authentication {
        say(&format!("log in as {SUPERUSER} with the password {SUPERUSER}"));
    }
    say("press Ctrl-C to stop");
    print(&format!("{CQL_NODES}={}\n", cluster.cql_nodes()))?;
    wait_for_end(&cluster, &stop)?;
    drop(cluster);
    say("stopped");
    Ok(ExitCode::SUCCESS)
}

fn wait_for_end(cluster: &Cassandra, stop: &AtomicBool) -> Result<(), String> {
    while !stop.load(Ordering::Relaxed) {
        for node in cluster.nodes() {
            if !node.is_running().map_err(text)? {
                return Err(format!("node {} has ended; its log ends with:\n{}", node.address(), node.log_tail(40)));
            }
        }
        thread::sleep(LOOK_EVERY);
    }
    Ok(())
}

/// A flag that the first signal to end sets; the second ends the program at once, as without this.
fn stop_flag() -> io::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGHUP, SIGINT, SIGTERM] {
        flag::register_conditional_shutdown(signal, i32::from(INTERRUPTED), Arc::clone(&stop))?;
        flag::register(signal, Arc::clone(&stop))?;
    }
    Ok(stop)
}

/// Standard output is for programs: it gets the result alone.
fn print(text: &str) -> Result<ExitCode, String> {
    let mut output = io::stdout().lock();
    output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
        .map_err(|error| format!("cannot write to standard output: {error}"))?;
    Ok(ExitCode::SUCCESS)
}

fn say(line: &str) {
    // With standard error closed there is nobody to tell.
    let _ = writeln!(io::stderr(), "{line}");
}

fn text(error: impl Display) -> String {
    error.to_string()
}
