//! Looks for what a cluster may have left.

use std::fs;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use ilium_cassandra::Cassandra;

/// What tells one cluster from the others after it has gone.
#[derive(Debug)]
pub(crate) struct Traces {
    addresses: Vec<SocketAddr>,
    directory: PathBuf,
}

impl Traces {
    pub(crate) fn of(cluster: &Cassandra) -> Self {
        let log = cluster.node(0).unwrap().log_path().unwrap();
        let directory = log.ancestors().nth(2).unwrap().to_path_buf();
        Self { addresses: cluster.addresses().to_vec(), directory }
    }

    /// Those of a cluster of another program, found by the address of its first node and the program's id: another cluster that
    /// once had the address may have left a directory that was to be kept.
    pub(crate) fn of_program(address: SocketAddr, process_id: u32) -> Self {
        let subnet = address.ip().to_string();
        let prefix = format!("{}-{process_id}-", subnet.rsplit_once('.').unwrap().0);
        let jars = ilium_cassandra::fetch(|_| {}).unwrap();
        let directory = fs::read_dir(jars.with_file_name("clusters"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&prefix)))
            .expect("a running cluster has a directory");
        Self { addresses: vec![address], directory }
    }

    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    /// Everything that is still there: processes that name the directory, the directory, and addresses that accept
    /// connections though their cluster has no owner.
    pub(crate) fn found(&self) -> Vec<String> {
        let mut found: Vec<String> = processes_naming(&self.directory);
        if self.directory.exists() {
            found.push(self.directory.display().to_string());
        }
        let listening = self.addresses.iter().filter(|address| TcpStream::connect(address).is_ok());
        found.extend(listening.filter(|address| !is_held(address.ip())).map(SocketAddr::to_string));
        found
    }

    /// Waits up to a minute: what a killed owner leaves is removed by others.
    pub(crate) fn assert_gone_soon(&self) {
        let begun = Instant::now();
        while !self.found().is_empty() {
            assert!(begun.elapsed() < Duration::from_secs(60), "left behind: {:?}", self.found());
            thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Whether the address belongs to a cluster that has an owner: its own, or that of another program, which may have it as soon as it is
/// free. An owner listens beside its nodes.
fn is_held(address: IpAddr) -> bool {
    let IpAddr::V4(address) = address else { return false };
    let [a, b, c, _] = address.octets();
    TcpListener::bind((Ipv4Addr::new(a, b, c, 254), 9041)).is_err()
}

fn processes_naming(directory: &Path) -> Vec<String> {
    let name = directory.to_str().unwrap();
    fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().bytes().all(|byte| byte.is_ascii_digit()))
        .filter_map(|entry| fs::read_to_string(entry.path().join("cmdline")).ok())
        .filter(|command| command.contains(name))
        .collect()
}
