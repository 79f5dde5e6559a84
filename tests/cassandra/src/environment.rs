//! `CQL_NODES`: the nodes of a cluster that somebody else runs.

use std::env;
use std::net::{SocketAddr, ToSocketAddrs};

use crate::error::{Error, ErrorKind};

/// The environment variable that names the nodes to use instead of starting some: `host:port,host:port`.
pub const CQL_NODES: &str = "CQL_NODES";

/// The port of a node whose entry names none; Cassandra's `native_transport_port` has this default.
pub(crate) const CQL_PORT: u16 = 9042;

/// A node as `CQL_NODES` names it, and the address that the name has now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExternalNode {
    pub(crate) contact_point: String,
    pub(crate) address: SocketAddr,
}

/// Reads `CQL_NODES`; `None` where it is unset or blank.
pub(crate) fn external_nodes() -> Result<Option<Vec<ExternalNode>>, Error> {
    match env::var(CQL_NODES) {
        Ok(text) if text.trim().is_empty() => Ok(None),
        Ok(text) => parse(&text).map(Some),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => Err(invalid("it is not valid Unicode")),
    }
}

fn parse(text: &str) -> Result<Vec<ExternalNode>, Error> {
    let nodes = text
        .split(',')
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
        .map(parse_entry)
        .collect::<Result<Vec<_>, _>>()?;
    if nodes.is_empty() { Err(invalid("it names no node")) } else { Ok(nodes) }
}

fn parse_entry(entry: &str) -> Result<ExternalNode, Error> {
    let contact_point = with_port(entry);
    let address = contact_point
        .to_socket_addrs()
        .map_err(|error| invalid(&format!("`{entry}` is no host:port that can be resolved: {error}")))?
        .next()
        .ok_or_else(|| invalid(&format!("`{entry}` has no address")))?;
    Ok(ExternalNode { contact_point, address })
}

/// Adds the default port where `entry` has none. More than one colon outside brackets is a bare IPv6 address.
fn with_port(entry: &str) -> String {
    let colons = entry.matches(':').count();
    if entry.starts_with('[') {
        if entry.ends_with(']') { format!("{entry}:{CQL_PORT}") } else { entry.to_owned() }
    } else if colons > 1 {
        format!("[{entry}]:{CQL_PORT}")
    } else if colons == 1 {
        entry.to_owned()
    } else {
        format!("{entry}:{CQL_PORT}")
    }
}

fn invalid(what: &str) -> Error {
    Error::new(ErrorKind::Configuration, format!("{CQL_NODES} must be host:port,host:port: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(text: &str) -> Vec<String> {
        parse(text).unwrap().iter().map(|node| node.address.to_string()).collect()
    }

    #[test]
    fn entries_are_split_trimmed_and_get_the_default_port() {
        assert_eq!(addresses("127.0.0.1:9142, 127.0.0.2 ,"), ["127.0.0.1:9142", "127.0.0.2:9042"]);
    }

    #[test]
    fn ipv6_addresses_work_with_and_without_brackets() {
        assert_eq!(addresses("[::1]:9142,[::1],::1"), ["[::1]:9142", "[::1]:9042", "[::1]:9042"]);
    }

    #[test]
    fn a_malformed_entry_is_named() {
        for text in ["127.0.0.1:port", "127.0.0.1:70000", "127.0.0.1:9042,:x"] {
            let error = parse(text).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration, "{text}");
            assert!(error.to_string().contains("CQL_NODES must be host:port,host:port: `"), "{error}");
        }
    }

    #[test]
    fn only_commas_name_no_node() {
        assert!(parse(" , ").unwrap_err().to_string().ends_with("it names no node"));
    }
}
