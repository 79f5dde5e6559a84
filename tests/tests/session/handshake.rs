//! Servers that stop to answer, at each step of the handshake.

use std::time::Duration;

use ilium_driver::client::Compression;
use ilium_driver::client::session_builder::SessionBuilder;
use ilium_driver::errors::ErrorKind;
use ilium_driver::wire::Opcode;
use ilium_mock::{Action, Answer, When};
use tokio::time::Instant;

use crate::clock::pass;
use crate::scene::{AT_ONCE, SHORT, VERSIONS, cluster, to};

#[tokio::test(start_paused = true)]
async fn each_step_ends_with_the_handshakes_time_and_is_named() {
    let steps: [(When, &str); 4] = [
        (When::opcode(Opcode::Options), "waiting for the answer to OPTIONS"),
        (When::opcode(Opcode::Startup), "waiting for the answer to STARTUP"),
        (When::opcode(Opcode::AuthResponse), "authenticating"),
        (When::query("USE"), "setting the keyspace"),
    ];
    for version in VERSIONS {
        for (step, phase) in &steps {
            let cluster = cluster(1).version(version).start().await.unwrap();
            let authenticator = "org.apache.cassandra.auth.PasswordAuthenticator";
            cluster.rule(When::opcode(Opcode::Startup), Answer::Authenticate(authenticator.to_owned()));
            cluster.rule(When::opcode(Opcode::AuthResponse), Answer::AuthSuccess(None));
            cluster.rule(step.clone(), Action::ignore());
            let started = Instant::now();
            let error = to(&cluster)
                .compression(Some(Compression::Lz4))
                .user("ada", "s3cr3t")
                .use_keyspace("ks", false)
                .handshake_timeout(SHORT)
                .build()
                .await
                .unwrap_err();
            assert!(started.elapsed() < AT_ONCE, "{phase}: took {:?}", started.elapsed());
            assert_eq!(error.kind(), ErrorKind::Timeout, "{phase}: {error}");
            assert_eq!(error.node(), Some(cluster.address(0)), "{phase}: {error}");
            assert!(error.to_string().contains(phase), "{phase}: {error}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn all_steps_share_one_time() {
    let cluster = cluster(1).start().await.unwrap();
    let (time, enough) = (Duration::from_secs(6), Duration::from_secs(60));
    let late = || Action::usual().delayed(time * 2 / 3);
    cluster.rule(When::opcode(Opcode::Options), late());
    cluster.rule(When::opcode(Opcode::Startup), late());
    let builder = || to(&cluster).compression(Some(Compression::Lz4));
    let (short, long) = (builder().handshake_timeout(time).build(), builder().handshake_timeout(enough).build());
    let (short, long) = tokio::join!(short, long);
    let error = short.unwrap_err();
    assert!(error.to_string().contains("waiting for the answer to STARTUP"), "{error}");
    long.unwrap();
}

#[tokio::test(start_paused = true)]
async fn heartbeats_begin_when_hands_are_shaken() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let heartbeats = When::opcode(Opcode::Options);
        let mut held = cluster.hold(When::opcode(Opcode::Startup).times(1));
        let building = to(&cluster).keepalive_interval(Some(Duration::from_millis(1))).build();
        let (session, ()) = tokio::join!(building, async {
            let startup = held.next().await.unwrap();
            pass(SHORT).await;
            assert_eq!(cluster.requests_where(&heartbeats).len(), 0, "{version}");
            startup.release();
        });
        let session = session.unwrap();
        cluster.received(&heartbeats, 5).await.unwrap();
        session.refresh_metadata().await.unwrap();
        assert_eq!(session.counts().connections_lost, 0, "{version}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_time_that_no_clock_can_add_is_refused() {
    type Set = fn(SessionBuilder, Duration) -> SessionBuilder;
    let options: [(&str, Set); 6] = [
        ("connection_timeout", SessionBuilder::connection_timeout),
        ("handshake_timeout", SessionBuilder::handshake_timeout),
        ("keepalive_interval", |builder, interval| builder.keepalive_interval(Some(interval))),
        ("keepalive_timeout", SessionBuilder::keepalive_timeout),
        ("orphan_grace", SessionBuilder::orphan_grace),
        ("schema_agreement_timeout", SessionBuilder::schema_agreement_timeout),
    ];
    let cluster = cluster(1).start().await.unwrap();
    for (name, set) in options {
        let error = set(to(&cluster), Duration::MAX).build().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BadConfig);
        assert!(error.to_string().contains(&format!("{name}: expected at most 365 days")), "{error}");
        set(to(&cluster), Duration::from_secs(365 * 24 * 60 * 60)).build().await.unwrap();
    }
}
