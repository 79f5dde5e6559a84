//! A session on one of the shared clusters, with a keyspace of its kind.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ilium_cassandra::Cassandra;
use ilium_driver::client::session::Session;
use ilium_driver::client::session_builder::SessionBuilder;
use ilium_driver::observability::tracing::TracingInfo;
use ilium_driver::wire::ProtocolVersion;
use tokio::sync::OnceCell;
use uuid::Uuid;

/// How long what must happen may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs each named `async fn(&Lab)` on one node and on three, with protocol 5 and with protocol 4.
macro_rules! on_every_cluster {
    ($($test:ident),+ $(,)?) => {
        $crate::lab::on_every_cluster!(@ one_node_v5, 1, V5, [$($test)+]);
        $crate::lab::on_every_cluster!(@ one_node_v4, 1, V4, [$($test)+]);
        $crate::lab::on_every_cluster!(@ three_nodes_v5, 3, V5, [$($test)+]);
        $crate::lab::on_every_cluster!(@ three_nodes_v4, 3, V4, [$($test)+]);
    };
    (@ $module:ident, $nodes:literal, $version:ident, [$($test:ident)+]) => {
        mod $module {
            $(
                #[tokio::test]
                async fn $test() {
                    let lab = $crate::lab::Lab::new($nodes, ilium_driver::wire::ProtocolVersion::$version).await;
                    super::$test(&lab).await;
                }
            )+
        }
    };
}
pub(crate) use on_every_cluster;

/// One schema change at a time: Cassandra 5 does not take concurrent ones well.
static SCHEMA: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

pub(crate) struct Lab {
    pub(crate) session: Session,
    pub(crate) version: ProtocolVersion,
    /// How many nodes the cluster has.
    pub(crate) nodes: usize,
    /// The keyspace of all tests on this cluster with this protocol.
    pub(crate) keyspace: String,
}

impl Lab {
    pub(crate) async fn new(nodes: usize, version: ProtocolVersion) -> Self {
        let cluster = shared(nodes).await;
        let session = builder(cluster).protocol_version(version).build().await.unwrap();
        assert_eq!(session.protocol_version(), version);
        let found = session.get_cluster_state().get_nodes_info().len();
        let keyspace = format!("ilium_live_{nodes}_{version}");
        once(&keyspace).get_or_init(|| make_keyspace(&session, &keyspace, found.min(3))).await;
        session.use_keyspace(&keyspace, false).await.unwrap();
        Self { session, version, nodes: found, keyspace }
    }

    /// Executes a statement that changes the schema.
    pub(crate) async fn ddl(&self, cql: &str) {
        let _one_at_a_time = SCHEMA.lock().await;
        self.session.query_unpaged(cql, ()).await.unwrap();
    }

    /// A trace with its events, which a busy server writes some time after the trace itself.
    pub(crate) async fn trace(&self, id: &Uuid) -> TracingInfo {
        let begun = Instant::now();
        loop {
            let trace = self.session.get_tracing_info(id).await.unwrap();
            if !trace.events.is_empty() {
                return trace;
            }
            assert!(begun.elapsed() < PATIENCE, "a trace without events: {trace:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Executes a text without values, whose result does not matter.
    pub(crate) async fn cql(&self, cql: &str) {
        self.session.query_unpaged(cql, ()).await.unwrap();
    }
}

/// The cluster that all tests share, started by the first.
pub(crate) async fn shared(nodes: usize) -> &'static Cassandra {
    tokio::task::spawn_blocking(move || Cassandra::shared(nodes)).await.unwrap().unwrap()
}

pub(crate) fn builder(cluster: &Cassandra) -> SessionBuilder {
    SessionBuilder::new().known_nodes(cluster.contact_points())
}

async fn make_keyspace(session: &Session, keyspace: &str, replicas: usize) {
    let _one_at_a_time = SCHEMA.lock().await;
    // What an earlier run left, on a cluster that is not ours.
    session.query_unpaged(format!("DROP KEYSPACE IF EXISTS {keyspace}"), ()).await.unwrap();
    let strategy = format!("{{'class': 'SimpleStrategy', 'replication_factor': {replicas}}}");
    let create = format!("CREATE KEYSPACE {keyspace} WITH replication = {strategy}");
    session.query_unpaged(create, ()).await.unwrap();
}

/// One cell for each keyspace, for the life of the process.
fn once(keyspace: &str) -> Arc<OnceCell<()>> {
    static MADE: Mutex<BTreeMap<String, Arc<OnceCell<()>>>> = Mutex::new(BTreeMap::new());
    Arc::clone(MADE.lock().unwrap().entry(keyspace.to_owned()).or_default())
}
