use std::env;
use std::process::Command;

use ilium_cassandra::{CQL_NODES, Cassandra, ErrorKind};

/// No server listens there, which nothing may mind: nothing is connected.
const NODES: &str = "127.0.0.1:19042,127.0.0.2";

#[test]
fn nodes_of_the_environment_are_used_and_not_controlled() {
    // The environment of a running program must not change, so this test runs itself once more.
    if env::var(CQL_NODES).as_deref() != Ok(NODES) {
        let status = Command::new(env::current_exe().unwrap())
            .args(["--exact", "environment::nodes_of_the_environment_are_used_and_not_controlled"])
            .env(CQL_NODES, NODES)
            .status()
            .unwrap();
        assert!(status.success());
        return;
    }
    let cluster = Cassandra::from_env_or_start(3).unwrap();
    assert!(!cluster.is_managed());
    assert_eq!(cluster.contact_points(), ["127.0.0.1:19042", "127.0.0.2:9042"]);
    assert_eq!(cluster.cql_nodes(), "127.0.0.1:19042,127.0.0.2:9042");
    assert_eq!(Cassandra::shared(1).unwrap().addresses(), cluster.addresses());
    let node = cluster.node(1).unwrap();
    for outcome in [node.start(), node.stop(), node.kill(), node.restart(), node.pause(), node.resume()] {
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotManaged);
        assert_eq!(error.to_string(), "node 127.0.0.2:9042 comes from CQL_NODES: it can be used, not controlled");
    }
    assert!(node.is_running().is_err());
    assert_eq!((node.process_id(), node.log_path(), node.log_tail(5)), (None, None, String::new()));
    assert_eq!(cluster.node(2).unwrap_err().to_string(), "no node 2: CQL_NODES has 2, counted from 0");
}
