//! Addresses that nobody else listens on.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};

/// How many random places are tried before it is given up; one of 250 × 250 subnets is hardly ever taken.
const ATTEMPTS: usize = 50;

/// Binds so many listeners: on Linux each on an address of its own with one port for all, as real nodes have, elsewhere on
/// `127.0.0.1` with a port each.
pub(crate) fn bind(nodes: usize) -> io::Result<Vec<TcpListener>> {
    if !cfg!(target_os = "linux") {
        return (0..nodes).map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).collect();
    }
    let mut last = io::Error::from(io::ErrorKind::AddrInUse);
    for _ in 0..ATTEMPTS {
        match bind_subnet(nodes, fastrand::u8(1..=250), fastrand::u8(1..=250)) {
            Ok(listeners) => return Ok(listeners),
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn bind_subnet(nodes: usize, second: u8, third: u8) -> io::Result<Vec<TcpListener>> {
    let mut listeners: Vec<TcpListener> = Vec::with_capacity(nodes);
    for node in 0..nodes {
        let last = u8::try_from(node + 1).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
        let port = match listeners.first() {
            Some(first) => first.local_addr()?.port(),
            None => 0,
        };
        let address = SocketAddr::from(([127, second, third, last], port));
        listeners.push(TcpListener::bind(address)?);
    }
    Ok(listeners)
}
