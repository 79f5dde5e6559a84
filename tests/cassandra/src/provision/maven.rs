//! Downloads Cassandra's jars with Maven.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{CASSANDRA_VERSION, Java, unavailable};
use crate::error::Error;
use crate::log_file;
use crate::patience::Patience;
use crate::progress::Progress;
use crate::supervised::Supervised;

/// Whether `jars` holds a finished download.
pub(super) fn is_complete(jars: &Path) -> bool {
    jars.join(format!("cassandra-all-{CASSANDRA_VERSION}.jar")).is_file()
}

/// The error for the user where there is no Maven; `reason` says why it could not be installed.
pub(super) fn missing(reason: &str) -> Error {
    unavailable(&format!(
        "Cassandra's jars come through Maven, whose `mvn` is not on PATH, and {reason}; install it (Debian: maven)"
    ))
}

/// Fills `jars`. It appears only when complete, so an interrupted download is never taken for a finished one.
pub(super) fn fetch(
    program: &Path,
    java: &Java,
    base: &Path,
    jars: &Path,
    progress: &Progress,
    patience: &Patience,
) -> Result<(), Error> {
    progress.report(&format!("getting Apache Cassandra {CASSANDRA_VERSION} with Maven (66 MB the first time)"));
    let (partial, pom) = (base.join("jars.partial"), base.join("pom.xml"));
    remove(&partial)?;
    fs::write(&pom, POM.replace("VERSION", CASSANDRA_VERSION)).map_err(|error| Error::io("write", &pom, &error))?;
    run(program, java, &pom, &partial, patience)?;
    if !is_complete(&partial) {
        return Err(unavailable(&format!("Maven ended without bringing cassandra-all-{CASSANDRA_VERSION}.jar")));
    }
    remove(jars)?;
    fs::rename(&partial, jars).map_err(|error| Error::io("create", jars, &error))
}

fn run(program: &Path, java: &Java, pom: &Path, output: &Path, patience: &Patience) -> Result<(), Error> {
    let log = pom.with_file_name("maven.log");
    let offset = log_file::len(&log);
    let mut command = Command::new(program);
    command
        .args(["-q", "-B", "-Dstyle.color=never", "-f"])
        .arg(pom)
        .args(["dependency:copy-dependencies", "-DincludeScope=runtime"]);
    command.arg(format!("-DoutputDirectory={}", output.display()));
    if let Some(home) = &java.home {
        command.env("JAVA_HOME", home);
    }
    let mut maven = Supervised::spawn(&command, &log).map_err(|error| Error::io("run", program, &error))?;
    let failure = loop {
        match maven.exit_status().map_err(|error| Error::io("run", program, &error))? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => break format!("failed with {status}"),
            None if !patience.step()? => break format!("did not end within {} s", patience.limit().as_secs()),
            None => {}
        }
    };
    let tail = log_file::tail(&log, offset, log_file::TAIL_LINES);
    Err(unavailable(&format!("getting Cassandra's jars with {} {failure}:\n{tail}\n", program.display())))
}

fn remove(directory: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(directory) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::io("remove", directory, &error)),
        _ => Ok(()),
    }
}

/// The plugin's version is fixed because the one that an old Maven takes by itself does not know all of its options.
const POM: &str = r#"<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>ilium</groupId>
  <artifactId>cassandra</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.cassandra</groupId>
      <artifactId>cassandra-all</artifactId>
      <version>VERSION</version>
    </dependency>
  </dependencies>
  <build>
    <plugins>
      <plugin>
        <groupId>org.apache.maven.plugins</groupId>
        <artifactId>maven-dependency-plugin</artifactId>
        <version>3.6.1</version>
      </plugin>
    </plugins>
  </build>
</project>
"#;
