//! Answers that no server should send: the connection is replaced, and nobody gets another's answer.

use futures_util::future::join_all;
use ilium_driver::errors::ErrorKind;
use ilium_driver::wire::ProtocolVersion;
use ilium_mock::{Action, When};
use tokio::time::Instant;

use crate::scene::{AT_ONCE, COUNT, READ, VERSIONS, cluster, connect, impatient, read_key, recovers};

/// A damage, and what the error must say of it.
type Damage = (&'static str, Action, &'static str);

fn damages(version: ProtocolVersion) -> Vec<Damage> {
    let usual = Action::usual;
    let mut damages = vec![
        ("unknown stream", usual().on_stream(0x1234), "stream 4660"),
        ("negative stream", usual().on_stream(-7), "stream -7"),
        ("the events' stream", usual().on_stream(-1), "stream -1"),
        ("unknown opcode", usual().with_opcode(0x42), "opcode 0x42"),
        ("unknown version", usual().with_version_byte(0x82), "v2"),
        ("direction of a request", usual().with_version_byte(version.number()), "request"),
        ("cut in the header, then closed", usual().cut_at(3).then_close(), "closed by the peer"),
        ("cut in the body, then closed", usual().cut_at(11).then_close(), "closed by the peer"),
        ("over 256 MiB", usual().with_length(0x1000_0001), "over the limit"),
        ("2 GiB and more", usual().with_length(0xFFFF_FFFF), "over the limit"),
        ("closed", Action::close(), "closed by the peer"),
    ];
    if version == ProtocolVersion::V5 {
        damages.extend([
            ("header checksum", usual().flip_bit_at(3), "CRC-24"),
            ("header", usual().flip_bit_at(0), "CRC-24"),
            ("payload checksum", usual().flip_bit_at(6), "CRC-32"),
            ("payload", usual().flip_bit_at(12), "CRC-32"),
            ("longer than its segment", usual().with_length(4000), "self-contained segment"),
            ("garbage", Action::bytes(&[0x5A; 64][..]), "CRC-24"),
            (
                "an envelope without a segment",
                Action::bytes(&b"\x85\x00\x00\x00\x08\x00\x00\x00\x04\x00\x00\x00\x01"[..]),
                "CRC-24",
            ),
            ("version of the other", usual().with_version_byte(0x84), "v4"),
        ]);
    } else {
        damages.extend([
            ("garbage", Action::bytes(&[0x5A; 64][..]), "v90"),
            ("compressed", Action::bytes(&b"\x84\x01\x00\x00\x08\x00\x00\x00\x04\x00\x00\x00\x01"[..]), "compressed"),
            ("version of the other", usual().with_version_byte(0x85), "v5"),
        ]);
    }
    damages
}

