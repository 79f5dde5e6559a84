//! Runnable examples of ilium, one idea a file. `cargo run --example NAME` runs one.
//!
//! - `quickstart`: a DAO on a real Cassandra, and its workload switched by remapping a named profile.
//! - `remap_handles`: two handles shared by a session and two statements, and what each remap does to them.
//!
//! Each runs on the cluster that `CQL_NODES=host:port,…` names, or else on a node that it starts itself. [`cluster`] does
//! that for all of them.

use ilium_cassandra::{Cassandra, Error};

/// The cluster that `CQL_NODES` names, or else one of `nodes` nodes that runs until it is dropped.
///
/// # Errors
/// When there is neither such a cluster nor what it takes to start one; the error says what to install or set.
pub async fn cluster(nodes: usize) -> Result<Cassandra, Error> {
    let start = move || Cassandra::builder().nodes(nodes).progress(|step| eprintln!("{step}")).from_env_or_start();
    match tokio::task::spawn_blocking(start).await {
        Ok(cluster) => cluster,
        Err(stopped) => std::panic::resume_unwind(stopped.into_panic()),
    }
}
