use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Failure;
use crate::script::Script;

/// Nothing that differs may be printed alike: all digits of floats, all of a time, one time zone.
const SETTINGS: &str = "[ui]
color = off
float_precision = 17
double_precision = 17
timezone = UTC
datetimeformat = %Y-%m-%dT%H:%M:%S.%f%z
";

/// How long one run may take: a shell that hangs has to end.
const PATIENCE: Duration = Duration::from_secs(180);

/// The shell, run on files.
#[derive(Debug)]
pub(crate) struct Cqlsh {
    program: PathBuf,
    /// Scripts, their output and settings; the shell's home, so that a user's own settings do not count.
    folder: PathBuf,
    host: String,
    port: String,
}

/// What a run wrote.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// The script's path, as errors name it.
    pub(crate) file: String,
}

impl Cqlsh {
    /// The shell at `program`, for the node at `contact_point`; it writes to `folder`.
    pub(crate) fn new(program: &Path, folder: &Path, contact_point: &str) -> Result<Self, Failure> {
        fs::create_dir_all(folder)?;
        fs::write(folder.join("cqlshrc"), SETTINGS)?;
        let (host, port) = contact_point.rsplit_once(':').ok_or("a contact point is host:port")?;
        let host = host.trim_matches(['[', ']']).to_owned();
        Ok(Self { program: program.to_owned(), folder: folder.to_owned(), host, port: port.to_owned() })
    }

    /// Executes a script in `keyspace`, going on after errors. Blocks.
    pub(crate) fn run(&self, name: &str, keyspace: &str, script: &Script) -> Result<Output, Failure> {
        let [file, out, err] = ["cql", "out", "err"].map(|ending| self.folder.join(format!("{name}.{ending}")));
        fs::write(&file, script.text())?;
        let mut shell = Command::new(&self.program)
            .args(["--no-color", "--disable-history", "--encoding", "utf-8", "--request-timeout", "30"])
            .arg("--cqlshrc")
            .arg(self.folder.join("cqlshrc"))
            .args(["--keyspace", keyspace])
            .arg("--file")
            .arg(&file)
            .args([&self.host, &self.port])
            .env("HOME", &self.folder)
            .env("PYTHONUTF8", "1")
            .env("LC_ALL", "C.UTF-8")
            .env_remove("CQLSH_DEFAULT_TIMESTAMP_FORMAT")
            .stdin(Stdio::null())
            .stdout(File::create(&out)?)
            .stderr(File::create(&err)?)
            .spawn()
            .map_err(|error| format!("cannot run {}: {error}", self.program.display()))?;
        let started = Instant::now();
        while shell.try_wait()?.is_none() {
            if started.elapsed() > PATIENCE {
                shell.kill()?;
                shell.wait()?;
                return Err(format!("cqlsh has not ended after {PATIENCE:?}; see {}", out.display()).into());
            }
            thread::sleep(Duration::from_millis(20));
        }
        let [stdout, stderr] =
            [out, err].map(|path| fs::read(path).map(|text| String::from_utf8_lossy(&text).into_owned()));
        Ok(Output { stdout: stdout?, stderr: stderr?, file: file.display().to_string() })
    }
}
