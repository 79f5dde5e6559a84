//! Loopback addresses that no other cluster on this machine uses.

use std::io;
use std::net::{Ipv4Addr, TcpListener};

use crate::environment::CQL_PORT;
use crate::error::{Error, ErrorKind};

/// Cassandra's `storage_port`, where nodes talk to each other.
pub(crate) const STORAGE_PORT: u16 = 7000;

/// Where the holder of a subnet listens, and the one program that installs something; Cassandra opens neither.
const SUBNET_PORT: u16 = 9041;
const PROVISIONING_PORT: u16 = 9040;

/// A subnet's last octet counts nodes; beyond this many no machine runs them anyway.
pub(crate) const MAX_NODES: usize = 99;

/// A claim on something of which the machine has one, held by this process: a socket that listens where nothing else does.
///
/// The kernel lets one process have it, whatever user, temporary directory or target directory it runs with, and gives it
/// back however the process ends.
#[derive(Debug)]
pub(crate) struct Claim(#[expect(dead_code, reason = "held until it is dropped")] TcpListener);

impl Claim {
    /// The right to install packages and to write to Maven's repository, which all programs of the machine share.
    pub(crate) fn provisioning() -> io::Result<Self> {
        Self::listen(0, PROVISIONING_PORT)
    }

    fn subnet([_, _, third]: [u8; 3]) -> io::Result<Self> {
        Self::listen(third, SUBNET_PORT)
    }

    /// On an address that no node has, where there are several; elsewhere the port alone tells claims from each other.
    fn listen(third: u8, port: u16) -> io::Result<Self> {
        let on_linux = Ipv4Addr::new(127, 90, third, 254);
        let address = if cfg!(target_os = "linux") { on_linux } else { Ipv4Addr::LOCALHOST };
        TcpListener::bind((address, port)).map(Self)
    }
}

/// A loopback /24 held by this process: its nodes have the addresses `.1`, `.2`, and so on, all with the standard ports.
#[derive(Debug)]
pub(crate) struct Subnet {
    prefix: [u8; 3],
    _claim: Claim,
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
        let subnet = Self { prefix, _claim: Claim::subnet(prefix).ok()? };
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
    use std::process::Command;
    use std::time::{Duration, Instant};
    use std::{env, thread};

    use super::*;

    #[test]
    fn two_reservations_differ() {
        let (first, second) = (Subnet::reserve(2).unwrap(), Subnet::reserve(2).unwrap());
        assert_ne!(first.name(), second.name());
        assert_eq!(first.address(1).octets()[3], 2);
        assert!(Subnet::try_reserve(first.prefix, 2).is_none());
    }

    #[test]
    fn a_subnet_can_be_had_again_when_it_was_dropped() {
        let first = Subnet::reserve(1).unwrap();
        let prefix = first.prefix;
        drop(first);
        // Another program may have taken it at once, and gives it back.
        let begun = Instant::now();
        while Subnet::try_reserve(prefix, 1).is_none() {
            assert!(begun.elapsed() < Duration::from_secs(60), "127.90.{} stays taken", prefix[2]);
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Two programs on one machine need not share the directory for temporary files.
    #[test]
    fn another_program_reserves_another_subnet_whatever_its_environment() {
        const HELD: &str = "ILIUM_CASSANDRA_TEST_HELD";
        if let Ok(held) = env::var(HELD) {
            assert_ne!(Subnet::reserve(1).unwrap().name(), held);
            return;
        }
        let held = Subnet::reserve(1).unwrap();
        let name = "loopback::tests::another_program_reserves_another_subnet_whatever_its_environment";
        let output = Command::new(env::current_exe().unwrap())
            .args(["--exact", name])
            .env(HELD, held.name())
            .env("TMPDIR", crate::target_directory::base())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.contains("1 passed"), "{said}");
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
