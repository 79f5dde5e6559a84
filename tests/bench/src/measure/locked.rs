//! Which instructions of a program are locked.

use std::collections::HashSet;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::Error;

/// The addresses of a program's or library's locked instructions: those with the prefix `lock`, and exchanges with memory,
/// which lock without it.
///
/// # Errors
/// When `objdump` is missing.
pub(super) fn of(object: &Path) -> Result<HashSet<u64>, Error> {
    let output = Command::new("objdump")
        .args(["--disassemble", "--no-show-raw-insn"])
        .arg(object)
        .stderr(Stdio::null())
        .output()
        .map_err(|error| format!("objdump (package `binutils`) cannot be started: {error}"))?;
    // What is not a file, such as the kernel's part of a process, has none.
    Ok(String::from_utf8_lossy(&output.stdout).lines().filter_map(address_of_locked).collect())
}

/// The address of a line's instruction, if that is locked.
fn address_of_locked(line: &str) -> Option<u64> {
    let (address, instruction) = line.trim_start().split_once(":\t")?;
    let is_locked = instruction.starts_with("lock ") || (instruction.starts_with("xchg") && instruction.contains('('));
    if is_locked { u64::from_str_radix(address, 16).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_and_exchanges_with_memory_are_locked() {
        assert_eq!(address_of_locked("  4d2f10:\tlock xadd %rax,(%rdi)"), Some(0x4d_2f10));
        assert_eq!(address_of_locked("   11a:\txchg   %al,0x8(%rbx)"), Some(0x11a));
        assert_eq!(address_of_locked("   11a:\txchg   %ax,%ax"), None);
        assert_eq!(address_of_locked("   11a:\tcmpxchg %ecx,(%rdi)"), None);
        assert_eq!(address_of_locked("00000000000011a0 <lock >:"), None);
    }
}
