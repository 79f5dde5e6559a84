use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use crate::environment::CQL_NODES;
use crate::error::{Error, ErrorKind};
use crate::log_file;
use crate::managed::Managed;
use crate::member::{Member, Running};

/// A node of a [`Cassandra`](crate::Cassandra) cluster, to stop, kill, pause and start again.
///
/// A clone is the same node, and can be moved into a thread. All methods block: an async test calls them through
/// `tokio::task::spawn_blocking`. Once the cluster has been dropped they fail with [`ErrorKind::Cancelled`]; on a
/// node from `CQL_NODES` they fail with [`ErrorKind::NotManaged`].
#[derive(Clone)]
pub struct Node {
    address: SocketAddr,
    /// `None` for a node from `CQL_NODES`.
    control: Option<Control>,
}

#[derive(Clone)]
struct Control {
    cluster: Arc<Managed>,
    index: usize,
}

impl Node {
    pub(crate) fn external(address: SocketAddr) -> Self {
        Self { address, control: None }
    }

    /// `index` is that of one of the cluster's members.
    pub(crate) fn managed(cluster: &Arc<Managed>, index: usize, address: SocketAddr) -> Self {
        Self { address, control: Some(Control { cluster: Arc::clone(cluster), index }) }
    }

    /// Returns the address that clients connect to.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Starts the node on the data that it has; does nothing when it runs. Returns when it accepts clients and it and the nodes that
    /// are up see each other, about 5 to 10 seconds later.
    ///
    /// # Errors
    /// [`ErrorKind::Start`], with the end of its log, when it ends or is not ready in time; then it does not run.
    pub fn start(&self) -> Result<(), Error> {
        let (cluster, member) = self.member()?;
        cluster.start(member)
    }

    /// Stops the node as an operator would (it drains, several seconds); does nothing when it does not run.
    ///
    /// # Errors
    /// [`ErrorKind::Stop`] when it did not stop within 60 seconds; then it has been killed.
    pub fn stop(&self) -> Result<(), Error> {
        let (cluster, member) = self.member()?;
        cluster.stop(member)
    }

    /// Kills the node and returns when it is gone; does nothing when it does not run. Its data stays.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the signal cannot be sent.
    pub fn kill(&self) -> Result<(), Error> {
        self.signal(Running::kill)
    }

    /// Stops the node (see [`stop`](Self::stop)) and starts it again.
    ///
    /// # Errors
    /// As [`stop`](Self::stop) and [`start`](Self::start).
    pub fn restart(&self) -> Result<(), Error> {
        self.stop()?;
        self.start()
    }

    /// Freezes the node (SIGSTOP): its connections stay open and nothing answers. Does nothing when it does not run.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the signal cannot be sent.
    pub fn pause(&self) -> Result<(), Error> {
        self.signal(Running::pause)
    }

    /// Lets a paused node go on (SIGCONT).
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the signal cannot be sent.
    pub fn resume(&self) -> Result<(), Error> {
        self.signal(Running::resume)
    }

    /// Whether the node's process exists; a paused one does. Waits while the node is being started or stopped.
    ///
    /// # Errors
    /// [`ErrorKind::NotManaged`]: nothing is known about a node from `CQL_NODES`.
    pub fn is_running(&self) -> Result<bool, Error> {
        let (_, member) = self.member()?;
        Ok(member.lock().as_mut().is_some_and(Running::is_alive))
    }

    /// Returns the id of the node's process, or `None` when it does not run or comes from `CQL_NODES`.
    pub fn process_id(&self) -> Option<u32> {
        let (_, member) = self.member().ok()?;
        member.lock().as_mut().and_then(|running| running.is_alive().then(|| running.process_id()))
    }

    /// Returns the file that the node logs to, or `None` for one from `CQL_NODES`.
    pub fn log_path(&self) -> Option<PathBuf> {
        self.member().ok().map(|(_, member)| member.files.log())
    }

    /// Returns the last `lines` lines of the node's log; nothing for one from `CQL_NODES`.
    pub fn log_tail(&self, lines: usize) -> String {
        self.log_path().map(|path| log_file::tail(&path, 0, lines)).unwrap_or_default()
    }

    fn signal(&self, action: impl FnOnce(&mut Running) -> std::io::Result<()>) -> Result<(), Error> {
        let (cluster, member) = self.member()?;
        cluster.check_not_ended()?;
        cluster.signal(member, action)
    }

    fn member(&self) -> Result<(&Managed, &Member), Error> {
        let managed = self.control.as_ref().and_then(|Control { cluster, index }| {
            let member = cluster.members.get(*index)?;
            Some((&**cluster, member))
        });
        managed.ok_or_else(|| {
            let what = format!("node {} comes from {CQL_NODES}: it can be used, not controlled", self.address);
            Error::new(ErrorKind::NotManaged, what)
        })
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Node")
            .field("address", &self.address)
            .field("is_managed", &self.control.is_some())
            .finish_non_exhaustive()
    }
}
