//! The sources of another commit.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// The hash of a commit of the repository at `root`.
///
/// # Errors
/// When it has no such commit, in words: a clone of little depth lacks some.
pub(crate) fn hash(root: &Path, commit: &str) -> Result<String, String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["rev-parse", "--quiet", "--verify", "--short=12", "--end-of-options", &format!("{commit}^{{commit}}")])
        .output()
        .map_err(|error| format!("git cannot be started: {error}"))?;
    let hash = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if output.status.success() { Ok(hash) } else { Err(format!("{} has no commit {commit}", root.display())) }
}

/// Puts the files of `commit` of the repository at `root` into `directory`, unless they are there.
///
/// # Errors
/// What kept them from coming, in words.
pub(crate) fn extract(root: &Path, commit: &str, directory: &Path) -> Result<(), String> {
    if directory.exists() {
        return Ok(());
    }
    // Only what is complete gets its name.
    let partial = directory.with_extension("partial");
    let failed = |what: &str, error: &dyn std::fmt::Display| format!("the sources of {commit}: {what}: {error}");
    if partial.exists() {
        fs::remove_dir_all(&partial).map_err(|error| failed("what is left of the last time", &error))?;
    }
    fs::create_dir_all(&partial).map_err(|error| failed("their directory", &error))?;
    let mut archive = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["archive", commit])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed("git", &error))?;
    let input = archive.stdout.take().map_or_else(Stdio::null, Stdio::from);
    let unpacked = Command::new("tar").arg("-x").arg("-C").arg(&partial).stdin(input).stderr(Stdio::null()).status();
    let archived = archive.wait().map_err(|error| failed("git", &error))?;
    let unpacked = unpacked.map_err(|error| failed("tar", &error))?;
    if !archived.success() || !unpacked.success() {
        return Err(failed("git archive | tar", &archived));
    }
    fs::rename(&partial, directory).map_err(|error| failed("their directory", &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_that_is_not_there_leaves_nothing() {
        let directory = std::env::temp_dir().join(format!("ilium-bench-checkout-{}", std::process::id()));
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let missing = directory.join("missing");
        assert!(hash(root, "not-a-commit").unwrap_err().contains("not-a-commit"));
        assert!(extract(root, "not-a-commit", &missing).unwrap_err().contains("not-a-commit"));
        assert!(!missing.exists());
        fs::remove_dir_all(&directory).unwrap();
    }
}
