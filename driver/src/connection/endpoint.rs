use std::collections::HashMap;
use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

use crate::topology::{Node, Shard};

/// Where a connection is opened to, and what is known of the node there.
///
/// Of a contact point that is asked for the first time only the address is known, and its host name if it was given by
/// one; of every other node also what the cluster tells.
#[derive(Clone, Debug)]
pub struct Endpoint {
    address: SocketAddr,
    host_name: Option<Arc<str>>,
    node: Option<Arc<Node>>,
    shard: Option<Shard>,
}

impl Endpoint {
    /// An address of which nothing is known.
    pub(crate) const fn new(address: SocketAddr) -> Self {
        Self { address, host_name: None, node: None, shard: None }
    }

    /// A node of the cluster.
    pub(crate) fn of_node(node: &Arc<Node>) -> Self {
        Self { address: node.address, host_name: None, node: Some(Arc::clone(node)), shard: None }
    }

    /// Adds the shard that a connection is wanted for.
    pub(crate) const fn for_shard(mut self, shard: Option<Shard>) -> Self {
        self.shard = shard;
        self
    }

    /// Adds the name that the address was found under, if it was.
    pub(super) fn named(mut self, names: &HostNames) -> Self {
        self.host_name = names.of(self.address);
        self
    }

    /// The address that the node says clients reach it at, or that the contact point was given by.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The host name of the contact point that has this address, without a port; `None` for a contact point that was
    /// given by its address, and for nodes that the cluster told of.
    pub fn host_name(&self) -> Option<&str> {
        self.host_name.as_deref()
    }

    /// Identifies the node, whatever its address.
    pub fn host_id(&self) -> Option<Uuid> {
        self.node.as_ref().map(|node| node.host_id)
    }

    /// The node's datacenter.
    pub fn datacenter(&self) -> Option<&str> {
        self.node.as_ref()?.datacenter.as_deref()
    }

    /// The node's rack.
    pub fn rack(&self) -> Option<&str> {
        self.node.as_ref()?.rack.as_deref()
    }

    /// The shard of the node that the connection is wanted for; `None` when any will do, as on a Cassandra node.
    ///
    /// The server chooses the shard. A [`Connector`](super::Connector) that opens connections to ScyllaDB's shard-aware port
    /// can decide it, by a local port that leaves this shard when divided by the number of shards
    /// ([`Sharder::shard_of_source_port`](crate::routing::Sharder::shard_of_source_port)). A connection that comes to another
    /// shard is kept where that one lacks a connection.
    pub const fn shard(&self) -> Option<Shard> {
        self.shard
    }
}

/// The address, and the host name where there is one.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host_name {
            Some(name) => write!(f, "{name} ({})", self.address),
            None => write!(f, "{}", self.address),
        }
    }
}

/// The names that contact points were given by; one for all of a session.
#[derive(Debug, Default)]
pub(crate) struct HostNames(Mutex<HashMap<SocketAddr, Arc<str>>>);

impl HostNames {
    /// Says which addresses a name has now; those that it had before are no longer its own.
    pub(crate) fn learn(&self, name: &str, addresses: &[SocketAddr]) {
        let name: Arc<str> = name.into();
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        names.retain(|_, known| *known != name);
        names.extend(addresses.iter().map(|address| (*address, Arc::clone(&name))));
    }

    fn of(&self, address: SocketAddr) -> Option<Arc<str>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&address).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> SocketAddr {
        ([10, 0, 0, last], 9042).into()
    }

    #[test]
    fn an_address_has_the_name_that_it_was_last_found_under() {
        let names = HostNames::default();
        names.learn("db.example", &[address(1), address(2)]);
        names.learn("other.example", &[address(9)]);
        names.learn("db.example", &[address(2), address(3)]);
        let name = |last| names.of(address(last)).as_deref().map(str::to_owned);
        assert_eq!(name(1), None);
        assert_eq!(name(2).as_deref(), Some("db.example"));
        assert_eq!(name(3).as_deref(), Some("db.example"));
        assert_eq!(name(9).as_deref(), Some("other.example"));
        assert_eq!(Endpoint::new(address(3)).named(&names).to_string(), "db.example (10.0.0.3:9042)");
        assert_eq!(Endpoint::new(address(4)).named(&names).to_string(), "10.0.0.4:9042");
    }
}
