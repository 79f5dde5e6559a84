//! Every error prints by `Debug` what it displays: that is what a `main` or a test that ends with it shows.
//!
//! What a derive would print are the fields: quotes, escapes, numbers of variants, and nothing of the sources.

#![allow(clippy::unwrap_used, reason = "a test that panics fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The sources of the packages whose errors anybody sees.
const SOURCES: [&str; 8] = [
    "driver/src",
    "driver/cql/src",
    "mapper/src",
    "macros/src",
    "tests/bench/src",
    "tests/cassandra/src",
    "tests/matrix/src",
    "tests/mock/src",
];

/// Names that end as those of errors do and belong to what classifies errors or is no error.
const NOT_ERRORS: [&str; 1] = ["AttemptError"];

/// The name that `text` begins with.
fn name(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    text.get(..end).filter(|name| !name.is_empty())
}

/// The names of the errors that a file declares: what implements `Error`, and what is public and called one.
fn errors(source: &str) -> BTreeSet<&str> {
    let implemented = source.match_indices("Error for ").filter_map(|(at, words)| {
        let line = source.get(..at)?.rsplit('\n').next()?;
        line.trim_start().starts_with("impl").then(|| name(source.get(at + words.len()..)?)).flatten()
    });
    let called = source.lines().filter_map(|line| {
        let item = line.trim_start().strip_prefix("pub ")?;
        let named = name(item.strip_prefix("struct ").or_else(|| item.strip_prefix("enum "))?)?;
        named.ends_with("Error").then_some(named)
    });
    implemented.chain(called).filter(|name| !NOT_ERRORS.contains(name)).collect()
}

/// The attributes of the item of this name, if the file declares it.
fn attributes<'a>(source: &'a str, error: &str) -> Option<Vec<&'a str>> {
    let mut attributes = Vec::new();
    for line in source.lines().map(str::trim_start) {
        let item = line.rsplit_once("struct ").or_else(|| line.rsplit_once("enum "));
        if line.starts_with("#[") {
            attributes.push(line);
        } else if item.is_some_and(|(before, after)| !before.contains("//") && name(after) == Some(error)) {
            return Some(attributes);
        } else if !line.starts_with("//") {
            attributes.clear();
        }
    }
    None
}

/// Whether the file implements `Debug` of this type by hand: one by one, or with others in `debug_by_chain!(…)`.
fn is_debug_by_hand(source: &str, error: &str) -> bool {
    let by_chain = source.match_indices("debug_by_chain!(").filter_map(|(at, words)| {
        let list = source.get(at + words.len()..)?;
        list.get(..list.find(')')?)
    });
    let mut named = by_chain.flat_map(|list| list.split(',')).map(str::trim);
    let one = source
        .match_indices("Debug for ")
        .any(|(at, words)| source.get(at + words.len()..).and_then(name) == Some(error));
    one || named.any(|listed| name(listed) == Some(error))
}

/// What is wrong with the errors of a file, whose folder has these others; nothing if all is well.
fn violations(source: &str, beside: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for error in errors(source) {
        let Some(attributes) = attributes(source, error) else { continue };
        if attributes.iter().any(|line| line.starts_with("#[derive(") && line.contains("Debug")) {
            found.push(format!("`{error}` derives `Debug`"));
        } else if !is_debug_by_hand(source, error) && !beside.iter().any(|other| is_debug_by_hand(other, error)) {
            found.push(format!("`{error}` has no `Debug` in its folder"));
        }
    }
    found
}

/// The files of a folder and of those in it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let folders = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    // Errors that tests make up are seen by nobody.
    let folders = folders.filter(|path| path.file_name().is_some_and(|name| name != "tests"));
    let mut found: Vec<PathBuf> = folders.flat_map(|folder| files(&folder)).collect();
    found.extend(files_in(folder));
    found
}

/// The files of a folder alone.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_source = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "rs");
    paths.filter(is_source).filter(|path| path.file_stem().is_some_and(|stem| stem != "tests")).collect()
}

#[test]
fn every_error_prints_by_debug_what_it_displays() {
    let (mut found, mut seen) = (Vec::new(), 0);
    for sources in SOURCES {
        for path in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(sources)) {
            let read = |path: &PathBuf| fs::read_to_string(path).unwrap();
            let source = read(&path);
            seen += errors(&source).len();
            // One file says what an error is, another of the folder how it is shown.
            let beside: Vec<String> = files_in(path.parent().unwrap()).iter().map(read).collect();
            found.extend(violations(&source, &beside).into_iter().map(|what| format!("{}: {what}", path.display())));
        }
    }
    assert!(seen > 30, "only {seen} errors were found");
    assert!(
        found.is_empty(),
        "implement `Debug` by the text and its sources (`debug_by_chain!` in the driver):\n{}",
        found.join("\n")
    );
}

#[test]
fn what_derives_is_found() {
    for (source, expected) in [
        ("#[derive(Clone, Debug)]\npub struct E;\nimpl std::error::Error for E {}", "`E` derives `Debug`"),
        ("/// Doc.\n#[derive(Debug)]\n#[non_exhaustive]\npub enum SomeError {", "`SomeError` derives `Debug`"),
        ("#[derive(Debug)]\nstruct Other;\npub struct E;\nimpl Error for E {", "`E` has no `Debug` in its folder"),
        (
            "pub(crate) struct E(u8);\nimpl<T> Error for E<T> {}\ndebug_by_chain!(F, G);",
            "`E` has no `Debug` in its folder",
        ),
    ] {
        assert_eq!(violations(source, &[]), [expected], "{source}");
    }
    for source in [
        "pub struct E;\nimpl Error for E {}\ndebug_by_chain!(D, E);",
        "pub struct E<T>(T);\nimpl<T> Error for E<T> {}\nimpl<T> fmt::Debug for E<T> {",
        "#[derive(Clone, Debug)]\npub enum ErrorKind {",
    ] {
        assert_eq!(violations(source, &[]), [""; 0], "{source}");
    }
}
