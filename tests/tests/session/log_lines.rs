//! A line of the log stays one line, whatever texts from outside are in it.

use ilium_driver::client::session_builder::SessionBuilder;
use ilium_driver::errors::{ErrorCode, ErrorKind};
use ilium_driver::frame::response::result::NativeType;
use ilium_mock::{Answer, MockStatement, Rows, When};

use crate::log::Log;
use crate::masses::peers;
use crate::scene::{VERSIONS, cluster, connect};

const SCAN: &str = "SELECT k\nFROM ks.t -- \u{1b}[31m\nWARN forged";
const FORGED: &str = "said\r\nERROR forged \u{1b}]0;title\u{7} \u{202e}txt";

/// Fails when a line has a character that acts on what shows it.
fn plain(log: &Log, expected: &[&str]) {
    let lines = log.lines();
    for line in &lines {
        assert!(!line.contains(|c: char| c.is_control() || c == '\u{202e}'), "{line:?}");
    }
    for text in expected {
        assert!(lines.iter().any(|line| line.contains(text)), "no line has {text:?}: {lines:#?}");
    }
}

#[tokio::test(start_paused = true)]
async fn statements_and_what_servers_say_of_them_stay_in_their_lines() {
    for version in VERSIONS {
        let long = format!("{SCAN}{}", " ".repeat(10_000));
        let scan = MockStatement::new(&long).column("k", NativeType::Int);
        let cluster = cluster(2).version(version).statement(scan).start().await.unwrap();
        let log = Log::begin();
        let session = connect(&cluster).await;
        cluster.rule(When::prepare("SELECT k").nth(2), Answer::error(ErrorCode::Invalid, FORGED));
        cluster.rule(When::query("SELECT k"), Answer::from(Rows::of([("k", NativeType::Int)])).warning([FORGED]));
        let prepared = session.prepare(&*long).await.unwrap();
        session.query_unpaged(&*long, ()).await.unwrap();
        cluster.clear_rules();
        cluster.forget_statements(0);
        cluster.forget_statements(1);
        session.execute_unpaged(&prepared, ()).await.unwrap();
        plain(
            &log,
            &["not prepared on this node", "said\\r\\nERROR forged", "the server warns", "preparing again", "k\\nFROM"],
        );
        for line in log.lines() {
            assert!(line.len() < 2000, "{} characters: {line}", line.len());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn names_of_nodes_and_rows_of_the_cluster_stay_in_their_lines() {
    let cluster = cluster(1).start().await.unwrap();
    let log = Log::begin();
    let name = "no\nsuch\u{1b}[31mhost:9042";
    let error = SessionBuilder::new().known_node(name).build().await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Dns | ErrorKind::BadConfig), "{error}");
    cluster.rule(When::query("system.peers_v2"), Answer::from(peers(1, &[FORGED.to_owned()])));
    let _session = connect(&cluster).await;
    plain(&log, &["no\\nsuch\\u{1b}[31mhost", "rows that cannot be used"]);
}
