//! One node's process: launch it, wait for it, signal it.

use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::configuration::{ClusterSettings, NodeFiles, NodeSettings};
use crate::environment::CQL_PORT;
use crate::error::{Error, ErrorKind};
use crate::gossip;
use crate::jvm::Jvm;
use crate::log_file::{self, TAIL_LINES};
use crate::patience::Patience;
use crate::supervised::{Signal, Supervised};

/// Cassandra's words when it accepts clients.
const LISTENING: &str = "Starting listening for CQL clients";

/// Cassandra's words when the role `cassandra` exists.
const SUPERUSER: &str = "Created default superuser role";

/// Loopback either connects at once or not at all.
const CONNECT_LIMIT: Duration = Duration::from_secs(1);

/// A node of a cluster that this process runs.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) index: usize,
    pub(crate) settings: NodeSettings,
    pub(crate) files: NodeFiles,
    /// `None` while the node is stopped. Held while it starts or stops.
    running: Mutex<Option<Running>>,
}

/// The process of a node and where its part of the log begins.
#[derive(Debug)]
pub(crate) struct Running {
    process: Supervised,
    log_offset: u64,
    is_paused: bool,
}

impl Member {
    pub(crate) fn new(index: usize, settings: NodeSettings, files: NodeFiles) -> Self {
        Self { index, settings, files, running: Mutex::new(None) }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        SocketAddr::from((self.settings.address, CQL_PORT))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Option<Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where the log ends now, when the node runs and is neither paused nor just being started or stopped.
    pub(crate) fn log_end_if_up(&self) -> Option<u64> {
        let mut running = self.running.try_lock().ok()?;
        let is_up = running.as_mut().is_some_and(|running| !running.is_paused && running.is_alive());
        is_up.then(|| log_file::len(&self.files.log()))
    }

    /// Writes the configuration and starts the process.
    pub(crate) fn launch(&self, jvm: &Jvm, cluster: &ClusterSettings, seeds: &[Ipv4Addr]) -> Result<Running, Error> {
        self.files.write(cluster, &self.settings, seeds)?;
        let log = self.files.log();
        let log_offset = log_file::len(&log);
        let command = jvm.command(&self.files)?;
        let process = Supervised::spawn(&command, &log)
            .map_err(|error| Error::io("run", &jvm.installation.java.program, &error))?;
        Ok(Running { process, log_offset, is_paused: false })
    }

    /// Waits until clients can connect.
    pub(crate) fn await_listening(&self, running: &mut Running, patience: &Patience) -> Result<(), Error> {
        let offset = running.log_offset;
        self.await_log(running, offset, LISTENING, patience)?;
        self.wait(running, "accept connections", patience, || {
            TcpStream::connect_timeout(&self.address(), CONNECT_LIMIT).is_ok()
        })
    }

    /// Waits until the role `cassandra` can log in.
    pub(crate) fn await_superuser(&self, running: &mut Running, patience: &Patience) -> Result<(), Error> {
        let offset = running.log_offset;
        self.await_log(running, offset, SUPERUSER, patience)
    }

    /// Waits until this node's log, from `offset` on, says that `peer` is a member and up.
    pub(crate) fn await_peer(
        &self,
        running: &mut Running,
        offset: u64,
        peer: &Self,
        patience: &Patience,
    ) -> Result<(), Error> {
        let what = format!("see node {} as a member that is up", peer.name());
        self.wait(running, &what, patience, || self.has_seen(offset, peer))
    }

    /// Whether the log from `offset` on says that `peer` is a member and up.
    pub(crate) fn has_seen(&self, offset: u64, peer: &Self) -> bool {
        gossip::is_member_and_up(&log_file::since(&self.files.log(), offset), peer.settings.address)
    }

    fn await_log(&self, running: &mut Running, offset: u64, words: &str, patience: &Patience) -> Result<(), Error> {
        let log = self.files.log();
        self.wait(running, &format!("log `{words}`"), patience, || log_file::since(&log, offset).contains(words))
    }

    /// Waits until `is_done`, which the messages call `what`.
    fn wait(
        &self,
        running: &mut Running,
        what: &str,
        patience: &Patience,
        is_done: impl Fn() -> bool,
    ) -> Result<(), Error> {
        while !is_done() {
            if let Some(status) = running.process.exit_status().map_err(|error| self.unwatchable(&error))? {
                return Err(self.failed(running, &format!("ended with {status} before it could {what}")));
            }
            if !patience.step()? {
                return Err(self.failed(running, &format!("did not {what} within {:?}", patience.limit())));
            }
        }
        Ok(())
    }

    fn unwatchable(&self, error: &std::io::Error) -> Error {
        Error::new(ErrorKind::Io, format!("cannot watch node {}: {error}", self.name()))
    }

    fn failed(&self, running: &Running, what: &str) -> Error {
        let tail = log_file::tail(&self.files.log(), running.log_offset, TAIL_LINES);
        Error::new(ErrorKind::Start, format!("node {} {what}; its log ends with:\n{tail}", self.name()))
    }

    /// What messages call this node.
    pub(crate) fn name(&self) -> String {
        format!("{} ({})", self.index, self.address())
    }
}

impl Running {
    pub(crate) fn process_id(&self) -> u32 {
        self.process.process_id()
    }

    pub(crate) fn log_offset(&self) -> u64 {
        self.log_offset
    }

    pub(crate) fn is_alive(&mut self) -> bool {
        matches!(self.process.exit_status(), Ok(None))
    }

    pub(crate) fn pause(&mut self) -> std::io::Result<()> {
        self.is_paused = true;
        self.process.signal(Signal::Stop)
    }

    pub(crate) fn resume(&mut self) -> std::io::Result<()> {
        self.is_paused = false;
        self.process.signal(Signal::Continue)
    }

    /// Asks the node to stop; a paused one first has to run again to hear it.
    pub(crate) fn terminate(&mut self) -> std::io::Result<()> {
        self.resume()?;
        self.process.signal(Signal::Terminate)
    }

    pub(crate) fn kill(&mut self) -> std::io::Result<()> {
        self.process.kill()
    }
}
