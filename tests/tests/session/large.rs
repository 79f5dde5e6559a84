//! Messages of many mebibytes: over many segments, compressed and not, both ways.

use bytes::Bytes;
use ilium_driver::client::Compression;
use ilium_driver::client::session::Session;
use ilium_driver::errors::ErrorKind;
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::wire::ProtocolVersion;
use ilium_mock::{MockCluster, MockStatement, Value, When};

use crate::scene::to;

const READ_LARGE: &str = "SELECT v FROM ks.large WHERE k = ?";
const WRITE_LARGE: &str = "INSERT INTO ks.large (k, v) VALUES (?, ?)";

/// How large a value is, in bytes.
const LARGE: usize = 20 << 20;

/// Bytes that repeat, but not within reach of a packet.
fn value(len: usize) -> Vec<u8> {
    (0..=250_u8).chain(0..=240).cycle().take(len).collect()
}

async fn scene(version: ProtocolVersion, compression: Option<Compression>) -> (MockCluster, Session) {
    let read = MockStatement::new(READ_LARGE).marker("k", NativeType::Int).column("v", NativeType::Blob).answers(
        |request, rows| {
            let len = request.value::<i32>(0).and_then(|len| usize::try_from(len).ok()).unwrap_or_default();
            rows.row((value(len),)).into()
        },
    );
    let write = MockStatement::new(WRITE_LARGE).marker("k", NativeType::Int).marker("v", NativeType::Blob);
    let cluster =
        MockCluster::builder().in_memory().version(version).statement(read).statement(write).start().await.unwrap();
    let session = to(&cluster).compression(compression).build().await.unwrap();
    (cluster, session)
}

async fn twenty_mebibytes_go_both_ways(version: ProtocolVersion, compression: Option<Compression>) {
    let (cluster, session) = scene(version, compression).await;
    let (read, write) = (session.prepare(READ_LARGE).await.unwrap(), session.prepare(WRITE_LARGE).await.unwrap());
    let large = Bytes::from(value(LARGE));
    let (result, written, short) = tokio::join!(
        session.execute_unpaged(&read, (i32::try_from(LARGE).unwrap(),)),
        session.execute_unpaged(&write, (1, &large)),
        session.execute_unpaged(&read, (5,)),
    );
    let result = result.unwrap().into_rows_result().unwrap();
    assert!(result.single_row::<(&[u8],)>().unwrap().0 == large);
    let short = short.unwrap().into_rows_result().unwrap();
    assert_eq!(short.single_row::<(&[u8],)>().unwrap().0, [0, 1, 2, 3, 4]);
    written.unwrap();
    let written = cluster.requests_where(&When::execute(WRITE_LARGE));
    assert!(written[0].values()[1] == Value::Bytes(large));
    let counts = session.counts();
    let expected = if compression.is_some() { 0..LARGE as u64 / 4 } else { LARGE as u64..LARGE as u64 * 3 / 2 };
    assert!(expected.contains(&counts.bytes_written), "{} bytes written", counts.bytes_written);
    assert!(expected.contains(&counts.bytes_read), "{} bytes read", counts.bytes_read);
}

macro_rules! on_every_connection {
    ($($name:ident: $version:ident, $compression:expr;)+) => {
        $(
            #[tokio::test(start_paused = true)]
            async fn $name() {
                twenty_mebibytes_go_both_ways(ProtocolVersion::$version, $compression).await;
            }
        )+
    };
}

on_every_connection! {
    twenty_mebibytes_in_version_3: V3, None;
    twenty_mebibytes_in_version_4: V4, None;
    twenty_mebibytes_in_version_4_by_lz4: V4, Some(Compression::Lz4);
    twenty_mebibytes_in_version_4_by_snappy: V4, Some(Compression::Snappy);
    twenty_mebibytes_in_version_5: V5, None;
    twenty_mebibytes_in_version_5_by_lz4: V5, Some(Compression::Lz4);
}

#[tokio::test(start_paused = true)]
async fn a_request_over_the_protocols_limit_is_refused_before_anything_is_sent() {
    let (cluster, session) = scene(ProtocolVersion::V5, Some(Compression::Lz4)).await;
    let write = session.prepare(WRITE_LARGE).await.unwrap();
    cluster.forget_requests();
    let error = session.execute_unpaged(&write, (1, vec![0_u8; 256 << 20])).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadConfig, "{error}");
    assert!(error.to_string().contains("256 MiB"), "{error}");
    assert!(cluster.requests().is_empty());
    session.execute_unpaged(&write, (1, vec![0_u8; 1000])).await.unwrap();
}
