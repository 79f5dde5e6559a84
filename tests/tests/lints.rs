//! Clippy with its defaults, which users have, finds nothing in what the derives write.
//!
//! This repository's `clippy.toml` raises thresholds, so clippy is run beside it: its compiler, on one file, against the
//! library that this test was built with.

#![allow(clippy::unwrap_used, reason = "a test that panics fails")]

use std::path::{Path, PathBuf};
use std::process::Command;

/// The library that was built last, beside this test.
fn library(folder: &Path) -> PathBuf {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_library = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with("libilium-") && name.ends_with(".rlib")
    };
    entries.filter(is_library).max_by_key(|path| path.metadata().and_then(|file| file.modified()).unwrap()).unwrap()
}

#[test]
fn clippy_with_its_defaults_finds_nothing_in_wide_types() {
    if Command::new("clippy-driver").arg("--version").output().is_err() {
        eprintln!("skipped: there is no clippy-driver; `rustup component add clippy`");
        return;
    }
    let test = std::env::current_exe().unwrap();
    let dependencies = test.parent().unwrap();
    let out = std::env::temp_dir().join(format!("ilium-lints-{}", std::process::id()));
    std::fs::create_dir_all(&out).unwrap();
    let run = Command::new("clippy-driver")
        .args(["--edition=2024", "--crate-type=lib", "--emit=metadata", "--out-dir"])
        .arg(&out)
        .arg("-L")
        .arg(format!("dependency={}", dependencies.display()))
        .arg("--extern")
        .arg(format!("ilium={}", library(dependencies).display()))
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/lints/wide.rs"))
        // A folder without `clippy.toml`.
        .env("CLIPPY_CONF_DIR", &out)
        .env_remove("CLIPPY_ARGS")
        .output()
        .unwrap();
    std::fs::remove_dir_all(&out).unwrap();
    let found = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success() && !found.contains("warning"), "{found}");
}
