//! Contact points that are none.

use std::net::SocketAddr;

use ilium_driver::client::session::Session;
use ilium_driver::client::session_builder::SessionBuilder;
use ilium_driver::errors::{Error, ErrorKind};
use ilium_mock::{Greeting, When};
use tokio::time::Instant;

use crate::scene::{AT_ONCE, SHORT, cluster, connect, read_key, to};

async fn fails(builder: SessionBuilder) -> Error {
    let started = Instant::now();
    let error = builder.connection_timeout(SHORT).handshake_timeout(SHORT).build().await.unwrap_err();
    assert!(started.elapsed() < AT_ONCE, "took {:?}", started.elapsed());
    error
}

fn is_about(error: &Error, kind: ErrorKind, node: SocketAddr) {
    assert_eq!(error.kind(), kind, "{error}");
    assert_eq!(error.node(), Some(node), "{error}");
    assert!(error.to_string().contains(&node.to_string()), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_contact_point_that_refuses_is_named() {
    let cluster = cluster(1).start().await.unwrap();
    cluster.stop(0).await;
    let error = fails(to(&cluster)).await;
    is_about(&error, ErrorKind::Connect, cluster.address(0));
}

#[tokio::test(start_paused = true)]
async fn a_contact_point_that_accepts_and_says_nothing_times_out() {
    let cluster = cluster(1).start().await.unwrap();
    cluster.greet(0, Greeting::Hang);
    let error = fails(to(&cluster)).await;
    is_about(&error, ErrorKind::Timeout, cluster.address(0));
}

#[tokio::test(start_paused = true)]
async fn a_contact_point_that_closes_at_once_is_named() {
    let cluster = cluster(1).start().await.unwrap();
    cluster.greet(0, Greeting::Close);
    let error = fails(to(&cluster)).await;
    is_about(&error, ErrorKind::Handshake, cluster.address(0));
}

#[tokio::test(start_paused = true)]
async fn a_contact_point_of_another_protocol_is_asked_whether_it_is_a_cql_server() {
    let cluster = cluster(1).start().await.unwrap();
    let banners: [&'static [u8]; 4] = [
        b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html></html>",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"\x00\x00\x00\x1a\xf7\x91\x02\x83\x55\x07\xe1\x9c\x4d\xd0\xaa\x01\x77\x3b\x60\x12",
        b"\x85\x00\x00\x00\xff\x00\x00\x00\x00",
    ];
    for banner in banners {
        cluster.greet(0, Greeting::Say(banner.into()));
        let error = fails(to(&cluster)).await;
        is_about(&error, ErrorKind::Handshake, cluster.address(0));
        assert!(error.to_string().contains("is it a CQL server?"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn bytes_that_begin_a_message_and_never_end_it_time_out() {
    let cluster = cluster(1).start().await.unwrap();
    cluster.greet(0, Greeting::Say(b"\x85\x00\x00\x00\x02\x00\x00\x10\x00READY?"[..].into()));
    let error = fails(to(&cluster)).await;
    is_about(&error, ErrorKind::Timeout, cluster.address(0));
}

#[tokio::test(start_paused = true)]
async fn random_bytes_never_do_more_than_fail() {
    let cluster = cluster(1).start().await.unwrap();
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..20 {
        let len = random.usize(1..200);
        let bytes: Vec<u8> = std::iter::repeat_with(|| random.u8(..)).take(len).collect();
        cluster.greet(0, Greeting::Say(bytes.into()));
        let error = fails(to(&cluster)).await;
        assert_eq!(error.node(), Some(cluster.address(0)));
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_never_answers_its_first_message_times_out() {
    let cluster = cluster(1).start().await.unwrap();
    cluster.rule(When::opcode(ilium_driver::wire::Opcode::Startup), ilium_mock::Action::ignore());
    let error = fails(to(&cluster)).await;
    is_about(&error, ErrorKind::Timeout, cluster.address(0));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_wants_credentials_is_named() {
    let cluster = cluster(1).start().await.unwrap();
    let authenticator = "org.apache.cassandra.auth.PasswordAuthenticator";
    cluster.rule(
        When::opcode(ilium_driver::wire::Opcode::Startup),
        ilium_mock::Answer::Authenticate(authenticator.to_owned()),
    );
    let error = fails(to(&cluster)).await;
    is_about(&error, ErrorKind::Authentication, cluster.address(0));
    assert!(error.to_string().contains(authenticator), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_dead_contact_point_is_passed_over() {
    let cluster = cluster(3).start().await.unwrap();
    cluster.stop(0).await;
    cluster.greet(1, Greeting::Hang);
    let session = SessionBuilder::new()
        .known_nodes_addr(cluster.addresses())
        .connector(cluster.pipes())
        .connection_timeout(SHORT)
        .handshake_timeout(SHORT)
        .build()
        .await
        .unwrap();
    let read = session.prepare(crate::scene::READ).await.unwrap();
    for key in 0..10 {
        read_key(&session, &read, key).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn each_dead_contact_point_is_listed() {
    let cluster = cluster(3).start().await.unwrap();
    cluster.stop(0).await;
    cluster.greet(1, Greeting::Hang);
    cluster.greet(2, Greeting::Say(b"220 mail.example ESMTP\r\n"[..].into()));
    let error = fails(SessionBuilder::new().known_nodes_addr(cluster.addresses()).connector(cluster.pipes())).await;
    is_about(&error, ErrorKind::Handshake, cluster.address(2));
    let before: Vec<_> = error.attempts().iter().map(|attempt| (attempt.node, attempt.error.kind())).collect();
    assert_eq!(before, [(cluster.address(0), ErrorKind::Connect), (cluster.address(1), ErrorKind::Timeout)]);
    for address in cluster.addresses() {
        assert!(error.to_string().contains(&address.to_string()), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_contact_point_there_is_nothing_to_try() {
    let error = Session::builder().build().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadConfig);
    let error = SessionBuilder::new().known_node("not a name:port").build().await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::BadConfig | ErrorKind::Dns), "{error}");
    assert!(error.to_string().contains("not a name:port"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_node_that_cannot_be_reached_does_not_fail_the_session() {
    let cluster = cluster(3).start().await.unwrap();
    cluster.stop(2).await;
    let session = connect(&cluster).await;
    let read = session.prepare(crate::scene::READ).await.unwrap();
    for key in 0..20 {
        read_key(&session, &read, key).await.unwrap();
    }
    assert!(session.get_cluster_state().get_nodes_info().iter().filter(|node| node.is_connected()).count() == 2);
}
