//! Looks for what a cluster may have left.

use std::fs;
use std::net::{SocketAddr, TcpStream};
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

    /// Those of a cluster of another program, found by the address of its first node.
    pub(crate) fn of_address(address: SocketAddr) -> Self {
        let subnet = address.ip().to_string();
        let prefix = format!("{}-", subnet.rsplit_once('.').unwrap().0);
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

    /// Everything that is still there: processes that name the directory, the directory, addresses that accept connections.
    pub(crate) fn found(&self) -> Vec<String> {
        let mut found: Vec<String> = processes_naming(&self.directory);
        if self.directory.exists() {
            found.push(self.directory.display().to_string());
        }
        found.extend(
            self.addresses
                .iter()
                .filter(|address| TcpStream::connect(address).is_ok())
                .map(|address| address.to_string()),
        );
        found
    }

    /// Waits up to ten seconds: what a killed owner leaves is removed by others.
    pub(crate) fn assert_gone_soon(&self) {
        let begun = Instant::now();
        while !self.found().is_empty() {
            assert!(begun.elapsed() < Duration::from_secs(10), "left behind: {:?}", self.found());
            thread::sleep(Duration::from_millis(50));
        }
    }
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
