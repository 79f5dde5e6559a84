//! Starts real Apache Cassandra nodes for tests and the quick start.
//!
//! ```no_run
//! use ilium_cassandra::Cassandra;
//!
//! # fn main() -> Result<(), ilium_cassandra::Error> {
//! let cluster = Cassandra::start(3)?;
//! println!("connect to {:?}", cluster.addresses());
//!
//! let node = cluster.node(2)?;
//! node.kill()?;
//! node.start()?; // on the data that it had
//! # Ok(())
//! # }
//! ```
//! Calls block, some for seconds; async code makes them through `tokio::task::spawn_blocking`. Tests of one binary that
//! can share a cluster call [`Cassandra::shared`].
//!
//! # Where Cassandra comes from
//! The first of these that works:
//! 1. [`CQL_NODES`]`=host:port,host:port`: a cluster that runs already. Nothing is started ([`Cassandra::from_env_or_start`]).
//! 2. Java 17 or 11 (`JAVA_HOME`, `PATH`, `/usr/lib/jvm`) runs Cassandra's jars, which Maven brings the first time (66 MB).
//! 3. On Debian as root, `apt-get` installs the Java or the Maven that is missing.
//! 4. An error says what to install or set.
//!
//! # What holds
//! - Nodes of one cluster have the addresses `127.90.Y.1`, `.2`, …, all with port 9042. Each cluster on the machine has another `Y`,
//!   so any number of programs can run theirs at the same time, whatever user and directories they have: a listening socket claims it.
//! - One program of the machine at a time installs packages or runs Maven; the others wait.
//! - Everything is written under `target/cassandra`; a cluster's data is removed when it ends, unless
//!   [`ILIUM_CASSANDRA_KEEP`] is set. After a failure the logs stay in `target/cassandra/failed`.
//! - No node outlives its owner, even one that is killed: each has a supervisor that reads a pipe from the owner and kills the
//!   node when the pipe closes.
//!
//! # Where to look
//! - `cluster`, `node`, `builder`: the public types
//! - `managed`, `member`: in which order nodes are started, what is waited for; `gossip`, `log_file`: how it shows
//! - `supervised`, `directory`: processes and files that end with their owner
//! - `loopback`: addresses; `configuration`, `jvm`, `tls`, `tokens`: what a node is started with
//! - `provision`: Java, Maven, jars; `target_directory`: where they go

mod builder;
mod cluster;
mod configuration;
mod directory;
mod environment;
mod error;
mod gossip;
mod jvm;
mod log_file;
mod loopback;
mod managed;
mod member;
mod node;
mod patience;
mod progress;
mod provision;
mod supervised;
mod target_directory;
mod tls;
mod tokens;

use std::path::PathBuf;
use std::sync::Arc;

pub use builder::Builder;
pub use cluster::Cassandra;
pub use directory::ILIUM_CASSANDRA_KEEP;
pub use environment::CQL_NODES;
pub use error::{Error, ErrorKind};
pub use node::Node;
pub use provision::CASSANDRA_VERSION;
pub use tls::Tls;

/// The role that exists where [`authentication`](Builder::authentication) is on; its password is the same text.
pub const SUPERUSER: &str = "cassandra";

/// Gets Java and Cassandra's jars without starting anything, so that a later start needs no network. Steps are told to `report`,
/// one line each. Returns the folder with the jars.
///
/// # Errors
/// [`ErrorKind::Provision`] when they cannot be had; [`ErrorKind::Io`] when a file or process fails.
pub fn fetch(report: impl Fn(&str) + Send + Sync + 'static) -> Result<PathBuf, Error> {
    let progress = progress::Progress::new(report);
    let installation = provision::provide(&target_directory::base(), &progress, &Arc::default())?;
    Ok(installation.jars)
}

/// Keeps the program in the README compiling.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
