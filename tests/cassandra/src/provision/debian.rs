//! Installs what is missing on Debian and its descendants, when run as root.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::program;
use crate::log_file;
use crate::progress::Progress;

pub(super) const JAVA: &str = "openjdk-17-jre-headless";
pub(super) const MAVEN: &str = "maven";

/// How long another installation is waited for, as that of a machine that has just been started.
const LOCK_LIMIT: Duration = Duration::from_secs(300);

const LOCK_LOOK: Duration = Duration::from_millis(500);

/// Installs `packages` with `apt-get`; the error says why that cannot be done.
///
/// Unlike everything else here it is not ended with its owner: a package database left half written is worse than a process
/// that ends by itself.
pub(super) fn install(packages: &[&str], base: &Path, progress: &Progress) -> Result<(), String> {
    let apt = program::find_on_path("apt-get").ok_or("this is no Debian, so it cannot be installed from here")?;
    if !is_root() {
        return Err("only root can install it from here".to_owned());
    }
    let log = base.join("apt-get.log");
    progress.report(&format!("installing {} with apt-get", packages.join(", ")));
    install_by(&apt, packages, &log, LOCK_LIMIT)
}

fn install_by(apt: &Path, packages: &[&str], log: &Path, lock_limit: Duration) -> Result<(), String> {
    // One of several sources that cannot be read fails this, while the others may have all that is needed.
    let updated = run(apt, &["update"], log, lock_limit);
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(packages);
    run(apt, &arguments, log, lock_limit).map_err(|error| updated.err().unwrap_or_default() + &error)
}

/// Runs `apt-get`, again while another installation holds its locks: it can wait for one of these by itself, not for that of its
/// lists, which `update` takes.
fn run(apt: &Path, arguments: &[&str], log: &Path, lock_limit: Duration) -> Result<(), String> {
    let begun = Instant::now();
    loop {
        let offset = log_file::len(log);
        let status = run_once(apt, arguments, log)?;
        if status.success() {
            return Ok(());
        }
        if !log_file::since(log, offset).contains("Could not get lock") || begun.elapsed() >= lock_limit {
            let tail = log_file::tail(log, offset, log_file::TAIL_LINES);
            return Err(format!("`apt-get {}` failed with {status}:\n{tail}\n", arguments.join(" ")));
        }
        thread::sleep(LOCK_LOOK);
    }
}

fn run_once(apt: &Path, arguments: &[&str], log: &Path) -> Result<ExitStatus, String> {
    let open = || File::options().create(true).append(true).open(log);
    let (output, errors) = open().and_then(|file| Ok((file.try_clone()?, file))).map_err(|error| error.to_string())?;
    Command::new(apt)
        .args(["-o", "DPkg::Lock::Timeout=300", "-q"])
        .args(arguments)
        // Its messages are read here.
        .env("LC_ALL", "C")
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors)
        .status()
        .map_err(|error| format!("apt-get cannot be run: {error}"))
}

/// Reads the effective user id where Linux shows it.
fn is_root() -> bool {
    fs::read_to_string("/proc/self/status").is_ok_and(|status| effective_user(&status) == Some(0))
}

fn effective_user(status: &str) -> Option<u32> {
    // Real, effective, saved, file system.
    status.lines().find_map(|line| line.strip_prefix("Uid:"))?.split_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn the_effective_user_is_the_second_number() {
        assert_eq!(effective_user("Name:\tx\nUid:\t1000\t0\t1000\t1000\nGid:\t5\t5\t5\t5\n"), Some(0));
        assert_eq!(effective_user("Name:\tx\n"), None);
    }

    /// Runs a script in the place of `apt-get`, in a folder of its own.
    fn install_by_script(name: &str, script: &str, lock_limit: Duration) -> Result<(), String> {
        let folder = crate::target_directory::base().join(format!("unit-tests/{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let program = folder.join("apt-get");
        fs::write(&program, format!("#!/bin/sh\ncd '{}'\n{script}", folder.display())).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        let outcome = loop {
            match install_by(&program, &["some-package"], &folder.join("log"), lock_limit) {
                // Another test is just forking, and its child has not closed the file yet.
                Err(error) if error.contains("Text file busy") => thread::sleep(LOCK_LOOK),
                outcome => break outcome,
            }
        };
        fs::remove_dir_all(&folder).unwrap();
        outcome
    }

    const UPDATE_FAILS: &str = "case $* in *update*) echo 'E: no such source'; exit 100; esac\n";

    #[test]
    fn a_source_that_cannot_be_read_does_not_keep_what_others_have_from_being_installed() {
        install_by_script("source", UPDATE_FAILS, Duration::ZERO).unwrap();
        let fails = format!("{UPDATE_FAILS}echo 'E: no such package'\nexit 100");
        let error = install_by_script("package", &fails, Duration::ZERO).unwrap_err();
        assert!(error.contains("apt-get update` failed with exit status: 100:\nE: no such source\n"), "{error}");
        assert!(error.contains("some-package` failed with exit status: 100:\nE: no such package\n"), "{error}");
    }

    #[test]
    fn another_installation_is_waited_for() {
        let locked = "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 7 (apt-get)";
        let once = format!("[ -e tried ] && exit 0\n: >tried\necho '{locked}' >&2\nexit 100\n");
        install_by_script("once", &once, LOCK_LIMIT).unwrap();
        let ever = format!("echo '{locked}' >&2\nexit 100\n");
        let error = install_by_script("ever", &ever, Duration::ZERO).unwrap_err();
        assert!(error.contains(locked), "{error}");
    }
}
