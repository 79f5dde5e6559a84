//! Running a client under callgrind and reading what it wrote.
//!
//! Allocations are counted from the same file: callgrind records every call with its callee, and Rust's allocator is
//! the C library's. That needs no counting allocator, which takes `unsafe`, and no second run under another tool; and
//! it counts what a driver written in anything else would do, too.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use super::child;
use crate::Error;

/// Makes the C library copy everything by its vector loop.
///
/// From 2 KiB on it would use `rep movsb`, which is one instruction to a processor but one for each byte to valgrind: a
/// copy of a page would count some ten times what the same copy by vectors does.
const COPY_BY_VECTORS: (&str, &str) = ("GLIBC_TUNABLES", "glibc.cpu.x86_rep_movsb_threshold=1073741824");

/// What a whole run of a client came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) instructions: u64,
    pub(super) allocations: u64,
    pub(super) writes: u64,
}

/// Functions of the C library whose calls are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counted {
    Allocation,
    Write,
}

impl Counted {
    fn of(function: &str) -> Option<Self> {
        match function {
            "malloc" | "calloc" | "realloc" | "memalign" | "posix_memalign" | "aligned_alloc" => Some(Self::Allocation),
            "send" | "sendto" | "sendmsg" | "writev" => Some(Self::Write),
            _ => None,
        }
    }
}

/// Runs `program` under callgrind, which leaves its output in `file`.
pub(super) fn run(program: &Path, args: &[String], file: &Path) -> Result<Totals, Error> {
    let mut command = vec![
        "--quiet".to_owned(),
        "--tool=callgrind".to_owned(),
        format!("--callgrind-out-file={}", file.display()),
        program.display().to_string(),
    ];
    command.extend_from_slice(args);
    child::run(Path::new("valgrind"), &command, Some(COPY_BY_VECTORS))?;
    parse(BufReader::new(File::open(file)?)).map_err(|error| format!("{}: {error}", file.display()).into())
}

/// Reads the totals out of callgrind's format: a function has its name at its first mention and a number ever after,
/// and `calls=` counts calls of the function that the last `cfn=` named.
fn parse(input: impl BufRead) -> Result<Totals, Error> {
    let mut totals = Totals::default();
    let mut functions: HashMap<String, Counted> = HashMap::new();
    let mut callee = None;
    let mut is_complete = false;
    for line in input.lines() {
        let line = line?;
        if let Some(function) = line.strip_prefix("fn=") {
            counted(&mut functions, function);
        } else if let Some(function) = line.strip_prefix("cfn=") {
            callee = counted(&mut functions, function);
        } else if let Some(calls) = line.strip_prefix("calls=") {
            let count: u64 = calls.split_whitespace().next().unwrap_or_default().parse()?;
            match callee.take() {
                Some(Counted::Allocation) => totals.allocations += count,
                Some(Counted::Write) => totals.writes += count,
                None => {}
            }
        } else if let Some(sum) = line.strip_prefix("totals:") {
            totals.instructions = sum.trim().parse()?;
            is_complete = true;
        }
    }
    if is_complete { Ok(totals) } else { Err("callgrind's output has no totals".into()) }
}

/// Looks at `(7) name` or `(7)`.
fn counted(functions: &mut HashMap<String, Counted>, function: &str) -> Option<Counted> {
    let Some((id, name)) = function.split_once(' ') else { return functions.get(function).copied() };
    // A function that calls itself has its depth behind an apostrophe.
    let name = name.split('\'').next().unwrap_or(name);
    let counted = Counted::of(name)?;
    functions.insert(id.to_owned(), counted);
    Some(counted)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "\
# callgrind format
events: Ir
fn=(1) main
cfn=(2) malloc
calls=3 0
12 90
cfn=(3) other
calls=8 0
13 70
cfn=(4) realloc'2
calls=1 0
14 9

fn=(2)
0 90
fn=(3)
cob=(5) libc
cfn=(2)
calls=4 0
7 33
cfn=(6) send
calls=2 0
8 44
totals: 4711
";

    #[test]
    fn counts_calls_by_callee_whether_named_or_numbered() {
        let totals = parse(OUTPUT.as_bytes()).unwrap();
        assert_eq!(totals, Totals { instructions: 4711, allocations: 8, writes: 2 });
    }

    #[test]
    fn an_output_cut_short_is_no_measurement() {
        assert!(parse(OUTPUT.trim_end_matches("totals: 4711\n").as_bytes()).is_err());
    }
}
