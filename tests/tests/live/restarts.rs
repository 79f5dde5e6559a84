//! Nodes that are killed and come back. These tests start clusters of their own.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use ilium_cassandra::{Cassandra, Node};
use ilium_driver::client::session::Session;
use ilium_driver::statement::prepared::PreparedStatement;
use ilium_driver::wire::ProtocolVersion;

use crate::lab::builder;

/// How long what must happen may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// Runs what blocks beside the tasks.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}

/// A cluster that this test may stop nodes of; `None` when `CQL_NODES` names one that it may not.
async fn own_cluster(nodes: usize) -> Option<Arc<Cassandra>> {
    if Cassandra::from_env().unwrap().is_some() {
        eprintln!("left out: the nodes of `CQL_NODES` cannot be stopped from here");
        return None;
    }
    // A busy machine may hold a replica up for longer than the five seconds that a server gives it.
    let builder = Cassandra::builder().nodes(nodes).yaml("read_request_timeout: 60s\n");
    Some(Arc::new(blocking(move || builder.start()).await.unwrap()))
}

async fn fill(session: &Session, replicas: usize) -> PreparedStatement {
    let strategy = format!("{{'class': 'SimpleStrategy', 'replication_factor': {replicas}}}");
    session.query_unpaged(format!("CREATE KEYSPACE restarts WITH replication = {strategy}"), ()).await.unwrap();
    // All replicas are asked, so that a coordinator does not wait for one that was killed, which the server times out on.
    let create = "CREATE TABLE restarts.t (k int PRIMARY KEY, v int) WITH speculative_retry = 'ALWAYS'";
    session.query_unpaged(create, ()).await.unwrap();
    let insert = session.prepare("INSERT INTO restarts.t (k, v) VALUES (?, ?)").await.unwrap();
    for k in 0..100 {
        session.execute_unpaged(&insert, (k, k * 7)).await.unwrap();
    }
    session.prepare("SELECT v FROM restarts.t WHERE k = ?").await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn idempotent_reads_lose_nothing_while_a_node_is_killed_and_restarted() {
    let Some(cluster) = own_cluster(3).await else { return };
    let session = builder(&cluster).build().await.unwrap();
    let select = fill(&session, 3).await;
    assert!(select.get_is_idempotent());
    let stop = Arc::new(AtomicBool::new(false));
    let reads = Arc::new(AtomicU64::new(0));
    let readers: Vec<_> = (0..16)
        .map(|task| {
            let (session, select) = (session.clone(), select.clone());
            let (stop, reads) = (Arc::clone(&stop), Arc::clone(&reads));
            tokio::spawn(async move {
                let mut k = task;
                while !stop.load(Ordering::Relaxed) {
                    k = (k + 1) % 100;
                    let rows = session.execute_unpaged(&select, (k,)).await.map_err(|error| error.to_string())?;
                    let row = rows.into_rows_result().unwrap().single_row::<(i32,)>().unwrap();
                    assert_eq!(row, (k * 7,));
                    reads.fetch_add(1, Ordering::Relaxed);
                }
                Ok::<_, String>(())
            })
        })
        .collect();
    wait_for_more(&reads, 100).await;
    let victim = cluster.node(1).unwrap();
    let address = victim.address();
    let before = reads.load(Ordering::Relaxed);
    let victim = blocking(move || victim.kill().map(|()| victim)).await.unwrap();
    tokio::time::sleep(Duration::from_secs(3)).await;
    wait_for_more(&reads, 100).await;
    let during = reads.load(Ordering::Relaxed);
    assert!(before > 0 && during > before, "reads went on: {before}, {during}");
    blocking(move || victim.start()).await.unwrap();
    wait_until_connected(&session, address).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    wait_for_more(&reads, 100).await;
    stop.store(true, Ordering::Relaxed);
    for reader in readers {
        reader.await.unwrap().unwrap();
    }
    assert!(reads.load(Ordering::Relaxed) > during);
    assert!(session.counts().connections_lost > 0);
}

/// Waits for so many more reads, which come as fast as the machine has time for them.
async fn wait_for_more(reads: &AtomicU64, more: u64) {
    let (begun, before) = (Instant::now(), reads.load(Ordering::Relaxed));
    while reads.load(Ordering::Relaxed) < before + more {
        assert!(begun.elapsed() < PATIENCE, "no more than {before} reads");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn wait_until_connected(session: &Session, address: std::net::SocketAddr) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let state = session.get_cluster_state();
        if state.get_nodes_info().iter().any(|node| node.address == address && node.is_connected()) {
            return;
        }
        assert!(Instant::now() < deadline, "{address} is not connected again");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Removes what the stopped node would remember of prepared statements.
fn forget_prepared_statements(node: &Node) {
    let log = node.log_path().unwrap();
    let home = log.ancestors().find(|folder| folder.join("data").is_dir()).unwrap();
    remove_matching(&home.join("data").join("system"), "prepared_statements-");
}

fn remove_matching(folder: &Path, prefix: &str) {
    let mut removed = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_name().to_string_lossy().starts_with(prefix) {
            std::fs::remove_dir_all(entry.path()).unwrap();
            removed += 1;
        }
    }
    assert!(removed > 0, "no `{prefix}` in {}", folder.display());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_that_a_restarted_node_forgot_is_prepared_again_unseen() {
    let Some(cluster) = own_cluster(1).await else { return };
    let address = cluster.addresses()[0];
    let mut sessions = Vec::new();
    for version in [ProtocolVersion::V5, ProtocolVersion::V4] {
        sessions.push(builder(&cluster).protocol_version(version).build().await.unwrap());
    }
    let select = fill(&sessions[0], 1).await;
    let selects = [select, sessions[1].prepare("SELECT v FROM restarts.t WHERE k = ?").await.unwrap()];
    let node = cluster.node(0).unwrap();
    blocking(move || {
        node.stop().unwrap();
        forget_prepared_statements(&node);
        node.start().unwrap();
    })
    .await;
    for (session, select) in sessions.iter().zip(&selects) {
        wait_until_connected(session, address).await;
        for k in [5, 6] {
            let rows = session.execute_unpaged(select, (k,)).await.unwrap().into_rows_result().unwrap();
            assert_eq!(rows.single_row::<(i32,)>().unwrap(), (k * 7,));
        }
    }
    let reprepared: u64 = sessions.iter().map(|session| session.counts().reprepared).sum();
    assert_eq!(reprepared, 1, "the first of the sessions prepared it for both");
}
