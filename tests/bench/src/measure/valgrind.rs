//! Having valgrind.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::Error;

fn is_there() -> bool {
    let status = Command::new("valgrind").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Makes sure that valgrind can be started; on Debian as root it is installed.
pub(super) fn provide() -> Result<(), Error> {
    if is_there() {
        return Ok(());
    }
    if Path::new("/etc/debian_version").exists() && is_root() {
        eprintln!("valgrind is missing: installing it");
        let apt = |args: &[&str]| Command::new("apt-get").args(args).stdout(Stdio::null()).status();
        // A stale package list is no reason to give up: the installation below says whether it was good enough.
        let _ = apt(&["update"]);
        apt(&["install", "-y", "valgrind"])?;
        if is_there() {
            return Ok(());
        }
    }
    Err("valgrind not found: the benchmarks count instructions with it; install the package `valgrind`".into())
}
