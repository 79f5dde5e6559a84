//! What a connection says of itself.

use ilium_driver::client::SelfIdentity;
use ilium_driver::errors::ErrorKind;
use ilium_driver::wire::Opcode;
use ilium_mock::{Message, MockCluster, When};

use crate::scene::{cluster, connect, to};

/// What the first connection said.
fn said(cluster: &MockCluster) -> Vec<(String, String)> {
    let startups = cluster.requests_where(&When::opcode(Opcode::Startup));
    let Message::Startup(first) = &startups[0].message else { panic!("no STARTUP: {startups:?}") };
    for other in &startups {
        assert!(matches!(&other.message, Message::Startup(options) if options == first), "{other:?}");
    }
    first.clone()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[tokio::test(start_paused = true)]
async fn the_driver_says_its_name_and_nothing_of_the_application() {
    let cluster = cluster(2).start().await.unwrap();
    connect(&cluster).await;
    let version = said(&cluster)[2].1.clone();
    let expected = [("CQL_VERSION", "3.0.0"), ("DRIVER_NAME", "ilium"), ("DRIVER_VERSION", version.as_str())];
    assert_eq!(said(&cluster), pairs(&expected));
    assert_eq!(version.split('.').count(), 3, "{version}");
}

#[tokio::test(start_paused = true)]
async fn every_connection_says_who_the_application_is() {
    let cluster = cluster(2).start().await.unwrap();
    let identity = SelfIdentity::new()
        .with_custom_driver_name("wrapper")
        .with_custom_driver_version("2.1")
        .with_application_name("billing")
        .with_application_version("7.0.1".to_owned())
        .with_client_id("billing-3");
    assert_eq!(identity.get_application_name(), Some("billing"));
    to(&cluster).custom_identity(identity).throw_on_overload(true).build().await.unwrap();
    let expected = [
        ("CQL_VERSION", "3.0.0"),
        ("DRIVER_NAME", "wrapper"),
        ("DRIVER_VERSION", "2.1"),
        ("APPLICATION_NAME", "billing"),
        ("APPLICATION_VERSION", "7.0.1"),
        ("CLIENT_ID", "billing-3"),
        ("THROW_ON_OVERLOAD", "1"),
    ];
    assert_eq!(said(&cluster), pairs(&expected));
}

#[tokio::test(start_paused = true)]
async fn a_name_that_no_message_holds_is_refused_before_anything_is_sent() {
    let cluster = cluster(1).start().await.unwrap();
    let identity = SelfIdentity::new().with_client_id("x".repeat(70_000));
    let error = to(&cluster).custom_identity(identity).build().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadConfig);
    assert!(error.to_string().contains("client id: expected at most 65535 bytes, got 70000"), "{error}");
    assert_eq!(cluster.accepted_count(0), 0);
}
