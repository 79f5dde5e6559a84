//! What most transcripts begin with.

use std::time::Duration;

use ilium_driver::client::session::Session;
use ilium_driver::client::session_builder::SessionBuilder;
use ilium_driver::errors::Error;
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::statement::prepared::PreparedStatement;
use ilium_driver::wire::ProtocolVersion;
use ilium_mock::{MockCluster, MockClusterBuilder, MockStatement};

use crate::clock::{Looks, eventually};

/// Reads one row by its key; idempotent.
pub(crate) const READ: &str = "SELECT k, v FROM ks.t WHERE k = ?";
/// Writes one row; idempotent.
pub(crate) const WRITE: &str = "INSERT INTO ks.t (k, v) VALUES (?, ?)";
/// Counts; not idempotent.
pub(crate) const COUNT: &str = "UPDATE ks.c SET n = n + 1 WHERE k = ?";

/// Both versions, which most behaviour has to hold for.
pub(crate) const VERSIONS: [ProtocolVersion; 2] = [ProtocolVersion::V4, ProtocolVersion::V5];

/// A timeout of what is never answered. Over sockets, what is answered gets more time, since the machine may be busy.
pub(crate) const SHORT: Duration = Duration::from_millis(150);

/// How long what must end at once, or at its timeout of [`SHORT`], may take in simulated time: far below the timeouts that a
/// session has by itself.
pub(crate) const AT_ONCE: Duration = Duration::from_millis(300);

/// The same in real time: much, for a busy machine.
pub(crate) const SOON: Duration = Duration::from_secs(20);

/// How long what must happen may take: a test that waits for longer hangs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A cluster in memory that knows [`READ`], [`WRITE`] and [`COUNT`]. Each row carries its key.
pub(crate) fn cluster(nodes: usize) -> MockClusterBuilder {
    listening(nodes).in_memory()
}

/// The same over sockets, for tests of those, of threads and of runtimes.
pub(crate) fn listening(nodes: usize) -> MockClusterBuilder {
    MockCluster::builder().nodes(nodes).statement(read()).statement(write()).statement(count())
}

pub(crate) fn read() -> MockStatement {
    MockStatement::new(READ)
        .table("ks", "t")
        .marker("k", NativeType::Int)
        .column("k", NativeType::Int)
        .column("v", NativeType::Text)
        .answers(|request, rows| {
            let key = request.value::<i32>(0);
            rows.row((key, key.map(value_of))).into()
        })
}

fn write() -> MockStatement {
    MockStatement::new(WRITE).table("ks", "t").marker("k", NativeType::Int).marker("v", NativeType::Text)
}

fn count() -> MockStatement {
    MockStatement::new(COUNT).table("ks", "c").marker("k", NativeType::Int)
}

/// What stands in the row of a key.
pub(crate) fn value_of(key: i32) -> String {
    format!("value of {key}")
}

/// A session's description, with node 0 as its contact point and patience for a busy machine.
pub(crate) fn to(cluster: &MockCluster) -> SessionBuilder {
    cluster.session_builder().metadata_request_timeout(PATIENCE / 2)
}

/// A session over the cluster.
pub(crate) async fn connect(cluster: &MockCluster) -> Session {
    to(cluster).build().await.unwrap()
}

/// The statement with a timeout of [`SHORT`], for requests that are never answered.
pub(crate) fn impatient(statement: &PreparedStatement) -> PreparedStatement {
    let mut statement = statement.clone();
    statement.set_request_timeout(Some(SHORT));
    statement
}

/// Reads a row and proves that it is the key's own.
pub(crate) async fn read_key(session: &Session, read: &PreparedStatement, key: i32) -> Result<(), Error> {
    let result = session.execute_unpaged(read, (key,)).await?.into_rows_result()?;
    assert_eq!(result.single_row::<(i32, &str)>()?, (key, value_of(key).as_str()));
    Ok(())
}

/// Reads a row until that succeeds, which it must some time: the session has recovered.
pub(crate) async fn recovers(session: &Session, read: &PreparedStatement) {
    let mut looks = Looks::begin("a read that succeeds");
    while read_key(session, read, -1).await.is_err() {
        looks.next().await;
    }
}

/// Whether the session has a connection to a node.
pub(crate) fn is_pooled(session: &Session, cluster: &MockCluster, node: usize) -> bool {
    let address = cluster.address(node);
    session.get_cluster_state().get_nodes_info().iter().any(|n| n.address == address && n.is_connected())
}

/// Waits until the session has a connection to a node again.
pub(crate) async fn pooled(session: &Session, cluster: &MockCluster, node: usize) {
    eventually("the node has a connection", || is_pooled(session, cluster, node)).await;
}
