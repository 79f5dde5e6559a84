use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use ilium_cassandra::{Cassandra, ErrorKind};

use crate::starts_nodes;

#[test]
fn a_node_that_cannot_start_says_why_and_leaves_its_log() {
    if !starts_nodes() {
        return;
    }
    let error = Cassandra::builder().yaml("no_such_option: 1").start().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Start);
    let text = error.to_string();
    assert!(text.starts_with("node 0 (127."), "{text}");
    assert!(text.contains("no_such_option"), "{text}");
    let place = logs_of(&text);
    let log = fs::read_to_string(format!("{place}/node1/system.log")).unwrap();
    assert!(log.contains("no_such_option"), "{log}");
    fs::remove_dir_all(place).unwrap();
}

#[test]
fn a_start_can_be_cancelled() {
    if !starts_nodes() {
        return;
    }
    let flag = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&flag);
    // When the first node is on its way, however long the download took.
    let builder = Cassandra::builder().nodes(2).cancel_when(flag).progress(move |line| {
        if line.starts_with("starting node") {
            let set = Arc::clone(&set);
            thread::spawn(move || {
                thread::sleep(Duration::from_millis(300));
                set.store(true, Ordering::Relaxed);
            });
        }
    });
    let error = builder.start().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled, "{error}");
}

#[test]
fn a_node_that_is_too_slow_is_named_with_the_limit() {
    if !starts_nodes() {
        return;
    }
    let error = Cassandra::builder().startup_timeout(Duration::from_millis(200)).start().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Start);
    let text = error.to_string();
    assert!(text.contains("did not log `Starting listening for CQL clients` within 200ms"), "{text}");
    fs::remove_dir_all(logs_of(&text)).unwrap();
}

fn logs_of(message: &str) -> &str {
    message.rsplit_once("(the logs are in ").and_then(|(_, rest)| rest.strip_suffix(')')).expect(message)
}
