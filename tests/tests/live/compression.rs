//! Compressed messages, small and large, both ways.

use ilium_driver::client::Compression;
use ilium_driver::client::session::Session;
use ilium_driver::wire::ProtocolVersion;

use crate::lab::{Lab, builder, shared};

/// The largest value: Cassandra takes a write of at most half of a commit log's segment, here 4 MiB.
const LARGE: usize = 3 << 20;

/// Text that repeats: what compression is for.
fn text(len: usize) -> String {
    "the quick brown fox jumps over the lazy dog; ".chars().cycle().take(len).collect()
}

/// Bytes in which little is found again.
fn noise(len: usize) -> Vec<u8> {
    (0_u32..).map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()[3]).take(len).collect()
}

async fn session(lab: &Lab, compression: Option<Compression>) -> Session {
    let builder = builder(shared(lab.nodes).await).protocol_version(lab.version).compression(compression);
    builder.use_keyspace(&lab.keyspace, false).build().await.unwrap()
}

async fn values_small_and_large_come_back(version: ProtocolVersion, compression: Option<Compression>) {
    let lab = Lab::new(1, version).await;
    let table = format!("packed_{}", compression.map_or("none", Compression::as_str));
    lab.ddl(&format!("CREATE TABLE {table} (k int, c int, t text, b blob, PRIMARY KEY (k, c))")).await;
    let session = session(&lab, compression).await;
    let insert = session.prepare(format!("INSERT INTO {table} (k, c, t, b) VALUES (1, ?, ?, ?)")).await.unwrap();
    let select = session.prepare(format!("SELECT t, b FROM {table} WHERE k = 1 AND c = ?")).await.unwrap();
    let lens = [0, 1, 400, 512, 600, 10_000, 131_071, 131_072, 400_000, LARGE];
    for (c, len) in (0..).zip(lens) {
        let (text, noise) = (text(len), noise(len.min(500_000)));
        session.execute_unpaged(&insert, (c, &text, &noise)).await.unwrap();
        let read = session.execute_unpaged(&select, (c,)).await.unwrap().into_rows_result().unwrap();
        let (text_read, noise_read) = read.single_row::<(&str, &[u8])>().unwrap();
        assert!(text_read == text && noise_read == noise, "{len} bytes");
    }
    // One answer with all of it, and many small ones at a time.
    let before = session.counts().bytes_read;
    let all = session.query_unpaged(format!("SELECT t FROM {table} WHERE k = 1"), ()).await.unwrap();
    let all = all.into_rows_result().unwrap();
    let read: Vec<usize> = all.rows::<(&str,)>().unwrap().map(|row| row.unwrap().0.len()).collect();
    assert_eq!(read, lens);
    let took = usize::try_from(session.counts().bytes_read - before).unwrap();
    let whole: usize = lens.iter().sum();
    if compression.is_some() {
        assert!(took < whole / 10, "{took} bytes for {whole}");
    } else {
        assert!(took > whole, "{took} bytes for {whole}");
    }
    let small = (0..200).map(|_| session.execute_unpaged(&select, (2,)));
    for result in futures_util::future::join_all(small).await {
        let result = result.unwrap().into_rows_result().unwrap();
        assert_eq!(result.single_row::<(&str, &[u8])>().unwrap().0, text(400));
    }
    // What was written compressed is what others read.
    let others = lab.session.query_unpaged(format!("SELECT t FROM {table} WHERE k = 1 AND c = 9"), ()).await.unwrap();
    assert!(others.into_rows_result().unwrap().single_row::<(&str,)>().unwrap().0 == text(LARGE));
}

macro_rules! on_every_connection {
    ($($name:ident: $version:ident, $compression:expr;)+) => {
        $(
            #[tokio::test]
            async fn $name() {
                values_small_and_large_come_back(ProtocolVersion::$version, $compression).await;
            }
        )+
    };
}

on_every_connection! {
    version_3_by_lz4: V3, Some(Compression::Lz4);
    version_4_as_it_is: V4, None;
    version_4_by_lz4: V4, Some(Compression::Lz4);
    version_4_by_snappy: V4, Some(Compression::Snappy);
    version_5_as_it_is: V5, None;
    version_5_by_lz4: V5, Some(Compression::Lz4);
}
