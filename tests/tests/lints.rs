//! Clippy with its defaults, which users have, finds nothing in what the derives write.
//!
//! This repository's `clippy.toml` raises thresholds, so clippy is run beside it: its compiler, on one file, against the
//! library that this test was built with.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test that panics fails")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The libraries beside this test, the newest first: other compilers and features leave theirs there too.
fn libraries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_library = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with("libilium-") && name.ends_with(".rlib")
    };
    let mut libraries: Vec<PathBuf> = entries.filter(is_library).collect();
    libraries.sort_by_key(|path| std::cmp::Reverse(path.metadata().and_then(|file| file.modified()).unwrap()));
    libraries
}

/// Clippy's compiler: beside the Rust compiler, else on `PATH`, where `rustup` has a program by its name in any case.
fn clippy() -> Option<PathBuf> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let folder =
        Command::new(rustc).args(["--print", "sysroot"]).output().ok().filter(|output| output.status.success());
    let folder = folder.map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()).join("bin"));
    let candidates = folder.map(|folder| folder.join("clippy-driver")).into_iter().chain(["clippy-driver".into()]);
    let works = |program: &PathBuf| Command::new(program).arg("--version").output().is_ok_and(|o| o.status.success());
    candidates.into_iter().find(works)
}

fn check(clippy: &Path, dependencies: &Path, library: &Path, out: &Path) -> Output {
    Command::new(clippy)
        .args(["--edition=2024", "--crate-type=lib", "--emit=metadata", "--out-dir"])
        .arg(out)
        .arg("-L")
        .arg(format!("dependency={}", dependencies.display()))
        .arg("--extern")
        .arg(format!("ilium={}", library.display()))
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/lints/wide.rs"))
        // A folder without `clippy.toml`.
        .env("CLIPPY_CONF_DIR", out)
        .env_remove("CLIPPY_ARGS")
        .output()
        .unwrap()
}

/// Whether the library is of another compiler, or its dependencies are no longer there.
fn does_not_fit(found: &str) -> bool {
    ["error[E0460]", "error[E0463]", "error[E0514]"].iter().any(|code| found.contains(code))
}

#[test]
fn clippy_with_its_defaults_finds_nothing_in_wide_types() {
    let Some(clippy) = clippy() else {
        // Past the test runner, which shows nothing of a test that passes.
        let said = "lints: NOT CHECKED: there is no clippy here; `rustup component add clippy`";
        writeln!(std::io::stderr(), "{said}").unwrap();
        return;
    };
    let test = std::env::current_exe().unwrap();
    let dependencies = test.parent().unwrap();
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("lints-{}", std::process::id()));
    std::fs::create_dir_all(&out).unwrap();
    let mut run = None;
    for library in libraries(dependencies) {
        let output = check(&clippy, dependencies, &library, &out);
        let fits = !does_not_fit(&String::from_utf8_lossy(&output.stderr));
        run = Some(output);
        if fits {
            break;
        }
    }
    std::fs::remove_dir_all(&out).unwrap();
    let run = run.expect("the library is beside this test");
    let found = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success() && !found.contains("warning"), "{found}");
}
