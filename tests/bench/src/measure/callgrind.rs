//! Running a client under callgrind and reading what it wrote.
//!
//! Allocations are counted from the same file: callgrind records every call with its callee, and Rust's allocator is
//! the C library's. That needs no counting allocator, which takes `unsafe`, and no second run under another tool; and
//! it counts what a driver written in anything else would do, too.
//!
//! Locked instructions also come from there: callgrind says how often the instruction at each address was executed, and
//! the disassembly says which addresses have one.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use super::{child, locked};
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
    pub(super) locked: u64,
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

/// The locked instructions of the programs and libraries that were met, by path.
pub(super) type Locked = HashMap<PathBuf, HashSet<u64>>;

/// Runs `program` under callgrind, which leaves its output in `file`.
pub(super) fn run(program: &Path, args: &[String], file: &Path, locked: &mut Locked) -> Result<Totals, Error> {
    let mut command = vec![
        "--quiet".to_owned(),
        "--tool=callgrind".to_owned(),
        "--dump-instr=yes".to_owned(),
        "--compress-pos=no".to_owned(),
        format!("--callgrind-out-file={}", file.display()),
        program.display().to_string(),
    ];
    command.extend_from_slice(args);
    child::run(Path::new("valgrind"), &command, Some(COPY_BY_VECTORS))?;
    let executions = parse(BufReader::new(File::open(file)?));
    let (mut totals, executions) = executions.map_err(|error| format!("{}: {error}", file.display()))?;
    for (object, counts) in executions {
        if !locked.contains_key(&object) {
            locked.insert(object.clone(), locked::of(&object)?);
        }
        let addresses = locked.get(&object);
        totals.locked += counts
            .iter()
            .filter(|(address, _)| addresses.is_some_and(|known| known.contains(address)))
            .map(|(_, count)| count)
            .sum::<u64>();
    }
    Ok(totals)
}

/// How often the instruction at an address of an object was executed; an address may come several times.
type Executions = HashMap<PathBuf, Vec<(u64, u64)>>;

/// Reads the totals out of callgrind's format, all but the locked instructions, and how often each instruction was
/// executed: an object or a function has its name at its first mention and a number ever after, and `calls=` counts calls
/// of the function that the last `cfn=` named; the line after it counts what the callee did.
fn parse(input: impl BufRead) -> Result<(Totals, Executions), Error> {
    let mut totals = Totals::default();
    let mut executions = Executions::new();
    let mut functions: HashMap<String, Counted> = HashMap::new();
    let mut objects: HashMap<String, PathBuf> = HashMap::new();
    let (mut object, mut callee) = (PathBuf::new(), None);
    let (mut is_of_callee, mut is_complete) = (false, false);
    for line in input.lines() {
        let line = line?;
        if let Some(function) = line.strip_prefix("fn=") {
            counted(&mut functions, function);
        } else if let Some(function) = line.strip_prefix("cfn=") {
            callee = counted(&mut functions, function);
        } else if let Some(name) = line.strip_prefix("ob=") {
            object = named(&mut objects, name)?;
        } else if let Some(name) = line.strip_prefix("cob=") {
            named(&mut objects, name)?;
        } else if let Some(calls) = line.strip_prefix("calls=") {
            is_of_callee = true;
            let count: u64 = calls.split_whitespace().next().unwrap_or_default().parse()?;
            match callee.take() {
                Some(Counted::Allocation) => totals.allocations += count,
                Some(Counted::Write) => totals.writes += count,
                None => {}
            }
        } else if let Some(rest) = line.strip_prefix("0x") {
            if !std::mem::take(&mut is_of_callee) {
                let mut words = rest.split_whitespace();
                let address = u64::from_str_radix(words.next().unwrap_or_default(), 16)?;
                let count = words.nth(1).ok_or_else(|| format!("no count in {line:?}"))?.parse()?;
                match executions.get_mut(&object) {
                    Some(counts) => counts.push((address, count)),
                    None => _ = executions.insert(object.clone(), vec![(address, count)]),
                }
            }
        } else if let Some(sum) = line.strip_prefix("totals:") {
            totals.instructions = sum.trim().parse()?;
            is_complete = true;
        }
    }
    if is_complete { Ok((totals, executions)) } else { Err("callgrind's output has no totals".into()) }
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

/// Looks at `(7) /a/path` or `(7)`.
fn named(objects: &mut HashMap<String, PathBuf>, object: &str) -> Result<PathBuf, Error> {
    match object.split_once(' ') {
        Some((id, path)) => {
            objects.insert(id.to_owned(), path.into());
            Ok(path.into())
        }
        None => Ok(objects.get(object).ok_or_else(|| format!("object {object} has no name"))?.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "\
# callgrind format
positions: instr line
events: Ir
ob=(1) /bin/client
fn=(1) main
0x1000 11 5
cfn=(2) malloc
calls=3 0x90 0
0x1004 12 90
cfn=(3) other
calls=8 0x94 0
0x1008 13 70
0x1008 13 8
cob=(2) /lib/libc.so.6
cfn=(4) realloc'2
calls=1 0x98 0
0x100c 14 9

ob=(2)
fn=(2)
0x90 0 90
ob=(1)
fn=(3)
cob=(2)
cfn=(2)
calls=4 0x90 0
0x94 7 33
0x1000 11 2
cfn=(6) send
calls=2 0x9c 0
0x98 8 44
totals: 4711
";

    #[test]
    fn counts_calls_by_callee_whether_named_or_numbered() {
        let (totals, _) = parse(OUTPUT.as_bytes()).unwrap();
        assert_eq!(totals, Totals { instructions: 4711, locked: 0, allocations: 8, writes: 2 });
    }

    #[test]
    fn counts_executions_by_object_and_address_and_leaves_callees_to_themselves() {
        let (_, executions) = parse(OUTPUT.as_bytes()).unwrap();
        let of = |object: &str| executions[Path::new(object)].as_slice();
        assert_eq!(of("/bin/client"), [(0x1000, 5), (0x1008, 8), (0x1000, 2)]);
        assert_eq!(of("/lib/libc.so.6"), [(0x90, 90)]);
        assert_eq!(executions.len(), 2);
    }

    #[test]
    fn an_output_cut_short_is_no_measurement() {
        assert!(parse(OUTPUT.trim_end_matches("totals: 4711\n").as_bytes()).is_err());
    }
}
