//! What goes over a compressed connection, and what a session does with compressed bytes that are wrong.

use ilium_driver::client::Compression;
use ilium_driver::client::session::Session;
use ilium_driver::errors::ErrorKind;
use ilium_driver::wire::{Flags, Opcode, ProtocolVersion};
use ilium_mock::{Action, MockCluster, When};

use crate::scene::{READ, WRITE, cluster, read_key, recovers, to};

async fn scene(version: ProtocolVersion, compression: Compression) -> (MockCluster, Session) {
    let cluster = cluster(1).version(version).start().await.unwrap();
    let session = to(&cluster).compression(Some(compression)).build().await.unwrap();
    (cluster, session)
}

const EVERY: [(ProtocolVersion, Compression); 5] = [
    (ProtocolVersion::V3, Compression::Lz4),
    (ProtocolVersion::V3, Compression::Snappy),
    (ProtocolVersion::V4, Compression::Lz4),
    (ProtocolVersion::V4, Compression::Snappy),
    (ProtocolVersion::V5, Compression::Lz4),
];

#[tokio::test(start_paused = true)]
async fn requests_and_answers_are_what_they_are_without() {
    for (version, compression) in EVERY {
        let (cluster, session) = scene(version, compression).await;
        let startups = cluster.requests_where(&When::opcode(Opcode::Startup));
        assert!(startups.iter().all(|startup| !startup.flags.contains(Flags::COMPRESSION)));
        let read = session.prepare(READ).await.unwrap();
        for key in 0..20 {
            read_key(&session, &read, key).await.unwrap();
        }
        // A text that is longer than what is left alone; and one that is not.
        let write = session.prepare(WRITE).await.unwrap();
        let long = "long ".repeat(1000);
        session.execute_unpaged(&write, (1, &long)).await.unwrap();
        session.execute_unpaged(&write, (1, "short")).await.unwrap();
        let writes = cluster.requests_where(&When::execute(WRITE));
        let flags: Vec<_> = writes.iter().map(|write| write.flags.contains(Flags::COMPRESSION)).collect();
        // In version 5 it is segments that are compressed, of which a request shows nothing.
        assert_eq!(flags, [!version.has_segments(), false], "{version} {compression}");
        assert_eq!(&writes[0].values()[1], &ilium_mock::Value::Bytes(long.into()));
    }
}

#[tokio::test(start_paused = true)]
async fn a_damaged_body_is_an_error_and_a_new_connection() {
    for (version, compression) in EVERY {
        if version.has_segments() {
            continue;
        }
        let (cluster, session) = scene(version, compression).await;
        let read = session.prepare(READ).await.unwrap();
        // The third byte of the body: within the length of lz4, and the first element of snappy.
        let rule = cluster.rule(When::opcode(Opcode::Execute).times(1), Action::usual().flip_bit_at(9));
        let error = read_key(&session, &read, 1).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BrokenConnection, "{version} {compression}: {error}");
        drop(rule);
        recovers(&session, &read).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_is_compressed_without_having_been_asked_for_is_an_error() {
    let cluster = cluster(1).version(ProtocolVersion::V4).compressions([]).start().await.unwrap();
    let session = to(&cluster).build().await.unwrap();
    let read = session.prepare(READ).await.unwrap();
    // An answer to stream 0, the only request in flight.
    let body = b"\x00\x00\x00\x04\x40rows";
    let envelope = [&[0x84, 0x01, 0, 0, 0x08, 0, 0, 0, 9][..], body].concat();
    cluster.rule(When::opcode(Opcode::Execute).times(1), Action::bytes(envelope));
    let error = read_key(&session, &read, 1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BrokenConnection);
    assert!(error.to_string().contains("no compression was agreed upon"), "{error}");
}
