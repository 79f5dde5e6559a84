use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::cluster::Cassandra;
use crate::configuration::{ClusterSettings, NodeFiles, NodeSettings};
use crate::directory::Directory;
use crate::error::{Error, ErrorKind};
use crate::jvm::{HEAP_MEBIBYTES, Jvm};
use crate::loopback::{MAX_NODES, Subnet};
use crate::managed::{Managed, Place};
use crate::member::Member;
use crate::progress::Progress;
use crate::tls::Tls;
use crate::tokens;
use crate::{provision, target_directory};

/// A node is up in 5 seconds on an idle machine; a busy one may take this long.
const STARTUP_LIMIT: Duration = Duration::from_secs(300);

/// Describes a cluster and starts it.
///
/// # Examples
/// Six nodes in two datacenters, with password authentication:
/// ```no_run
/// use ilium_cassandra::Cassandra;
///
/// # fn main() -> Result<(), ilium_cassandra::Error> {
/// let racks = [("east", "r1"), ("east", "r2"), ("east", "r3"), ("west", "r1"), ("west", "r2"), ("west", "r3")];
/// let cluster = Cassandra::builder()
///     .placements(racks)
///     .authentication(true)
///     .yaml("read_request_timeout: 1s\n")
///     .start()?;
/// println!("{}", cluster.cql_nodes());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder starts nothing until `start` is called"]
pub struct Builder {
    placements: Vec<(String, String)>,
    tokens_per_node: usize,
    settings: ClusterSettings,
    heap_mebibytes: u32,
    jvm_options: Vec<String>,
    startup_limit: Duration,
    progress: Progress,
    cancelled: Arc<AtomicBool>,
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            placements: vec![default_placement()],
            tokens_per_node: 1,
            settings: ClusterSettings::default(),
            heap_mebibytes: HEAP_MEBIBYTES,
            jvm_options: Vec::new(),
            startup_limit: STARTUP_LIMIT,
            progress: Progress::default(),
            cancelled: Arc::default(),
        }
    }

    /// Sets the number of nodes, all in datacenter `dc1` and rack `rack1`; 1 by default, at most 99.
    pub fn nodes(mut self, nodes: usize) -> Self {
        // The limit is checked by `start`; what lies beyond it needs no memory.
        self.placements = vec![default_placement(); nodes.min(MAX_NODES + 1)];
        self
    }

    /// Sets the nodes by their datacenters and racks, one node for each pair.
    pub fn placements<D: Into<String>, R: Into<String>>(
        mut self,
        placements: impl IntoIterator<Item = (D, R)>,
    ) -> Self {
        self.placements = placements.into_iter().map(|(datacenter, rack)| (datacenter.into(), rack.into())).collect();
        self
    }

    /// Sets how many tokens each node has, evenly spaced and interleaved with the others'; 1 by default.
    pub fn num_tokens(mut self, tokens: usize) -> Self {
        self.tokens_per_node = tokens;
        self
    }

    /// Sets whether clients must log in (`PasswordAuthenticator`, `CassandraAuthorizer`); `false` by default. The first role
    /// is [`SUPERUSER`](crate::SUPERUSER), with a password of the same text.
    pub fn authentication(mut self, required: bool) -> Self {
        self.settings.authentication = required;
        self
    }

    /// Encrypts the connections of clients; they are in the clear by default.
    pub fn tls(mut self, tls: Tls) -> Self {
        self.settings.tls = Some(tls);
        self
    }

    /// Adds text to every node's `cassandra.yaml`. A top-level key in it replaces the one that would be written.
    pub fn yaml(mut self, yaml: &str) -> Self {
        self.settings.extra_yaml.push_str(yaml);
        if !yaml.ends_with('\n') {
            self.settings.extra_yaml.push('\n');
        }
        self
    }

    /// Sets the heap of each JVM in MiB; 384 by default.
    pub fn heap_mebibytes(mut self, mebibytes: u32) -> Self {
        self.heap_mebibytes = mebibytes;
        self
    }

    /// Adds an option to each JVM's command line, after the others: `-Dcassandra.…`, or `-XX:TieredStopAtLevel=4` where the server's own
    /// speed is measured (its compiler is held back by default, which makes it start sooner).
    pub fn jvm_option(mut self, option: impl Into<String>) -> Self {
        self.jvm_options.push(option.into());
        self
    }

    /// Sets how long a node may take to accept clients; 300 s by default.
    pub fn startup_timeout(mut self, limit: Duration) -> Self {
        self.startup_limit = limit;
        self
    }

    /// Reports steps that take seconds, one line each; nowhere by default.
    pub fn progress(mut self, report: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.progress = Progress::new(report);
        self
    }

    /// Makes `start` give up with [`ErrorKind::Cancelled`] soon after `flag` becomes true.
    pub fn cancel_when(mut self, flag: Arc<AtomicBool>) -> Self {
        self.cancelled = flag;
        self
    }

    /// Starts the nodes and returns when all of them accept clients and see each other: about 5 seconds for one, 12 for three; the
    /// first time on a machine also the download of Cassandra (see the [crate's documentation](crate)).
    ///
    /// Blocks: an async test calls it through `tokio::task::spawn_blocking`. The nodes run until the value is dropped or
    /// the process ends, whatever ends it.
    ///
    /// # Errors
    /// - [`ErrorKind::Configuration`]: no node, more than 99, or no token.
    /// - [`ErrorKind::Provision`]: Java or Cassandra's jars are missing and cannot be had.
    /// - [`ErrorKind::Start`]: a node ended or was not ready in time; the message has the end of its log.
    /// - [`ErrorKind::Cancelled`]: see [`cancel_when`](Self::cancel_when).
    /// - [`ErrorKind::Io`]: a file, process or socket failed.
    pub fn start(self) -> Result<Cassandra, Error> {
        self.check()?;
        let base = target_directory::base();
        let installation = provision::provide(&base, &self.progress, &self.cancelled)?;
        let subnet = Subnet::reserve(self.placements.len())?;
        let directory = Directory::create(&base, &subnet.name())?;
        let managed = Managed {
            members: self.members(&subnet, &directory),
            jvm: Jvm { installation, heap_mebibytes: self.heap_mebibytes, extra_options: self.jvm_options },
            settings: self.settings,
            startup_limit: self.startup_limit,
            progress: self.progress,
            place: Mutex::new(Some(Place { directory, _subnet: subnet })),
            cancelled: self.cancelled,
            ended: Arc::default(),
        };
        managed.start_all()?;
        Ok(Cassandra::managed(managed))
    }

    fn check(&self) -> Result<(), Error> {
        let wrong = |what: String| Err(Error::new(ErrorKind::Configuration, what));
        let nodes = self.placements.len();
        if nodes == 0 || nodes > MAX_NODES {
            return wrong(format!("a cluster has 1 to {MAX_NODES} nodes, not {nodes}"));
        }
        if self.tokens_per_node == 0 {
            return wrong("a node needs at least 1 token, not 0".to_owned());
        }
        Ok(())
    }

    fn members(&self, subnet: &Subnet, directory: &Directory) -> Vec<Member> {
        let nodes = self.placements.len();
        let member = |(index, (datacenter, rack)): (usize, &(String, String))| {
            let settings = NodeSettings {
                address: subnet.address(index),
                tokens: tokens::evenly_spaced(index, nodes, self.tokens_per_node),
                datacenter: datacenter.clone(),
                rack: rack.clone(),
            };
            Member::new(index, settings, NodeFiles::new(directory.path(), index))
        };
        self.placements.iter().enumerate().map(member).collect()
    }
}

fn default_placement() -> (String, String) {
    ("dc1".to_owned(), "rack1".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_without_nodes_or_tokens_is_refused_before_anything_starts() {
        for (builder, message) in [
            (Builder::new().nodes(0), "a cluster has 1 to 99 nodes, not 0"),
            (Builder::new().nodes(usize::MAX), "a cluster has 1 to 99 nodes, not 100"),
            (Builder::new().placements([("dc", "r"); 0]), "a cluster has 1 to 99 nodes, not 0"),
            (Builder::new().num_tokens(0), "a node needs at least 1 token, not 0"),
        ] {
            let error = builder.start().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert_eq!(error.to_string(), message);
        }
    }
}
