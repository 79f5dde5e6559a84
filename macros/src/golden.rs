//! Compares what a macro expands to with the file that shows it (`snapshots/`).
//!
//! `BLESS=1 cargo test -p ilium-macros` writes the files anew.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use proc_macro2::TokenStream;

/// Asserts that `tokens`, formatted, are the text of `snapshots/<name>.rs`.
#[track_caller]
pub(crate) fn assert_expansion(name: &str, tokens: &TokenStream) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots").join(format!("{name}.rs"));
    let formatted = format(&tokens.to_string());
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, formatted.expect("BLESS=1 needs rustfmt: `rustup component add rustfmt`")).unwrap();
        return;
    }
    let Some(actual) = formatted else {
        // Past the test runner, which shows nothing of a test that passes.
        let said =
            format!("snapshots/{name}.rs: NOT COMPARED: there is no rustfmt here; `rustup component add rustfmt`");
        writeln!(std::io::stderr(), "{said}").unwrap();
        return;
    };
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        actual == expected,
        "the expansion differs from {}; when it should, run with BLESS=1 and read the diff. It is now:\n{actual}",
        path.display()
    );
}

/// The text as rustfmt lays it out, or `None` where the toolchain came without it; fails when it is no Rust.
#[track_caller]
fn format(source: &str) -> Option<String> {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout", "--config", "max_width=120"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    // A program that is not there in spite of its name does not read.
    let _unread = rustfmt.stdin.take().unwrap().write_all(source.as_bytes());
    let output = rustfmt.wait_with_output().unwrap();
    let is_missing = || String::from_utf8_lossy(&output.stderr).contains("is not installed");
    if !output.status.success() && is_missing() {
        return None;
    }
    assert!(output.status.success(), "the generated code does not parse:\n{source}");
    Some(String::from_utf8(output.stdout).unwrap())
}
