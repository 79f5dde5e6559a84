//! Loopback addresses that no other cluster on this machine uses.

use std::env;
use std::fs::{File, OpenOptions};
use std::net::{Ipv4Addr, TcpListener};

use crate::environment::CQL_PORT;
use crate::error::{Error, ErrorKind};

/// Cassandra's `storage_port`, where nodes talk to each other.
pub(crate) const STORAGE_PORT: u16 = 7000;

/// A subnet's last octet counts nodes; beyond this many no machine runs them anyway.
pub(crate) const MAX_NODES: usize = 99;

/// A loopback /24 held by this process: its nodes have the addresses `.1`, `.2`, and so on, all with the standard ports.
///
/// The lock is on a file, so the kernel gives the subnet back however the process ends.
#[derive(Debug)]
pub(crate) struct Subnet {
    prefix: [u8; 3],
    _lock: File,
}

impl Subnet {
    /// Takes the first subnet that nobody holds and whose first `nodes` addresses have free ports.
    pub(crate) fn reserve(nodes: usize) -> Result<Self, Error> {
        candidates().find_map(|prefix| Self::try_reserve(prefix, nodes)).ok_or_else(|| {
            let places = if cfg!(target_os = "linux") { "127.90.1 to 127.90.254" } else { "127.0.0" };
            Error::new(
                ErrorKind::Io,
                format!(
                    "no loopback subnet of {places} has ports {CQL_PORT} and {STORAGE_PORT} free for {nodes} node(s)"
                ),
            )
        })
    }

    fn try_reserve(prefix: [u8; 3], nodes: usize) -> Option<Self> {
        let [a, b, c] = prefix;
        let path = env::temp_dir().join(format!("ilium-cassandra-{a}.{b}.{c}.lock"));
        // A file of another user cannot be opened: the subnet is theirs.
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(path).ok()?;
        lock.try_lock().ok()?;
        let subnet = Self { prefix, _lock: lock };
        (0..nodes).all(|node| subnet.is_free(node)).then_some(subnet)
    }

    /// The address of node `node`, counted from 0.
    pub(crate) fn address(&self, node: usize) -> Ipv4Addr {
        let [a, b, c] = self.prefix;
        Ipv4Addr::new(a, b, c, u8::try_from(node.min(MAX_NODES)).map_or(u8::MAX, |node| node + 1))
    }

    /// The subnet's first three octets, `127.90.1`.
    pub(crate) fn name(&self) -> String {
        let [a, b, c] = self.prefix;
        format!("{a}.{b}.{c}")
    }

    fn is_free(&self, node: usize) -> bool {
        [CQL_PORT, STORAGE_PORT].into_iter().all(|port| TcpListener::bind((self.address(node), port)).is_ok())
    }
}

/// Linux answers on all of 127/8; elsewhere there is one loopback address, which serves one node.
fn candidates() -> impl Iterator<Item = [u8; 3]> {
    let (second, thirds) = if cfg!(target_os = "linux") { (90, 1..=254) } else { (0, 0..=0) };
    thirds.map(move |third| [127, second, third])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_reservations_differ_until_one_is_dropped() {
        let first = Subnet::reserve(2).unwrap();
        let second = Subnet::reserve(2).unwrap();
        assert_ne!(first.name(), second.name());
        assert_eq!(first.address(1).octets()[3], 2);
        let path = env::temp_dir().join(format!("ilium-cassandra-{}.lock", first.name()));
        let lock = File::open(path).unwrap();
        assert!(lock.try_lock().is_err());
        drop(first);
        lock.try_lock().unwrap();
    }

    #[test]
    fn a_subnet_with_a_port_in_use_is_passed_over() {
        let probe = Subnet::reserve(1).unwrap();
        let prefix = probe.prefix;
        let listener = TcpListener::bind((probe.address(0), CQL_PORT)).unwrap();
        drop(probe);
        assert!(Subnet::try_reserve(prefix, 1).is_none());
        drop(listener);
    }
}
