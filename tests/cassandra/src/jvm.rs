//! The command line of a node.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::Command;

use crate::configuration::{NodeFiles, file_url};
use crate::error::Error;
use crate::provision::Installation;

/// Enough for a node under test, and three of them fit on a small machine.
pub(crate) const HEAP_MEBIBYTES: u32 = 384;

/// How a cluster's JVMs are started.
#[derive(Clone, Debug)]
pub(crate) struct Jvm {
    pub(crate) installation: Installation,
    pub(crate) heap_mebibytes: u32,
    /// The caller's options, after ours.
    pub(crate) extra_options: Vec<String>,
}

impl Jvm {
    /// The command that runs the node which `files` describe.
    pub(crate) fn command(&self, files: &NodeFiles) -> Result<Command, Error> {
        let mut command = Command::new(&self.installation.java.program);
        // Options from the environment are for other programs; some of them keep Cassandra from starting.
        for variable in ["JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"] {
            command.env_remove(variable);
        }
        command.current_dir(files.directory()).args(self.options(files)?);
        command.arg("-cp").arg(self.class_path()).arg("org.apache.cassandra.service.CassandraDaemon");
        Ok(command)
    }

    fn options(&self, files: &NodeFiles) -> Result<Vec<OsString>, Error> {
        let mut options: Vec<OsString> = Vec::new();
        for (module, packages) in EXPORTS {
            options.extend(opening("--add-exports", module, packages));
        }
        for (module, packages) in OPENS {
            options.extend(opening("--add-opens", module, packages));
        }
        if self.installation.java.major >= 17 {
            // Java 11 would take `allow` for a class name.
            options.push("-Djava.security.manager=allow".into());
        }
        options.push(format!("-Xms{}m", self.heap_mebibytes).into());
        options.push(format!("-Xmx{}m", self.heap_mebibytes).into());
        options.extend(FIXED.iter().map(OsString::from));
        for (property, path) in [
            ("cassandra.config", files.yaml()),
            ("cassandra-rackdc.properties", files.rack()),
            ("logback.configurationFile", files.logback()),
        ] {
            options.push(format!("-D{property}={}", file_url(&path)?).into());
        }
        for (property, path) in [
            ("cassandra.storagedir", files.directory().to_path_buf()),
            ("java.io.tmpdir", files.temporary()),
            ("jna.tmpdir", files.temporary()),
        ] {
            options.push(with_path(property, path));
        }
        options.extend(self.extra_options.iter().map(OsString::from));
        Ok(options)
    }

    fn class_path(&self) -> PathBuf {
        self.installation.jars.join("*")
    }
}

/// Quick to start and small. JMX stays off: it wants a port of its own on the shared address 127.0.0.1.
///
/// `cassandra.ring_delay_ms` keeps its 30 s: nodes that do not bootstrap never wait that long, and it is how long a node that
/// starts tries to reach the others, which on a busy machine takes more than a second.
const FIXED: &[&str] = &[
    "-Xss512k",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:-UsePerfData",
    "-Djdk.attach.allowAttachSelf=true",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dcassandra-foreground=yes",
    "-Dcassandra.skip_wait_for_gossip_to_settle=0",
    "-Dcassandra.superuser_setup_delay_ms=0",
];

/// What Cassandra reaches inside Java from version 9 on.
const EXPORTS: &[(&str, &[&str])] = &[
    ("java.base", &["jdk.internal.misc", "jdk.internal.ref", "sun.nio.ch"]),
    ("java.management.rmi", &["com.sun.jmx.remote.internal.rmi"]),
    ("java.rmi", &["sun.rmi.registry", "sun.rmi.server", "sun.rmi.transport.tcp"]),
    ("java.sql", &["java.sql"]),
    ("jdk.unsupported", &["sun.misc"]),
];

/// What Cassandra also reads by reflection.
const OPENS: &[(&str, &[&str])] = &[
    (
        "java.base",
        &[
            "java.io",
            "java.lang",
            "java.lang.module",
            "java.lang.reflect",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "jdk.internal.loader",
            "jdk.internal.math",
            "jdk.internal.module",
            "jdk.internal.ref",
            "jdk.internal.reflect",
            "jdk.internal.util.jar",
            "sun.nio.ch",
        ],
    ),
    ("java.rmi", &["sun.rmi.transport.tcp"]),
    ("jdk.management", &["com.sun.management.internal"]),
];

fn opening(option: &str, module: &str, packages: &[&str]) -> impl Iterator<Item = OsString> {
    packages.iter().flat_map(move |package| [OsString::from(option), format!("{module}/{package}=ALL-UNNAMED").into()])
}

fn with_path(property: &str, path: PathBuf) -> OsString {
    [OsStr::new("-D"), OsStr::new(property), OsStr::new("="), path.as_os_str()].into_iter().collect()
}
