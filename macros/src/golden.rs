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
    let actual = format(&tokens.to_string());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots").join(format!("{name}.rs"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, actual).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        actual == expected,
        "the expansion differs from {}; when it should, run with BLESS=1 and read the diff. It is now:\n{actual}",
        path.display()
    );
}

/// The text as rustfmt lays it out; fails when it is no Rust.
#[track_caller]
fn format(source: &str) -> String {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout", "--config", "max_width=120"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("rustfmt is part of the toolchain");
    rustfmt.stdin.take().unwrap().write_all(source.as_bytes()).unwrap();
    let output = rustfmt.wait_with_output().unwrap();
    assert!(output.status.success(), "the generated code does not parse:\n{source}");
    String::from_utf8(output.stdout).unwrap()
}
