//! Finds a Java that Cassandra 5 supports: 17 or 11, not newer.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{program, unavailable};
use crate::error::Error;

/// Best first.
const SUPPORTED: [u32; 2] = [17, 11];

/// Where operating systems and installers put Javas, each in a folder of its own.
const USUAL_PLACES: [&str; 3] = ["/usr/lib/jvm", "/usr/java", "/opt/java"];

/// A Java that can run Cassandra.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Java {
    pub(crate) program: PathBuf,
    /// `JAVA_HOME` for Maven; unknown for a program that lies in no `bin` folder.
    pub(crate) home: Option<PathBuf>,
    pub(crate) major: u32,
}

/// No Java fits; the ones that were looked at, with their versions.
#[derive(Debug)]
pub(super) struct NoJava {
    seen: Vec<String>,
}

impl NoJava {
    /// The error for the user; `reason` says why none could be installed either.
    pub(super) fn explain(&self, reason: &str) -> Error {
        let seen = if self.seen.is_empty() { "none at all".to_owned() } else { self.seen.join(", ") };
        unavailable(&format!(
            "Cassandra needs Java 17 or 11; found {seen} (looked at JAVA_HOME, PATH and {}), and {reason}; \
             install one (Debian: openjdk-17-jre-headless) or set JAVA_HOME",
            USUAL_PLACES.join(", ")
        ))
    }
}

/// Looks at `JAVA_HOME`, then at `PATH`, then at the usual places.
pub(super) fn find() -> Result<Java, NoJava> {
    let home = env::var_os("JAVA_HOME").filter(|home| !home.is_empty()).map(|home| java_of(Path::new(&home)));
    let first = home.into_iter().chain(program::find_on_path("java"));
    let mut missing = NoJava { seen: Vec::new() };
    for program in first {
        match inspect(&program, &mut missing) {
            Some(java) => return Ok(java),
            None => continue,
        }
    }
    let installed: Vec<Java> = installed().iter().filter_map(|program| inspect(program, &mut missing)).collect();
    SUPPORTED.iter().find_map(|major| installed.iter().find(|java| java.major == *major)).cloned().ok_or(missing)
}

fn java_of(home: &Path) -> PathBuf {
    home.join("bin").join("java")
}

fn installed() -> Vec<PathBuf> {
    let mut programs: Vec<PathBuf> = USUAL_PLACES
        .iter()
        .filter_map(|place| fs::read_dir(place).ok())
        .flat_map(|entries| entries.flatten())
        .map(|entry| java_of(&entry.path()))
        .filter(|program| program.is_file())
        .collect();
    programs.sort_unstable();
    programs
}

/// Asks `program` for its version; one that does not fit is noted in `missing`.
fn inspect(program: &Path, missing: &mut NoJava) -> Option<Java> {
    let major = version_of(program);
    match major {
        Some(major) if SUPPORTED.contains(&major) => {
            let program = fs::canonicalize(program).unwrap_or_else(|_| program.to_path_buf());
            let home = program.parent().filter(|folder| folder.ends_with("bin")).and_then(Path::parent);
            Some(Java { home: home.map(Path::to_path_buf), program, major })
        }
        Some(major) => {
            missing.seen.push(format!("Java {major} at {}", program.display()));
            None
        }
        None => {
            missing.seen.push(format!("no working Java at {}", program.display()));
            None
        }
    }
}

fn version_of(program: &Path) -> Option<u32> {
    let output = Command::new(program).arg("-version").stdin(Stdio::null()).output().ok()?;
    // The version goes to standard error; a `JAVA_TOOL_OPTIONS` notice may come before it.
    String::from_utf8_lossy(&output.stderr).lines().find_map(parse_version)
}

/// Reads the major version from a line like `openjdk version "17.0.15" 2025-04-15`; before 9 it is the second number.
fn parse_version(line: &str) -> Option<u32> {
    let (_, rest) = line.split_once(" version \"")?;
    let (version, _) = rest.split_once('"')?;
    let mut numbers = version.split(|c: char| !c.is_ascii_digit());
    match numbers.next()?.parse().ok()? {
        1 => numbers.next()?.parse().ok(),
        major => Some(major),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_old_and_new_are_read() {
        for (line, major) in [
            ("openjdk version \"17.0.15\" 2025-04-15", Some(17)),
            ("openjdk version \"11.0.2\" 2019-01-15", Some(11)),
            ("java version \"1.8.0_392\"", Some(8)),
            ("openjdk version \"25\" 2025-09-16", Some(25)),
            ("openjdk version \"17-ea\" 2021-09-14", Some(17)),
            ("Picked up JAVA_TOOL_OPTIONS: -Xmx1g", None),
            ("openjdk version \"\"", None),
            ("openjdk version 17", None),
        ] {
            assert_eq!(parse_version(line), major, "{line}");
        }
    }

    #[test]
    fn a_java_that_does_not_fit_is_named_in_the_error() {
        let mut missing = NoJava { seen: Vec::new() };
        assert_eq!(inspect(Path::new("/nowhere/bin/java"), &mut missing), None);
        let text = missing.explain("apt-get failed").to_string();
        assert!(text.contains("found no working Java at /nowhere/bin/java ("), "{text}");
        assert!(text.contains("and apt-get failed;"), "{text}");
        assert!(text.contains("set JAVA_HOME; or set CQL_NODES=host:port"), "{text}");
    }
}
