//! Where clients come in: a node's listener, and the pipes that were opened to it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use ilium_driver::client::connector::{Connector, Endpoint};
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::task::{JoinHandle, JoinSet};

use crate::connection;
use crate::node::{self, MAX_CONNECTIONS};
use crate::pipe::{Pipe, pipe};
use crate::state::State;

/// The port of nodes that listen nowhere: that of CQL.
const PORT: u16 = 9042;

/// The address of a node that listens nowhere: one of those that no host has (RFC 5737).
pub(crate) fn nowhere(node: usize) -> SocketAddr {
    let last = u8::try_from(node + 1).unwrap_or(u8::MAX);
    SocketAddr::from((Ipv4Addr::new(192, 0, 2, last), PORT))
}

/// The doors of all nodes of a cluster.
#[derive(Debug)]
pub(crate) struct Doors {
    state: Arc<State>,
    /// Where connections are served.
    runtime: Handle,
    /// None for a node that is stopped.
    open: Mutex<Vec<Option<Door>>>,
}

/// The door of a node that runs; its connections end with it.
#[derive(Debug, Default)]
struct Door {
    /// The listener's task; none where the node listens nowhere.
    listener: Option<JoinHandle<()>>,
    pipes: JoinSet<()>,
}

impl Doors {
    /// All closed. Connections are served on the runtime that this is called on.
    pub(crate) fn new(state: Arc<State>) -> Self {
        let open = Mutex::new(state.nodes.iter().map(|_| None).collect());
        Self { state, runtime: Handle::current(), open }
    }

    /// Opens the door of a node, with a listener behind it or without.
    ///
    /// # Errors
    /// When it is open.
    pub(crate) fn open(&self, node: usize, listener: Option<TcpListener>) -> io::Result<()> {
        match self.lock().get_mut(node) {
            Some(place @ None) => {
                let run = |listener| self.runtime.spawn(node::run(Arc::clone(&self.state), node, listener));
                *place = Some(Door { listener: listener.map(run), pipes: JoinSet::new() });
                Ok(())
            }
            Some(Some(_)) => Err(io::ErrorKind::AddrInUse.into()),
            None => Err(io::ErrorKind::AddrNotAvailable.into()),
        }
    }

    /// Closes the door of a node, and ends the connections that came by it.
    pub(crate) async fn close(&self, node: usize) {
        let door = self.lock().get_mut(node).and_then(Option::take);
        let Some(mut door) = door else { return };
        if let Some(listener) = door.listener.take() {
            listener.abort();
            // It was aborted, which is what its result says.
            let _aborted = listener.await;
        }
        door.pipes.shutdown().await;
    }

    /// Opens a pipe to the node of an address.
    fn connect(&self, address: SocketAddr) -> io::Result<Pipe> {
        let node = self.state.nodes.iter().position(|node| node.address == address);
        let mut open = self.lock();
        let door = node.and_then(|node| Some((node, open.get_mut(node)?.as_mut()?)));
        let Some((node, Door { pipes, .. })) = door else { return Err(io::ErrorKind::ConnectionRefused.into()) };
        while pipes.try_join_next().is_some() {}
        let (client, server) = pipe();
        if pipes.len() < MAX_CONNECTIONS {
            let reset = |pipe: &Pipe| {
                pipe.reset();
                Ok(())
            };
            pipes.spawn_on(connection::run(Arc::clone(&self.state), node, None, server, reset), &self.runtime);
        }
        Ok(client)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Option<Door>>> {
        // Nothing panics under this lock; were it poisoned all the same, the doors are still whole.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        if let Some(listener) = &self.listener {
            listener.abort();
        }
    }
}

/// Opens pipes inside the process to the nodes of a cluster, each by its address: a session's
/// [connector](ilium_driver::client::session_builder::SessionBuilder::connector).
///
/// A node that is stopped, an address that no node has, and the nodes of a cluster that was dropped refuse the connection.
/// See [`MockCluster::pipes`](crate::MockCluster::pipes).
#[derive(Clone, Debug)]
pub struct Pipes {
    doors: Weak<Doors>,
}

impl Pipes {
    pub(crate) fn to(doors: &Arc<Doors>) -> Self {
        Self { doors: Arc::downgrade(doors) }
    }
}

impl Connector for Pipes {
    type Stream = Pipe;

    async fn connect(&self, node: &Endpoint) -> io::Result<Pipe> {
        match self.doors.upgrade() {
            Some(doors) => doors.connect(node.address()),
            None => Err(io::ErrorKind::ConnectionRefused.into()),
        }
    }
}
