//! The directory of one cluster: it lives as long as its owner.

use std::env;
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{self, Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use crate::error::Error;

const SCRIPT: &str = include_str!("janitor.sh");

/// The environment variable that, set to anything but nothing or `0`, keeps the directories of clusters that have ended.
pub const ILIUM_CASSANDRA_KEEP: &str = "ILIUM_CASSANDRA_KEEP";

/// Marks a directory that later runs must not sweep away.
const KEEP_MARK: &str = "keep";

/// How many failed clusters' logs stay: enough for one run of a test suite that fails all over.
const FAILED_KEPT: usize = 10;

/// A cluster's directory, removed when this value is dropped or its owner is killed.
#[derive(Debug)]
pub(crate) struct Directory {
    base: PathBuf,
    name: String,
    path: PathBuf,
    /// The shell that removes the directory, and the pipe whose end tells it to.
    janitor: Option<(Child, ChildStdin)>,
}

impl Directory {
    /// Creates `base/clusters/PREFIX-…`. The caller holds the subnet of `prefix`, so other directories with it are of dead owners
    /// (a machine that lost power) and are removed first.
    pub(crate) fn create(base: &Path, prefix: &str) -> Result<Self, Error> {
        static COUNTER: AtomicU32 = AtomicU32::new(0);
        let clusters = base.join("clusters");
        sweep(&clusters, prefix);
        let name = format!("{prefix}-{}-{}", process::id(), COUNTER.fetch_add(1, Ordering::Relaxed));
        let path = clusters.join(&name);
        fs::create_dir_all(&path).map_err(|error| Error::io("create", &path, &error))?;
        let janitor = if is_kept() {
            let mark = path.join(KEEP_MARK);
            fs::write(&mark, "").map_err(|error| Error::io("write", &mark, &error))?;
            None
        } else {
            Some(start_janitor(&path)?)
        };
        Ok(Self { base: base.to_path_buf(), name, path, janitor })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Copies `files` (paths inside the directory) to where they outlive it, and returns that place.
    pub(crate) fn save_failure(&self, files: &[PathBuf]) -> Option<PathBuf> {
        if self.janitor.is_none() {
            return Some(self.path.clone());
        }
        let failed = self.base.join("failed");
        let place = failed.join(&self.name);
        for file in files {
            let target = place.join(file.strip_prefix(&self.path).ok()?);
            fs::create_dir_all(target.parent()?).ok()?;
            // A node that never started has no log.
            let _ = fs::copy(file, target);
        }
        forget_oldest(&failed);
        Some(place)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        if let Some((mut janitor, pipe)) = self.janitor.take() {
            drop(pipe);
            let _ = janitor.wait();
        }
    }
}

fn is_kept() -> bool {
    env::var_os(ILIUM_CASSANDRA_KEEP).is_some_and(|value| !value.is_empty() && value != "0")
}

fn start_janitor(path: &Path) -> Result<(Child, ChildStdin), Error> {
    let mut janitor = Command::new("sh")
        .args(["-c", SCRIPT, "janitor"])
        .arg(path)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .map_err(|error| Error::io("run", Path::new("sh"), &error))?;
    match janitor.stdin.take() {
        Some(pipe) => Ok((janitor, pipe)),
        None => Err(Error::io("write to", Path::new("sh"), &std::io::ErrorKind::BrokenPipe.into())),
    }
}

/// Removes what dead owners left. What cannot be removed now is tried again by the next run.
fn sweep(clusters: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(clusters) else { return };
    for entry in entries.flatten() {
        let is_dead = entry
            .file_name()
            .to_str()
            .and_then(|name| name.strip_prefix(prefix))
            .is_some_and(|rest| rest.starts_with('-'));
        if is_dead && !entry.path().join(KEEP_MARK).exists() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn forget_oldest(failed: &Path) {
    let Ok(entries) = fs::read_dir(failed) else { return };
    let mut places: Vec<(SystemTime, PathBuf)> =
        entries.flatten().filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path()))).collect();
    places.sort_unstable();
    let surplus = places.len().saturating_sub(FAILED_KEPT);
    for (_, place) in places.into_iter().take(surplus) {
        let _ = fs::remove_dir_all(place);
    }
}
