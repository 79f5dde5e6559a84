use std::fs;
use std::path::PathBuf;
use std::process;
use std::thread;
use std::time::{Duration, Instant};

use super::*;

fn log(name: &str) -> PathBuf {
    let directory = crate::target_directory::base().join("unit-tests");
    fs::create_dir_all(&directory).unwrap();
    let path = directory.join(format!("{name}-{}.log", process::id()));
    fs::write(&path, "").unwrap();
    path
}

fn sleeper() -> Command {
    let mut command = Command::new("sleep");
    command.arg("600");
    command
}

/// Whether the process exists and is not a zombie.
fn is_alive(process_id: u32) -> bool {
    fs::read_to_string(format!("/proc/{process_id}/stat"))
        .is_ok_and(|stat| stat.rsplit(") ").next().is_some_and(|rest| !rest.starts_with('Z')))
}

/// Waits until something holds, for as long as the busiest of machines may need.
#[track_caller]
fn eventually(what: &str, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(60), "never: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

#[track_caller]
fn ends(process_id: u32) {
    eventually("the process has ended", || !is_alive(process_id));
}

#[test]
fn output_and_status_of_the_command_are_kept() {
    let log = log("status");
    let mut command = Command::new("sh");
    command.args(["-c", "echo to stdout $GREETING; echo to stderr >&2; exit 7"]).env("GREETING", "hello");
    let mut process = Supervised::spawn(&command, &log).unwrap();
    let status = loop {
        if let Some(status) = process.exit_status().unwrap() {
            break status;
        }
        thread::sleep(Duration::from_millis(10));
    };
    assert_eq!(status.code(), Some(7));
    assert_eq!(fs::read_to_string(&log).unwrap(), "to stdout hello\nto stderr\n");
    process.signal(Signal::Kill).unwrap();
    fs::remove_file(log).unwrap();
}

#[test]
fn signals_arrive_before_the_order_returns() {
    let log = log("signals");
    let mut process = Supervised::spawn(&sleeper(), &log).unwrap();
    let state = |id: u32| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
        stat.rsplit(") ").next().and_then(|rest| rest.chars().next())
    };
    let id = process.process_id();
    process.signal(Signal::Stop).unwrap();
    eventually("it is stopped", || state(id) == Some('T'));
    process.signal(Signal::Continue).unwrap();
    eventually("it sleeps", || state(id) == Some('S'));
    assert!(process.exit_status().unwrap().is_none());
    process.kill().unwrap();
    assert!(!is_alive(id));
    fs::remove_file(log).unwrap();
}

#[test]
fn dropping_ends_a_paused_process() {
    let log = log("drop");
    let mut process = Supervised::spawn(&sleeper(), &log).unwrap();
    let id = process.process_id();
    process.signal(Signal::Stop).unwrap();
    drop(process);
    assert!(!is_alive(id));
    fs::remove_file(log).unwrap();
}

#[test]
fn the_end_of_the_owner_s_pipe_ends_the_process() {
    let log = log("pipe");
    let mut process = Supervised::spawn(&sleeper(), &log).unwrap();
    let id = process.process_id();
    // What the kernel does when the owner is killed: its end of the pipe closes and no order is sent.
    let other = Supervised::spawn(&sleeper(), &log).unwrap();
    let Supervised { orders, .. } = &mut process;
    let mut replaced = Command::new("true").stdin(Stdio::piped()).spawn().unwrap();
    let closed = std::mem::replace(orders, replaced.stdin.take().unwrap());
    drop(closed);
    ends(id);
    assert!(is_alive(other.process_id()), "another process of the same owner ended too");
    replaced.wait().unwrap();
    fs::remove_file(log).unwrap();
}

#[test]
fn the_kernel_ends_the_process_of_a_killed_supervisor() {
    let can_tie = Command::new("setpriv")
        .args(["--pdeathsig", "KILL", "true"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    let log = log("tie");
    let mut process = Supervised::spawn(&sleeper(), &log).unwrap();
    let id = process.process_id();
    // The tie is made just before the command takes the place of `setpriv`.
    while fs::read_to_string(format!("/proc/{id}/comm")).unwrap().trim_end() != "sleep" {
        thread::sleep(Duration::from_millis(10));
    }
    process.supervisor.kill().unwrap();
    process.supervisor.wait().unwrap();
    if can_tie {
        ends(id);
    }
    // What listens for the owner's end is still there, and does it where the kernel does not.
    drop(process);
    ends(id);
    fs::remove_file(log).unwrap();
}
