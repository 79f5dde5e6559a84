//! What the documentation says of the repository is there: files, folders, and the functions named beside them.

#![allow(clippy::unwrap_used, reason = "a test that panics fails")]

use std::fs;
use std::path::{Path, PathBuf};

/// Folders of the repository that a path in the documentation begins with.
const ROOTS: [&str; 8] = [".ci", "docs", "driver", "examples", "fuzz", "macros", "mapper", "tests"];

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The documents, each with its path from the root of the repository.
fn documents() -> Vec<(String, String)> {
    let root = repository();
    let mut found = Vec::new();
    let mut folders = vec![root.join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.push(path);
            }
        }
    }
    found.extend(["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|name| root.join(name)));
    let document = |path: PathBuf| {
        let name = path.strip_prefix(&root).unwrap().display().to_string();
        (name, fs::read_to_string(&path).unwrap())
    };
    found.into_iter().map(document).collect()
}

/// What stands between single backticks outside of code blocks, line by line.
fn spans(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut in_block = false;
    let lines = text.lines().zip(1..).filter(move |(line, _)| {
        let is_fence = line.trim_start().starts_with("```");
        in_block ^= is_fence;
        !is_fence && !in_block
    });
    lines.flat_map(|(line, number)| line.split('`').skip(1).step_by(2).map(move |span| (number, span)))
}

/// Whether a span means a file or folder of the repository.
fn is_path(span: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
    let first = span.split('/').next().unwrap_or_default();
    span.contains('/') && span.chars().all(is_plain) && ROOTS.contains(&first)
}

#[test]
fn every_path_in_the_documentation_exists() {
    let root = repository();
    let mut seen = 0;
    let mut missing = Vec::new();
    for (name, text) in documents() {
        for (line, path) in spans(&text).filter(|(_, span)| is_path(span)) {
            seen += 1;
            if !root.join(path).exists() {
                missing.push(format!("{name}:{line}: {path}"));
            }
        }
    }
    assert!(missing.is_empty(), "not in the repository:\n{}", missing.join("\n"));
    assert!(seen > 60, "only {seen} paths were found: they are not recognised any more");
}

/// Rows `` | `path` | `function`, `Type::function` | … ``.
#[test]
fn every_function_named_beside_a_file_is_in_it() {
    let root = repository();
    let mut seen = 0;
    let mut missing = Vec::new();
    for (name, text) in documents() {
        for (line, number) in text.lines().zip(1..) {
            let mut cells = line.split('|').skip(1);
            let (Some(file), Some(functions)) = (cells.next(), cells.next()) else { continue };
            let file = file.trim().trim_matches('`');
            if !is_path(file) || !file.ends_with(".rs") {
                continue;
            }
            let Ok(source) = fs::read_to_string(root.join(file)) else { continue };
            for (_, function) in spans(functions) {
                seen += 1;
                let function = function.rsplit("::").next().unwrap_or(function);
                if !["(", "<"].iter().any(|after| source.contains(&format!("fn {function}{after}"))) {
                    missing.push(format!("{name}:{number}: `{function}` in {file}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "no such function:\n{}", missing.join("\n"));
    assert!(seen > 50, "only {seen} functions were found: the tables are not recognised any more");
}

#[test]
fn paths_are_told_from_other_code() {
    let spans: Vec<_> =
        spans("a `driver/src/lib.rs` b\n```\n`docs/x`\n```\n`ilium::driver` `tests/*.rs` `docs`").collect();
    assert_eq!(spans, [(1, "driver/src/lib.rs"), (5, "ilium::driver"), (5, "tests/*.rs"), (5, "docs")]);
    let paths: Vec<_> = spans.into_iter().filter(|(_, span)| is_path(span)).collect();
    assert_eq!(paths, [(1, "driver/src/lib.rs")]);
}

/// What stands in the parentheses of links, outside of code.
fn links(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().zip(1..).flat_map(|(line, number)| {
        line.split("](").skip(1).filter_map(move |rest| Some((number, rest.split_once(')')?.0)))
    })
}

#[test]
fn every_link_to_a_file_leads_to_one() {
    let root = repository();
    let mut seen = 0;
    let mut missing = Vec::new();
    for (name, text) in documents() {
        let folder = root.join(&name).parent().unwrap().to_owned();
        for (line, link) in links(&text).filter(|(_, link)| !link.contains("://")) {
            seen += 1;
            let file = link.split('#').next().unwrap_or_default();
            if !folder.join(file).exists() {
                missing.push(format!("{name}:{line}: {link}"));
            }
        }
    }
    assert!(missing.is_empty(), "links to nowhere:\n{}", missing.join("\n"));
    assert!(seen > 40, "only {seen} links were found: they are not recognised any more");
}

#[test]
fn every_chapter_is_in_the_summary_and_its_rust_in_the_tests() {
    let root = repository();
    let summary = fs::read_to_string(root.join("docs/book/src/SUMMARY.md")).unwrap();
    let compiled = fs::read_to_string(root.join("tests/src/book.rs")).unwrap();
    let mut missing = Vec::new();
    for (name, _) in documents() {
        match name.strip_prefix("docs/book/src/") {
            Some("SUMMARY.md") => continue,
            Some(chapter) if !summary.contains(&format!("]({chapter})")) => missing.push(format!("summary: {name}")),
            _ => {}
        }
        if name != "CHANGELOG.md" && !compiled.contains(&format!("\"{name}\"")) {
            missing.push(format!("tests/src/book.rs: {name}"));
        }
    }
    assert!(missing.is_empty(), "missing:\n{}", missing.join("\n"));
}
