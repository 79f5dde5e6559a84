//! Installs what is missing on Debian and its descendants, when run as root.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

use super::program;
use crate::log_file;
use crate::progress::Progress;

pub(super) const JAVA: &str = "openjdk-17-jre-headless";
pub(super) const MAVEN: &str = "maven";

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
    run(&apt, &["update"], &log)?;
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(packages);
    run(&apt, &arguments, &log)
}

fn run(apt: &Path, arguments: &[&str], log: &Path) -> Result<(), String> {
    let offset = log_file::len(log);
    let open = || File::options().create(true).append(true).open(log);
    let (output, errors) = open().and_then(|file| Ok((file.try_clone()?, file))).map_err(|error| error.to_string())?;
    let status = Command::new(apt)
        // Another installation may be running; it is worth waiting for.
        .args(["-o", "DPkg::Lock::Timeout=300", "-q"])
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors)
        .status()
        .map_err(|error| format!("apt-get cannot be run: {error}"))?;
    if status.success() {
        return Ok(());
    }
    let tail = log_file::tail(log, offset, log_file::TAIL_LINES);
    Err(format!("`apt-get {}` failed with {status}:\n{tail}\n", arguments.join(" ")))
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
    use super::*;

    #[test]
    fn the_effective_user_is_the_second_number() {
        assert_eq!(effective_user("Name:\tx\nUid:\t1000\t0\t1000\t1000\nGid:\t5\t5\t5\t5\n"), Some(0));
        assert_eq!(effective_user("Name:\tx\n"), None);
    }
}
