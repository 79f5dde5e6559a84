//! Requests go to the nodes that hold the rows.

use std::collections::BTreeSet;

use ilium_driver::statement::Consistency;

use crate::lab::{Lab, on_every_cluster};

on_every_cluster!(
    all_nodes_are_found_and_connected,
    a_prepared_request_goes_to_its_replica,
    texts_go_to_all_nodes_in_turn
);

async fn all_nodes_are_found_and_connected(lab: &Lab) {
    let state = lab.session.get_cluster_state();
    let rows = lab.session.query_unpaged("SELECT peer FROM system.peers_v2", ()).await.unwrap();
    assert_eq!(state.get_nodes_info().len(), rows.into_rows_result().unwrap().rows_num() + 1);
    for node in state.get_nodes_info() {
        assert!(node.is_connected(), "{node:?}");
        assert!(node.datacenter.is_some() && node.rack.is_some());
        assert!(!node.tokens().is_empty());
    }
}

/// With one replica for each row, a request that goes to that replica is served by one node alone.
async fn a_prepared_request_goes_to_its_replica(lab: &Lab) {
    let keyspace = format!("ilium_routing_{}_{}", lab.nodes, lab.version);
    let strategy = "{'class': 'NetworkTopologyStrategy', 'replication_factor': 1}";
    lab.ddl(&format!("DROP KEYSPACE IF EXISTS {keyspace}")).await;
    lab.ddl(&format!("CREATE KEYSPACE {keyspace} WITH replication = {strategy}")).await;
    lab.ddl(&format!("CREATE TABLE {keyspace}.t (a int, b text, v int, PRIMARY KEY ((a, b)))")).await;
    let insert = format!("INSERT INTO {keyspace}.t (a, b, v) VALUES (?, ?, ?)");
    let mut insert = lab.session.prepare(insert).await.unwrap();
    assert!(insert.is_token_aware());
    insert.set_tracing(true);
    insert.set_consistency(Consistency::One);
    let mut coordinators = BTreeSet::new();
    for a in 0..12 {
        let values = (a, format!("key {a}"), a);
        let result = lab.session.execute_unpaged(&insert, &values).await.unwrap();
        let token = insert.calculate_token(&values).unwrap().unwrap();
        let state = lab.session.get_cluster_state();
        let replica = state.node(state.replicas(&keyspace, token)[0]).unwrap();
        assert_eq!(result.coordinator(), replica.address);
        let trace = lab.trace(&result.tracing_id().unwrap()).await;
        assert_eq!(trace.nodes().len(), 1, "{trace:?}");
        coordinators.insert(result.coordinator());
    }
    assert!(coordinators.len() > lab.nodes / 2, "{coordinators:?}");
    let check = format!("SELECT token(a, b) FROM {keyspace}.t WHERE a = ? AND b = ?");
    let check = lab.session.prepare(check).await.unwrap();
    let rows = lab.session.execute_unpaged(&check, (3, "key 3")).await.unwrap().into_rows_result().unwrap();
    let token = check.calculate_token(&(3, "key 3")).unwrap().unwrap();
    assert_eq!(rows.single_row::<(i64,)>().unwrap().0, token.value());
    lab.ddl(&format!("DROP KEYSPACE {keyspace}")).await;
}

async fn texts_go_to_all_nodes_in_turn(lab: &Lab) {
    let mut coordinators = BTreeSet::new();
    for _ in 0..30 * lab.nodes {
        let result = lab.session.query_unpaged("SELECT host_id FROM system.local", ()).await.unwrap();
        coordinators.insert(result.coordinator());
    }
    assert_eq!(coordinators.len(), lab.nodes);
}
