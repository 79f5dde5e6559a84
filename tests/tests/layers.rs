//! The architecture of the driver: its layers, what each may name, and how large its files may be.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test that panics fails")]

use std::fs;
use std::path::{Path, PathBuf};

/// The layers, each of which may name itself and those before it.
const LAYERS: [&str; 13] = [
    "wire",
    "value",
    "error",
    "observe",
    "topology",
    "policy",
    "profile",
    "statement",
    "protocol",
    "connection",
    "pool",
    "cluster",
    "session",
];

/// So many of them have no I/O, no clock and no tokio.
const PURE: usize = 9;

/// The façade, which maps public paths to layers: it names them all, and no layer names it.
const FACADE: [&str; 2] = ["lib.rs", "private.rs"];

/// A file over this is two files.
const MAX_LINES: usize = 700;

/// What every layer's `mod.rs` says of it.
const HEADINGS: [&str; 4] = ["# What lives here", "# Depends on", "# Invariants", "# Start reading at"];

/// What a pure layer does not name: the runtime, sockets, files and the clock.
const IMPURE: [&str; 11] = [
    "tokio",
    "std::net::Tcp",
    "std::net::Udp",
    "std::fs",
    "std::env",
    "std::process",
    "std::thread::sleep",
    "std::thread::spawn",
    "Instant::now",
    "SystemTime::now",
    "socket2",
];

/// What goes by a clock that a test cannot stop, where `Instant` is that of the standard library.
const UNSTOPPABLE: [&str; 3] = ["Instant::now", "elapsed", "std::time::Instant::now"];

/// What is wrong with a file of a layer; nothing if all is well.
fn violations(layer: &str, source: &str) -> Vec<String> {
    let own = LAYERS.iter().position(|known| *known == layer).unwrap();
    let code = without_comments_and_literals(source);
    let mut found = Vec::new();
    for named in named_by_crate(&code) {
        match LAYERS.iter().position(|known| *known == named) {
            Some(index) if index <= own => {}
            Some(_) => found.push(format!("names `{named}`, which is to its right")),
            // Macros at the crate's root belong to the layer that wrote them.
            None => found.push(format!("names `crate::{named}`, which is no layer")),
        }
    }
    let joined: String = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let expanded = expanded_uses(&joined);
    if own >= PURE {
        let is_std =
            expanded.iter().any(|path| ["std::time", "std::time::self", "std::time::Instant"].contains(&&**path));
        for (unstoppable, is_meant) in UNSTOPPABLE.into_iter().zip([is_std, is_std, true]) {
            if is_meant && mentions(&joined, unstoppable) {
                found.push(format!("names `{unstoppable}` in place of `connection::now`"));
            }
        }
    } else {
        for impure in IMPURE {
            if mentions(&joined, impure) || expanded.iter().any(|path| mentions(path, impure)) {
                found.push(format!("names `{impure}`, left of the bar"));
            }
        }
    }
    found
}

/// Whether `path` stands in `code` as a path, not as a part of a longer name.
fn mentions(code: &str, path: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(path).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + path.len()..].chars().next();
        let whole = path.ends_with("Tcp") || path.ends_with("Udp") || !after.is_some_and(is_name);
        !before.is_some_and(is_name) && whole
    })
}

