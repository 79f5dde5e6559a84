//! From known nodes to a first control connection.

use std::net::SocketAddr;
use std::{fmt, slice, vec};

use ilium_cql::Escaped;

use super::metadata::find;
use super::{ClusterConfig, Control, LISTED, versions};
use crate::connection::{Endpoint, VersionRefused};
use crate::error::{Attempt, Error, ErrorKind};
use crate::topology::ClusterRows;
use crate::wire::ProtocolVersion;

/// The port that a known node without one is asked on.
const DEFAULT_PORT: u16 = 9042;

/// A node to ask for the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum KnownNode {
    /// A host name or an address, with a port or without.
    Name(String),
    /// An address.
    Address(SocketAddr),
}

impl fmt::Display for KnownNode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, "{}", Escaped(name)),
            Self::Address(address) => write!(f, "{address}"),
        }
    }
}

impl KnownNode {
    /// The addresses behind it; a name may have several.
    async fn resolve(&self, config: &ClusterConfig) -> Result<Vec<SocketAddr>, Error> {
        let name = match self {
            Self::Address(address) => return Ok(vec![*address]),
            Self::Name(name) => name,
        };
        if let Ok(address) = name.parse() {
            return Ok(vec![address]);
        }
        if let Ok(ip) = name.trim_start_matches('[').trim_end_matches(']').parse() {
            return Ok(vec![SocketAddr::new(ip, DEFAULT_PORT)]);
        }
        let (host, port) = split_port(name).ok_or_else(|| {
            Error::new(ErrorKind::BadConfig, format!("known node `{name}`: expected `host` or `host:port`"))
        })?;
        let looked_up = tokio::time::timeout(config.dns_timeout, tokio::net::lookup_host((host, port))).await;
        match looked_up {
            Ok(Ok(addresses)) => {
                let addresses = addresses.collect::<Vec<_>>();
                config.options.host_names.learn(host, &addresses);
                Ok(addresses)
            }
            Ok(Err(error)) => Err(Error::caused(ErrorKind::Dns, error).context(format!("known node `{name}`"))),
            Err(_) => Err(Error::new(
                ErrorKind::Dns,
                format!("known node `{name}`: no answer within {:?}", config.dns_timeout),
            )),
        }
    }
}

fn split_port(name: &str) -> Option<(&str, u16)> {
    match name.rsplit_once(':') {
        None if name.is_empty() => None,
        None => Some((name, DEFAULT_PORT)),
        Some((host, port)) if !host.is_empty() => Some((host, port.parse().ok()?)),
        Some(_) => None,
    }
}

/// The addresses of the known nodes, in order, and why those that were tried lead nowhere.
#[derive(Debug)]
pub(super) struct Contacts<'a> {
    config: &'a ClusterConfig,
    known: slice::Iter<'a, KnownNode>,
    /// Of the known node that is tried, `name`, those that are left.
    addresses: vec::IntoIter<SocketAddr>,
    name: Option<&'a KnownNode>,
    attempts: Vec<Attempt>,
    unresolved: Option<Error>,
}

impl<'a> Contacts<'a> {
    pub(super) fn of(config: &'a ClusterConfig) -> Self {
        Self {
            config,
            known: config.known_nodes.iter(),
            addresses: Vec::new().into_iter(),
            name: None,
            attempts: Vec::new(),
            unresolved: None,
        }
    }

    /// The next address.
    pub(super) async fn next(&mut self) -> Option<SocketAddr> {
        loop {
            if let Some(address) = self.addresses.next() {
                return Some(address);
            }
            let known = self.known.next()?;
            self.name = Some(known);
            match known.resolve(self.config).await {
                Ok(addresses) => self.addresses = addresses.into_iter(),
                Err(error) => {
                    tracing::warn!(%known, %error, "known node skipped");
                    self.unresolved = Some(error);
                }
            }
        }
    }

    /// Why the last address does not lead to a cluster.
    pub(super) fn failed(&mut self, address: SocketAddr, error: Error) {
        if let Some(known) = self.name {
            tracing::warn!(%known, %address, %error, "known node does not lead to a cluster");
        }
        // A name may have very many addresses. The last error is the one that is told first.
        self.attempts.truncate(LISTED - 1);
        self.attempts.push(Attempt::new(address, error));
    }

    /// The error of the last known node, with those of the others before it.
    pub(super) fn exhausted(mut self) -> Error {
        match (self.attempts.pop(), self.unresolved) {
            (Some(last), _) => last.error.on_node(last.node).after(self.attempts),
            (None, Some(error)) => error,
            (None, None) => Error::new(ErrorKind::Dns, "the known nodes' names have no address"),
        }
    }
}

/// Asks the known nodes in order until one tells what the cluster looks like. `version` is the only one to speak, if there
/// is one.
pub(super) async fn first_contact(
    config: &ClusterConfig,
    version: Option<ProtocolVersion>,
) -> Result<(Control, ClusterRows), Error> {
    let mut contacts = Contacts::of(config);
    while let Some(address) = contacts.next().await {
        match negotiate(address, version, config).await {
            Ok(found) => return Ok(found),
            Err(error) => contacts.failed(address, error),
        }
    }
    Err(contacts.exhausted())
}

/// Opens a control connection, and reads what the cluster looks like.
async fn contact(
    address: SocketAddr,
    version: ProtocolVersion,
    config: &ClusterConfig,
) -> Result<(Control, ClusterRows), Error> {
    let control = Control::connect(Endpoint::new(address), version, config).await?;
    let found = find(control.connection(), &config.reads).await?;
    Ok((control, found))
}

/// Connects with `only` this version; without one with the newest that this side and every node of the cluster speak.
async fn negotiate(
    address: SocketAddr,
    only: Option<ProtocolVersion>,
    config: &ClusterConfig,
) -> Result<(Control, ClusterRows), Error> {
    if let Some(only) = only {
        return contact(address, only, config).await;
    }
    let (control, found) = newest(address, config).await?;
    for peer in versions::too_old(&found) {
        tracing::warn!(
            node = ?peer.address, release = ?peer.release_version,
            "a node is too old for every protocol version of this driver and will not be used"
        );
    }
    match versions::common(&found) {
        Some(common) if common < control.version() => {
            tracing::info!(%address, version = %control.version(), %common, "a node speaks an older protocol version");
            contact(address, common, config).await
        }
        _ => Ok((control, found)),
    }
}

/// Connects with the newest version that both sides speak.
///
/// native_protocol_v5 §2.4.1.1: one version for the life of a connection, so each try takes a new one. A server that refuses
/// a version names those it has, or answers in one; where it does neither the next older is tried.
async fn newest(address: SocketAddr, config: &ClusterConfig) -> Result<(Control, ClusterRows), Error> {
    let mut version = ProtocolVersion::LATEST;
    loop {
        let error = match contact(address, version, config).await {
            Ok(found) => return Ok(found),
            Err(error) => error,
        };
        let Some(next) = VersionRefused::of(&error).and_then(VersionRefused::next) else { return Err(error) };
        tracing::debug!(%address, %version, %next, "the server refused the protocol version");
        version = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_without_a_port_gets_the_default() {
        assert_eq!(split_port("db.internal"), Some(("db.internal", 9042)));
        assert_eq!(split_port("db.internal:9043"), Some(("db.internal", 9043)));
        assert_eq!(split_port("db:port"), None);
        assert_eq!(split_port(":9042"), None);
        assert_eq!(split_port(""), None);
    }
}
