//! Gets what is needed to run Cassandra: a Java that it supports, and its jars.

mod debian;
mod java;
mod maven;
mod program;

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use crate::error::{Error, ErrorKind};
use crate::loopback::Claim;
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

/// Finds or installs Java and the jars. One process of the machine at a time does so; the others wait and find the work done.
pub(crate) fn provide(base: &Path, progress: &Progress, cancelled: &Arc<AtomicBool>) -> Result<Installation, Error> {
    let jars = base.join(format!("jars-{CASSANDRA_VERSION}"));
    if maven::is_complete(&jars)
        && let Ok(java) = java::find()
    {
        return Ok(Installation { java, jars });
    }
    let _turn = Turn::wait(base, progress, &Patience::new(TIME_LIMIT, &[cancelled]))?;
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
        // Its own time: the turn may have been waited for.
        maven::fetch(&program, &java, base, &jars, progress, &Patience::new(TIME_LIMIT, &[cancelled]))?;
    }
    Ok(Installation { java, jars })
}

/// The right to provide: held by one process at a time, until the value is dropped or the process ends.
///
/// The file keeps others from `base`. Packages and Maven's repository belong to the machine, and neither `apt-get update` nor Maven
/// is made for two at a time.
struct Turn {
    _file: File,
    _claim: Claim,
}

impl Turn {
    fn wait(base: &Path, progress: &Progress, patience: &Patience) -> Result<Self, Error> {
        fs::create_dir_all(base).map_err(|error| Error::io("create", base, &error))?;
        let path = base.join("provision.lock");
        let io = |error: &io::Error| Error::io("lock", &path, error);
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(|e| io(&e))?;
        let mut is_told = false;
        loop {
            match file.try_lock().map_err(io::Error::from).and_then(|()| Claim::provisioning()) {
                Ok(claim) => return Ok(Self { _file: file, _claim: claim }),
                Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::AddrInUse) => {}
                Err(error) => return Err(io(&error)),
            }
            if !is_told {
                progress.report("waiting for another process that is getting Cassandra");
                is_told = true;
            }
            if !patience.step()? {
                let limit = patience.limit();
                return Err(unavailable(&format!("another process has been getting Cassandra for {limit:?}")));
            }
        }
    }
}

/// The end of every provisioning error: what else would do.
fn unavailable(what: &str) -> Error {
    Error::new(ErrorKind::Provision, format!("{what}; or set CQL_NODES=host:port,… to use a cluster that runs already"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two programs with target directories of their own share what is installed, and Maven's repository.
    #[test]
    fn one_program_at_a_time_provides_whatever_its_directory() {
        let folder = crate::target_directory::base().join(format!("unit-tests/turn-{}", std::process::id()));
        let wait = |name: &str, limit| {
            Turn::wait(&folder.join(name), &Progress::default(), &Patience::new(limit, &[&Arc::default()]))
        };
        let patient = Duration::from_secs(600);
        let first = wait("one", patient).unwrap();
        for name in ["one", "other"] {
            let error = wait(name, Duration::from_millis(60)).err().unwrap().to_string();
            assert!(error.contains("another process has been getting Cassandra for 60ms"), "{error}");
        }
        drop(first);
        drop(wait("other", patient).unwrap());
        fs::remove_dir_all(folder).unwrap();
    }
}