/// The first names of all paths that begin with `crate::`, in `use` lines, grouped or not, and inline.
fn named_by_crate(code: &str) -> Vec<String> {
    let joined: String = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut names = Vec::new();
    for (at, path) in joined.match_indices("crate::") {
        // `$crate::` is of a macro that the layer exports to its own files.
        if joined[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = joined[at + path.len()..].trim_start();
        if let Some(group) = rest.strip_prefix('{') {
            names.extend(top_level(group).into_iter().map(first_name));
        } else {
            names.push(first_name(rest));
        }
    }
    names
}

/// The parts of a `use` group up to its closing brace, split at its own commas.
fn top_level(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                parts.push(&group[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.into_iter().filter(|part| !part.trim().is_empty()).collect()
}

fn first_name(path: &str) -> String {
    path.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// Every path that `use` lines bring in, with groups written out: `std::{fs, net::{TcpStream}}` hides nothing.
fn expanded_uses(code: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (at, _) in code.match_indices("use ") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let line = code[at + 4..].split(';').next().unwrap_or_default();
        expand("", line, &mut paths);
    }
    paths
}

fn expand(prefix: &str, path: &str, paths: &mut Vec<String>) {
    let path = path.trim();
    match path.split_once('{') {
        None => paths.push(format!("{prefix}{path}").replace(' ', "")),
        Some((head, group)) => {
            let prefix = format!("{prefix}{}", head.trim());
            top_level(group).into_iter().for_each(|part| expand(&prefix, part, paths));
        }
    }
}

/// The code with comments, strings and characters blanked out, and without what is compiled for tests alone.
fn without_comments_and_literals(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    while let Some(c) = rest.chars().next() {
        let skipped = match c {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            'r' if rest.starts_with("r#\"") => rest[3..].find("\"#").map_or(rest.len(), |end| end + 5),
            '"' => string_len(rest),
            '\'' if rest[1..].starts_with("\\\"") || rest[1..].starts_with('"') => {
                rest[1..].find('\'').map_or(rest.len(), |end| end + 2)
            }
            _ => 0,
        };
        if skipped > 0 {
            out.push(' ');
            rest = &rest[skipped..];
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// How long the string literal at the start of `rest` is, quotes included.
fn string_len(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Which of the headings a `mod.rs` lacks.
fn missing_headings(source: &str) -> Vec<&'static str> {
    let has = |heading: &&str| source.lines().any(|line| line.strip_prefix("//! ") == Some(*heading));
    HEADINGS.into_iter().filter(|heading| !has(heading)).collect()
}

fn driver() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../driver/src")
}

/// The Rust files under a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// Whether a file is compiled for tests alone.
fn is_test(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "tests.rs")
}

#[test]
fn each_file_names_only_layers_to_its_left() {
    let mut found = Vec::new();
    for layer in LAYERS {
        let files = files(&driver().join(layer));
        assert!(!files.is_empty(), "layer `{layer}` has no files");
        for path in files.into_iter().filter(|path| !is_test(path)) {
            let source = fs::read_to_string(&path).unwrap();
            found.extend(violations(layer, &source).into_iter().map(|what| format!("{}: {what}", path.display())));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn there_is_nothing_but_layers_and_the_facade() {
    for entry in fs::read_dir(driver()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let is_known = LAYERS.contains(&name.as_str()) || FACADE.contains(&name.as_str());
        assert!(is_known, "driver/src/{name} is neither a layer nor the façade");
    }
}

#[test]
fn no_file_is_too_long() {
    let long: Vec<String> = files(&driver())
        .into_iter()
        .map(|path| (fs::read_to_string(&path).unwrap().lines().count(), path))
        .filter(|(lines, _)| *lines > MAX_LINES)
        .map(|(lines, path)| format!("{}: {lines} lines, over {MAX_LINES}", path.display()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn each_layer_says_what_it_is() {
    for layer in LAYERS {
        let path = driver().join(layer).join("mod.rs");
        let missing = missing_headings(&fs::read_to_string(&path).unwrap());
        assert!(missing.is_empty(), "{}: no heading {missing:?}", path.display());
    }
}

#[test]
fn a_layer_to_the_right_is_noticed_however_it_is_named() {
    for planted in [
        "use crate::session::Session;",
        "use crate::{error::Error, session::{Session, SessionBuilder}};",
        "use crate::{\n    error::Error,\n    pool::NodePool,\n};",
        "pub(crate) use crate::cluster::Cluster;",
        "fn f() { crate::connection::connect(); }",
        "fn f(_: &crate :: session :: Session) {}".replace(" :: ", "::").as_str(),
        "impl From<crate::pool::NodePool> for X {}",
    ] {
        assert_eq!(violations("policy", planted).len(), 1, "{planted}");
    }
}

#[test]
fn what_is_no_layer_is_noticed() {
    assert_eq!(violations("session", "use crate::utilities::helper;").len(), 1);
    assert_eq!(violations("session", "use crate::client::session::Session;").len(), 1);
}

#[test]
fn io_and_clocks_are_noticed_left_of_the_bar_alone() {
    for planted in [
        "use tokio::sync::mpsc;",
        "async fn f() { tokio::time::sleep(d).await }",
        "use std::net::TcpStream;",
        "use std::net::{IpAddr, TcpListener};",
        "use std::{fmt, fs::File};",
        "let now = Instant::now();",
        "let now = std::time::SystemTime::now();",
        "const CLOCK: fn() -> SystemTime = SystemTime::now;",
    ] {
        assert!(!violations("protocol", planted).is_empty(), "{planted}");
        assert!(violations("connection", planted).is_empty(), "{planted}");
    }
}

#[test]
fn a_clock_that_does_not_stop_is_noticed_right_of_the_bar() {
    let anywhere = "use std::time::{self};\nfn f() { time::Instant::now() }";
    assert!(!violations("protocol", anywhere).is_empty());
    for planted in [
        anywhere,
        "let now = std::time::Instant::now();",
        "use std::time::Instant;\nlet now = Instant::now();",
        "use std::time::{Duration, Instant};\nlet passed = started.elapsed();",
        "use std::time;\nfn f() { time::Instant::now() }",
        "use std::time::{self, Duration};\nfn f() { time::Instant::now() }",
    ] {
        assert!(!violations("session", planted).is_empty(), "{planted}");
    }
    for allowed in [
        "use tokio::time::Instant;\nlet deadline = Instant::now() + timeout;\nlet passed = started.elapsed();",
        "let now = tokio::time::Instant::now().into_std();",
        "use std::time::Instant;\nuse crate::connection::now;\nfn f(started: Instant) -> bool { started < now() }",
    ] {
        assert_eq!(violations("session", allowed), Vec::<String>::new(), "{allowed}");
    }
}

#[test]
fn what_is_allowed_is_not_noticed() {
    for allowed in [
        "use crate::wire::Opcode;\nuse crate::{error::Error, value::{CqlValue, Row}};",
        "use super::Machine;",
        "// use crate::session::Session;",
        "/// See [`crate::session::Session`].",
        "/* crate::session */",
        "const TEXT: &str = \"crate::session::Session uses tokio\";",
        "use std::net::{IpAddr, SocketAddr};\nuse std::time::{Duration, Instant};",
        "fn f(now: Instant, tokio_like: u8) {}",
        "let quote = '\"'; use crate::policy::DefaultPolicy;",
        "\n#[cfg(test)]\nmod tests {\n    use crate::session::Session;\n}\n",
    ] {
        assert_eq!(violations("policy", allowed), Vec::<String>::new(), "{allowed}");
    }
}

#[test]
fn a_missing_heading_is_noticed() {
    let whole: String = HEADINGS.iter().map(|heading| format!("//! {heading}\n//! text\n")).collect();
    assert!(missing_headings(&whole).is_empty());
    assert_eq!(missing_headings(&whole.replace("Invariants", "Invariant")), ["# Invariants"]);
}