#[tokio::test(start_paused = true)]
async fn damage_ends_the_request_with_its_reason_and_the_connection_is_replaced() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        let read = session.prepare(READ).await.unwrap();
        let count = session.prepare(COUNT).await.unwrap();
        for (what, action, says) in damages(version) {
            let rule = cluster.rule(When::execute("UPDATE").times(1), action);
            let started = Instant::now();
            let result = session.execute_unpaged(&count, (1,)).await;
            let error = result.expect_err(what);
            assert!(started.elapsed() < AT_ONCE, "{version} {what}: took {:?}", started.elapsed());
            assert_eq!(error.kind(), ErrorKind::BrokenConnection, "{version} {what}: {error}");
            assert_eq!(error.statement(), Some(COUNT), "{version} {what}: {error}");
            assert_eq!(error.node(), Some(cluster.address(0)), "{version} {what}: {error}");
            assert!(error.to_string().contains(says), "{version} {what}: {error}");
            assert_eq!(rule.hits(), 1);
            rule.remove();
            recovers(&session, &read).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn damage_sends_idempotent_requests_to_another_node() {
    for version in VERSIONS {
        let cluster = cluster(3).version(version).shared_statements().start().await.unwrap();
        let session = connect(&cluster).await;
        let read = session.prepare(READ).await.unwrap();
        for (what, action, _) in damages(version) {
            let rule = cluster.rule(When::execute("").times(1), action);
            // Several are in flight, on all nodes: whoever shares the connection is sent elsewhere, too.
            let all = join_all((0..20).map(|key| read_key(&session, &read, key))).await;
            for result in all {
                result.unwrap_or_else(|error| panic!("{version} {what}: {error}"));
            }
            assert_eq!(rule.hits(), 1, "{version} {what}");
            rule.remove();
            for node in 0..3 {
                crate::scene::pooled(&session, &cluster, node).await;
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_length_beyond_what_comes_ends_by_the_deadline() {
    // Of version 4 only: in version 5 the segment's checksums tell.
    let cluster = cluster(1).version(ProtocolVersion::V4).start().await.unwrap();
    let session = connect(&cluster).await;
    let read = session.prepare(READ).await.unwrap();
    cluster.rule(When::execute("").times(1), Action::usual().with_length(5000));
    let error = read_key(&session, &impatient(&read), 1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    // What comes next is taken for the rest of that answer, so no later answer gets through, and none gets mixed up.
    for key in 2..4 {
        assert_eq!(read_key(&session, &impatient(&read), key).await.unwrap_err().kind(), ErrorKind::Timeout);
    }
    cluster.disconnect(0);
    recovers(&session, &read).await;
}

#[tokio::test(start_paused = true)]
async fn a_length_below_what_comes_spoils_that_answer_alone() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        let read = session.prepare(READ).await.unwrap();
        cluster.rule(When::execute("").times(1), Action::usual().with_length(1));
        let error = read_key(&session, &read, 1).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::InvalidResponse | ErrorKind::BrokenConnection), "{error}");
        assert_eq!(error.node(), Some(cluster.address(0)));
        // What is left of it is no envelope, so the connection goes.
        recovers(&session, &read).await;
        for key in 0..10 {
            read_key(&session, &read, key).await.unwrap();
        }
        assert_eq!(session.counts().connections_lost, 1);
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_comes_twice_is_given_once() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        let read = session.prepare(READ).await.unwrap();
        for round in 0..20 {
            let rule = cluster.rule(When::execute("").times(1), Action::usual().twice());
            let all = join_all((0..10).map(|key| read_key(&session, &read, round * 100 + key))).await;
            for error in all.into_iter().filter_map(Result::err) {
                // The row is each key's own, or the connection ended: `read_key` has looked.
                assert!(matches!(error.kind(), ErrorKind::BrokenConnection | ErrorKind::NoNodeAvailable), "{error}");
            }
            assert_eq!(rule.hits(), 1);
            recovers(&session, &read).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_in_two_parts_is_one_at_every_byte() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        let read = session.prepare(READ).await.unwrap();
        for at in 0..90 {
            let rule = cluster.rule(When::execute("").times(1), Action::usual().split_at(at));
            read_key(&session, &read, i32::try_from(at).unwrap()).await.unwrap();
            rule.remove();
        }
        assert_eq!(session.counts().connections_lost, 0);
    }
}

#[tokio::test(start_paused = true)]
async fn any_flipped_bit_of_a_segment_is_noticed() {
    let cluster = cluster(1).start().await.unwrap();
    let session = connect(&cluster).await;
    let read = session.prepare(READ).await.unwrap();
    let count = session.prepare(COUNT).await.unwrap();
    for at in 0..23 {
        let rule = cluster.rule(When::execute("UPDATE").times(1), Action::usual().flip_bit_at(at));
        let error = session.execute_unpaged(&count, (1,)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BrokenConnection, "byte {at}: {error}");
        rule.remove();
        recovers(&session, &read).await;
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_of_another_kind_is_an_invalid_response() {
    use ilium_mock::Answer;
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        let read = session.prepare(READ).await.unwrap();
        let count = session.prepare(COUNT).await.unwrap();
        let bodies: [&[u8]; 5] = [
            b"",
            b"\x00\x00\x00\x09",
            b"\x00\x00\x00\x02",
            b"\x00\x00\x00\x04\x00\x03ab",
            b"\x00\x00\x00\x02\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
        ];
        let results = bodies.map(|body| Answer::Raw(ilium_driver::wire::Opcode::Result, body.into()));
        for answer in results.into_iter().chain([Answer::Ready, Answer::Supported(Default::default())]) {
            let rule = cluster.rule(When::execute("UPDATE").times(1), answer.clone());
            let error = session.execute_unpaged(&count, (1,)).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{answer:?}: {error}");
            assert_eq!(error.statement(), Some(COUNT), "{answer:?}: {error}");
            assert_eq!(error.node(), Some(cluster.address(0)), "{answer:?}: {error}");
            rule.remove();
            read_key(&session, &read, 1).await.unwrap();
        }
    }
}
