//! What the compiler says of right and of wrong uses of the derives.
//!
//! - `ui/<subject>/pass`: must compile and run.
//! - `ui/<subject>/fail`: must fail, with the text beside it, all of which is ours. Each file makes one mistake;
//!   `many_mistakes` makes several.
//! - `ui/<subject>/fail_rustc`: the same, where part of the text is the compiler's own. It changes with the compiler, so
//!   these run on one version only.
//!
//! `TRYBUILD=overwrite cargo test -p ilium-tests --test ui` writes the texts anew;
//! `cargo test -p ilium-tests --test ui -- derives trybuild=unknown` runs the files whose path contains `unknown`.

use std::io::Write;
use std::process::Command;

/// The folders of `ui`.
const SUBJECTS: [&str; 3] = ["dao", "derive", "entity"];

/// The compiler whose words are in `fail_rustc`.
const RUSTC: &str = "rustc 1.95.";

#[test]
fn derives_accept_and_refuse_what_they_should() {
    let cases = trybuild::TestCases::new();
    let same_words = is_rustc(RUSTC);
    if !same_words {
        // Past the test runner, which shows nothing of a test that passes.
        let said = format!("ui: NOT CHECKED: the cases in `fail_rustc`, which have the words of {RUSTC}x");
        writeln!(std::io::stderr(), "{said}").unwrap();
    }
    for subject in SUBJECTS {
        cases.pass(format!("tests/ui/{subject}/pass/*.rs"));
        cases.compile_fail(format!("tests/ui/{subject}/fail/*.rs"));
        if same_words {
            cases.compile_fail(format!("tests/ui/{subject}/fail_rustc/*.rs"));
        }
    }
}

fn is_rustc(version: &str) -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output();
    output.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).starts_with(version))
}
