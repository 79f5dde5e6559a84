//! Reading the logs of nodes and of the programs that provision them.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

/// How many lines of a log an error shows: a Java stack trace with its causes.
pub(crate) const TAIL_LINES: usize = 40;

/// The length of the file now; zero where there is none yet.
pub(crate) fn len(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |metadata| metadata.len())
}

/// The text from byte `offset` on; empty where there is none yet.
pub(crate) fn since(path: &Path, offset: u64) -> String {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|mut file| {
        file.seek(SeekFrom::Start(offset))?;
        file.read_to_end(&mut bytes)
    });
    match read {
        Ok(_) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(_) => String::new(),
    }
}

/// The last `lines` lines of the text from byte `offset` on.
pub(crate) fn tail(path: &Path, offset: u64, lines: usize) -> String {
    let text = since(path, offset);
    let all: Vec<&str> = text.lines().collect();
    all.get(all.len().saturating_sub(lines)..).unwrap_or_default().join("\n")
}
