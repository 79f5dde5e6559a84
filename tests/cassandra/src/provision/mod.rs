//! Gets what is needed to run Cassandra: a Java that it supports, and its jars.

mod debian;
mod java;
mod maven;
mod program;

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use crate::error::{Error, ErrorKind};
use crate::patience::Patience;
use crate::progress::Progress;
pub(crate) use java::Java;

/// The release that is run.
pub const CASSANDRA_VERSION: &str = "5.0.6";

/// The download is 66 MB; a connection that needs longer is not going to finish.
const TIME_LIMIT: Duration = Duration::from_secs(15 * 60);

/// What a node is run with.
#[derive(Clone, Debug)]
pub(crate) struct Installation {
    pub(crate) java: Java,
    /// The folder with Cassandra's jars and all that they depend on.
    pub(crate) jars: PathBuf,
}

/// Finds or installs Java and the jars. One process at a time does so under `base`; the others wait and find the work done.
pub(crate) fn provide(base: &Path, progress: &Progress, cancelled: &Arc<AtomicBool>) -> Result<Installation, Error> {
    let jars = base.join(format!("jars-{CASSANDRA_VERSION}"));
    if maven::is_complete(&jars)
        && let Ok(java) = java::find()
    {
        return Ok(Installation { java, jars });
    }
    let patience = Patience::new(TIME_LIMIT, &[cancelled]);
    let _lock = lock(base, progress, &patience)?;
    let java = java::find().or_else(|missing| {
        debian::install(&[debian::JAVA], base, progress).map_err(|error| missing.explain(&error))?;
        java::find().map_err(|missing| missing.explain("the installed package brought none"))
    })?;
    if !maven::is_complete(&jars) {
        let program = program::find("mvn", "MAVEN_HOME").map_or_else(
            || {
                debian::install(&[debian::MAVEN], base, progress).map_err(|error| maven::missing(&error))?;
                program::find("mvn", "MAVEN_HOME").ok_or_else(|| maven::missing("the installed package brought none"))
            },
            Ok,
        )?;
        maven::fetch(&program, &java, base, &jars, progress, &patience)?;
    }
    Ok(Installation { java, jars })
}

/// Held until the value is dropped or the process ends.
fn lock(base: &Path, progress: &Progress, patience: &Patience) -> Result<File, Error> {
    fs::create_dir_all(base).map_err(|error| Error::io("create", base, &error))?;
    let path = base.join("provision.lock");
    let io = |error: &std::io::Error| Error::io("lock", &path, error);
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(|error| io(&error))?;
    let mut is_told = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(io(&error)),
            Err(TryLockError::WouldBlock) => {}
        }
        if !is_told {
            progress.report("waiting for another process that is getting Cassandra");
            is_told = true;
        }
        if !patience.step()? {
            return Err(unavailable(&format!(
                "another process has held {} for {:?}",
                path.display(),
                patience.limit()
            )));
        }
    }
}

/// The end of every provisioning error: what else would do.
fn unavailable(what: &str) -> Error {
    Error::new(ErrorKind::Provision, format!("{what}; or set CQL_NODES=host:port,… to use a cluster that runs already"))
}
