use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crate::builder::Builder;
use crate::environment::{self, CQL_NODES, ExternalNode};
use crate::error::{Error, ErrorKind};
use crate::managed::Managed;
use crate::node::Node;

/// A running Cassandra cluster: one that this process started, or the one that `CQL_NODES` names.
///
/// Nodes that were started here run until this value is dropped or the process ends, whatever ends it.
#[derive(Debug)]
pub struct Cassandra {
    addresses: Vec<SocketAddr>,
    contact_points: Vec<String>,
    /// `None` for a cluster from `CQL_NODES`.
    managed: Option<Arc<Managed>>,
}

impl Cassandra {
    /// Describes a cluster to start: one node without authentication or encryption, unless told otherwise.
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// Starts a cluster of `nodes` nodes, whatever `CQL_NODES` says. Blocks until it is ready.
    ///
    /// # Errors
    /// As [`Builder::start`].
    pub fn start(nodes: usize) -> Result<Self, Error> {
        Self::builder().nodes(nodes).start()
    }

    /// Returns the cluster that `CQL_NODES` names, or `None` where it is unset. Nothing is connected.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`] when an entry is no `host:port` or has no address.
    pub fn from_env() -> Result<Option<Self>, Error> {
        Ok(environment::external_nodes()?.map(Self::external))
    }

    /// Returns the cluster that `CQL_NODES` names, however many nodes it has; where it is unset, starts `nodes` nodes.
    ///
    /// # Errors
    /// As [`from_env`](Self::from_env) and [`Builder::start`].
    pub fn from_env_or_start(nodes: usize) -> Result<Self, Error> {
        Self::builder().nodes(nodes).from_env_or_start()
    }

    /// Returns the cluster of `nodes` nodes that all callers in this process share, starting it at the first call as
    /// [`from_env_or_start`](Self::from_env_or_start) does. It runs until the process ends.
    ///
    /// # Errors
    /// As [`from_env_or_start`](Self::from_env_or_start). A failure is remembered: later calls return it at once.
    pub fn shared(nodes: usize) -> Result<&'static Self, Error> {
        type Outcome = Result<&'static Cassandra, Error>;
        static SHARED: Mutex<BTreeMap<usize, Outcome>> = Mutex::new(BTreeMap::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        let outcome = shared
            .entry(nodes)
            .or_insert_with(|| Self::from_env_or_start(nodes).map(|cluster| &*Box::leak(Box::new(cluster))));
        outcome.clone()
    }

    pub(crate) fn managed(managed: Managed) -> Self {
        let addresses: Vec<SocketAddr> = managed.members.iter().map(|member| member.address()).collect();
        let contact_points = addresses.iter().map(SocketAddr::to_string).collect();
        Self { addresses, contact_points, managed: Some(Arc::new(managed)) }
    }

    fn external(nodes: Vec<ExternalNode>) -> Self {
        let addresses = nodes.iter().map(|node| node.address).collect();
        let contact_points = nodes.into_iter().map(|node| node.contact_point).collect();
        Self { addresses, contact_points, managed: None }
    }

    /// Returns the addresses that clients connect to, one for each node.
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// Returns the nodes as `host:port`, as a driver takes them; host names from `CQL_NODES` stay names.
    pub fn contact_points(&self) -> &[String] {
        &self.contact_points
    }

    /// Returns the contact points as one text, which `CQL_NODES` can be set to.
    pub fn cql_nodes(&self) -> String {
        self.contact_points.join(",")
    }

    /// Returns node `index`, counted from 0.
    ///
    /// # Errors
    /// [`ErrorKind::NoSuchNode`] when there are not so many.
    pub fn node(&self, index: usize) -> Result<Node, Error> {
        self.nodes().nth(index).ok_or_else(|| {
            let source = if self.is_managed() { "the cluster" } else { CQL_NODES };
            let what = format!("no node {index}: {source} has {}, counted from 0", self.addresses.len());
            Error::new(ErrorKind::NoSuchNode, what)
        })
    }

    /// Returns all nodes, in the order of [`addresses`](Self::addresses).
    pub fn nodes(&self) -> impl Iterator<Item = Node> + '_ {
        self.addresses.iter().enumerate().map(|(index, address)| match &self.managed {
            Some(managed) => Node::managed(managed, index, *address),
            None => Node::external(*address),
        })
    }

    /// Whether the nodes were started here, so that they can be stopped, killed and paused.
    pub fn is_managed(&self) -> bool {
        self.managed.is_some()
    }
}

impl Builder {
    /// Returns the cluster that `CQL_NODES` names, however many nodes it has and however they are configured; where it is unset,
    /// starts what this builder describes.
    ///
    /// # Errors
    /// As [`Cassandra::from_env`] and [`start`](Self::start).
    pub fn from_env_or_start(self) -> Result<Cassandra, Error> {
        match Cassandra::from_env()? {
            Some(cluster) => Ok(cluster),
            None => self.start(),
        }
    }
}

impl Drop for Cassandra {
    fn drop(&mut self) {
        if let Some(managed) = &self.managed {
            managed.end();
        }
    }
}
