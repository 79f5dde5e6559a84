//! `docs/protocol.md` leaves out no section of the specifications, and what it names is there.

#![allow(clippy::unwrap_used, reason = "a test that panics fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The chapters of a specification with sections below them, and how many of these they have.
type Chapters = &'static [(&'static str, usize)];

const VERSION_5: Chapters = &[
    ("", 9),
    ("2.", 4),
    ("2.3.", 2),
    ("2.4.", 1),
    ("2.4.1.", 5),
    ("4.", 2),
    ("4.1.", 8),
    ("4.2.", 8),
    ("4.2.5.", 5),
    ("5.", 25),
];
const VERSION_4: Chapters = &[("", 10), ("2.", 5), ("4.", 2), ("4.1.", 8), ("4.2.", 8), ("4.2.5.", 5), ("6.", 23)];
/// How many lines the lists of changes have: section 9 of version 5 and section 10 of version 4.
const CHANGES: usize = 10 + 10;
/// The codes of version 5, section 8; version 4 has no others.
const CODES: [u32; 20] = [
    0x0000, 0x000A, 0x0100, 0x1000, 0x1001, 0x1002, 0x1003, 0x1100, 0x1200, 0x1300, 0x1400, 0x1500, 0x1600, 0x1700,
    0x2000, 0x2100, 0x2200, 0x2300, 0x2400, 0x2500,
];

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn sections(chapters: Chapters) -> BTreeSet<String> {
    chapters.iter().flat_map(|(chapter, count)| (1..=*count).map(move |n| format!("{chapter}{n}"))).collect()
}

/// The rows of each table, each as its cells.
fn tables() -> Vec<Vec<Vec<String>>> {
    let text = fs::read_to_string(repository().join("docs/protocol.md")).unwrap();
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let mut tables = Vec::new();
    for part in text.split("|---|\n").skip(1) {
        let rows = part.lines().take_while(|line| line.starts_with('|'));
        tables.push(rows.map(|row| cells(row.trim_matches('|'))).collect());
    }
    tables
}

/// The pairs of a file and a function in a cell.
fn named(cell: &str) -> Vec<(String, String)> {
    let mut file = String::new();
    let mut found = Vec::new();
    for span in cell.split('`').skip(1).step_by(2) {
        if span.contains('/') {
            file = span.to_owned();
        } else {
            found.push((file.clone(), span.to_owned()));
        }
    }
    found
}

/// What is wrong with a row's files and tests.
fn problems(files: &str, tests: &str) -> Vec<String> {
    let root = repository();
    let mut problems = Vec::new();
    let is_excused = |cell: &str| cell.strip_prefix("none: ").is_some_and(|reason| reason.len() > 20);
    if !is_excused(files) {
        let named: Vec<_> = files.split('`').skip(1).step_by(2).collect();
        if named.is_empty() {
            problems.push(format!("no file in {files:?}"));
        }
        problems.extend(named.iter().filter(|file| !root.join(file).is_file()).map(|file| format!("no file {file}")));
    }
    if !is_excused(tests) {
        let named = named(tests);
        if named.is_empty() {
            problems.push(format!("no test in {tests:?}"));
        }
        for (file, function) in named {
            let source = fs::read_to_string(root.join(&file)).unwrap_or_default();
            if !source.contains(&format!("fn {function}(")) {
                problems.push(format!("no test {function} in {file:?}"));
            }
        }
    }
    problems
}

#[test]
fn no_section_of_the_specifications_is_left_out() {
    let tables = tables();
    let column = |index: usize| -> BTreeSet<String> {
        let cells = tables[0].iter().map(|row| row[index].clone());
        cells.filter(|cell| cell != "–").collect()
    };
    assert_eq!(column(0), sections(VERSION_5));
    assert_eq!(column(1), sections(VERSION_4));
}

#[test]
fn no_change_and_no_error_code_is_left_out() {
    let tables = tables();
    assert_eq!(tables[1].len(), CHANGES);
    let codes: Vec<String> = tables[2].iter().map(|row| row[0].clone()).collect();
    assert_eq!(codes, CODES.map(|code| format!("0x{code:04X}")));
}

#[test]
fn each_row_has_a_file_and_a_test_or_says_why_not() {
    let mut wrong = Vec::new();
    for row in tables().iter().flatten() {
        let [.., files, tests] = row.as_slice() else { panic!("a row without cells: {row:?}") };
        wrong.extend(problems(files, tests).into_iter().map(|problem| format!("{}: {problem}", row[0])));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_missing_is_noticed() {
    assert_eq!(problems("`driver/src/no.rs`", "none: it has no rule of its own"), ["no file driver/src/no.rs"]);
    let there = "`driver/src/lib.rs`";
    assert_eq!(problems(there, "`tests/tests/docs.rs` `nothing`"), ["no test nothing in \"tests/tests/docs.rs\""]);
    assert_eq!(problems(there, "TODO"), ["no test in \"TODO\""]);
    assert_eq!(problems("none: short", "none: it has no rule of its own"), ["no file in \"none: short\""]);
}
