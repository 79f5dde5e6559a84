//! Several connections to a node, as the nodes show them.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use ilium_driver::client::session::Session;
use ilium_driver::client::{PoolSize, SelfIdentity};

use crate::lab::{Lab, builder, on_every_cluster, shared};

on_every_cluster!(each_node_has_as_many_connections_as_the_session_says);

/// How long connections may take to open.
const PATIENCE: Duration = Duration::from_secs(60);

/// How many connections each node shows of the session with this id; each node shows its own.
async fn shown(session: &Session, id: &str, nodes: usize) -> BTreeMap<SocketAddr, usize> {
    let mut shown = BTreeMap::new();
    let cql = "SELECT client_options FROM system_views.clients";
    while shown.len() < nodes {
        let result = session.query_unpaged(cql, ()).await.unwrap();
        let node = result.coordinator();
        let rows = result.into_rows_result().unwrap();
        let of_session = rows.rows::<(Option<HashMap<String, String>>,)>().unwrap().filter(|row| {
            let (options,) = row.as_ref().unwrap();
            options.as_ref().is_some_and(|options| options.get("CLIENT_ID").is_some_and(|client| client == id))
        });
        shown.insert(node, of_session.count());
    }
    shown
}

async fn each_node_has_as_many_connections_as_the_session_says(lab: &Lab) {
    let id = format!("{:032x}", fastrand::u128(..));
    let session = builder(shared(lab.nodes).await)
        .protocol_version(lab.version)
        .custom_identity(SelfIdentity::new().with_client_id(id.clone()))
        .pool_size(PoolSize::PerHost(NonZeroUsize::new(3).unwrap()))
        .build()
        .await
        .unwrap();
    let started = Instant::now();
    loop {
        let mut counts: Vec<usize> = shown(&session, &id, lab.nodes).await.into_values().collect();
        counts.sort_unstable();
        // One node has the control connection, too.
        let mut expected = vec![3; lab.nodes];
        expected[lab.nodes - 1] += 1;
        if counts == expected {
            break;
        }
        assert!(started.elapsed() < PATIENCE, "connections by node: {counts:?}, expected {expected:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(session.counts().connections_opened, 3 * lab.nodes as u64 + 1);
    assert!(session.get_cluster_state().get_nodes_info().iter().all(|node| node.sharder().is_none()));

    // All of them are in the keyspace: whichever a request comes on.
    session.use_keyspace("system", false).await.unwrap();
    for _ in 0..100 {
        session.query_unpaged("SELECT key FROM local", ()).await.unwrap();
    }
    assert_eq!(session.counts().connections_lost, 0);
}
