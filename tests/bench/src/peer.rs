//! Building the client of another driver.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Builds the package at `directory`, which stands outside the workspace so that nobody else has to build its
/// dependencies, with its output in `target`; returns the program called `name`.
///
/// # Errors
/// What kept it from being built, in words.
pub fn build(directory: &Path, target: &Path, name: &str) -> Result<PathBuf, String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--release", "--manifest-path"])
        .arg(directory.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(target)
        .status()
        .map_err(|error| format!("cargo could not be started: {error}"))?;
    if !status.success() {
        return Err(format!("{name} could not be built: {status}"));
    }
    Ok(target.join("release").join(name).with_extension(env::consts::EXE_EXTENSION))
}
