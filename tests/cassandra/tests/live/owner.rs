//! Nodes end with the program that started them.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, ChildStderr, Command, Stdio};

use crate::client::{Client, SUPPORTED};
use crate::leftovers::Traces;
use crate::starts_nodes;

/// The program of this package, with one node up.
struct Program {
    process: Child,
    errors: ChildStderr,
    address: SocketAddr,
}

impl Program {
    fn up() -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_ilium-cassandra"))
            .args(["up", "1"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (output, mut errors) = (process.stdout.take().unwrap(), process.stderr.take().unwrap());
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line).unwrap();
        let Some(address) = line.trim_end().strip_prefix("CQL_NODES=") else {
            let mut said = String::new();
            errors.read_to_string(&mut said).unwrap();
            panic!("expected CQL_NODES=…, got `{line}` and\n{said}");
        };
        Self { address: address.parse().unwrap(), process, errors }
    }

    fn traces(&self) -> Traces {
        Traces::of_program(self.address, self.process.id())
    }

    fn answers(&self) -> bool {
        Client::connect(self.address).and_then(|mut client| client.options()).is_ok_and(|opcode| opcode == SUPPORTED)
    }
}

/// A failed assertion must not leave the program running.
impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn two_programs_run_side_by_side_and_leave_nothing() {
    if !starts_nodes() {
        return;
    }
    let (mut killed, mut interrupted) = std::thread::scope(|scope| {
        let first = scope.spawn(Program::up);
        let second = Program::up();
        (first.join().unwrap(), second)
    });
    assert_ne!(killed.address, interrupted.address);
    assert!(killed.answers() && interrupted.answers());
    let (traces, other_traces) = (killed.traces(), interrupted.traces());
    assert_ne!(traces.directory(), other_traces.directory());
    assert!(traces.found().len() >= 5, "supervisor, listener, node, janitor and directory: {:?}", traces.found());

    killed.process.kill().unwrap();
    killed.process.wait().unwrap();
    traces.assert_gone_soon();
    assert!(interrupted.answers(), "the other program's node ended too");

    let process_id = interrupted.process.id().to_string();
    assert!(Command::new("sh").args(["-c", "kill -s INT \"$1\"", "sh", &process_id]).status().unwrap().success());
    assert_eq!(interrupted.process.wait().unwrap().code(), Some(0));
    assert_eq!(other_traces.found(), Vec::<String>::new(), "the program ended before its node did");
    let mut said = String::new();
    interrupted.errors.read_to_string(&mut said).unwrap();
    assert!(said.ends_with("press Ctrl-C to stop\nstopped\n"), "{said}");
}
